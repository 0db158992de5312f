//! Judges a row with what the file as a whole says.

use super::{
    Raised, codes, coupon,
    index::{FileIndex, Repeated},
    total,
};
use crate::{
    entity::Entity,
    issue::Issue,
    mapped::Mapped,
    mapping::label_of,
    platforms::woocommerce::rules,
    value::{AttributeName, Choice, Key, Name, ProductAttribute, Reference, Value},
};

/// What is known beside the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// No row has a record in the store yet: each is to be made.
    pub all_are_new: bool,
    /// The file's numbers are the store's own, so that a row may name a product that only the store has.
    pub ids_are_the_stores: bool,
}

/// The columns in which a row says who it is, where it has such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyColumns {
    /// Of the file's own number.
    pub id: Option<usize>,
    /// Of the SKU.
    pub sku: Option<usize>,
    /// Of the GTIN.
    pub gtin: Option<usize>,
}

/// Judges rows in the second pass.
#[derive(Clone, Copy, Debug)]
pub struct Checker<'f> {
    file: &'f FileIndex,
    assumptions: Assumptions,
    keys: KeyColumns,
}

impl<'f> Checker<'f> {
    /// Judges by a finished index.
    #[must_use]
    pub fn new(file: &'f FileIndex, assumptions: Assumptions) -> Self {
        Self { file, assumptions, keys: KeyColumns::default() }
    }

    /// What repeats is told of the cell in which it stands.
    #[must_use]
    pub fn of_columns(self, keys: KeyColumns) -> Self {
        Self { keys, ..self }
    }

    /// Judges a row that mapping has read, and completes what only the file as a whole knows: which attributes of
    /// a product its variations differ in. Returns whether the row stays out for a reason found here.
    pub fn row(&self, mapped: &mut Mapped, issues: &mut Vec<Issue>) -> bool {
        let mut raised = Raised::new(mapped.row, issues);
        // Other rows that are no products are told apart when they are planned.
        if mapped.record.entity == Entity::Coupon {
            self.repeats(mapped, &mut raised);
            coupon::judge(&mapped.record.fields, &mut raised);
        }
        if !mapped.record.entity.is_sold() {
            return raised.errors() > 0;
        }
        self.repeats(mapped, &mut raised);
        if mapped.record.entity == Entity::Variation {
            self.variation(mapped, &mut raised);
        } else {
            self.complete(mapped);
        }
        if says_nobody(mapped) {
            raised.raise(&codes::KEY_MISSING, None, &[]);
        } else if let Some(called) = total::called(mapped) {
            raised.raise(&codes::ROW_IS_TOTAL, None, &[called]);
        } else if self.assumptions.all_are_new {
            new_record(&mapped.made(), &mut raised);
        }
        raised.errors() > 0
    }

    fn repeats(&self, mapped: &Mapped, raised: &mut Raised<'_>) {
        for repeat in self.file.repeats(mapped.row) {
            let first = repeat.first.to_string();
            let text = |field| mapped.record.fields.text(field).unwrap_or_default();
            match repeat.what {
                Repeated::Id => {
                    let id = mapped.source_id.unwrap_or_default().to_string();
                    raised.raise(&codes::ID_TWICE, self.keys.id, &[&id, &first]);
                }
                Repeated::Sku => {
                    raised.raise(&codes::SKU_TWICE, self.keys.sku, &[text("sku"), &first]);
                }
                Repeated::Gtin => {
                    let gtin = text("global_unique_id");
                    raised.raise(&codes::GTIN_TWICE, self.keys.gtin, &[gtin, &first]);
                }
                Repeated::Coupon => {
                    raised.raise(&codes::COUPON_TWICE, None, &[text("code"), &first]);
                }
                Repeated::Combination => raised.raise(&codes::COMBINATION_TWICE, None, &[&first]),
            }
        }
    }

