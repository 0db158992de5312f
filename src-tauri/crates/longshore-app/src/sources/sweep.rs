//! Which rows did a program leave behind that ended in the middle?

use std::time::Duration;

use longshore_formats::{ReadError, Spool};

use crate::home::Home;

/// What somebody writes to is younger.
const OLD: Duration = Duration::from_secs(60 * 60);

/// Takes away spools that were never completed and that nobody has written to for a while: no draft and no run can
/// ever use them. On a thread that may wait for a disk.
pub(crate) fn sweep(home: &Home) {
    let Ok(found) = home.spools().and_then(|folder| Ok(std::fs::read_dir(folder)?)) else { return };
    for entry in found.flatten() {
        let written = entry.metadata().and_then(|found| found.modified());
        let is_old = written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > OLD));
        let path = entry.path();
        if is_old && matches!(Spool::open(&path), Err(ReadError::BrokenSpool { .. })) {
            // What stays is swept up another time.
            let _ = std::fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::File, time::SystemTime};

    use super::*;

    #[test]
    fn only_what_nobody_can_use_any_more_goes() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_path_buf()).unwrap();
        let spools = home.spools().unwrap();
        let hours_ago = SystemTime::now() - 3 * OLD;
        let spool = |name: &str, is_old: bool| {
            let path = spools.join(name);
            std::fs::write(&path, b"LSSPOOL1 half of a row").unwrap();
            if is_old {
                File::options().write(true).open(&path).unwrap().set_modified(hours_ago).unwrap();
            }
            path
        };
        let (old, new) = (spool("spool-old.rows", true), spool("spool-new.rows", false));
        let list = folder.path().join("list.csv");
        std::fs::write(&list, "sku,name\nA,Hat\n").unwrap();
        let mut source = longshore_formats::Source::open(
            &list,
            &Default::default(),
            &longshore_formats::Limits::default(),
        )
        .unwrap();
        let whole = Spool::build(&mut source, &spools).unwrap();
        whole.keep();
        File::options().write(true).open(whole.path()).unwrap().set_modified(hours_ago).unwrap();
        sweep(&home);
        assert_eq!((old.exists(), new.exists(), whole.path().exists()), (false, true, true));
    }
}
