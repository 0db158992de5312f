//! Which columns do joined rows have, and from which columns of the file do they come?

use crate::{
    label,
    notation::NotationReport,
    number::{NumberError, NumberReader},
    reading::DecimalSeparator,
    row::{Header, Row},
    target::{AttributePart, Plain, Target},
};

use rust_decimal::Decimal;

use super::layout::Layout;

macro_rules! columns {
    ($($column:ident = $label:literal feeds $target:expr),+ $(,)?) => {
        /// A column of joined rows, in the order of WooCommerce's own export.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum Column {
            $($column),+
        }

        impl Column {
            pub(super) const ALL: &[Self] = &[$(Self::$column),+];

            /// Its name in the header.
            pub(super) fn label(self) -> &'static str {
                match self { $(Self::$column => $label),+ }
            }

            /// What it is for.
            pub(super) fn target(self) -> Target {
                match self { $(Self::$column => $target),+ }
            }
        }
    };
}

columns! {
    Id = "ID" feeds Plain::Id.into(),
    Type = "Type" feeds Plain::Type.into(),
    Sku = "SKU" feeds Plain::Sku.into(),
    Gtin = "GTIN, UPC, EAN, or ISBN" feeds Plain::Gtin.into(),
    Name = "Name" feeds Plain::Name.into(),
    Slug = "Slug" feeds Plain::Slug.into(),
    Published = "Published" feeds Plain::Published.into(),
    Featured = "Is featured?" feeds Plain::Featured.into(),
    Visibility = "Visibility in catalog" feeds Plain::CatalogVisibility.into(),
    ShortDescription = "Short description" feeds Plain::ShortDescription.into(),
    Description = "Description" feeds Plain::Description.into(),
    SaleFrom = "Date sale price starts" feeds Plain::SaleFrom.into(),
    SaleTo = "Date sale price ends" feeds Plain::SaleTo.into(),
    TaxStatus = "Tax status" feeds Plain::TaxStatus.into(),
    TaxClass = "Tax class" feeds Plain::TaxClass.into(),
    InStock = "In stock?" feeds Plain::InStock.into(),
    Stock = "Stock" feeds Plain::Stock.into(),
    LowStock = "Low stock amount" feeds Plain::LowStockAmount.into(),
    Backorders = "Backorders allowed?" feeds Plain::Backorders.into(),
    Weight = "Weight" feeds Plain::Weight.into(),
    Length = "Length" feeds Plain::Length.into(),
    Width = "Width" feeds Plain::Width.into(),
    Height = "Height" feeds Plain::Height.into(),
    SalePrice = "Sale price" feeds Plain::SalePrice.into(),
    RegularPrice = "Regular price" feeds Plain::RegularPrice.into(),
    Categories = "Categories" feeds Plain::Categories.into(),
    Tags = "Tags" feeds Plain::Tags.into(),
    ShippingClass = "Shipping class" feeds Plain::ShippingClass.into(),
    Images = "Images" feeds Plain::Images.into(),
    Parent = "Parent" feeds Plain::Parent.into(),
    Grouped = "Grouped products" feeds Plain::GroupedProducts.into(),
    Upsells = "Upsells" feeds Plain::Upsells.into(),
    CrossSells = "Cross-sells" feeds Plain::CrossSells.into(),
    ExternalUrl = "External URL" feeds Plain::ExternalUrl.into(),
    ButtonText = "Button text" feeds Plain::ButtonText.into(),
    Position = "Position" feeds Plain::MenuOrder.into(),
    Brands = "Brands" feeds Plain::Brands.into(),
    SeoTitle = "Meta: _yoast_wpseo_title" feeds Target::Meta("_yoast_wpseo_title".into()),
    SeoDescription = "Meta: _yoast_wpseo_metadesc" feeds Target::Meta("_yoast_wpseo_metadesc".into()),
}

impl Column {
    /// Whether joined rows write a number into it.
    fn is_number(self) -> bool {
        matches!(
            self,
            Self::Stock
                | Self::LowStock
                | Self::Weight
                | Self::Length
                | Self::Width
                | Self::Height
                | Self::SalePrice
                | Self::RegularPrice
                | Self::Position
        )
    }
}

