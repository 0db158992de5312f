//! Sends the requests that were recorded with a real store, in their order, and counts how often
//! the practice store answers as that one did.

mod compare;
mod ids;
mod recording;
mod send;

use std::collections::BTreeSet;
use std::time::Duration;

use longshore_practice::{Practice, Settings, serve};
use serde_json::{Map, Value, json};

use crate::client::http;
use compare::Comparison;
use ids::{Ids, Kind};
use recording::{Recording, Seed, Series, Setup};

/// How many of a hundred have to agree: of our own recordings, and of any others.
const ENOUGH: f64 = 95.0;
const ENOUGH_OF_OTHERS: f64 = 85.0;

struct Replay {
    setup: Setup,
    practice: Practice,
    client: reqwest::Client,
    ids: Ids,
}

#[tokio::test]
async fn the_store_answers_as_the_recorded_one_did() {
    let folder = recording::folder();
    let setup = Setup::read();
    let covered: Vec<Recording> = recording::read_all(&folder);
    let present: BTreeSet<(u32, String)> =
        covered.iter().map(|recording| (recording.pass, recording.sequence.to_string())).collect();
    let passes: BTreeSet<u32> = covered.iter().map(|recording| recording.pass).collect();
    let mut differences = Vec::new();
    let mut disagreeing = BTreeSet::new();
    let mut replay = None;
    for pass in passes {
        let current = replay.insert(Replay::start(Setup::read()).await);
        let seeds = setup.seeds.iter().filter(|seed| seed.pass == pass);
        let mut seeds: Vec<&Seed> =
            seeds.filter(|seed| !present.contains(&(pass, seed.sequence.to_string()))).collect();
        seeds.reverse();
        for recording in covered.iter().filter(|recording| recording.pass == pass) {
            while seeds.last().is_some_and(|seed| seed.sequence < recording.sequence) {
                let seed = seeds.pop().unwrap();
                current.seed(seed).await;
            }
            if let Some(difference) = current.repeat(recording).await {
                disagreeing.insert(recording.name.clone());
                differences
                    .push(format!("{:>3} {}: {difference}", recording.sequence, recording.name));
            }
        }
    }
    let agreeing = covered.len() - differences.len();
    let percent = 100.0 * agreeing as f64 / covered.len() as f64;
    for difference in &differences {
        println!("{difference}");
    }
    println!("replay: {agreeing} of {} exchanges agree, {percent:.1} %", covered.len());
    let listed: BTreeSet<String> =
        setup.disagreeing.iter().map(|exchange| exchange.name.clone()).collect();
    assert!(setup.disagreeing.iter().all(|exchange| !exchange.because.is_empty()));
    let others = std::env::var_os("LONGSHORE_RECORDINGS").is_some();
    if !others {
        assert_eq!(disagreeing, listed, "what disagrees, and what is listed with its reason");
    }
    assert!(percent >= if others { ENOUGH_OF_OTHERS } else { ENOUGH }, "only {percent:.1} % agree");
}

impl Replay {
    async fn start(setup: Setup) -> Self {
        let settings = Settings { empty: true, strict: true, ..Settings::default() };
        let practice = serve(settings).await.unwrap();
        let authority = std::fs::read(practice.ca_file().unwrap()).unwrap();
        let client = http()
            .tls_certs_only([reqwest::Certificate::from_pem(&authority).unwrap()])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { setup, practice, client, ids: Ids::default() }
    }

