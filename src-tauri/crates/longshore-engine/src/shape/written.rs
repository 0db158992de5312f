//! A product and its variations as rows.

use super::{MOST_VARIANTS, Misfit, Shaping, Variant, Way, cell, proposed::is_called_product_sku};
use crate::{escape, platforms::joining::number_of, row::Row, steps};

/// What stands between a name and what is chosen.
const BETWEEN: [char; 8] = [' ', '-', '–', ',', '/', '(', ')', '|'];

impl Shaping {
    /// The product and its variations as rows. One that has nothing to choose from is a plain product.
    pub(super) fn written(
        &self,
        first: &Row,
        head: Option<&Row>,
        rows: &[&Row],
        variants: &[Variant],
    ) -> Result<Vec<Row>, Misfit> {
        if variants.len() > MOST_VARIANTS {
            return Err(Misfit::TooMany);
        }
        let (Some((only, [])), None) = (variants.split_first(), head) else {
            return Ok(self.with_variations(first, head, rows, variants));
        };
        let mut row = self.row(first, ["simple", "", ""], |at| match self.is_option(at) {
            true => String::new(),
            false => cell(first, at).to_owned(),
        });
        self.choices(&mut row, &self.called(rows), &only.choices);
        Ok(vec![row])
    }

    fn with_variations(
        &self,
        first: &Row,
        head: Option<&Row>,
        rows: &[&Row],
        variants: &[Variant],
    ) -> Vec<Row> {
        let own_skus: Vec<&str> = variants
            .iter()
            .filter_map(|variant| {
                variant.cells.iter().find(|(at, _)| Some(*at) == self.sku).map(|(_, sku)| &**sku)
            })
            .filter(|sku| !sku.is_empty())
            .collect();
        let stands_there = self.sku.map(|at| cell(first, at)).unwrap_or_default();
        let parent = match (own_skus.is_empty(), self.sku_of_all(first)) {
            // What its own row does not say is not made up.
            _ if head.is_some() => stands_there.to_owned(),
            (true, _) => stands_there.to_owned(),
            (false, Some(said)) if !own_skus.contains(&said) => said.to_owned(),
            (false, _) => of_all(&own_skus),
        };
        let is_own = |at: usize| {
            variants.iter().any(|variant| variant.cells.iter().any(|(own, _)| *own == at))
        };
        // A product without a SKU is called by a number that is always the same.
        let number = match parent.is_empty() {
            true => number_of(&self.identity(first)).to_string(),
            false => String::new(),
        };
        let mut product = self.row(first, ["variable", "", &number], |at| {
            if Some(at) == self.sku {
                return parent.clone();
            }
            if let Some(pictures) = self.pictures(at, head, rows) {
                return pictures;
            }
            let of_head = head.map(|head| cell(head, at)).filter(|cell| !cell.is_empty());
            match self.is_option(at) || is_own(at) {
                // What each variant has for itself, its product has not; all else it says itself.
                true if let Some(text) = of_head => {
                    let is_said_below = self.along.contains(&at)
                        && rows.iter().any(|row| !cell(row, at).is_empty());
                    if is_said_below { String::new() } else { text.to_owned() }
                }
                true => self.text_of_all(at, rows, variants).unwrap_or_default(),
                // What one of them says holds for all.
                false => head
                    .iter()
                    .chain(rows)
                    .map(|row| cell(row, at))
                    .find(|cell| !cell.is_empty())
                    .unwrap_or_default()
                    .to_owned(),
            }
        });
        let offered: Vec<String> = (0..self.options.len())
            .map(|option| {
                let mut values: Vec<&str> = Vec::new();
                for variant in variants {
                    let value = variant.choices[option].as_str();
                    if !value.is_empty() && !values.contains(&value) {
                        values.push(value);
                    }
                }
                escape::join(values)
            })
            .collect();
        let called_options = self.called(rows);
        self.choices(&mut product, &called_options, &offered);
        let mut all = Vec::with_capacity(variants.len() + 1);
        let called = if parent.is_empty() { format!("id:{number}") } else { parent.clone() };
        for variant in variants {
            let made = || {
                let values = variant.choices.join(" ");
                format!("{parent}-{}", steps::slug(&values).to_ascii_uppercase())
            };
            let mut row = self.row(rows[variant.row], ["variation", &called, ""], |at| {
                let own = variant.cells.iter().find(|(own, _)| *own == at);
                match own.map(|(_, cell)| cell.clone()) {
                    Some(cell) if !cell.is_empty() => cell,
                    _ if Some(at) == self.name => {
                        named(product.get(at).unwrap_or_default(), variant)
                    }
                    _ if Some(at) == self.sku && !parent.is_empty() => made(),
                    _ => String::new(),
                }
            });
            let choices: Vec<String> =
                variant.choices.iter().map(|value| escape::join([value.as_str()])).collect();
            self.choices(&mut row, &called_options, &choices);
            all.push(row);
        }
        all.insert(0, product);
        all
    }

