//! Files that are damaged: it is said, nothing is made worse, and what can be read is saved.

use std::{
    fs,
    path::{Path, PathBuf},
};

use longshore_engine::{entity::Entity, value::ChangeId};
use longshore_journal::{
    Journal, RunId,
    changes::Entry,
    check::Checked,
    drafts::CellEdit,
    effects::Effect,
    rejects::Reject,
    salvage::{DAMAGED, Salvaged},
};

use crate::fixture::{Studio, at};

const PAGE: usize = 4_096;

/// A journal with something of everything, closed, and what is in it.
struct Case {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
    runs: Vec<RunId>,
    changes: Vec<(Entry, Option<Effect>)>,
}

impl Case {
    fn new() -> Self {
        let studio = Studio::new();
        let journal = &studio.journal;
        let mut runs = Vec::new();
        let mut ids: Vec<ChangeId> = Vec::new();
        for round in 0..3 {
            let records: Vec<u64> = (0..60).map(|at| 1_000 * round + at).collect();
            let (run, done) = studio.done_run(&records, 10);
            let reject = |row: u64| Reject {
                row,
                line: row + 1,
                cells: vec![format!("{row}"); 20],
                issues: Vec::new(),
            };
            journal.reject(run, &(100..150).map(reject).collect::<Vec<_>>()).unwrap();
            runs.push(run);
            ids.extend(done);
        }
        let open = studio.running_run();
        let planned = studio.plan_creates(open, 40);
        let sent = |id: &ChangeId| longshore_journal::intents::Sent {
            change: *id,
            fields: None,
            before: None,
            along: Vec::new(),
        };
        journal.begin(open, at(20), planned[..10].iter().map(sent).collect()).unwrap();
        runs.push(open);
        ids.extend(planned);
        let draft = journal.new_draft(&serde_json::json!({"step": 1}), at(1)).unwrap();
        let cell = |row| CellEdit { row, column: 0, text: Some("x".repeat(50)) };
        journal.edit_draft(draft, &(0..200).map(cell).collect::<Vec<_>>()).unwrap();

        let entries = journal.changes(&ids).unwrap();
        let changes = entries
            .into_iter()
            .map(|entry| {
                let effect = journal.effect(entry.planned.change.id).unwrap();
                (entry, effect)
            })
            .collect();
        let Studio { folder, journal, .. } = studio;
        drop(journal);
        let path = folder.path().join("data/journal.db");
        assert!(!path.with_file_name("journal.db-wal").exists(), "it was closed");
        let bytes = fs::read(&path).unwrap();
        Self { folder, bytes, runs, changes }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("data/journal.db")
    }

    /// Puts other bytes in the place of the journal.
    fn put(&self, bytes: &[u8]) {
        fs::write(self.path(), bytes).unwrap();
    }

    /// Salvages what is there; checks that the new journal is sound and that nothing in it was made up.
    fn salvage(&self, case: &str) -> Option<(Salvaged, usize)> {
        let before = fs::read(self.path()).unwrap();
        let to = self.folder.path().join("saved.db");
        let saved = Journal::salvage(&self.path(), &to, at(99));
        assert_eq!(fs::read(self.path()).unwrap(), before, "{case}: the damaged file stays");
        let saved = match saved {
            Ok(saved) => saved,
            Err(error) => {
                assert_eq!(error.code(), "journal_damaged", "{case}: {error:?}");
                assert!(!to.exists(), "{case}");
                return None;
            }
        };
        let journal = Journal::open(&to).unwrap();
        assert_eq!(journal.check().unwrap(), Checked::default(), "{case}: {saved:?}");
        let mut found = 0;
        for (entry, effect) in &self.changes {
            let id = entry.planned.change.id;
            let Ok(now) = journal.change(id) else { continue };
            if now.lost.is_none() {
                assert_eq!(&now, entry, "{case}");
                let mut now = journal.effect(id).unwrap();
                // Where an intent is lost, only when it was written is not known any more.
                if let (Some(now), Some(before)) = (&mut now, effect) {
                    now.sent_at = before.sent_at;
                }
                assert_eq!(&now, effect, "{case}");
                found += 1;
            } else {
                assert_eq!(now.lost.as_deref(), Some(DAMAGED), "{case}");
            }
        }
        let is_less =
            found < self.changes.len() || self.runs.iter().any(|run| journal.run(*run).is_err());
        assert!(!is_less || !saved.is_whole(), "{case}: what is lost is said: {saved:?}");
        // It can be gone on with: a number is not given twice.
        let greatest = self.changes.iter().map(|(entry, _)| entry.planned.change.id).max();
        if found > 0 {
            assert!(journal.reserve_changes(1).unwrap().next() > greatest, "{case}");
        }
        drop(journal);
        for end in ["", "-wal", "-shm", ".opening"] {
            let _ = fs::remove_file(self.folder.path().join(format!("saved.db{end}")));
        }
        Some((saved, found))
    }
}

