//! The first start on a disk without room: there is a whole journal afterwards or none, and with room there is one.
#![cfg(target_os = "linux")]

use std::{path::Path, process::Command};

use longshore_journal::{Journal, check::Checked};

const ROOM: &str = "LONGSHORE_TEST_SMALL_DISK";

/// Not a test of its own: it runs where the disk is small.
#[test]
fn child() {
    let Ok(disk) = std::env::var(ROOM) else { return };
    let disk = Path::new(&disk);
    let path = disk.join("journal.sqlite");
    match Journal::open(&path) {
        Ok(journal) => assert_eq!(journal.check().unwrap(), Checked::default()),
        Err(error) => {
            assert_eq!(error.code(), "journal_disk_full", "{error:?}");
            println!("full");
        }
    }
    for left in std::fs::read_dir(disk).unwrap() {
        let left = left.unwrap().file_name();
        assert!(!left.to_string_lossy().contains(".new"), "{left:?} is left behind");
    }
    let room = ["-o", "remount,size=64m"];
    assert!(Command::new("mount").args(room).arg(disk).status().unwrap().success());
    let journal = Journal::open(&path).unwrap();
    assert_eq!(journal.check().unwrap(), Checked::default());
}

#[test]
fn a_first_start_without_room_leaves_nothing_and_the_next_one_with_room_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let try_with = |kib: u32, carry_out: &str| {
        let script = format!(
            "mount -t tmpfs -o size={kib}k none \"$LONGSHORE_TEST_SMALL_DISK\" && {carry_out}"
        );
        Command::new("unshare")
            .args(["--map-root-user", "--mount", "sh", "-c", &script, "sh"])
            .arg(std::env::current_exe().unwrap())
            .env(ROOM, folder.path())
            .output()
    };
    if !try_with(4, "true").is_ok_and(|tried| tried.status.success()) {
        println!("SKIPPED: no disk of its own can be had here");
        return;
    }
    let (mut full, mut tried) = (0, 0);
    for kib in (4..=1_600).step_by(12) {
        let done = try_with(kib, "exec \"$1\" --exact first_start::child --nocapture").unwrap();
        let out = String::from_utf8_lossy(&done.stdout);
        let told = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{kib} kB: {out}{told}");
        tried += 1;
        full += u32::from(out.contains("full\n"));
    }
    println!("{tried} sizes tried, {full} too small");
    assert!(full > 10 && full < tried, "{full} of {tried}");
}
