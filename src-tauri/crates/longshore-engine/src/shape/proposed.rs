//! Does a plain table look as if its rows were no products yet?

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use ts_rs::TS;

use super::{MOST_OPTIONS, RowShape, ShapeOption, cell};
use crate::{
    label,
    row::{Header, Row},
    suggest::{Reason, Suggestion, TAKEN_UNASKED},
    target::{Plain, Target},
};

/// How the rows probably become products. Nothing happens unless somebody agrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "ShapeProposal")]
pub struct Proposal {
    /// The shape.
    pub shape: RowShape,
    /// Why: `lists_side_by_side` (columns, rows), `lists_of_choices` (columns, rows) or `rows_of_one_product` (key,
    /// differs, rows, products).
    pub reason: Reason,
}

/// What stands between two values of a list, the likeliest first.
const BETWEEN: [&str; 5] = [",", ";", "|", "/", "\n"];
/// Longer values are no sizes.
const LONGEST: usize = 40;
/// What such columns are called beside the names of attributes.
const CHOICES: &[&str] = &[
    "option",
    "size",
    "sizes",
    "available sizes",
    "größe",
    "größen",
    "grösse",
    "grössen",
    "taille",
    "tailles",
    "pointure",
    "talla",
    "tallas",
    "taglia",
    "taglie",
    "tamanho",
    "tamanhos",
    "rozmiar",
    "rozmiary",
    "maat",
    "maten",
    "storlek",
    "размер",
    "размеры",
    "color",
    "colors",
    "colour",
    "colours",
    "farbe",
    "farben",
    "couleur",
    "couleurs",
    "colores",
    "colore",
    "colori",
    "cor",
    "cores",
    "kolor",
    "kolory",
    "kleur",
    "kleuren",
    "färg",
    "цвет",
    "цвета",
    "variant",
    "variants",
    "variante",
    "varianten",
    "variantes",
    "ausführung",
    "ausführungen",
];
/// What the column is called that several rows of one product share.
const SHARED: &[&str] = &[
    "item group id",
    "parent",
    "parent sku",
    "parent id",
    "style",
    "style no",
    "style number",
    "model",
    "model number",
    "modell",
    "modellnummer",
    "modelo",
    "modèle",
    "modello",
    "vaterartikel",
    "hauptartikel",
    "grundartikel",
    "master",
    "master sku",
    "group id",
    "product code",
];

/// What the first rows of a file look like; nothing where they are products already.
#[must_use]
pub fn propose(header: &Header, rows: &[Row], suggestions: &[Suggestion]) -> Vec<Proposal> {
    let is_done = suggestions
        .iter()
        .filter(|one| one.confidence >= TAKEN_UNASKED)
        .any(|one| matches!(one.target, Some(Target::Attribute(..))));
    let choices: Vec<usize> =
        (0..header.columns.len()).filter(|at| is_choice(header, suggestions, *at)).collect();
    let is_done = is_done || parents_are_there(rows, suggestions);
    if is_done || choices.is_empty() || rows.is_empty() {
        return Vec::new();
    }
    let look = Look { header, rows, suggestions, choices };
    look.lists().or_else(|| look.several_rows()).into_iter().collect()
}

/// Whether rows name the products of variants, and those have rows of their own.
fn parents_are_there(rows: &[Row], suggestions: &[Suggestion]) -> bool {
    let column = |target: Plain| {
        let is_it = |one: &&Suggestion| {
            one.confidence >= TAKEN_UNASKED && one.target == Some(Target::Plain(target))
        };
        suggestions.iter().find(is_it).map(|one| one.column)
    };
    let (Some(parent), Some(sku)) = (column(Plain::Parent), column(Plain::Sku)) else {
        return false;
    };
    let skus: HashSet<&str> = rows.iter().map(|row| cell(row, sku)).collect();
    let parents = rows.iter().map(|row| cell(row, parent)).filter(|parent| !parent.is_empty());
    let mut parents = parents.peekable();
    parents.peek().is_some() && parents.all(|parent| skus.contains(parent))
}

/// Whether a column is called as what is chosen: a size, a colour.
pub(crate) fn is_called_choice(name: &str) -> bool {
    let words = label::words(name);
    let is_one = |words: &str| CHOICES.contains(&words);
    is_one(&words) || label::of_variant(&words).is_some_and(is_one)
}

/// Whether a column is called as what has the SKU of a variant's product.
pub(super) fn is_called_product_sku(name: &str) -> bool {
    const CALLED: [&str; 5] =
        ["parent sku", "sku parent", "sku padre", "master sku", "product sku"];
    CALLED.contains(&label::words(name).as_str())
}