#[test]
fn of_a_sound_journal_everything_is_saved() {
    let case = Case::new();
    let (saved, found) = case.salvage("sound").unwrap();
    assert!(saved.is_whole(), "{saved:?}");
    assert_eq!((found, saved.stand_ins, saved.not_undoable), (case.changes.len(), 0, 0));
    let rows = |table| saved.tables.iter().find(|found| found.table == table).unwrap().saved;
    assert_eq!((rows("change"), rows("rejected"), rows("remembered")), (220, 150, 180));

    let to = case.folder.path().join("other.db");
    Journal::salvage(&case.path(), &to, at(99)).unwrap();
    assert_eq!(Journal::salvage(&case.path(), &to, at(99)).unwrap_err().code(), "file_exists");
    let journal = Journal::open(&to).unwrap();
    let open = journal.open_intents(case.runs[3]).unwrap();
    assert_eq!(open[0].sent.len(), 10, "what nobody knows is still not known");
    let shop = journal.connection_named("shop").unwrap();
    assert!(
        journal
            .memory(shop.id)
            .unwrap()
            .remembered("supplier", Entity::Product, "sku:1001")
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_journal_that_was_cut_short_says_so_and_what_is_left_is_saved() {
    let case = Case::new();
    let whole = case.bytes.len();
    let pages = whole / PAGE;
    let mut lengths: Vec<usize> =
        (0..pages).map(|page| page * PAGE + [0, 1, 2_048, PAGE - 1][page % 4]).collect();
    lengths.extend([0, 1, 10, 100, 511, 512, 513, whole - PAGE, whole - 1]);
    let (mut saved, mut most) = (0, 0);
    for length in &lengths {
        case.put(&case.bytes[..*length]);
        let code = Journal::open(&case.path()).map_or_else(|error| error.code(), |_| "it opens");
        assert_eq!(code, "journal_damaged", "{length} of {whole}");
        assert_eq!(fs::metadata(case.path()).unwrap().len(), *length as u64, "it is left alone");
        if let Some((_, found)) = case.salvage(&format!("{length} of {whole}")) {
            saved += 1;
            most = most.max(found);
        }
    }
    println!("cut short: {} lengths, {saved} with something to save", lengths.len());
    assert!(saved * 3 > lengths.len(), "{saved} of {}", lengths.len());
    assert!(most * 2 > case.changes.len(), "{most}");
}

/// All kinds of garbage in the long form, else one for each page.
fn kinds(page: usize) -> Vec<u8> {
    let all = vec![0x00, 0xFF, 0x0D, 0x5A];
    match std::env::var_os("LONGSHORE_SEEDS") {
        Some(_) => all,
        None => vec![all[page % all.len()]],
    }
}

#[test]
fn pages_of_garbage_are_found_and_read_around() {
    let case = Case::new();
    let pages = case.bytes.len() / PAGE;
    let (mut tried, mut unsaved, mut changes) = (0, 0, 0);
    for page in 0..pages {
        for garbage in kinds(page) {
            let mut bytes = case.bytes.clone();
            bytes[page * PAGE..(page + 1) * PAGE].fill(garbage);
            case.put(&bytes);
            let name = format!("page {} of {pages} is {garbage:#x}", page + 1);
            let is_told = match Journal::open(&case.path()) {
                Ok(journal) => match journal.check() {
                    Ok(checked) => !checked.is_sound(),
                    Err(error) => error.code() == "journal_damaged",
                },
                Err(error) => error.code() == "journal_damaged",
            };
            assert!(is_told, "{name}");
            case.put(&bytes);
            tried += 1;
            match case.salvage(&name) {
                Some((_, found)) => changes += found,
                None => unsaved += 1,
            }
        }
    }
    let all = (tried - unsaved) * case.changes.len();
    println!(
        "garbage: {tried} pages tried, {unsaved} left nothing, {changes} of {all} changes saved whole"
    );
    assert_eq!(unsaved, 0, "no single page takes everything with it");
    assert!(changes * 10 > all * 9, "{changes} of {all}");
}

/// The pages that say which tables there are and where they lie.
fn schema_pages(path: &Path) -> Vec<usize> {
    let journal = rusqlite::Connection::open(path).unwrap();
    let mut pages =
        journal.prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'").unwrap();
    let pages = pages.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    pages.map(|page| usize::try_from(page.unwrap()).unwrap()).collect()
}

#[test]
fn tables_are_found_again_where_the_pages_that_name_them_are_damaged() {
    let case = Case::new();
    let pages = schema_pages(&case.path());
    assert!(pages.len() > 2 && pages.contains(&1), "{pages:?}");
    for left in &pages {
        let mut bytes = case.bytes.clone();
        for page in pages.iter().filter(|page| *page != left) {
            bytes[(page - 1) * PAGE..page * PAGE].fill(0x5A);
        }
        case.put(&bytes);
        let (saved, found) = case.salvage(&format!("page {left} is left")).unwrap();
        assert_eq!(found, case.changes.len(), "page {left} is left: {saved:?}");
    }
    // Where nothing says any more how the tables lay, nobody guesses.
    let mut bytes = case.bytes.clone();
    pages.iter().for_each(|page| bytes[(page - 1) * PAGE..page * PAGE].fill(0x5A));
    case.put(&bytes);
    assert!(case.salvage("none is left").is_none());
}

#[test]
fn a_log_that_was_cut_short_leaves_what_was_written_before() {
    let studio = Studio::new();
    let path = studio.folder.path().join("data/journal.db");
    for at in 0..20 {
        studio.done_run(&[at, at + 1], 10);
    }
    let log = |path: &Path| path.with_file_name("journal.db-wal");
    let (bytes, whole) = (fs::read(&path).unwrap(), fs::read(log(&path)).unwrap());
    let mut runs = Vec::new();
    for part in 0..=40 {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("journal.db");
        fs::write(&copy, &bytes).unwrap();
        fs::write(log(&copy), &whole[..whole.len() * part / 40]).unwrap();
        let journal = Journal::open(&copy).unwrap();
        assert_eq!(journal.check().unwrap(), Checked::default(), "{part} of 40");
        runs.push(journal.runs(None, 99).unwrap().len());
    }
    assert!(runs.is_sorted(), "{runs:?}");
    assert_eq!((runs[0] < 20, runs[40]), (true, 20));
}

#[test]
fn a_log_without_its_journal_is_not_written_over() {
    let studio = Studio::new();
    let path = studio.folder.path().join("data/journal.db");
    let folder = tempfile::tempdir().unwrap();
    let lost = folder.path().join("journal.db");
    let log = path.with_file_name("journal.db-wal");
    studio.done_run(&[1], 10);
    fs::copy(&log, folder.path().join("journal.db-wal")).unwrap();
    assert_eq!(Journal::open(&lost).unwrap_err().code(), "journal_damaged");
    assert_eq!(fs::read(folder.path().join("journal.db-wal")).unwrap(), fs::read(&log).unwrap());
    assert!(!lost.exists());
}
