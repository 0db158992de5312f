//! The files that sequences import, as rows and as text.

use super::words::{self, COLOURS, SIZES};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Everything that a shop's own file has.
    Whole,
    /// Names and prices, no article numbers.
    Named,
    /// Article numbers and prices.
    Prices,
    /// Nothing but article numbers.
    Numbers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Is {
    Simple,
    Variable,
    Variation,
    /// Nobody says.
    Unsaid,
}

/// A row; `None` and empty lists are empty cells.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) is: Is,
    pub(crate) sku: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) price: Option<i64>,
    pub(crate) sale: Option<i64>,
    pub(crate) stock: Option<i64>,
    /// Each from the root.
    pub(crate) categories: Vec<Vec<&'static str>>,
    pub(crate) tags: Vec<&'static str>,
    pub(crate) brand: Option<&'static str>,
    pub(crate) pictures: Vec<String>,
    pub(crate) note: Option<String>,
    pub(crate) parent: Option<String>,
    /// The attribute, whether it is shared, its options.
    pub(crate) attribute: Option<(&'static str, bool, Vec<&'static str>)>,
}

impl Row {
    fn of(is: Is) -> Self {
        Self {
            is,
            sku: None,
            name: None,
            price: None,
            sale: None,
            stock: None,
            categories: Vec::new(),
            tags: Vec::new(),
            brand: None,
            pictures: Vec::new(),
            note: None,
            parent: None,
            attribute: None,
        }
    }
}

/// What a row is made of.
#[derive(Clone, Debug)]
pub(crate) struct Seed {
    pub(crate) who: u8,
    /// Which cells are filled.
    pub(crate) cells: u16,
    pub(crate) value: u8,
}

impl Seed {
    fn has(&self, cell: u16) -> bool {
        self.cells >> cell & 1 == 1
    }

    fn price(&self) -> i64 {
        30 + i64::from(self.value % 8) * 5
    }
}

/// The rows of a file, each record at most once.
pub(crate) fn rows(shape: Shape, seeds: &[Seed]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for seed in seeds {
        let new = of_seed(shape, seed);
        let is_there =
            |new: &Row| rows.iter().any(|row| row.sku == new.sku && row.name == new.name);
        let is_named = |new: &Row| new.sku.is_some() && rows.iter().any(|row| row.sku == new.sku);
        if !new.first().is_none_or(|first| is_there(first) || is_named(first)) {
            rows.extend(new);
        }
    }
    rows
}

fn of_seed(shape: Shape, seed: &Seed) -> Vec<Row> {
    match shape {
        Shape::Whole => match words::product(seed.who) {
            sku if words::is_variable(sku) => family(sku, seed),
            sku => vec![simple(sku, seed)],
        },
        Shape::Named => {
            let mut row = Row::of(Is::Unsaid);
            row.name = Some(words::nameless(seed.who).to_owned());
            row.price = seed.has(0).then(|| seed.price());
            row.stock = seed.has(1).then(|| i64::from(seed.value % 4));
            row.categories = categories(seed);
            vec![row]
        }
        Shape::Prices | Shape::Numbers => {
            let mut row = Row::of(Is::Unsaid);
            let sku = words::anything(seed.who);
            if shape == Shape::Prices && words::is_variable(&sku) {
                return Vec::new();
            }
            row.sku = Some(sku);
            if shape == Shape::Prices {
                row.price = seed.has(0).then(|| seed.price());
                row.sale = (seed.has(0) && seed.has(1)).then(|| 10 + i64::from(seed.value % 7));
                row.stock = seed.has(2).then(|| i64::from(seed.value % 4));
            }
            vec![row]
        }
    }
}

fn categories(seed: &Seed) -> Vec<Vec<&'static str>> {
    let all = words::CATEGORIES.iter().enumerate();
    let named = all.filter(|(at, _)| seed.has(6) && (seed.value >> at & 1 == 1));
    named.map(|(_, path)| path.to_vec()).collect()
}

fn simple(sku: &str, seed: &Seed) -> Row {
    let mut row = Row::of(Is::Simple);
    row.sku = Some(sku.to_owned());
    row.name =
        Some(format!("{sku} {}", words::NAMES[usize::from(seed.value) % words::NAMES.len()]));
    row.price = seed.has(0).then(|| seed.price());
    row.sale = (seed.has(0) && seed.has(1)).then(|| 10 + i64::from(seed.value % 7));
    row.stock = seed.has(2).then(|| i64::from(seed.value % 4));
    row.note = seed.has(3).then(|| format!("note {}", seed.value % 3));
    row.brand = seed.has(4).then(|| words::BRANDS[usize::from(seed.value) % words::BRANDS.len()]);
    row.tags = words::TAGS
        .into_iter()
        .enumerate()
        .filter(|(at, _)| seed.has(5) && seed.value >> at & 1 == 1)
        .map(|(_, tag)| tag)
        .collect();
    row.categories = categories(seed);
    if seed.has(7) {
        let count = 1 + usize::from(seed.value % 2);
        row.pictures = (0..count).map(|number| format!("{}{number}", sku.to_lowercase())).collect();
    }
    if seed.has(8) {
        let colours = COLOURS.iter().copied().skip(usize::from(seed.value % 2)).take(2);
        row.attribute = Some(match seed.value % 3 {
            0 => ("Material", false, vec!["Wool"]),
            1 => ("Material", false, vec!["Wool", "Silk"]),
            _ => ("Colour", true, colours.collect()),
        });
        // One and the same kind of attribute for each product: nobody mixes them here.
        if sku == "A" {
            row.attribute = Some(("Colour", true, vec![COLOURS[usize::from(seed.value % 3)]]));
        } else if seed.value % 3 == 2 {
            row.attribute = Some(("Material", false, vec!["Silk"]));
        }
    }
    row
}

