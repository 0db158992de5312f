//! A fuzzer that finds nothing may be blind: readers with planted defects are found out.

use std::{
    io,
    process::Command,
    time::{Duration, Instant},
};

use cpu_time::ThreadTime;
use longshore_fuzz::{
    Bounds, Campaign, Target, Trouble,
    measured::{measure, no_room},
    mutation::Shape,
};

fn planted(read: fn(&[u8]) -> bool) -> Campaign {
    let target = Target {
        name: "planted",
        read,
        seeds: Vec::new,
        real: Vec::new,
        shape: Shape::Bytes,
        tokens: &["<deep>", "sku"],
    };
    Campaign::new(target, vec![b"sku,name\nA,B\n".to_vec()], 1)
}

fn trouble(read: fn(&[u8]) -> bool, input: &[u8]) -> Option<Trouble> {
    let bounds = Bounds { time: Duration::from_millis(50), ..Bounds::default() };
    measure(read, input, &bounds).trouble
}

fn panics_at_a_token(input: &[u8]) -> bool {
    assert!(!input.windows(6).any(|window| window == b"<deep>"), "too deep");
    input.starts_with(b"sku")
}

#[test]
fn a_panic_is_found_and_its_input_can_be_had_again() {
    let campaign = planted(panics_at_a_token);
    let tally = campaign.run(0..2_000, |_| {});
    let found = tally.findings.first().expect("two thousand inputs without a single token");
    assert!(
        matches!(&found.trouble, Trouble::Panic { message, place } if message == "too deep" && place.contains("planted.rs"))
    );
    let again = campaign.input(found.number);
    assert!(again.windows(6).any(|window| window == b"<deep>"));
}

#[test]
fn a_slow_reader_is_found() {
    fn slow(_: &[u8]) -> bool {
        let begun = ThreadTime::now();
        while begun.elapsed() < Duration::from_millis(60) {}
        true
    }
    assert!(matches!(trouble(slow, b""), Some(Trouble::Time { .. })));
}

#[test]
fn a_reader_that_waits_is_not_blamed_for_others() {
    fn waits(_: &[u8]) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(60) {
            std::thread::sleep(Duration::from_millis(10));
        }
        true
    }
    assert_eq!(trouble(waits, b""), None);
}

#[test]
fn a_reader_that_takes_memory_is_found_even_if_it_gives_it_back() {
    fn greedy(input: &[u8]) -> bool {
        let room: Vec<u8> = Vec::with_capacity((100 << 20) + input.len());
        room.is_empty()
    }
    assert!(
        matches!(trouble(greedy, b"x"), Some(Trouble::Memory { taken, .. }) if taken > 100 << 20)
    );
    // A large input is allowed more.
    assert_eq!(trouble(greedy, &vec![0; 2 << 20]), None);
}

#[test]
fn inputs_follow_from_seed_and_number_alone() {
    let one = planted(panics_at_a_token);
    let inputs: Vec<Vec<u8>> = (0..50).map(|number| one.input(number)).collect();
    assert!((0..50).rev().all(|number| one.input(number) == inputs[number as usize]));
    let other = Campaign { seed: 2, ..planted(panics_at_a_token) };
    assert_ne!((0..50).map(|number| other.input(number)).collect::<Vec<_>>(), inputs);
}

#[test]
fn a_full_disk_is_no_finding_about_the_reader() {
    fn full_at_some(input: &[u8]) -> bool {
        if input.len() % 7 == 3 {
            no_room(&io::Error::from(io::ErrorKind::StorageFull));
        }
        true
    }
    let tally = planted(full_at_some).run(0..2_000, |_| {});
    let [found] = &tally.findings[..] else { panic!("it ends there: {:?}", tally.findings) };
    assert!(matches!(&found.trouble, Trouble::NoRoom { said } if !said.is_empty()), "{found:?}");
    assert_eq!(tally.inputs, found.number, "what follows is not counted as read");
}

#[test]
fn the_long_form_ends_with_a_word_where_there_is_no_room_for_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("nowhere");
    let ended = Command::new(env!("CARGO_BIN_EXE_longshore-fuzz"))
        .args(["text", "--inputs", "50", "--findings"])
        .arg(folder.path().join("findings"))
        .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, &nowhere)))
        .output()
        .expect("the fuzzer");
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success());
    assert!(told.contains("input 0 of text could not be laid down"), "{told}");
    assert!(told.contains("nowhere") && told.contains("make room"), "{told}");
    let kept = std::fs::read_dir(folder.path().join("findings")).expect("its folder");
    assert_eq!(kept.count(), 0, "no input is blamed");
}