/// The parts of an attribute that joined rows have, in their order.
pub(super) const ATTRIBUTE_PARTS: [(&str, AttributePart); 4] = [
    ("name", AttributePart::Name),
    ("value(s)", AttributePart::Value),
    ("visible", AttributePart::Visible),
    ("global", AttributePart::Global),
];

/// What a joined column is for, by its name; `None` for a column that came along from the file.
#[must_use]
pub fn target_of(name: &str) -> Option<Target> {
    if let Some(column) = Column::ALL.iter().find(|column| column.label() == name) {
        return Some(column.target());
    }
    let (number, part) = name.strip_prefix("Attribute ")?.split_once(' ')?;
    let (_, part) = ATTRIBUTE_PARTS.iter().find(|(word, _)| *word == part)?;
    Some(Target::Attribute(*part, number.parse().ok().filter(|number| *number > 0)?))
}

/// Whether a joined column holds numbers, which are written with a point.
#[must_use]
pub fn is_number(name: &str) -> bool {
    Column::ALL.iter().any(|column| column.label() == name && column.is_number())
}

/// Where a column of the file stands; nowhere, where the file does not have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place(Option<usize>);

impl Place {
    /// The text of its cell, trimmed.
    pub(super) fn of(self, row: &Row) -> &str {
        self.0.and_then(|at| row.get(at)).unwrap_or_default().trim()
    }

    /// Puts something into the place that belongs to it.
    pub(super) fn put<T>(self, all: &mut [T], one: T) {
        if let Some(place) = self.0.and_then(|at| all.get_mut(at)) {
            *place = one;
        }
    }

    pub(super) fn at(number: Option<usize>) -> Self {
        Self(number)
    }

    pub(super) fn number(self) -> Option<usize> {
        self.0
    }

    pub(super) fn is_there(self) -> bool {
        self.0.is_some()
    }
}

/// The columns of the file, while a platform's grammar takes what it knows.
pub(super) struct Table {
    names: Vec<String>,
    keys: Vec<String>,
    readers: Vec<NumberReader>,
    /// For each joined column the file's columns that it comes from.
    from: Vec<(Column, Vec<usize>)>,
    /// The file's columns that attributes come from.
    attributes_from: Vec<usize>,
    is_taken: Vec<bool>,
}

impl Table {
    /// `notations` say how each column was found to be written; where nothing says it, numbers have a point.
    pub(super) fn new(header: &Header, notations: &[NotationReport]) -> Self {
        let reader = |at: usize| {
            let mut notation = notations.get(at).map(|report| report.notation).unwrap_or_default();
            notation.decimal.get_or_insert(DecimalSeparator::Point);
            NumberReader { notation, lone_separator_is_decimal: true }
        };
        Self {
            keys: header.columns.iter().map(|name| key(name)).collect(),
            readers: (0..header.columns.len()).map(reader).collect(),
            from: Vec::new(),
            attributes_from: Vec::new(),
            is_taken: vec![false; header.columns.len()],
            names: header.columns.clone(),
        }
    }

    /// Finds its first columns by these names, instead of those that the file has for them.
    pub(super) fn call(&mut self, names: Vec<String>) {
        self.keys.iter_mut().zip(names).for_each(|(key, name)| *key = name);
    }

    /// What the file itself calls a column.
    pub(super) fn name_of(&self, place: Place) -> &str {
        place.0.map_or("", |at| self.names[at].as_str())
    }

    /// The first column that has one of these names, as [`label::key`] writes them.
    pub(super) fn find(&self, names: &[&str]) -> Place {
        let at = |name: &&str| self.keys.iter().position(|key| key == name);
        Place(names.iter().find_map(at))
    }

    /// The same, noted as where a joined column comes from.
    pub(super) fn take(&mut self, column: Column, names: &[&str]) -> Place {
        let place = self.find(names);
        self.note(column, place);
        place
    }

    /// The same by names without what stands in brackets behind them, such as `categories` for `Categories (x,y,z...)`.
    pub(super) fn take_bare(&mut self, column: Column, names: &[&str]) -> Place {
        let place = self.find_bare(names);
        self.note(column, place);
        place
    }

