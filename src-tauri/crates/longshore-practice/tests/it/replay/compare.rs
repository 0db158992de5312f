//! Where an answer differs from what was recorded.

use serde_json::Value;

use super::recording::Setup;

/// How bodies are compared.
pub(crate) struct Comparison<'a> {
    pub(crate) setup: &'a Setup,
    /// The day of the recording: dates on it are the moment of the request.
    pub(crate) day: Option<String>,
}

impl Comparison<'_> {
    /// The first difference between two bodies, if there is one.
    pub(crate) fn difference(&self, recorded: &Value, ours: &Value, path: &str) -> Option<String> {
        if self.ignores(path) {
            return None;
        }
        match (recorded, ours) {
            (Value::String(marker), _)
                if marker.starts_with("<object: ") || marker.starts_with("<array: ") =>
            {
                marked(marker, ours, path)
            }
            (Value::Object(recorded), Value::Object(fields)) => {
                let shortened = recorded.contains_key("<trimmed>");
                for (key, value) in recorded.iter().filter(|(key, _)| *key != "<trimmed>") {
                    let inner = format!("{path}.{key}");
                    let Some(other) = fields.get(key) else {
                        return (!self.ignores(&inner)).then(|| format!("{inner}: missing"));
                    };
                    if let Some(difference) = self.difference(value, other, &inner) {
                        return Some(difference);
                    }
                }
                let extra = fields.keys().find(|key| !recorded.contains_key(*key));
                extra.filter(|_| !shortened).map(|key| format!("{path}.{key}: not recorded"))
            }
            (Value::Array(recorded), Value::Array(items)) => self.lists(recorded, items, path),
            (Value::String(one), Value::String(other)) if self.same_text(one, other) => None,
            (one, other) if one == other => None,
            (one, other) => Some(format!("{path}: recorded {}, ours {}", short(one), short(other))),
        }
    }

    fn lists(&self, recorded: &[Value], ours: &[Value], path: &str) -> Option<String> {
        let (shown, hidden) = match recorded.split_last() {
            Some((Value::String(last), shown)) if last.starts_with("<trimmed: ") => {
                (shown, number_in(last))
            }
            _ => (recorded, 0),
        };
        if shown.len() + hidden != ours.len() {
            return Some(format!(
                "{path}: recorded {} items, ours {}",
                shown.len() + hidden,
                ours.len()
            ));
        }
        shown
            .iter()
            .zip(ours)
            .enumerate()
            .find_map(|(at, (one, other))| self.difference(one, other, &format!("{path}[{at}]")))
    }

    fn ignores(&self, path: &str) -> bool {
        let plain: String = path
            .split('.')
            .map(|part| part.split('[').next().unwrap_or_default())
            .collect::<Vec<_>>()
            .join(".");
        self.setup.ignored.iter().any(|ignored| {
            plain.ends_with(&format!(".{}", ignored.field)) || plain == ignored.field
        })
    }

    fn same_text(&self, one: &str, other: &str) -> bool {
        if one == other {
            return true;
        }
        let is_date = |text: &str| text.len() == 19 && text.as_bytes()[10] == b'T';
        if is_date(one) && is_date(other) {
            return self.day.as_deref().is_some_and(|day| one.starts_with(day));
        }
        if let Some(start) = one.rfind("<trimmed: ") {
            return other.starts_with(&one[..start])
                && other.chars().count() == number_in(&one[start..]);
        }
        // Uploads lie in folders of the month.
        uploads(one) == uploads(other)
    }
}

/// A text in which the months of uploads are left out.
fn uploads(text: &str) -> String {
    text.split("/uploads/")
        .enumerate()
        .map(|(at, part)| match part.get(..8) {
            Some(month) if at > 0 && month.as_bytes()[4] == b'/' && month.ends_with('/') => {
                &part[8..]
            }
            _ => part,
        })
        .collect::<Vec<_>>()
        .join("/uploads/")
}

/// `<object: 4 keys>` and the like: only the kind of value was recorded.
fn marked(marker: &str, ours: &Value, path: &str) -> Option<String> {
    let fits = match ours {
        Value::Object(_) => marker.starts_with("<object"),
        Value::Array(items) => marker.starts_with("<array") && items.len() == number_in(marker),
        _ => false,
    };
    (!fits).then(|| format!("{path}: recorded {marker}, ours {}", short(ours)))
}

fn number_in(text: &str) -> usize {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
