//! Which columns does the product list have that PrestaShop 1.7 and 8 export from their back office?
//!
//! It calls all of them in the language of whoever exports, but for the first, and always has them in one order
//! (`ProductController::exportAction`). The cells have to agree.

use rust_decimal::Decimal;

use crate::{label, notation, number, row::Header, suggest::values};

/// The columns, by names that PrestaShop's import has for the same. What it calls the status says only whether there is
/// nothing left (`badge_danger`), so it has a name of its own.
const COLUMNS: [&str; 10] = [
    "productid",
    "imageurls",
    "name",
    "reference",
    "categories",
    "pricetaxexcluded",
    "pricetaxincluded",
    "quantity",
    "soldout",
    "position",
];
const IMAGE: usize = 1;
const NET: usize = 5;
const GROSS: usize = 6;
const QUANTITY: usize = 7;

/// What the columns are called in English, as names are compared; `None` where the file is not such a list. `samples`
/// are some cells of each column.
#[must_use]
pub fn in_english(header: &Header, samples: &[Vec<String>]) -> Option<Vec<String>> {
    let named = header.columns.iter().rposition(|name| !name.trim().is_empty())? + 1;
    let is_list = named == COLUMNS.len()
        && header.columns.first().is_some_and(|name| label::key(name) == COLUMNS[0])
        && header.columns[..named].iter().all(|name| !name.trim().is_empty());
    (is_list && says_so(samples)).then(|| COLUMNS.iter().map(ToString::to_string).collect())
}

/// Whether the cells are numbers, pictures and two prices of which the second is not lower.
fn says_so(samples: &[Vec<String>]) -> bool {
    let cells = |column: usize| {
        let all = samples.get(column).map(Vec::as_slice).unwrap_or_default();
        all.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    };
    let is_whole = |cell: &str| {
        let digits = cell.strip_prefix('-').unwrap_or(cell);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let prices = |column: usize| -> Option<Vec<Decimal>> {
        let notation = notation::detect(cells(column)).notation;
        cells(column).map(|cell| number::parse(cell, &notation).ok()).collect()
    };
    let (Some(net), Some(gross)) = (prices(NET), prices(GROSS)) else { return false };
    !net.is_empty()
        && net.len() == gross.len()
        && net.iter().zip(&gross).all(|(net, gross)| net <= gross)
        && cells(0).all(is_whole)
        && cells(QUANTITY).all(is_whole)
        && cells(IMAGE).next().is_some()
        && cells(IMAGE).all(values::is_image_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 10] = [
        "Product ID",
        "Zdjęcie",
        "Nazwa",
        "Indeks",
        "Kategoria",
        "Cena (netto)",
        "Cena (brutto)",
        "Ilość",
        "Stan",
        "Pozycja",
    ];
    const CELLS: [&str; 10] = [
        "7",
        "https://a.b/24-small_default/hat.jpg",
        "Hat",
        "H-7",
        "Hats",
        "20.000000",
        "24.600000",
        "5",
        "0",
        "3",
    ];

    fn known(names: &[&str], cells: &[&str]) -> bool {
        let columns = names.iter().map(ToString::to_string).collect();
        let samples: Vec<Vec<String>> = cells.iter().map(|cell| vec![(*cell).to_owned()]).collect();
        in_english(&Header { columns, line: Some(1) }, &samples).is_some()
    }

    #[test]
    fn the_list_is_known_by_its_order_and_cells_in_any_language() {
        assert!(known(&NAMES, &CELLS));
        for (at, cell) in [(1, "hat.jpg"), (5, "30"), (6, "?"), (7, "many"), (0, "A7")] {
            let mut cells = CELLS;
            cells[at] = cell;
            assert!(!known(&NAMES, &cells), "{cell}");
        }
        assert!(!known(&NAMES[..9], &CELLS[..9]));
        let mut names = NAMES;
        names[0] = "ID";
        assert!(!known(&names, &CELLS));
    }
}
