//! Groups of columns that say what a product offers, or which of it a variation is.

use std::borrow::Cow;

use super::{
    Reading,
    cell::{Cell, has},
    kind::ProductType,
};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    escape,
    profile::BlankPolicy,
    row::Row,
    truth,
    value::{AttributeName, Choice, Key, Name, ProductAttribute, Reference, Value},
};

/// All groups, by their numbers, then the columns that are named for an attribute.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes {
    pub(super) groups: Vec<AttributeCells>,
}

/// The columns of one attribute.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributeCells {
    /// The label where the column is named for the attribute.
    pub(super) label: Option<String>,
    pub(super) name: Option<Cell>,
    pub(super) value: Option<Cell>,
    pub(super) visible: Option<Cell>,
    pub(super) global: Option<Cell>,
    pub(super) default: Option<Cell>,
}

/// More values of one attribute are refused.
const MOST_OPTIONS: usize = 10_000;

impl AttributeCells {
    /// The attribute's label in this row, as the store shows it.
    pub(super) fn label<'r>(&'r self, row: &'r Row, raised: &mut Raised<'_>) -> Cow<'r, str> {
        if let Some(label) = &self.label {
            let has_value = self.value.as_ref().is_some_and(|cell| !cell.plain(row).is_empty());
            return Cow::Borrowed(if has_value { label } else { "" });
        }
        let Some(cell) = &self.name else { return Cow::Borrowed("") };
        match cell.text(row, raised) {
            Cow::Borrowed(text) => escape::decode_ampersands(text),
            Cow::Owned(text) => Cow::Owned(escape::decode_ampersands(&text).into_owned()),
        }
    }

    pub(super) fn is_global(&self, row: &Row, raised: &mut Raised<'_>) -> bool {
        self.flag(self.global.as_ref(), row, raised).unwrap_or(false)
    }

    fn flag(&self, cell: Option<&Cell>, row: &Row, raised: &mut Raised<'_>) -> Option<bool> {
        let cell = cell?;
        let text = cell.text(row, raised);
        if text.is_empty() {
            return None;
        }
        let truth = truth::parse(&text);
        if truth.is_none() {
            raised.raise(&codes::YES_OR_NO_NOT_READ, cell.column, &[&text]);
        }
        truth
    }

    fn reference(&self, label: &str, row: &Row, raised: &mut Raised<'_>) -> AttributeName {
        let mut name = AttributeName::Local(String::new());
        self.reference_over(&mut name, label, row, raised);
        name
    }

    /// Writes the attribute over an old one, whose room is used again.
    fn reference_over(
        &self,
        old: &mut AttributeName,
        label: &str,
        row: &Row,
        raised: &mut Raised<'_>,
    ) {
        match (self.is_global(row, raised), old) {
            (true, AttributeName::Global(Reference::Named(Name { path, .. }))) => {
                path.truncate(1);
                match path.first_mut() {
                    Some(name) => label.clone_into(name),
                    None => path.push(label.to_owned()),
                }
            }
            (true, old) => {
                let name = Name::new(Entity::Attribute, Key::Name, label);
                *old = AttributeName::Global(Reference::Named(name));
            }
            (false, AttributeName::Local(name)) => label.clone_into(name),
            (false, old) => *old = AttributeName::Local(label.to_owned()),
        }
    }

    pub(super) fn options(
        &self,
        is_global: bool,
        row: &Row,
        raised: &mut Raised<'_>,
    ) -> Vec<String> {
        let mut options = Vec::new();
        self.options_over(&mut options, is_global, row, raised);
        options
    }

    /// Writes the values over old ones, whose room is used again.
    fn options_over(
        &self,
        options: &mut Vec<String>,
        is_global: bool,
        row: &Row,
        raised: &mut Raised<'_>,
    ) {
        let Some(cell) = &self.value else { return options.clear() };
        let text = cell.text(row, raised);
        let mut count = 0;
        let mut add = |option: &str| {
            let option = option.trim();
            let is_new = !options[..count].iter().any(|known| known == option);
            if option.is_empty() || !is_new || count == MOST_OPTIONS {
                return;
            }
            match options.get_mut(count) {
                Some(old) => option.clone_into(old),
                None => options.push(option.to_owned()),
            }
            count += 1;
        };
        for part in escape::list(&text) {
            let option = escape::decode_ampersands(&part);
            // A store keeps the values of an attribute of one product in one text with bars between them.
            if !is_global && has(&option, b'|') {
                raised.raise(&codes::OPTION_SPLITS, cell.column, &[&option]);
                option.split('|').for_each(&mut add);
            } else {
                add(&option);
            }
        }
        options.truncate(count);
    }

    /// Whether an attribute whose label has the same letters comes from here; what is wrong about it is said
    /// elsewhere.
    fn gives(&self, label: &str, row: &Row, is_variation: bool) -> bool {
        let mut unheard = Vec::new();
        let mut quiet = Raised::new(row.number, &mut unheard);
        let own = self.label(row, &mut quiet);
        if !same_text(&own, label) {
            return false;
        }
        let is_global = self.is_global(row, &mut quiet);
        is_variation || !self.options(is_global, row, &mut quiet).is_empty()
    }

    fn name_column(&self) -> Option<usize> {
        self.name.as_ref().or(self.value.as_ref()).and_then(|cell| cell.column)
    }
}