fn is_choice(header: &Header, suggestions: &[Suggestion], at: usize) -> bool {
    let is_attribute = suggestions.get(at).is_some_and(|one| {
        one.confidence >= TAKEN_UNASKED && matches!(one.target, Some(Target::AttributeNamed(_)))
    });
    is_attribute || is_called_choice(&header.columns[at])
}

struct Look<'l> {
    header: &'l Header,
    rows: &'l [Row],
    suggestions: &'l [Suggestion],
    /// The columns that are called as what is chosen.
    choices: Vec<usize>,
}

/// A way to read lists.
struct Lists {
    between: &'static str,
    all_combinations: bool,
    options: Vec<usize>,
    along: Vec<usize>,
    /// Rows with a list of choices, and rows that have another list of the same length.
    rows: usize,
    side_by_side: usize,
}

impl Look<'_> {
    fn name(&self, at: usize) -> String {
        self.header.columns[at].clone()
    }

    fn names(&self, columns: &[usize]) -> Vec<String> {
        columns.iter().map(|at| self.name(*at)).collect()
    }

    fn is_for(&self, at: usize, wanted: &[Plain]) -> bool {
        self.suggestions.get(at).is_some_and(|one| {
            one.confidence >= TAKEN_UNASKED
                && wanted.iter().any(|plain| one.target == Some(Target::Plain(*plain)))
        })
    }

    fn sku(&self) -> Option<String> {
        let at = (0..self.header.columns.len()).find(|at| self.is_for(*at, &[Plain::Sku]));
        at.filter(|at| !self.choices.contains(at)).map(|at| self.name(at))
    }

    fn options(&self, columns: &[usize]) -> Vec<ShapeOption> {
        let option = |at: &usize| ShapeOption { column: self.name(*at), attribute: String::new() };
        columns.iter().take(MOST_OPTIONS).map(option).collect()
    }

    /// Rows that have all variants of a product.
    fn lists(&self) -> Option<Proposal> {
        let ways = BETWEEN.iter().flat_map(|between| {
            [false, true].into_iter().filter_map(|all| self.lists_between(between, all))
        });
        // Values with a slash are lists only where others go along. Of equal ways the first.
        let best = ways
            .filter(|way| way.side_by_side > 0 || way.between != "/")
            .min_by_key(|way| std::cmp::Reverse((way.side_by_side, way.rows)))?;
        let columns: Vec<usize> = match best.side_by_side {
            0 => best.options.clone(),
            _ => best.options.iter().chain(&best.along).copied().collect(),
        };
        let code = if best.side_by_side > 0 { "lists_side_by_side" } else { "lists_of_choices" };
        let params =
            [("columns", self.names(&columns).join(", ")), ("rows", best.rows.to_string())];
        let reason =
            Reason::new(code, &params.each_ref().map(|(name, text)| (*name, text.as_str())));
        let shape = RowShape::Split {
            options: self.options(&best.options),
            along: self.names(&best.along),
            between: best.between.to_owned(),
            all_combinations: best.all_combinations,
            sku: self.sku(),
            name: None,
        };
        Some(Proposal { shape, reason })
    }

    fn lists_between(&self, between: &'static str, all_combinations: bool) -> Option<Lists> {
        let has_list =
            |at: &usize| self.rows.iter().any(|row| choices(cell(row, *at), between) > 1);
        let options: Vec<usize> = self.choices.iter().copied().filter(has_list).collect();
        if options.is_empty() || all_combinations && options.len() < 2 {
            return None;
        }
        let mut rows: Vec<(&Row, usize)> = Vec::new();
        let mut filled = 0;
        for row in self.rows {
            let counts: Vec<usize> =
                options.iter().map(|at| choices(cell(row, *at), between)).collect();
            filled += usize::from(options.iter().any(|at| !cell(row, *at).is_empty()));
            let most = counts.iter().copied().max().unwrap_or(1);
            let count = match all_combinations {
                true => counts.iter().product(),
                false if counts.iter().all(|count| [1, most].contains(count)) => most,
                false => continue,
            };
            if most > 1 {
                rows.push((row, count));
            }
        }
        // A slash or a comma in a single value is no list.
        if rows.is_empty() || rows.len() * 10 < filled * 3 {
            return None;
        }
        let mut along = Vec::new();
        let mut side_by_side = 0;
        for at in 0..self.header.columns.len() {
            if self.choices.contains(&at) || self.is_for(at, &[Plain::Sku]) {
                continue;
            }
            let fits = |(row, count): &(&Row, usize)| {
                let found = numbers(cell(row, at), between);
                (found == Some(*count), found == Some(*count) || found == Some(1))
            };
            let fitting: Vec<(bool, bool)> = rows.iter().map(fits).collect();
            let lists = fitting.iter().filter(|(list, _)| *list).count();
            let all = fitting.iter().filter(|(_, fits)| *fits).count();
            let is_price = self.is_for(at, &[Plain::RegularPrice, Plain::SalePrice]);
            let belongs = all * 10 >= rows.len() * 9;
            if lists > 0 && belongs && !self.could_be_one_number(at, &rows, between) {
                side_by_side += lists;
                along.push(at);
            } else if is_price {
                let is_single = |(row, _): &(&Row, usize)| {
                    numbers(cell(row, at), between).is_none_or(|count| count == 1)
                };
                if !rows.iter().all(is_single) {
                    return None;
                }
                along.push(at);
            }
        }
        Some(Lists { between, all_combinations, options, along, rows: rows.len(), side_by_side })
    }

    /// Whether the lists of a column may as well be numbers with a comma: `19,90` for two sizes.
    fn could_be_one_number(&self, at: usize, rows: &[(&Row, usize)], between: &str) -> bool {
        let is_number = |(row, count): &(&Row, usize)| {
            let text = cell(row, at);
            *count == 2 && !text.contains(['.', ' ']) && text.contains(',')
        };
        between == "," && rows.iter().filter(|(row, _)| !cell(row, at).is_empty()).all(is_number)
    }

    /// Rows that are one product together.
    fn several_rows(&self) -> Option<Proposal> {
        let called =
            |at: &usize| SHARED.contains(&label::words(&self.header.columns[*at]).as_str());
        let columns = 0..self.header.columns.len();
        let shared = columns.clone().filter(|at| called(at));
        let names = columns.filter(|at| self.is_for(*at, &[Plain::Name]));
        shared.chain(names).find_map(|key| self.rows_with(key))
    }

    fn rows_with(&self, key: usize) -> Option<Proposal> {
        let mut groups: HashMap<String, Vec<&Row>> = HashMap::new();
        for row in self.rows {
            let own = cell(row, key).to_lowercase();
            if !own.is_empty() {
                groups.entry(own).or_default().push(row);
            }
        }
        let products: Vec<&Vec<&Row>> = groups.values().filter(|rows| rows.len() > 1).collect();
        let rows: usize = products.iter().map(|rows| rows.len()).sum();
        if products.is_empty() || self.choices.contains(&key) || rows * 10 < self.rows.len() * 3 {
            return None;
        }
        let differs = |at: &usize| {
            products.iter().any(|rows| rows.iter().any(|row| cell(row, *at) != cell(rows[0], *at)))
        };
        let options: Vec<usize> = self.choices.iter().copied().filter(differs).collect();
        let is_told_apart = |rows: &&&Vec<&Row>| {
            let mut seen = HashSet::new();
            rows.iter().all(|row| {
                let chosen: Vec<String> =
                    options.iter().map(|at| cell(row, *at).to_lowercase()).collect();
                chosen.iter().any(|value| !value.is_empty()) && seen.insert(chosen)
            })
        };
        let told_apart = products.iter().filter(is_told_apart).count();
        if options.is_empty() || told_apart * 10 < products.len() * 9 {
            return None;
        }
        let params = [
            ("key", self.name(key)),
            ("differs", self.names(&options).join(", ")),
            ("rows", rows.to_string()),
            ("products", products.len().to_string()),
        ];
        let params = params.each_ref().map(|(name, text)| (*name, text.as_str()));
        let shape = RowShape::Join {
            key: vec![self.name(key)],
            options: self.options(&options),
            along: Vec::new(),
            sku: None,
            name: None,
        };
        let shape = shape.completed(self.suggestions);
        Some(Proposal { shape, reason: Reason::new("rows_of_one_product", &params) })
    }
}