    /// Does what an exchange did that is not among the recordings.
    async fn seed(&mut self, seed: &Seed) {
        if seed.until_next_second {
            let past = jiff::Timestamp::now().subsec_millisecond();
            let left = u64::try_from(1_005 - past).unwrap();
            return tokio::time::sleep(Duration::from_millis(left)).await;
        }
        if let Some(pause) = seed.pause_ms {
            return tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        if let Some(series) = &seed.series {
            return self.series(series).await;
        }
        let path = self.ids.translate_text(&format!("/wp-json/wc/v3/{}", seed.path));
        let body =
            seed.body.as_ref().map(|body| self.ids.translate(body, Kind::of_path(&seed.path)));
        let answer = self.send(&seed.method, &path, body.as_ref()).await;
        for (kind, numbers) in &seed.ids {
            for (recorded, pointer) in numbers {
                let ours = answer.pointer(pointer).and_then(Value::as_i64);
                let ours = ours.unwrap_or_else(|| panic!("seed {}: {answer}", seed.sequence));
                self.ids.learn(Kind::named(kind), recorded.parse().unwrap(), ours);
            }
        }
    }

    async fn series(&mut self, series: &Series) {
        for number in series.from..=series.to {
            let body: Map<String, Value> = series
                .body
                .iter()
                .map(|(key, pattern)| {
                    (key.clone(), Value::from(filled(pattern.as_str().unwrap(), number)))
                })
                .collect();
            let answer =
                self.send("POST", "/wp-json/wc/v3/products", Some(&Value::Object(body))).await;
            let ours = answer["id"].as_i64().unwrap();
            self.ids.learn(Kind::Post, series.first_id + number - series.from, ours);
        }
    }

    async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let url = format!("{}{path}", self.practice.https_url().unwrap());
        let mut request = self
            .client
            .request(method.parse().unwrap(), url)
            .basic_auth(self.practice.consumer_key(), Some(self.practice.consumer_secret()));
        if let Some(body) = body {
            request = request.json(body);
        }
        let text = request.send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Sends a recorded request; answers the first difference.
    async fn repeat(&mut self, recording: &Recording) -> Option<String> {
        let request = &recording.request;
        let kind = Kind::of_path(&request.path);
        let path = self.ids.translate_text(&request.path);
        let query: Vec<(String, Value)> = request
            .query
            .iter()
            .map(|(key, value)| {
                let whole = self.ours(&json!({ key: value }), kind);
                (key.clone(), whole[key].clone())
            })
            .collect();
        let body =
            request.body.as_ref().filter(|body| !body.is_null()).map(|body| self.ours(body, kind));
        let out = send::outgoing(
            &self.setup,
            &self.practice,
            &recording.name,
            request,
            &path,
            &query,
            body.as_ref(),
        );
        let mut sending = self.client.request(out.method.parse().unwrap(), &out.url);
        for (name, value) in &out.headers {
            sending = sending.header(name, value);
        }
        if let Some(body) = out.body {
            sending = sending.body(body);
        }
        let response = match sending.send().await {
            Ok(response) => response,
            Err(error) => return Some(format!("no answer: {error:?}")),
        };
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap_or_default();
        let answer: Value = serde_json::from_str(&text).unwrap_or(Value::from(text));
        self.ids.learn_from(&recording.response.body, &answer, kind);
        if status != recording.response.status {
            return Some(format!(
                "status {status}, recorded {}: {answer:.200}",
                recording.response.status
            ));
        }
        for name in &self.setup.headers {
            let recorded = recording.response.header(name).map(|value| self.text(value));
            let ours = headers.get(name).map(|value| value.to_str().unwrap().to_owned());
            // Auth parameters are in the query of ours as they were in the recorder's.
            if recorded != ours {
                return Some(format!("{name}: recorded {recorded:?}, ours {ours:?}"));
            }
        }
        let expected = self.ours(&recording.response.body, kind);
        let comparison = Comparison { setup: &self.setup, day: recording.response.day() };
        comparison.difference(&expected, &answer, "")
    }

    /// A recorded value in terms of our store: addresses and numbers.
    fn ours(&self, value: &Value, kind: Kind) -> Value {
        self.addressed(&self.ids.translate(value, kind))
    }

    fn addressed(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::from(self.hosted(text)),
            Value::Array(items) => items.iter().map(|item| self.addressed(item)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(key, value)| (key.clone(), self.addressed(value))).collect()
            }
            other => other.clone(),
        }
    }

    fn text(&self, text: &str) -> String {
        self.hosted(&self.ids.translate_text(text))
    }

    fn hosted(&self, text: &str) -> String {
        let mut text = text
            .replace(&self.setup.hosts["https"], &self.practice.https_url().unwrap())
            .replace(&self.setup.hosts["http"], &self.practice.url());
        for (recorded, ours) in &self.setup.addresses {
            text = text.replace(recorded, ours);
        }
        text
    }
}

/// Fills a pattern of a series with its number.
fn filled(pattern: &str, number: i64) -> String {
    let statuses = ["publish", "draft", "private", "pending"];
    let status = statuses[usize::try_from(number).unwrap() % statuses.len()];
    pattern
        .replace("{nnn}", &format!("{number:03}"))
        .replace("{n}", &number.to_string())
        .replace("{n mod 50 + 1}", &(number % 50 + 1).to_string())
        .replace("{n mod 4 of publish,draft,private,pending}", status)
}

#[test]
fn a_difference_is_found_wherever_it_is() {
    let setup = Setup::read();
    let comparison = Comparison { setup: &setup, day: Some("2026-11-21".to_owned()) };
    let recorded = json!({"id": 1, "date_created": "2026-11-21T20:11:00", "list": [{"a": 1}, "<trimmed: 1 more>"], "related_ids": [3]});
    let same = json!({"id": 1, "date_created": "2030-01-01T00:00:00", "list": [{"a": 1}, {"a": 2}], "related_ids": []});
    assert_eq!(comparison.difference(&recorded, &same, ""), None);
    for (pointer, value) in [
        ("/id", json!(2)),
        ("/list/0/a", json!("1")),
        ("/list", json!([{"a": 1}])),
        ("/date_created", json!(null)),
    ] {
        let mut other = same.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        assert!(comparison.difference(&recorded, &other, "").is_some(), "{pointer}");
    }
    let mut more = same.clone();
    more["more"] = json!(1);
    assert!(comparison.difference(&recorded, &more, "").is_some());
}
