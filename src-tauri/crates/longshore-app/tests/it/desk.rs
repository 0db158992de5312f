//! A window of our own: asks by name and in JSON, as a host does.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use longshore_app::{
    ApiError, Home, SecretPlace, Studio, commands,
    progress::Watch,
    stores::{self, StoreAdd},
};
use longshore_practice::{Practice, Settings};
use serde_json::{Value, json};

/// A practice store that a desk knows as "Shop".
pub(crate) async fn shop(desk: &Desk, settings: Settings) -> Practice {
    let practice = longshore_practice::serve(settings).await.unwrap();
    desk.knows(&practice).await;
    practice
}

pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) studio: Studio,
}

impl Desk {
    /// Makes a practice store known as "Shop".
    pub(crate) async fn knows(&self, practice: &Practice) {
        let request = StoreAdd {
            name: "Shop".to_owned(),
            url: practice.url(),
            key: practice.consumer_key().to_owned(),
            keep_secret_in: SecretPlace::File,
            ca_file: None,
        };
        let secret = practice.consumer_secret().to_owned().into();
        stores::add(&self.studio, request, secret).await.unwrap();
    }

    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let studio = Self::open(folder.path()).await;
        Self { folder, studio }
    }

    async fn open(folder: &Path) -> Studio {
        Studio::open(Home::at(folder.join("home")).unwrap()).await.unwrap()
    }

    /// The same data folder in a program that was started anew.
    pub(crate) async fn restarted(self) -> Self {
        let Self { folder, studio } = self;
        drop(studio);
        let studio = Self::open(folder.path()).await;
        Self { folder, studio }
    }

    pub(crate) async fn try_ask(&self, name: &str, request: Value) -> Result<Value, ApiError> {
        commands::call(&self.studio, name, request, &Watch::nobody()).await
    }

    pub(crate) async fn ask(&self, name: &str, request: Value) -> Value {
        match self.try_ask(name, request.clone()).await {
            Ok(answer) => answer,
            Err(error) => panic!("{name} {request}: {error} {:?}", error.detail),
        }
    }

    /// The code of what is said against it.
    pub(crate) async fn refused(&self, name: &str, request: Value) -> String {
        match self.try_ask(name, request).await {
            Ok(answer) => panic!("{name} answered {answer}"),
            Err(error) => error.code,
        }
    }

    /// A file beside the data folder.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A draft of a file, with all its rows.
    pub(crate) async fn draft(&self, file: &Path) -> u64 {
        let begun = self.ask("drafts.begin", json!({ "source": { "path": file } })).await;
        let draft = begun["draft"].as_u64().unwrap();
        self.read_whole(draft).await;
        draft
    }

    /// Waits until all rows of a draft are there; answers how it stands then.
    pub(crate) async fn read_whole(&self, draft: u64) -> Value {
        self.until("drafts.show", json!({ "draft": draft }), |shown| {
            shown["rows"]["is_complete"] == true && shown["file"]["stands"] == "unchanged"
        })
        .await
    }

    /// Asks until the answer is as wanted.
    pub(crate) async fn until(
        &self,
        name: &str,
        request: Value,
        is_wanted: impl Fn(&Value) -> bool,
    ) -> Value {
        let begun = Instant::now();
        loop {
            let answer = self.ask(name, request.clone()).await;
            if is_wanted(&answer) {
                return answer;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "{name} {request} stays {answer}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A plan for the shop of a file's rows; answers the plan and the number of its run.
    pub(crate) async fn plan(&self, draft: u64) -> (Value, u64) {
        let planned = self.ask("drafts.plan", json!({ "draft": draft, "store": "Shop" })).await;
        let run = planned["run"]["run"].as_u64().unwrap();
        (planned, run)
    }

    /// A file that was imported into the shop.
    pub(crate) async fn imported(&self, name: &str, text: &str) -> u64 {
        let draft = self.draft(&self.file(name, text)).await;
        let (_, run) = self.plan(draft).await;
        let report = self.ask("runs.start", json!({ "run": run })).await;
        assert_eq!(report["status"], "completed");
        run
    }

    /// The changes of a run.
    pub(crate) async fn changes(&self, run: u64, filter: Value) -> Vec<Value> {
        let request = json!({ "run": run, "count": 1_000, "filter": filter });
        let page = self.ask("runs.changes", request).await;
        let changes = page["changes"].as_array().unwrap().clone();
        assert_eq!(page["total"], changes.len());
        changes
    }

    /// The cells of some rows of a draft.
    pub(crate) async fn cells(&self, draft: u64) -> Vec<Vec<String>> {
        let page = json!({ "draft": draft, "from": 0, "count": 100 });
        let page = self.ask("drafts.rows", page).await;
        let cells = page["rows"].as_array().unwrap().iter().map(|row| row["cells"].clone());
        cells.map(|cells| serde_json::from_value(cells).unwrap()).collect()
    }
}