    fn variation(&self, mapped: &Mapped, raised: &mut Raised<'_>) {
        let choices: &[Choice] = match mapped.record.fields.get("attributes") {
            Some(Value::Choices(choices)) => choices,
            _ => &[],
        };
        // That it names no parent has been said when it was read.
        let Some(parent) = &mapped.parent else { return };
        let Some(row) = self.file.row_of(parent) else {
            let only_the_file_knows = parent.by == Key::Id && !self.assumptions.ids_are_the_stores;
            let code = if only_the_file_knows {
                &codes::PARENT_NOT_IN_FILE
            } else {
                &codes::PARENT_ONLY_IN_STORE
            };
            raised.raise(code, None, &[&as_written(parent)]);
            return;
        };
        let number = row.to_string();
        if self.file.is_kept_out(row) {
            raised.raise(&codes::PARENT_KEPT_OUT, None, &[&as_written(parent), &number]);
            return;
        }
        if !self.file.is_parent(row) {
            raised.raise(&codes::PARENT_NOT_VARIABLE, None, &[&as_written(parent), &number]);
            return;
        }
        for choice in choices {
            let label = label_of(&choice.attribute);
            if !choice.option.is_empty() && self.file.offers(row, label, &choice.option) {
                continue;
            }
            if !self.file.has_attribute(row, label) {
                raised.raise(&codes::ATTRIBUTE_NOT_ON_PARENT, None, &[label]);
            } else if !choice.option.is_empty() {
                raised.raise(&codes::VALUE_NOT_ON_PARENT, None, &[label, &choice.option]);
            }
        }
    }

    /// The attributes that a product's row lacks, with what its variations choose.
    fn lacking(&self, row: u64) -> Vec<ProductAttribute> {
        let mut all: Vec<ProductAttribute> = Vec::new();
        for chosen in self.file.lacking(row) {
            let key = crate::label::key(&chosen.label);
            let known =
                all.iter_mut().find(|one| crate::label::key(label_of(&one.attribute)) == key);
            if let Some(one) = known {
                one.options.push(chosen.option.clone());
                continue;
            }
            let attribute = match chosen.is_global {
                true => AttributeName::Global(Reference::Named(Name::new(
                    Entity::Attribute,
                    Key::Name,
                    &chosen.label,
                ))),
                false => AttributeName::Local(chosen.label.clone()),
            };
            let options = vec![chosen.option.clone()];
            all.push(ProductAttribute { attribute, options, visible: true, variation: true });
        }
        all
    }

    fn complete(&self, mapped: &mut Mapped) {
        if !self.file.has_variations_of(mapped.row) {
            return;
        }
        mapped.of_variations = Some(self.lacking(mapped.row));
        let (source_id, fields) = (mapped.source_id, &mut mapped.record.fields);
        if fields.get("type").is_none() {
            // What a product with variations costs, they say.
            for field in rules::OF_NO_VARIABLE {
                fields.remove(field);
            }
        }
        let sku = fields.text("sku").map(str::to_owned);
        let Some(Value::Attributes(attributes)) = fields.get_mut("attributes") else { return };
        for attribute in attributes {
            let label = label_of(&attribute.attribute);
            attribute.variation |= self.file.varies(sku.as_deref(), source_id, label);
        }
    }
}

/// What a record needs that is to be made. For rows that turn out to have no record in the store.
pub fn new_record(mapped: &Mapped, raised: &mut Raised<'_>) {
    let fields = &mapped.record.fields;
    let has = |field| fields.get(field).is_some_and(|value| !value.is_empty());
    let is_product = mapped.record.entity == Entity::Product;
    if is_product && fields.text("name").is_none_or(|name| name.trim().is_empty()) {
        raised.raise(&codes::NAME_MISSING, None, &[]);
    }
    if !is_product {
        if mapped.parent.is_none() {
            raised.raise(&codes::VARIATION_WITHOUT_PARENT, None, &[]);
        }
        if !has("attributes") {
            raised.raise(&codes::VARIATION_WITHOUT_CHOICES, None, &[]);
        }
    }
    let has_own_price = !is_product || !matches!(fields.text("type"), Some("variable" | "grouped"));
    if has_own_price && !has("regular_price") {
        match fields.get("sale_price") {
            Some(Value::Decimal(price)) => {
                raised.raise(&codes::SALE_WITHOUT_PRICE, None, &[&price.to_string()]);
            }
            _ => raised.raise(&codes::PRICE_MISSING, None, &[]),
        }
    }
}

/// Whether a row says of no product that it means that one.
fn says_nobody(mapped: &Mapped) -> bool {
    let is_empty =
        |field| mapped.record.fields.text(field).is_none_or(|text| text.trim().is_empty());
    mapped.record.entity == Entity::Product
        && mapped.source_id.is_none()
        && ["sku", "global_unique_id", "slug", "name"].into_iter().all(is_empty)
}

fn as_written(name: &Name) -> String {
    match name.by {
        Key::Id => format!("id:{}", name.last()),
        _ => name.last().to_owned(),
    }
}
