//! Writing answers: fields in the store's order, only the ones that `_fields` asks for.

use serde::Serialize;
use serde_json::Value;

/// What `_fields` asks for: everything, or paths such as `dimensions.length`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Option<Vec<Vec<String>>>);

impl Fields {
    pub(crate) const ALL: Fields = Fields(None);

    /// From the query: text with commas, or a list.
    pub(crate) fn parse(value: Option<&Value>) -> Self {
        let paths: Vec<Vec<String>> = match value {
            Some(Value::String(text)) => super::value::split_list(text).map(path).collect(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(path).collect(),
            _ => Vec::new(),
        };
        // Without a single name, everything is answered.
        Self((!paths.is_empty()).then_some(paths))
    }

    pub(crate) fn wants(&self, key: &str) -> bool {
        self.0.as_ref().is_none_or(|paths| paths.iter().any(|path| path[0] == key))
    }

    /// Only what is asked for as a whole: paths into fields count for nothing.
    pub(crate) fn without_paths(&self) -> Fields {
        let whole = |paths: &Vec<Vec<String>>| {
            paths.iter().filter(|path| path.len() == 1).cloned().collect()
        };
        Fields(self.0.as_ref().map(whole))
    }

    /// What is asked for inside of a field that is wanted.
    fn inside(&self, key: &str) -> Fields {
        let Some(paths) = &self.0 else { return Fields::ALL };
        let mut deeper = Vec::new();
        for path in paths.iter().filter(|path| path[0] == key) {
            if path.len() == 1 {
                return Fields::ALL;
            }
            deeper.push(path[1..].to_vec());
        }
        Fields(Some(deeper))
    }

    pub(crate) fn all(&self) -> bool {
        self.0.is_none()
    }

    /// The part of a whole answer that is asked for. Lists are filtered only where they are the
    /// answer itself, as WordPress does it.
    pub(crate) fn filter(&self, value: Value) -> Value {
        match value {
            Value::Array(items) if !self.all() => {
                items.into_iter().map(|item| self.filter_object(item)).collect()
            }
            other => self.filter_object(other),
        }
    }

    fn filter_object(&self, value: Value) -> Value {
        match value {
            Value::Object(fields) if !self.all() => {
                let kept: serde_json::Map<String, Value> = fields
                    .into_iter()
                    .filter(|(key, _)| self.wants(key))
                    .map(|(key, value)| {
                        let inside = self.inside(&key);
                        (key, inside.filter_object(value))
                    })
                    .collect();
                if kept.is_empty() { Value::Array(Vec::new()) } else { Value::Object(kept) }
            }
            // A path into a list or a plain value leads nowhere.
            Value::Array(_) if !self.all() => Value::Array(Vec::new()),
            other => other,
        }
    }
}

fn path(text: &str) -> Vec<String> {
    text.split('.').map(str::to_owned).collect()
}

/// An object that is being written.
pub(crate) struct Object<'a> {
    out: &'a mut Vec<u8>,
    fields: &'a Fields,
    begun: bool,
}

impl<'a> Object<'a> {
    pub(crate) fn new(out: &'a mut Vec<u8>, fields: &'a Fields) -> Self {
        Self { out, fields, begun: false }
    }

    pub(crate) fn wants(&self, key: &str) -> bool {
        self.fields.wants(key)
    }

    fn key(&mut self, key: &str) {
        self.out.push(if self.begun { b',' } else { b'{' });
        self.begun = true;
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    pub(crate) fn put(&mut self, key: &'static str, value: &(impl Serialize + ?Sized)) {
        if self.wants(key) {
            self.put_wanted(key, value);
        }
    }

    /// For values that cost something to find.
    pub(crate) fn put_wanted(&mut self, key: &'static str, value: &(impl Serialize + ?Sized)) {
        let inside = self.fields.inside(key);
        self.key(key);
        if inside.all() {
            write(self.out, value);
        } else if let Ok(value) = serde_json::to_value(value) {
            write(self.out, &inside.filter_object(value));
        } else {
            self.out.extend_from_slice(b"null");
        }
    }

    /// The links, which come with a record that stands alone even if nobody asked for them.
    pub(crate) fn put_links(&mut self, anyway: bool, links: impl FnOnce() -> Value) {
        if anyway || self.wants("_links") {
            self.key("_links");
            write(self.out, &links());
        }
    }

    pub(crate) fn end(self) {
        if self.begun {
            self.out.push(b'}');
        } else {
            // An empty PHP array is a list.
            self.out.extend_from_slice(b"[]");
        }
    }
}

/// A value behind what is written so far.
pub(crate) fn write(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    // Writing to memory fails only for keys that are no text, and there are none.
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(text: &str) -> Fields {
        Fields::parse(Some(&Value::from(text)))
    }

    #[test]
    fn paths_lead_into_objects_but_not_into_lists() {
        let answer = json!({"a": {"b": 1, "c": 2}, "list": [{"id": 1}], "d": 3});
        assert_eq!(fields("a.b,d").filter(answer.clone()), json!({"a": {"b": 1}, "d": 3}));
        assert_eq!(fields("list.id").filter(answer.clone()), json!({"list": []}));
        assert_eq!(fields("none").filter(answer.clone()), json!([]));
        assert_eq!(fields("").filter(answer.clone()), answer);
    }

    #[test]
    fn an_object_is_written_in_order() {
        let mut out = Vec::new();
        let wanted = fields("z,dimensions.length");
        let mut object = Object::new(&mut out, &wanted);
        object.put("z", &1);
        object.put("a", &2);
        object.put("dimensions", &json!({"length": "1", "width": "2"}));
        object.end();
        assert_eq!(out, br#"{"z":1,"dimensions":{"length":"1"}}"#);
    }
}
