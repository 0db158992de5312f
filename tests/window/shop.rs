//! A practice store inside of the test, known to a window before it opens.

use std::path::Path;
use std::time::Duration;

use base64::Engine;
use longshore_app::{Home, SecretPlace, Studio, runs, stores};
use longshore_practice::{Hold, Matcher, Moment, Practice, Settings, serve};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::driver::Window;

const SKU: &str = "ROPE-1";

/// A store without products, ended with this value.
pub(crate) struct Shop {
    pub(crate) practice: Practice,
    runtime: Runtime,
}

impl Shop {
    /// Opens it, and makes it known as `shop` in a data folder.
    pub(crate) fn known_in(data: &Path) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let settings = Settings { empty: true, ..Settings::default() };
        let practice = runtime.block_on(serve(settings)).expect("a practice store");
        let add = stores::StoreAdd {
            name: "shop".to_owned(),
            url: practice.url(),
            key: practice.consumer_key().to_owned(),
            keep_secret_in: SecretPlace::File,
            ca_file: None,
        };
        runtime.block_on(async {
            let home = Home::at(data.to_path_buf()).expect("a data folder");
            let studio = Studio::open(home).await.expect("a journal");
            let secret = practice.consumer_secret().to_owned().into();
            stores::add(&studio, add, secret).await.expect("a known store");
        });
        Self { practice, runtime }
    }

    /// Keeps requests with the product of [`planned`] waiting until the answer is released.
    pub(crate) fn hold(&self) -> Hold {
        self.practice.hold(Matcher {
            body: SKU.to_owned(),
            ..Matcher::new("POST", "products/batch", Moment::Before)
        })
    }

    /// The SKUs of its products.
    pub(crate) fn products(&self) -> Vec<String> {
        self.of_all_products("sku")
    }

    /// The names of its products.
    pub(crate) fn names(&self) -> Vec<String> {
        self.of_all_products("name")
    }

    /// Read without Longshore's own connector.
    fn of_all_products(&self, field: &str) -> Vec<String> {
        let practice = &self.practice;
        let credentials = format!("{}:{}", practice.consumer_key(), practice.consumer_secret());
        let credentials = base64::engine::general_purpose::STANDARD.encode(credentials);
        let mut answer =
            ureq::get(format!("{}/wp-json/wc/v3/products?per_page=100", practice.url()))
                .header("Authorization", format!("Basic {credentials}"))
                .call()
                .expect("the shop's products");
        let products: Value = answer.body_mut().read_json().expect("products");
        let products = products.as_array().expect("a list").iter();
        let mut found: Vec<String> = products
            .map(|product| product[field].as_str().unwrap_or_default().to_owned())
            .collect();
        found.sort();
        found
    }

    /// Where a run stands, after the window is gone.
    pub(crate) fn status_of(&self, data: &Path, run: &Value) -> String {
        self.runtime.block_on(async {
            let home = Home::at(data.to_path_buf()).expect("a data folder");
            let studio = Studio::open(home).await.expect("a journal");
            let run = run.as_u64().expect("a number");
            let report = runs::show(&studio, runs::RunNumber { run }).await.expect("the run");
            json!(report.status).as_str().expect("a status").to_owned()
        })
    }

    /// Waits until a request is held.
    pub(crate) fn wait_for(&self, hold: &Hold) {
        let came = self.runtime.block_on(hold.reached(Duration::from_secs(60)));
        assert!(came, "no such request came");
    }
}

/// Plans the import of one product; the number of the run.
pub(crate) fn planned(window: &Window) -> Value {
    let file = window.desktop().home().join("list.csv");
    std::fs::write(&file, format!("SKU,Name,Regular price\n{SKU},Rope,19.90\n")).expect("a list");
    let request = json!({ "file": file, "store": "shop" });
    let planned = window.ask("imports.plan", &request).expect("a plan");
    planned["run"]["run"].clone()
}