/// How many values a cell offers; 1 where it is no list.
fn choices(cell: &str, between: &str) -> usize {
    if between == "," && is_measure(cell) {
        return 1;
    }
    let parts: Vec<String> = cell.split(between).map(|part| part.trim().to_lowercase()).collect();
    let is_value = |part: &String| !part.is_empty() && part.chars().count() <= LONGEST;
    let different: HashSet<&String> = parts.iter().collect();
    match parts.iter().all(is_value) && different.len() == parts.len() && parts.len() <= 100 {
        true => parts.len(),
        false => 1,
    }
}

/// Whether it is one number with its unit, such as `10,5 us`.
pub(crate) fn is_measure(cell: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    cell.trim().split_once(',').is_some_and(|(whole, rest)| {
        let unit = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        is_digits(whole)
            && unit.len() < rest.len()
            && !unit.contains(',')
            && unit.contains(char::is_alphabetic)
    })
}

/// How many numbers or codes stand in a cell; `None` where something else does.
pub(super) fn numbers(cell: &str, between: &str) -> Option<usize> {
    let is_number = |part: &str| {
        let part = part.trim();
        part.len() <= LONGEST
            && part.contains(|letter: char| letter.is_ascii_digit())
            && !part.contains(char::is_whitespace)
    };
    cell.split(between).all(is_number).then(|| cell.split(between).count())
}