fn family(sku: &'static str, seed: &Seed) -> Vec<Row> {
    let (attribute, is_shared, all) = match sku {
        "V" => ("Size", false, SIZES),
        _ => ("Colour", true, COLOURS),
    };
    let mut parent = Row::of(Is::Variable);
    parent.sku = Some(sku.to_owned());
    parent.name =
        Some(format!("{sku} {}", words::NAMES[usize::from(seed.value) % words::NAMES.len()]));
    parent.categories = categories(seed);
    parent.note = seed.has(3).then(|| format!("note {}", seed.value % 3));
    let count = if seed.has(9) { 3 } else { 2 };
    let options: Vec<&'static str> = all.into_iter().take(count).collect();
    parent.attribute = Some((attribute, is_shared, options.clone()));
    let mut rows = vec![parent];
    for (at, option) in options.into_iter().enumerate() {
        // That variations differ in an attribute is said by naming one.
        if at > 0 && !seed.has(10 + u16::try_from(at).unwrap()) {
            continue;
        }
        let mut row = Row::of(Is::Variation);
        row.sku = Some(words::variation(sku, option));
        row.parent = Some(sku.to_owned());
        row.price = seed.has(0).then(|| seed.price() + i64::try_from(at).unwrap());
        row.sale = (seed.has(0) && seed.has(1)).then(|| 10 + i64::from(seed.value % 7));
        row.stock = seed.has(2).then(|| i64::from(seed.value % 4));
        row.attribute = Some((attribute, is_shared, vec![option]));
        rows.push(row);
    }
    rows
}

/// The file's text.
pub(crate) fn text(shape: Shape, rows: &[Row]) -> String {
    let head: &[&str] = match shape {
        Shape::Whole => &[
            "Type",
            "SKU",
            "Name",
            "Regular price",
            "Sale price",
            "Stock",
            "Categories",
            "Tags",
            "Brands",
            "Images",
            "Meta: note",
            "Parent",
            "Attribute 1 name",
            "Attribute 1 value(s)",
            "Attribute 1 global",
        ],
        Shape::Named => &["Name", "Regular price", "Stock", "Categories"],
        Shape::Prices => &["SKU", "Regular price", "Sale price", "Stock"],
        Shape::Numbers => &["SKU"],
    };
    let mut text = head.join(",");
    for row in rows {
        let cells: Vec<String> = head.iter().map(|column| quoted(&cell(row, column))).collect();
        text.push('\n');
        text.push_str(&cells.join(","));
    }
    text.push('\n');
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains(',') { format!("\"{cell}\"") } else { cell.to_owned() }
}

fn cell(row: &Row, column: &str) -> String {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    match column {
        "Type" => match row.is {
            Is::Simple => "simple",
            Is::Variable => "variable",
            Is::Variation => "variation",
            Is::Unsaid => "",
        }
        .to_owned(),
        "SKU" => row.sku.clone().unwrap_or_default(),
        "Name" => row.name.clone().unwrap_or_default(),
        "Regular price" => number(row.price),
        "Sale price" => number(row.sale),
        "Stock" => number(row.stock),
        "Categories" => {
            let paths: Vec<String> = row.categories.iter().map(|path| path.join(" > ")).collect();
            paths.join(", ")
        }
        "Tags" => row.tags.join(", "),
        "Brands" => row.brand.unwrap_or_default().to_owned(),
        "Images" => {
            let all = row.pictures.iter().map(|one| format!("https://pictures.example/{one}.jpg"));
            all.collect::<Vec<_>>().join(", ")
        }
        "Meta: note" => row.note.clone().unwrap_or_default(),
        "Parent" => row.parent.clone().unwrap_or_default(),
        "Attribute 1 name" => row.attribute.as_ref().map_or("", |(name, ..)| name).to_owned(),
        "Attribute 1 value(s)" => {
            row.attribute.as_ref().map(|(_, _, options)| options.join(", ")).unwrap_or_default()
        }
        "Attribute 1 global" => match &row.attribute {
            Some((_, true, _)) => "1",
            Some(_) => "0",
            None => "",
        }
        .to_owned(),
        other => panic!("{other}"),
    }
}
