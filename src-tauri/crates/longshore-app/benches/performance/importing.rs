//! Work with a file and a store, from the file to the last answer.

use longshore_app::{
    Home, SecretPlace, Studio,
    imports::{self, ImportPlan},
    progress::Watch,
    runs::{self, RunNumber},
    stores::{self, StoreAdd},
};

use crate::reading::measured_async;

/// Carries out what waits, with as many threads as there are processors.
pub(crate) fn in_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}

async fn studio(home: &str) -> Studio {
    Studio::open(Home::at(home.into()).unwrap()).await.unwrap()
}

/// Makes a store known.
pub(crate) fn add_store(arguments: &[String]) {
    let [home, url, key, secret] = arguments else { panic!("home, url, key, secret") };
    in_runtime(async {
        let request = StoreAdd {
            name: "shop".to_owned(),
            url: url.clone(),
            key: key.clone(),
            keep_secret_in: SecretPlace::File,
            ca_file: None,
        };
        stores::add(&studio(home).await, request, secret.clone().into()).await.unwrap();
    });
}

/// Plans an import.
pub(crate) fn plan(arguments: &[String]) {
    let [home, file] = arguments else { panic!("home, file") };
    let planned = in_runtime(async {
        let studio = studio(home).await;
        let request =
            ImportPlan { file: file.into(), store: "shop".to_owned(), ..ImportPlan::default() };
        measured_async(imports::plan(&studio, request, &Watch::nobody())).await.unwrap()
    });
    println!("run {}\nunchanged {}", planned.run.run.unwrap(), planned.run.counts.unchanged);
}

/// Carries a plan out.
pub(crate) fn run(arguments: &[String]) {
    let [home, run] = arguments else { panic!("home, run") };
    let report = in_runtime(async {
        let studio = studio(home).await;
        let request = RunNumber { run: run.parse().unwrap() };
        measured_async(runs::start(&studio, request, &Watch::nobody())).await.unwrap()
    });
    println!("records {}\ncreated {}", report.counts.records, report.counts.create);
}
