//! When do two column names mean the same?
//!
//! Shops write a no-break space before a question mark, people type a straight apostrophe, spreadsheets change
//! letter case: none of that makes another name.

/// Longer column names are compared by their beginning only.
const LONGEST: usize = 400;

/// The name as it is compared: small letters, no spaces of any kind, plain punctuation, no `*` at the end.
#[must_use]
pub fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for letter in name.chars().take(LONGEST) {
        match plain(letter) {
            Some(letter) => key.extend(letter.to_lowercase()),
            None => continue,
        }
    }
    key.truncate(key.trim_end_matches('*').len());
    key
}

/// The words of a name: `productName`, `product_name` and `Product name` are all "product name". A number at the
/// end is left out.
#[must_use]
pub fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for letter in name.chars().take(LONGEST) {
        let is_inner_capital = letter.is_uppercase() && before.is_lowercase();
        if letter.is_alphanumeric() || letter == '#' || letter == '%' {
            if is_inner_capital && !words.ends_with(' ') {
                words.push(' ');
            }
            words.extend(letter.to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') && letter != '\'' && letter != '’' {
            words.push(' ');
        }
        before = letter;
    }
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    words.truncate(if bare.is_empty() { words.trim_end().len() } else { bare.len() });
    words
}

/// What a column says of a variant, where its name says that it is of one: "price" for "variant price".
#[must_use]
pub fn of_variant(words: &str) -> Option<&str> {
    const VARIANT: [&str; 7] =
        ["variant", "variants", "variation", "variante", "varianten", "child", "sub"];
    let (first, rest) = words.split_once(' ')?;
    if VARIANT.contains(&first) {
        return Some(rest);
    }
    let (rest, last) = words.rsplit_once(' ')?;
    VARIANT[..5].contains(&last).then_some(rest)
}

/// A name with a number in it: the key with `%d` in its place, and the number.
#[must_use]
pub fn numbered(key: &str) -> Option<(String, u16)> {
    let start = key.find(|c: char| c.is_ascii_digit())?;
    let digits =
        key[start..].find(|c: char| !c.is_ascii_digit()).map_or(key.len(), |end| start + end);
    let number = key[start..digits].parse().ok().filter(|number| *number > 0)?;
    Some((format!("{}%d{}", &key[..start], &key[digits..]), number))
}

/// A name with brackets at its end: the key with `%s` between them, and what stood there.
#[must_use]
pub fn bracketed(key: &str) -> Option<(String, &str)> {
    let inner = key.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let content = &inner[open + 1..];
    (!content.is_empty() && content.len() <= 24)
        .then(|| (format!("{}(%s)", &inner[..open]), content))
}

/// A letter as it is compared; `None` for what nobody sees.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\0' => None,
        '’' | '‘' | 'ʼ' | '`' | '´' => Some('\''),
        '“' | '”' | '„' | '«' | '»' => Some('"'),
        '（' => Some('('),
        '）' => Some(')'),
        '：' => Some(':'),
        '？' => Some('?'),
        '‑' | '–' | '—' => Some('-'),
        _ if letter.is_whitespace() => None,
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_case_and_curly_signs_make_no_other_name() {
        assert_eq!(key("Publié\u{a0}?"), key(" publié ?"));
        assert_eq!(key("Nom de l’attribut 1"), key("nom de l'attribut 1"));
        assert_eq!(key("\t\u{feff}ID"), "id");
        assert_eq!(key("Name*"), "name");
    }

    #[test]
    fn words_are_found_in_every_way_of_writing_them() {
        for name in
            ["productName", "product_name", "Product-Name ", "PRODUCT NAME", "product.name2"]
        {
            assert_eq!(words(name), "product name", "{name}");
        }
        assert_eq!(words("vkBrutto"), "vk brutto");
        assert_eq!(words("EAN13"), "ean");
        assert_eq!(words("13"), "13");
        assert_eq!(words("image_link"), "image link");
    }

    #[test]
    fn numbers_and_brackets_are_taken_out() {
        assert_eq!(numbered("attribut12name"), Some(("attribut%dname".to_owned(), 12)));
        assert_eq!(numbered("name"), None);
        assert_eq!(bracketed("poids(kg)"), Some(("poids(%s)".to_owned(), "kg")));
        assert_eq!(bracketed("poids"), None);
    }
}