    pub(super) fn find_bare(&self, names: &[&str]) -> Place {
        let at = |name: &&str| self.keys.iter().position(|key| bare(key) == *name);
        Place(names.iter().find_map(at))
    }

    /// The same for a column that only says how rows belong together.
    pub(super) fn know(&mut self, names: &[&str]) -> Place {
        let place = self.find(names);
        self.mark(place);
        place
    }

    /// The same for a column that an attribute comes from.
    pub(super) fn take_attribute(&mut self, names: &[&str]) -> Place {
        let place = self.know(names);
        self.attributes_from.extend(place.0);
        place
    }

    /// All columns with a number in their names, such as `image%d`, in the order of the numbers.
    pub(super) fn take_numbered(&mut self, column: Column, pattern: &str) -> Vec<Place> {
        let places = self.numbered(pattern);
        places.iter().for_each(|place| self.note(column, *place));
        places
    }

    pub(super) fn numbered(&self, pattern: &str) -> Vec<Place> {
        let mut found: Vec<(u16, usize)> = self
            .keys
            .iter()
            .enumerate()
            .filter_map(|(at, key)| {
                let (own, number) = label::numbered(key)?;
                (own == pattern).then_some((number, at))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, at)| Place(Some(at))).collect()
    }

    /// A column and those that repeat it, such as `picture` and `picture[2]`, in the order of their numbers.
    pub(super) fn repeated(&self, name: &str) -> Vec<Place> {
        let number = |key: &str| -> Option<u32> {
            match key.strip_prefix(name)? {
                "" => Some(1),
                rest => rest.strip_prefix('[')?.strip_suffix(']')?.parse().ok(),
            }
        };
        let places = self.keys.iter().enumerate();
        let mut found: Vec<(u32, usize)> =
            places.filter_map(|(at, key)| Some((number(key)?, at))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, at)| Place(Some(at))).collect()
    }

    pub(super) fn take_repeated(&mut self, column: Column, name: &str) -> Vec<Place> {
        let places = self.repeated(name);
        places.iter().for_each(|place| self.note(column, *place));
        places
    }

    /// What the columns of the parts of a list begin with, such as `images` and `images[2]`, in their order.
    pub(super) fn parts(&self, list: &str) -> Vec<String> {
        let number = |key: &str| -> Option<u32> {
            let (own, _) = key.strip_prefix(list)?.split_once(['.', '/'])?;
            match own {
                "" => Some(1),
                own => own.strip_prefix('[')?.strip_suffix(']')?.parse().ok(),
            }
        };
        let mut found: Vec<u32> = self.keys.iter().filter_map(|key| number(key)).collect();
        found.sort_unstable();
        found.dedup();
        let name = |number: u32| match number {
            1 => list.to_owned(),
            number => format!("{list}[{number}]"),
        };
        found.into_iter().map(name).collect()
    }

    /// The name of a column as it is compared.
    pub(super) fn key_of(&self, place: Place) -> &str {
        place.0.map_or("", |at| self.keys[at].as_str())
    }

    /// Columns whose compared name passes a test, with their names as written.
    pub(super) fn matching(&self, test: impl Fn(&str) -> bool) -> Vec<(Place, String)> {
        let all = self.keys.iter().zip(&self.names).enumerate();
        all.filter(|(_, (key, _))| test(key))
            .map(|(at, (_, name))| (Place(Some(at)), name.clone()))
            .collect()
    }

    /// Notes where a joined column comes from.
    pub(super) fn note(&mut self, column: Column, place: Place) {
        self.mark(place);
        let Some(at) = place.0 else { return };
        match self.from.iter_mut().find(|(known, _)| *known == column) {
            Some((_, from)) if from.contains(&at) => {}
            Some((_, from)) => from.push(at),
            None => self.from.push((column, vec![at])),
        }
    }

    /// Where the file's columns stand that a joined column comes from.
    pub(super) fn places_of(&self, column: Column) -> Vec<usize> {
        let found = self.from.iter().find(|(known, _)| *known == column);
        found.map(|(_, from)| from.clone()).unwrap_or_default()
    }

    /// The columns of the file, as it calls them.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// How the numbers of each column are read.
    pub(super) fn readers(&self) -> &[NumberReader] {
        &self.readers
    }

    /// How many columns the file has.
    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    /// A joined column that is there whatever the file has.
    pub(super) fn always(&mut self, column: Column) {
        if !self.from.iter().any(|(known, _)| *known == column) {
            self.from.push((column, Vec::new()));
        }
    }

    pub(super) fn mark(&mut self, place: Place) {
        if let Some(at) = place.0 {
            self.is_taken[at] = true;
        }
    }

    pub(super) fn note_attribute(&mut self, place: Place) {
        self.mark(place);
        self.attributes_from.extend(place.0);
    }

    /// The number in a cell; `None` where there is none, or none that can be read.
    pub(super) fn number(&self, place: Place, row: &Row) -> Option<Decimal> {
        self.read(place, place.of(row)).ok()
    }

    /// The number in a part of a cell, written as those of its column are.
    pub(super) fn number_in(&self, place: Place, text: &str) -> Option<Decimal> {
        self.read(place, text).ok()
    }

    /// The number in a cell as joined rows write it. What cannot be read stays as it is, so that it is said.
    pub(super) fn number_text(&self, place: Place, row: &Row) -> String {
        let text = place.of(row);
        match self.read(place, text) {
            Ok(number) => plain(number),
            Err(_) => text.to_owned(),
        }
    }

    fn read(&self, place: Place, text: &str) -> Result<Decimal, NumberError> {
        let reader = place.0.and_then(|at| self.readers.get(at)).copied().unwrap_or_default();
        reader.read(text)
    }

    /// What the joined rows have: the columns with their names and where each comes from, and then the columns that
    /// come along from the file.
    pub(super) fn layout(&self) -> Layout {
        let mut columns: Vec<(Column, Vec<String>)> = self
            .from
            .iter()
            .map(|(column, from)| {
                (*column, from.iter().map(|at| self.names[*at].clone()).collect())
            })
            .collect();
        columns.sort_by_key(|(column, _)| *column);
        let is_left = |at: &usize| !self.is_taken[*at];
        let rest: Vec<usize> = (0..self.names.len()).filter(is_left).collect();
        let mut attributes: Vec<String> =
            self.attributes_from.iter().map(|at| self.names[*at].clone()).collect();
        attributes.dedup();
        let rest_names = rest.iter().map(|at| self.names[*at].clone()).collect();
        Layout { columns, rest, rest_names, attributes }
    }
}

