//! Opening the journal, its connections and profiles.

use longshore_engine::profile::Profile;
use longshore_journal::{Journal, connections::ConnectionId};

use crate::fixture::{Studio, at, connection};

#[cfg(unix)]
#[test]
fn only_the_user_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let studio = Studio::new();
    studio.plan_creates(studio.planned_run(), 3);
    let data = studio.folder.path().join("data");
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let mut files = 0;
    for file in std::fs::read_dir(&data).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        files += 1;
    }
    assert!(files >= 3, "journal, write-ahead log, shared memory");
}

#[test]
fn it_is_there_when_opened_again() {
    let studio = Studio::new();
    let again = Journal::open(&studio.folder.path().join("data/journal.db")).unwrap();
    assert_eq!(again.connections().unwrap(), studio.journal.connections().unwrap());
}

#[test]
fn what_is_no_journal_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let text = "Name;Price\n".repeat(1_000);
    std::fs::write(&path, &text).unwrap();
    assert_eq!(Journal::open(&path).unwrap_err().code(), "journal_damaged");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Journal::open(&file.join("journal.db")).unwrap_err();
    assert_eq!(error.code(), "journal_folder_unusable");
    assert!(error.params().iter().any(|(name, value)| *name == "path" && value.contains("file")));
}

#[test]
fn connections_are_added_changed_and_removed() {
    let Studio { journal, connection: shop, .. } = &Studio::new();
    let other = journal.add_connection(&connection("other")).unwrap();
    assert_eq!(
        journal.add_connection(&connection("shop")).unwrap_err().code(),
        "connection_name_taken"
    );

    let mut better = connection("shop");
    better.ca_file = Some("ca.pem".to_owned());
    journal.update_connection(*shop, &better).unwrap();
    assert_eq!(journal.connection_named("shop").unwrap().details, better);
    better.name = "other".to_owned();
    assert_eq!(
        journal.update_connection(*shop, &better).unwrap_err().code(),
        "connection_name_taken"
    );

    journal.remove_connection(other, at(9)).unwrap();
    assert_eq!(journal.connection_named("other").unwrap_err().code(), "connection_not_found");
    assert_eq!(journal.connection(other).unwrap().removed_at, Some(at(9)));
    assert_eq!(journal.connections().unwrap().len(), 1);
    assert_eq!(journal.connection(ConnectionId(99)).unwrap_err().code(), "connection_not_found");
}

#[test]
fn a_store_that_is_added_again_has_its_history_back() {
    let Studio { journal, connection: shop, .. } = &Studio::new();
    journal.remove_connection(*shop, at(1)).unwrap();
    let mut again = connection("shop");
    again.name = "My shop".to_owned();
    assert_eq!(journal.add_connection(&again).unwrap(), *shop);
}

#[test]
fn no_secret_gets_in() {
    let Studio { journal, .. } = &Studio::new();
    for url in ["https://ck_1:cs_1@new.example/", "https://new.example/?consumer_secret=cs_1"] {
        let mut new = connection("new");
        new.url = url.to_owned();
        assert_eq!(journal.add_connection(&new).unwrap_err().code(), "secret_given");
    }
    let mut new = connection("new");
    new.consumer_key = "cs_1".to_owned();
    assert_eq!(journal.add_connection(&new).unwrap_err().code(), "secret_given");
}

#[test]
fn profiles_are_found_by_name_and_by_header() {
    let Studio { journal, .. } = &Studio::new();
    let mut profile = Profile { name: "Supplier".to_owned(), ..Profile::default() };
    let id = journal.save_profile(&profile, Some(u64::MAX), at(1)).unwrap();
    profile.platform = "woocommerce".into();
    assert_eq!(
        journal.save_profile(&profile, Some(u64::MAX), at(2)).unwrap(),
        id,
        "the same name is replaced"
    );
    let later = Profile { name: "Later".to_owned(), ..Profile::default() };
    journal.save_profile(&later, Some(u64::MAX), at(3)).unwrap();

    assert_eq!(journal.profile("Supplier").unwrap().profile, profile);
    let names = |found: Vec<longshore_journal::profiles::SavedProfile>| {
        found.into_iter().map(|saved| saved.profile.name).collect::<Vec<_>>()
    };
    assert_eq!(names(journal.profiles().unwrap()), ["Later", "Supplier"]);
    assert_eq!(
        names(journal.profiles_for(u64::MAX).unwrap()),
        ["Later", "Supplier"],
        "the latest first"
    );
    assert!(journal.profiles_for(1).unwrap().is_empty());
    journal.remove_profile("Later").unwrap();
    assert_eq!(journal.remove_profile("Later").unwrap_err().code(), "profile_not_found");
}
