//! Which columns does Etsy's listings download have, in whatever language it calls them?
//!
//! Etsy translates the names of all columns, and never their order. That alone proves nothing: the cells have to say
//! so, too.

use crate::{label, notation, number, row::Header, suggest::values};

/// The columns before the pictures.
const BEFORE: [&str; 7] =
    ["title", "description", "price", "currency_code", "quantity", "tags", "materials"];
/// The columns behind the pictures.
const BEHIND: [&str; 7] = [
    "variation1type",
    "variation1name",
    "variation1values",
    "variation2type",
    "variation2name",
    "variation2values",
    "sku",
];
/// Etsy's listings had five pictures once, ten in most files, and may have twenty.
const PICTURES: std::ops::RangeInclusive<usize> = 5..=20;
const PRICE: usize = 2;
const CURRENCY: usize = 3;
/// Where all pictures of Etsy's listings lie.
const HOST: &str = "etsystatic.com/";

/// What the columns are called in English, as names are compared; `None` where the file is not of Etsy. `samples` are
/// some cells of each column.
#[must_use]
pub fn in_english(header: &Header, samples: &[Vec<String>]) -> Option<Vec<String>> {
    let named = header.columns.iter().rposition(|name| !name.trim().is_empty())? + 1;
    let keys: Vec<String> = header.columns[..named].iter().map(|name| label::key(name)).collect();
    let pictures = keys.len().checked_sub(BEFORE.len() + BEHIND.len())?;
    let behind = BEFORE.len() + pictures;
    let is_numbered = PICTURES.contains(&pictures)
        && are_numbered(&keys[BEFORE.len()..behind], |at| at + 1)
        && [1, 2].into_iter().zip(keys[behind..].chunks(3)).all(|(number, three)| {
            three.iter().all(|key| label::numbered(key).is_some_and(|(_, own)| own == number))
        });
    if !is_numbered || !says_so(samples, behind) {
        return None;
    }
    let images = (1..=pictures).map(|number| format!("image{number}"));
    let english = BEFORE.iter().map(ToString::to_string).chain(images);
    Some(english.chain(BEHIND.iter().map(ToString::to_string)).collect())
}

/// Whether names differ in nothing but a number, which is that of their place.
fn are_numbered(keys: &[String], number: impl Fn(usize) -> usize) -> bool {
    let mut found = keys.iter().map(|key| label::numbered(key));
    let Some(Some((pattern, first))) = found.next() else { return false };
    usize::from(first) == number(0)
        && found.enumerate().all(|(at, own)| {
            own.is_some_and(|(own, own_number)| {
                own == pattern && usize::from(own_number) == number(at + 1)
            })
        })
}

/// Whether the cells are prices with a currency beside them, and pictures that lie with Etsy.
fn says_so(samples: &[Vec<String>], behind: usize) -> bool {
    let cells = |column: usize| {
        let all = samples.get(column).map(Vec::as_slice).unwrap_or_default();
        all.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    };
    let is_currency = |cell: &str| cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase());
    let notation = notation::detect(cells(PRICE)).notation;
    let is_price = |cell: &str| number::parse(cell, &notation).is_ok();
    let is_picture = |cell: &str| values::is_address(cell) && cell.contains(HOST);
    let mut pictures = (BEFORE.len()..behind).flat_map(cells).peekable();
    cells(CURRENCY).next().is_some()
        && cells(CURRENCY).all(is_currency)
        && cells(PRICE).all(is_price)
        && pictures.peek().is_some()
        && pictures.all(is_picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(pictures: usize) -> Header {
        let before = ["NOM", "TEXTE", "PRIX", "DEVISE", "QUANTITÉ", "MOTS", "MATIÈRES"];
        let behind = ["TYPE 1", "NOM 1", "VALEURS 1", "TYPE 2", "NOM 2", "VALEURS 2", "CODE"];
        let images = (1..=pictures).map(|number| format!("IMAGE N° {number}"));
        let columns = before.iter().map(ToString::to_string).chain(images);
        let columns = columns.chain(behind.iter().map(ToString::to_string)).collect();
        Header { columns, line: Some(1) }
    }

    fn samples(header: &Header, cells: &[(usize, &str)]) -> Vec<Vec<String>> {
        let mut all = vec![Vec::new(); header.columns.len()];
        cells.iter().for_each(|(column, cell)| all[*column].push((*cell).to_owned()));
        all
    }

    const PROOF: [(usize, &str); 3] =
        [(2, "12,50"), (3, "EUR"), (7, "https://i.etsystatic.com/1/r/il/a/2/il.3.jpg")];

    #[test]
    fn order_and_cells_together_prove_it() {
        let header = header(10);
        let english = in_english(&header, &samples(&header, &PROOF)).unwrap();
        assert_eq!(english[7..9], ["image1", "image2"]);
        assert_eq!((english[3].as_str(), english[23].as_str()), ("currency_code", "sku"));
        assert!(in_english(&header, &samples(&header, &PROOF[..2])).is_none(), "no pictures");
        let elsewhere = [PROOF[0], PROOF[1], (7, "https://a.b/1.jpg")];
        assert!(in_english(&header, &samples(&header, &elsewhere)).is_none());
        let no_currency = [PROOF[0], (3, "Euro"), PROOF[2]];
        assert!(in_english(&header, &samples(&header, &no_currency)).is_none());
    }

    #[test]
    fn other_columns_are_not_taken_for_it() {
        for (at, name) in [(8, "Photo 2"), (9, "IMAGE N° 4"), (18, "NOM 2"), (20, "TYPE")] {
            let mut header = header(10);
            header.columns[at] = name.to_owned();
            assert!(in_english(&header, &samples(&header, &PROOF)).is_none(), "{name}");
        }
        for pictures in [4, 21] {
            let header = header(pictures);
            assert!(in_english(&header, &samples(&header, &PROOF)).is_none());
        }
    }
}