    /// The SKU of a product, where the rows say by it that they are one.
    fn sku_of_all<'r>(&self, first: &'r Row) -> Option<&'r str> {
        let Way::Join { key } = &self.way else { return None };
        let [key] = key.as_slice() else { return None };
        let is_sku = is_called_product_sku(self.header.columns.get(*key)?);
        Some(cell(first, *key)).filter(|sku| is_sku && !sku.is_empty())
    }

    pub(super) fn is_option(&self, at: usize) -> bool {
        self.options.iter().any(|(option, _)| *option == at)
    }

    /// What tells a product from the others where it has no SKU: what its rows share, else the first thing that it
    /// says of itself.
    fn identity(&self, first: &Row) -> String {
        let says = |at: &usize| {
            let is_its_own = !self.is_option(*at) && !self.along.contains(at);
            is_its_own && !cell(first, *at).is_empty()
        };
        self.key(first).unwrap_or_else(|| {
            let at = (0..self.columns).find(says);
            at.map(|at| cell(first, at).to_lowercase()).unwrap_or_default()
        })
    }

    /// A text in which the rows of a product differ, as the product has it: without what is chosen where each ends
    /// with that, else as it stands first. Numbers are the variants' own.
    fn text_of_all(&self, at: usize, rows: &[&Row], variants: &[Variant]) -> Option<String> {
        if self.is_option(at) || self.along.contains(&at) {
            return None;
        }
        let first = rows.iter().map(|row| cell(row, at)).find(|cell| !cell.is_empty())?;
        if !first.contains(char::is_alphabetic) || first.contains("://") {
            return None;
        }
        let without = |variant: &Variant| {
            let mut text = rows.get(variant.row).map(|row| cell(row, at))?;
            for choice in variant.choices.iter().rev().filter(|choice| !choice.is_empty()) {
                let before = text.trim_end_matches(')').strip_suffix(choice.as_str());
                let is_a_word = |before: &&str| before.ends_with(BETWEEN);
                text = before.filter(is_a_word).unwrap_or(text).trim_end_matches(BETWEEN);
            }
            Some(text)
        };
        let mut all = variants.iter().map(without);
        let shared = all.next().flatten().filter(|text| !text.is_empty());
        let shared = shared.filter(|shared| all.all(|text| text == Some(shared)));
        Some(shared.unwrap_or(first).to_owned())
    }

    fn row(&self, from: &Row, made: [&str; 3], cell: impl Fn(usize) -> String) -> Row {
        let mut row = Row::new();
        (row.number, row.line) = (from.number, from.line);
        (0..self.columns).for_each(|at| row.push(&cell(at)));
        made.iter().for_each(|cell| row.push(cell));
        row
    }

    /// By which names the rows of a product are chosen: what they say themselves, else what their columns are called.
    fn called(&self, rows: &[&Row]) -> Vec<String> {
        let of_rows = |at: usize| {
            let mut names = rows.iter().map(|row| cell(row, at));
            names.find(|name| !name.is_empty()).map(str::to_owned)
        };
        let all = self.options.iter().zip(&self.names);
        all.map(|((_, name), at)| at.and_then(of_rows).unwrap_or_else(|| name.clone())).collect()
    }

    fn choices(&self, row: &mut Row, names: &[String], choices: &[String]) {
        for (name, value) in names.iter().zip(choices) {
            row.push(if value.is_empty() { "" } else { name });
            row.push(value);
        }
    }
}

/// "Hoodie – Blue, L"
fn named(product: &str, variant: &Variant) -> String {
    let chosen: Vec<&str> =
        variant.choices.iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
    match product.trim() {
        "" => String::new(),
        product => format!("{product} \u{2013} {}", chosen.join(", ")),
    }
}

/// What the SKUs of variants begin with, as the SKU of their product; the first one with a mark where that is too
/// little.
fn of_all(skus: &[&str]) -> String {
    let Some((first, rest)) = skus.split_first() else { return String::new() };
    let mut shared = *first;
    for sku in rest {
        let same = shared.char_indices().zip(sku.chars()).find(|((_, one), other)| one != other);
        let end = same.map_or(shared.len().min(sku.len()), |((at, _), _)| at);
        shared = shared.get(..end).unwrap_or_default();
    }
    let shared = shared.trim_end_matches(['-', '_', '.', '/', ' ']);
    let is_one_of_them = skus.contains(&shared);
    match shared.chars().count() >= 3 && !is_one_of_them {
        true => shared.to_owned(),
        false => format!("{first}-P"),
    }
}
