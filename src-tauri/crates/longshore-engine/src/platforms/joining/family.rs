//! How do offers that belong together become one product with variations?

use super::{
    Out,
    product::{Cells, OTHERWISE, Product, Variation},
};
use crate::row::Row;

/// One thing that is offered.
#[derive(Clone, Debug, Default)]
pub(super) struct Offer {
    pub(super) row: usize,
    pub(super) line: u64,
    pub(super) title: String,
    pub(super) cells: Cells,
    pub(super) images: Vec<String>,
    /// What it is: label and value.
    pub(super) properties: Vec<(String, String)>,
}

/// Puts offers into a product: a single one is the product, several are its variations. What they differ in is what
/// is chosen; what all of them share is a property of the product.
pub(super) fn put(mut product: Product, mut offers: Vec<Offer>, out: &mut Out<'_>) {
    if offers.len() == 1 {
        let Some(only) = offers.pop() else { return };
        only.images.iter().for_each(|image| product.image(image));
        for (label, value) in &only.properties {
            product.attribute(label, value);
        }
        only.cells.into_iter().for_each(|(column, text)| product.cells.set(column, text));
        out.products.push(product);
        return;
    }
    let differing = differing(&offers);
    let is_told_apart = |offers: &[Offer]| {
        let mut all: Vec<Vec<&str>> =
            offers.iter().map(|offer| values(offer, &differing)).collect();
        all.sort_unstable();
        all.windows(2).all(|pair| pair[0] != pair[1])
    };
    let is_named = !is_told_apart(&offers);
    if is_named {
        out.notices.say("variants_by_name");
    }
    for (at, mut offer) in offers.into_iter().enumerate() {
        let mut choices: Vec<(String, String)> = offer
            .properties
            .iter()
            .filter(|(label, _)| differing.contains(label))
            .cloned()
            .collect();
        if is_named {
            let title = offer.title.trim();
            let name = if title.is_empty() { (at + 1).to_string() } else { title.to_owned() };
            choices = vec![(OTHERWISE.to_owned(), name)];
        }
        for (label, value) in &offer.properties {
            if !differing.contains(label) {
                product.attribute(label, value);
            }
        }
        // A variation has one picture; the product shows all of them.
        offer.images.iter().for_each(|image| product.image(image));
        let image =
            if offer.images.is_empty() { String::new() } else { offer.images.swap_remove(0) };
        product.vary(Variation {
            line: offer.line,
            row: offer.row,
            cells: offer.cells,
            image,
            choices,
            ..Variation::default()
        });
    }
    out.products.push(product);
}

/// The labels whose values are not the same everywhere.
fn differing(offers: &[Offer]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for (label, _) in offers.iter().flat_map(|offer| &offer.properties) {
        if !labels.contains(label) {
            labels.push(label.clone());
        }
    }
    labels.retain(|label| {
        let mut all = offers.iter().map(|offer| value(offer, label));
        let first = all.next();
        all.any(|other| Some(other) != first)
    });
    labels
}

fn value<'o>(offer: &'o Offer, label: &str) -> &'o str {
    let found = offer.properties.iter().find(|(known, _)| known == label);
    found.map_or("", |(_, value)| value.as_str())
}

fn values<'o>(offer: &'o Offer, labels: &[String]) -> Vec<&'o str> {
    labels.iter().map(|label| value(offer, label)).collect()
}

/// What the names of all offers begin with; the first name where that is hardly anything.
pub(super) fn shared_name(offers: &[Offer]) -> String {
    let Some(first) = offers.first() else { return String::new() };
    if offers.len() == 1 {
        return first.title.clone();
    }
    let shared = offers.iter().skip(1).fold(first.title.chars().count(), |length, offer| {
        let same = first.title.chars().zip(offer.title.chars()).take_while(|(one, two)| one == two);
        length.min(same.count())
    });
    let begin: String = first.title.chars().take(shared).collect();
    // A word that goes on is no end.
    let goes_on = |title: &str| title.chars().nth(shared).is_some_and(char::is_alphanumeric);
    let whole = match offers.iter().any(|offer| goes_on(&offer.title)) {
        true => begin.rfind(|c: char| !c.is_alphanumeric()).map_or("", |end| &begin[..end]),
        false => &begin,
    };
    let name = whole.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '"');
    if name.chars().count() >= 3 { name.to_owned() } else { first.title.clone() }
}

/// Rows with the same key, in the order of the keys.
pub(super) fn by_key<'r>(
    rows: &'r [Row],
    key: impl Fn(&'r Row) -> &'r str,
) -> Vec<(&'r str, Vec<usize>)> {
    let mut all: Vec<(&str, Vec<usize>)> = Vec::new();
    let mut places: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let own = key(row);
        let place = *places.entry(own).or_insert_with(|| {
            all.push((own, Vec::new()));
            all.len() - 1
        });
        all[place].1.push(at);
    }
    all
}
