//! Recorded exchanges, and what stands in for those that are missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// One exchange with a real store.
#[derive(Debug, Deserialize)]
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) pass: u32,
    pub(crate) sequence: f64,
    pub(crate) request: Request,
    pub(crate) response: Response,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) scheme: String,
    pub(crate) path: String,
    /// In the order in which it was sent.
    #[serde(default, deserialize_with = "in_order")]
    pub(crate) query: Vec<(String, Value)>,
    #[serde(default)]
    pub(crate) auth: String,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Option<Value>,
    pub(crate) raw_body: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) body: Value,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }

    /// The day of the recording, as dates in bodies begin.
    pub(crate) fn day(&self) -> Option<String> {
        let date = jiff::fmt::rfc2822::parse(self.header("Date")?).ok()?;
        Some(date.date().to_string())
    }
}

/// A request that stands in for an exchange that is not among the recordings.
#[derive(Debug, Deserialize)]
pub(crate) struct Seed {
    pub(crate) pass: u32,
    pub(crate) sequence: f64,
    #[serde(default)]
    pub(crate) method: String,
    #[serde(default)]
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    /// Kind -> recorded number -> where the answer has ours.
    #[serde(default)]
    pub(crate) ids: BTreeMap<String, BTreeMap<String, String>>,
    pub(crate) series: Option<Series>,
    /// Only waits.
    pub(crate) pause_ms: Option<u64>,
    /// Only waits, until a new second has begun.
    #[serde(default)]
    pub(crate) until_next_second: bool,
}

/// Many products after one pattern.
#[derive(Debug, Deserialize)]
pub(crate) struct Series {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) body: Map<String, Value>,
    /// The recorded number of the first; the others follow.
    pub(crate) first_id: i64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Setup {
    pub(crate) hosts: BTreeMap<String, String>,
    pub(crate) headers: Vec<String>,
    pub(crate) ignored: Vec<Ignored>,
    pub(crate) disagreeing: Vec<Disagreeing>,
    pub(crate) addresses: Vec<(String, String)>,
    pub(crate) bodies: BTreeMap<String, Repeated>,
    pub(crate) seeds: Vec<Seed>,
}

/// An exchange of our own recordings that the store answers otherwise, and why.
#[derive(Debug, Deserialize)]
pub(crate) struct Disagreeing {
    pub(crate) name: String,
    pub(crate) because: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Ignored {
    pub(crate) field: String,
}

/// A body that was too long to be kept with the recording.
#[derive(Debug, Deserialize)]
pub(crate) struct Repeated {
    pub(crate) repeat: String,
    pub(crate) times: usize,
}

impl Setup {
    pub(crate) fn read() -> Self {
        let path = Path::new("tests/replay/replay.json");
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }
}

/// The folder of recordings: `LONGSHORE_RECORDINGS`, or the ones that belong to this crate.
pub(crate) fn folder() -> PathBuf {
    std::env::var_os("LONGSHORE_RECORDINGS")
        .map_or_else(|| "tests/recordings".into(), PathBuf::from)
}

/// All exchanges of a folder, in their order.
pub(crate) fn read_all(folder: &Path) -> Vec<Recording> {
    let mut recordings: Vec<Recording> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        // What was asked several times at once has no single request.
        .filter_map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).ok())
        .collect();
    recordings.sort_by(|one, other| one.sequence.total_cmp(&other.sequence));
    recordings
}

/// An object's fields as they stand in the file.
fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, Value)>, D::Error> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, Value)>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }
    deserializer.deserialize_any(Pairs)
}
