//! What has to be said about a joined file before it is imported?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that a joined file does not carry, or that joining decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "JoinNotice")]
pub struct Notice {
    /// The code, such as `no_variation_prices`.
    pub code: String,
    /// How often, where that can be counted.
    #[serde(default)]
    pub count: u64,
    /// What the sentence about it needs.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// The setting that answers it, where it is a question: `image_base`, `add_tax`, `second_counts` or `price_kind`.
    #[serde(default)]
    pub asks: Option<String>,
    /// What the setting can be, where it is one of several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub choices: Vec<String>,
}

/// What is said so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Notices(Vec<Notice>);

impl Notices {
    /// Says something once more.
    pub(super) fn say(&mut self, code: &'static str) {
        self.say_times(code, 1);
    }

    pub(super) fn say_times(&mut self, code: &'static str, count: u64) {
        if count > 0 {
            self.entry(code).count += count;
        }
    }

    /// What was said holds no longer.
    pub(super) fn take_back(&mut self, code: &str) {
        self.0.retain(|notice| notice.code != code);
    }

    /// Says something with what its sentence needs; what was said last counts.
    pub(super) fn say_with(&mut self, code: &'static str, params: &[(&str, &str)]) {
        let notice = self.entry(code);
        notice.count += 1;
        for (name, value) in params {
            notice.params.insert((*name).to_owned(), (*value).to_owned());
        }
    }

    /// Says something with what its sentence needs; what was said first counts.
    pub(super) fn say_first(
        &mut self,
        code: &'static str,
        params: impl FnOnce() -> Vec<(&'static str, String)>,
    ) {
        let notice = self.entry(code);
        notice.count += 1;
        if notice.count == 1 {
            notice.params =
                params().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        }
    }

    /// Adds something to a list that the sentence about a code has.
    pub(super) fn list_in(&mut self, code: &'static str, name: &str, one: &str, most: usize) {
        let list = self.entry(code).params.entry(name.to_owned()).or_default();
        let known = list.split(", ").filter(|known| !known.is_empty());
        if !known.clone().any(|known| known == one) && known.count() < most {
            if !list.is_empty() {
                list.push_str(", ");
            }
            list.push_str(one);
        }
    }

    /// What was said is answered by a setting.
    pub(super) fn asks(&mut self, code: &'static str, setting: &str) {
        self.entry(code).asks = Some(setting.to_owned());
    }

    /// What was said is answered by one of these.
    pub(super) fn choices(&mut self, code: &'static str, setting: &str, choices: Vec<String>) {
        let notice = self.entry(code);
        (notice.asks, notice.choices) = (Some(setting.to_owned()), choices);
    }

    /// Takes over what was said of the same rows before.
    pub(super) fn go_on_from(&mut self, before: &[Notice]) {
        self.0.splice(0..0, before.iter().cloned());
    }

    /// Asks for a setting.
    pub(super) fn ask(&mut self, code: &'static str, setting: &'static str) {
        let notice = self.entry(code);
        notice.count += 1;
        notice.asks = Some(setting.to_owned());
    }

    fn entry(&mut self, code: &'static str) -> &mut Notice {
        let at = self.0.iter().position(|known| known.code == code).unwrap_or_else(|| {
            self.0.push(Notice { code: code.to_owned(), ..Notice::default() });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    pub(super) fn list(&self) -> Vec<Notice> {
        self.0.clone()
    }
}
