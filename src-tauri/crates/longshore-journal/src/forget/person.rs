//! Is a text about this person?

use serde_json::Value;

/// A person, by e-mail address.
pub(super) struct Person {
    /// In small letters.
    email: String,
    /// What stands behind the `@`: the part that no way of writing changes.
    domain: String,
}

impl Person {
    /// `None` for what is no e-mail address.
    pub(super) fn new(email: &str) -> Option<Self> {
        let email = email.trim().to_lowercase();
        let (name, domain) = email.split_once('@')?;
        let is_address = !name.is_empty()
            && domain.contains('.')
            && !email.contains(|sign: char| sign.is_whitespace() || "<>\"\\/".contains(sign))
            && !domain.contains('@');
        let domain = domain.to_owned();
        is_address.then_some(Self { email, domain })
    }

    /// Whether the address is in a text, in any letter case, also as it stands in addresses of pages, in HTML or
    /// between escaped signs. The address of somebody else that ends like it is not it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        if text.len() < self.email.len() {
            return false;
        }
        let text = text.to_lowercase();
        if !text.contains(&self.domain) {
            return false;
        }
        self.stands_in(&text)
            || (text.contains('%') && self.stands_in(&unescaped(&text, '%', hexadecimal)))
            || (text.contains('\\') && self.stands_in(&unescaped(&text, '\\', backslash)))
            || (text.contains('&') && self.stands_in(&without_entities(&text)))
    }

    /// Whether it is in any text of a value, or the name of one.
    pub(super) fn is_in_value(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_in(text),
            Value::Array(all) => all.iter().any(|one| self.is_in_value(one)),
            Value::Object(all) => {
                all.iter().any(|(name, one)| self.is_in(name) || self.is_in_value(one))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    /// Empties every text with the address in it, and takes out what is named by it. Says whether there was any.
    pub(super) fn take_out_of(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => {
                let is_in = self.is_in(text);
                if is_in {
                    text.clear();
                }
                is_in
            }
            Value::Array(all) => self.take_out_of_all(all),
            Value::Object(all) => {
                let before = all.len();
                all.retain(|name, _| !self.is_in(name));
                let gone = all.len() < before;
                self.take_out_of_all(all.values_mut()) || gone
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    fn take_out_of_all<'v>(&self, values: impl IntoIterator<Item = &'v mut Value>) -> bool {
        let mut any = false;
        for value in values {
            any |= self.take_out_of(value);
        }
        any
    }

    /// Whether it may be in JSON: so much can be said without reading it.
    pub(super) fn may_be_in(&self, json: &str) -> bool {
        json.to_lowercase().contains(&self.domain)
    }

    fn stands_in(&self, text: &str) -> bool {
        text.match_indices(&self.email).any(|(at, _)| {
            let behind = text[at + self.email.len()..].chars().next();
            // Signs that a name may have in it belong to it only where there is more of a name before them.
            let before = text[..at].trim_end_matches(['.', '_', '+', '-']).chars().next_back();
            let is_part = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
            !is_part(behind) && !is_part(before)
        })
    }
}

/// What stands behind an escaping sign: the sign that is meant and how many bytes it took.
type Escape = fn(&str) -> Option<(char, usize)>;

fn unescaped(text: &str, sign: char, meant: Escape) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(sign) {
        plain.push_str(&rest[..at]);
        rest = &rest[at + sign.len_utf8()..];
        match meant(rest) {
            Some((meant, length)) => {
                plain.push(meant);
                rest = &rest[length..];
            }
            None => plain.push(sign),
        }
    }
    plain.push_str(rest);
    plain
}

fn hexadecimal(rest: &str) -> Option<(char, usize)> {
    let digits = rest.get(..2)?;
    u8::from_str_radix(digits, 16).ok().map(|byte| (char::from(byte), 2))
}

/// Line ends and the like inside of JSON that stands in a text.
fn backslash(rest: &str) -> Option<(char, usize)> {
    let next = rest.chars().next()?;
    if next == 'u' {
        let number = u32::from_str_radix(rest.get(1..5)?, 16).ok()?;
        return Some((char::from_u32(number).unwrap_or(' '), 5));
    }
    Some((if next.is_ascii_alphabetic() { ' ' } else { next }, next.len_utf8()))
}

fn without_entities(text: &str) -> String {
    [("&#64;", "@"), ("&#x40;", "@"), ("&commat;", "@"), ("&#46;", "."), ("&period;", ".")]
        .into_iter()
        .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        let ann = Person::new(" Ann@Example.com ").unwrap();
        for text in [
            "ann@example.com",
            "Write to ANN@EXAMPLE.COM.",
            "<a href=\"mailto:ann@example.com\">",
            "https://shop.example/?to=ann%40example.com&x=1",
            "https://shop.example/?q=to%3Dann%40example.com",
            "ann&#64;example.com",
            "{\"note\":\"first\\nann@example.com\"}",
            "-ann@example.com",
            "Sent by: _ann@example.com_",
            "ann@example.com,bob@example.com",
        ] {
            assert!(ann.is_in(text), "{text}");
        }
        for text in
            ["joann@example.com", "mary-ann@example.com", "ann@example.community", "ann", ""]
        {
            assert!(!ann.is_in(text), "{text}");
        }
    }

    #[test]
    fn only_addresses_are_people() {
        for text in
            ["", "ann", "@example.com", "ann@", "ann@example", "a b@example.com", "a@b@c.de"]
        {
            assert!(Person::new(text).is_none(), "{text}");
        }
    }

    #[test]
    fn texts_are_emptied_and_the_rest_stays() {
        let ann = Person::new("ann@example.com").unwrap();
        let mut value = serde_json::json!({
            "ann@example.com": 1, "to": ["Ann <ann@example.com>", "bob"], "count": 3
        });
        assert!(ann.is_in_value(&value));
        assert!(ann.take_out_of(&mut value));
        assert_eq!(value, serde_json::json!({"to": ["", "bob"], "count": 3}));
        assert!(!ann.take_out_of(&mut value));
    }
}