/// The name of a column as a grammar writes it: without the prefix that feeds give to it.
fn key(name: &str) -> String {
    let key = label::key(name);
    match key.strip_prefix("g:") {
        Some(bare) => bare.to_owned(),
        None => key,
    }
}

/// A compared name without brackets, and without the signs that mark columns which must be there.
fn bare(key: &str) -> &str {
    let bare = key.split_once('(').map_or(key, |(before, _)| before);
    bare.trim_end_matches(['*', '#', '.'])
}

/// A number as joined rows write it.
pub(super) fn plain(number: Decimal) -> String {
    let normal = number.normalize();
    // Prices are easier to read with the cents that they had.
    if number.scale() == 2 { number.to_string() } else { normal.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platforms::woocommerce::labels;

    #[test]
    fn columns_are_called_as_the_export_calls_them() {
        for column in Column::ALL.iter().filter(|column| **column != Column::Slug) {
            let unit = match column {
                Column::Weight => " (kg)",
                Column::Length | Column::Width | Column::Height => " (cm)",
                _ => "",
            };
            let hits = labels::look_up(&format!("{}{unit}", column.label()));
            let is_same =
                |hit: &labels::Hit| hit.locale == labels::ENGLISH && hit.target == column.target();
            assert!(hits.iter().any(is_same), "{}", column.label());
        }
    }

    #[test]
    fn joined_columns_are_known_by_their_names() {
        assert_eq!(target_of("SKU"), Some(Plain::Sku.into()));
        assert_eq!(
            target_of("Attribute 12 value(s)"),
            Some(Target::Attribute(AttributePart::Value, 12))
        );
        assert_eq!(target_of("Attribute 0 name"), None);
        assert_eq!(target_of("Cost per item"), None);
    }
}