impl Attributes {
    pub(super) fn value(
        &self,
        reading: &Reading<'_>,
        old: Value,
        raised: &mut Raised<'_>,
    ) -> Option<Value> {
        let is_variation = reading.kind.entity == Entity::Variation;
        let value = match old {
            _ if is_variation => self.choices(reading.row, raised),
            Value::Attributes(old) => self.offers(reading.row, old, raised),
            _ => self.offers(reading.row, Vec::new(), raised),
        };
        value.or_else(|| {
            let mut cells = self.groups.iter().filter_map(|group| group.value.as_ref());
            cells.any(|cell| cell.blank == BlankPolicy::Clear).then_some(Value::Empty)
        })
    }

    /// Raises what [`Attributes::value`] raises.
    pub(super) fn check(&self, reading: &Reading<'_>, raised: &mut Raised<'_>) {
        let row = reading.row;
        let is_variation = reading.kind.entity == Entity::Variation;
        for (at, group) in self.groups.iter().enumerate() {
            let Some(label) = labelled(group, row, raised) else { continue };
            let mut before = self.groups[..at].iter();
            let is_known = before.any(|known| known.gives(&label, row, is_variation));
            if is_known {
                raised.raise(&codes::ATTRIBUTE_TWICE, group.name_column(), &[&label]);
                continue;
            }
            let is_global = group.is_global(row, raised);
            let Some(cell) = &group.value else {
                if !is_variation {
                    raised.raise(&codes::ATTRIBUTE_WITHOUT_VALUE, group.name_column(), &[&label]);
                }
                continue;
            };
            let text = cell.text(row, raised);
            if is_variation {
                if escape::list(&text).nth(1).is_some() {
                    raised.raise(&codes::VARIATION_SEVERAL_VALUES, cell.column, &[&label, &text]);
                }
                continue;
            }
            if !is_global && has(&text, b'|') {
                for option in escape::list(&text).filter(|option| option.contains('|')) {
                    raised.raise(
                        &codes::OPTION_SPLITS,
                        cell.column,
                        &[&escape::decode_ampersands(&option)],
                    );
                }
            }
            let is_nothing = |option: Cow<'_, str>| {
                !is_global && option.split('|').all(|part| part.trim().is_empty())
            };
            if escape::list(&text).all(is_nothing) {
                raised.raise(&codes::ATTRIBUTE_WITHOUT_VALUE, group.name_column(), &[&label]);
                continue;
            }
            group.flag(group.visible.as_ref(), row, raised);
        }
    }

    /// What a product offers, written over what another one did.
    fn offers(
        &self,
        row: &Row,
        mut all: Vec<ProductAttribute>,
        raised: &mut Raised<'_>,
    ) -> Option<Value> {
        let mut count = 0;
        for group in &self.groups {
            let Some(label) = labelled(group, row, raised) else { continue };
            if all[..count].iter().any(|known| same_label(&known.attribute, &label)) {
                raised.raise(&codes::ATTRIBUTE_TWICE, group.name_column(), &[&label]);
                continue;
            }
            if count == all.len() {
                all.push(ProductAttribute {
                    attribute: AttributeName::Local(String::new()),
                    options: Vec::new(),
                    visible: true,
                    variation: false,
                });
            }
            let one = &mut all[count];
            group.reference_over(&mut one.attribute, &label, row, raised);
            let is_global = matches!(one.attribute, AttributeName::Global(_));
            group.options_over(&mut one.options, is_global, row, raised);
            if one.options.is_empty() {
                raised.raise(&codes::ATTRIBUTE_WITHOUT_VALUE, group.name_column(), &[&label]);
                continue;
            }
            one.visible = group.flag(group.visible.as_ref(), row, raised).unwrap_or(true);
            let default = group.default.as_ref().map(|cell| cell.text(row, raised));
            one.variation = default.as_deref().is_some_and(|default| !default.is_empty());
            count += 1;
        }
        all.truncate(count);
        (!all.is_empty()).then_some(Value::Attributes(all))
    }

    fn choices(&self, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
        let mut all: Vec<Choice> = Vec::new();
        for group in &self.groups {
            let Some(label) = labelled(group, row, raised) else { continue };
            if all.iter().any(|known| same_label(&known.attribute, &label)) {
                raised.raise(&codes::ATTRIBUTE_TWICE, group.name_column(), &[&label]);
                continue;
            }
            let attribute = group.reference(&label, row, raised);
            let mut option = String::new();
            if let Some(cell) = &group.value {
                let text = cell.text(row, raised);
                let mut parts = escape::list(&text);
                if let Some(first) = parts.next() {
                    option = escape::decode_ampersands(&first).into_owned();
                }
                if parts.next().is_some() {
                    raised.raise(&codes::VARIATION_SEVERAL_VALUES, cell.column, &[&label, &text]);
                }
            }
            all.push(Choice { attribute, option });
        }
        (!all.is_empty()).then_some(Value::Choices(all))
    }

    /// What a variable product shows first.
    pub(super) fn defaults(&self, reading: &Reading<'_>, raised: &mut Raised<'_>) -> Option<Value> {
        let row = reading.row;
        if !matches!(reading.kind.product, Some(ProductType::Variable) | None) {
            return None;
        }
        let mut all = Vec::new();
        for group in &self.groups {
            let Some(cell) = &group.default else { continue };
            let text = cell.text(row, raised);
            let label = group.label(row, raised);
            if text.is_empty() || label.is_empty() {
                continue;
            }
            let option = escape::decode_ampersands(&text).into_owned();
            // What is wrong about the attribute itself has been said where it was read.
            let mut unheard = Vec::new();
            let mut quiet = Raised::new(row.number, &mut unheard);
            let attribute = group.reference(&label, row, &mut quiet);
            let offered =
                group.options(matches!(attribute, AttributeName::Global(_)), row, &mut quiet);
            if !offered.iter().any(|value| value.to_lowercase() == option.to_lowercase()) {
                raised.raise(&codes::DEFAULT_NOT_OFFERED, cell.column, &[&label, &option]);
            }
            all.push(Choice { attribute, option });
        }
        if all.is_empty() {
            let mut cells = self.groups.iter().filter_map(|group| group.default.as_ref());
            return cells.any(|cell| cell.blank == BlankPolicy::Clear).then_some(Value::Empty);
        }
        Some(Value::Choices(all))
    }
}

/// The label of a group; `None` where it has none. Values without a name are raised.
fn labelled<'r>(
    group: &'r AttributeCells,
    row: &'r Row,
    raised: &mut Raised<'_>,
) -> Option<Cow<'r, str>> {
    let label = group.label(row, raised);
    if !label.is_empty() {
        return Some(label);
    }
    if let Some(cell) = group.value.as_ref().filter(|_| group.label.is_none()) {
        let value = cell.plain(row);
        if !value.is_empty() {
            raised.raise(&codes::ATTRIBUTE_WITHOUT_NAME, cell.column, &[value]);
        }
    }
    None
}

pub(crate) fn label_of(attribute: &AttributeName) -> &str {
    match attribute {
        AttributeName::Local(label) => label,
        AttributeName::Global(Reference::Named(name)) => name.last(),
        AttributeName::Global(_) => "",
    }
}

fn same_label(attribute: &AttributeName, label: &str) -> bool {
    same_text(label_of(attribute), label)
}

/// Stores compare labels without letter case.
fn same_text(one: &str, other: &str) -> bool {
    one == other
        || one.eq_ignore_ascii_case(other)
        || (!(one.is_ascii() && other.is_ascii()) && one.to_lowercase() == other.to_lowercase())
}
