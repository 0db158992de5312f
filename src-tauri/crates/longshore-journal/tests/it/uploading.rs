//! Files of this computer: what is promised before one leaves, and what its content is known to have become.

use longshore_engine::{change::Refusal, value::StoreId};
use longshore_journal::uploads::{Doing, NewUpload, UploadCounts, UploadState};

use crate::fixture::Studio;

fn file(content: &str) -> NewUpload {
    NewUpload {
        doing: Doing::Uploads,
        content: format!("sha256={content}"),
        path: format!("pictures/{content}.jpg"),
        size: 12,
        media: None,
    }
}

#[test]
fn a_file_is_promised_before_it_leaves_and_remembered_by_its_content() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let journal = &studio.journal;
    journal.plan_uploads(run, &[file("aa"), file("bb"), file("aa")]).unwrap();
    let planned = journal.uploads(run).unwrap();
    assert_eq!(planned.len(), 2, "a content is noted once");
    assert_eq!(journal.upload_counts(run).unwrap().to_upload, 2);
    journal.begin_upload(planned[0].id, "mark-1").unwrap();
    let sent = journal.upload_of(run, "sha256=aa").unwrap().unwrap();
    assert_eq!((sent.state, sent.mark.as_deref()), (UploadState::Sent, Some("mark-1")));
    let memory = journal.memory(studio.connection).unwrap();
    let named = |name: &str| format!("file:{name}#sha256=aa");
    assert_eq!(memory.image(&named("a.jpg")).unwrap(), None);
    journal.upload_done(sent.id, StoreId(7)).unwrap();
    for name in ["a.jpg", "other.jpg"] {
        assert_eq!(memory.image(&named(name)).unwrap(), Some(StoreId(7)));
        assert!(memory.is_image(&named(name), StoreId(7)).unwrap());
    }
    let refusal =
        Refusal { code: "c".into(), status: 500, message: "no".to_owned(), existing: None };
    journal.upload_failed(planned[1].id, &refusal).unwrap();
    let failed = journal.upload_of(run, "sha256=bb").unwrap().unwrap();
    assert_eq!((failed.state, failed.refusal), (UploadState::Failed, Some(refusal)));

    let removal = NewUpload { doing: Doing::Removes, media: Some(StoreId(7)), ..file("aa") };
    journal.plan_uploads(run, &[removal]).unwrap();
    let counts = UploadCounts { uploaded: 1, to_remove: 1, ..UploadCounts::default() };
    assert_eq!(journal.upload_counts(run).unwrap(), counts);
    let removal = journal.uploads(run).unwrap().pop().unwrap();
    journal.upload_done(removal.id, StoreId(7)).unwrap();
    assert_eq!(memory.image(&named("a.jpg")).unwrap(), None, "what is gone is no more known");
    assert_eq!(journal.upload_counts(run).unwrap().removed, 1);
}
