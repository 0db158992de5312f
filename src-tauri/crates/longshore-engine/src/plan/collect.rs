//! First pass: what do rows refer to, and what must be known of the store before they are planned?

use std::collections::BTreeSet;

use crate::{
    entity::Entity,
    mapped::Mapped,
    matching,
    platforms::woocommerce::{lines, rules},
    value::{AttributeName, Key, Name, Reference, Value},
};

use super::{Planner, tax_class};

/// What a host should know of the store before the second pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The kinds of taxonomy that rows name: all records of each.
    pub taxonomies: BTreeSet<Entity>,
    /// The labels of shared attributes whose terms rows name, folded. Not all of them where there are more than
    /// [`Needs::MOST_ATTRIBUTES`].
    pub attributes: BTreeSet<String>,
    /// Whether rows name shared attributes. Else the labels above are of attributes of products' own, which the store
    /// may share all the same.
    pub names_attributes: bool,
    /// Kinds that are no products and no taxonomies: all records of each.
    pub others: BTreeSet<Entity>,
    /// The numbers of orders within which rows lie.
    pub parents: BTreeSet<String>,
    /// Whether some labels are missing above: then the terms of all attributes are needed.
    pub every_attribute: bool,
}

impl Needs {
    /// How many labels are listed at most.
    pub const MOST_ATTRIBUTES: usize = 1_000;

    /// A product of the store may have a shared attribute of this label.
    fn perhaps(&mut self, label: &str) {
        if self.attributes.len() < Self::MOST_ATTRIBUTES {
            self.attribute(label);
        }
    }

    fn attribute(&mut self, label: &str) {
        self.taxonomies.insert(Entity::Attribute);
        self.taxonomies.insert(Entity::Term);
        if self.every_attribute {
            return;
        }
        let label = matching::folded_name(label);
        if !self.attributes.contains(label.as_ref()) {
            self.every_attribute = self.attributes.len() == Self::MOST_ATTRIBUTES;
            if !self.every_attribute {
                self.attributes.insert(label.into_owned());
            }
        }
    }
}

/// Whether a line says more of its product than a SKU.
fn line_says_more(line: &serde_json::Value) -> bool {
    let name = line.get("name").and_then(serde_json::Value::as_str);
    line.get(lines::META).is_some() || name.is_some_and(|name| name.contains(" - "))
}

impl Planner {
    /// First pass: learns what the row refers to. `key` is told every key by which a record of the store may be
    /// looked up for it, so that a host can ask for those records alone.
    pub fn collect(&mut self, mapped: &Mapped, key: &mut dyn FnMut(Entity, Key, &str)) {
        let entity = mapped.record.entity;
        if !entity.is_sold() {
            self.collect_other(mapped, key);
            return;
        }
        for (field, value) in mapped.record.fields.iter() {
            match value {
                Value::Text(text) if !text.trim().is_empty() => match field.as_str() {
                    "sku" => key(entity, Key::Sku, text),
                    "global_unique_id" => key(entity, Key::Gtin, text),
                    "slug" => key(entity, Key::Slug, text),
                    "tax_class" if tax_class::is_of_the_store(text) => {
                        self.needs.others.insert(Entity::TaxClass);
                    }
                    "name" if self.settings.keys.contains(&Key::Name) => {
                        key(entity, Key::Name, text);
                    }
                    _ => {}
                },
                Value::Reference(Reference::Named(name)) => self.collect_name(name, key),
                Value::References(all) => {
                    let is_link = rules::LINKS.contains(&field.as_str());
                    for reference in all {
                        if let Reference::Named(name) = reference {
                            if is_link {
                                self.links.refer(name, true);
                            }
                            self.collect_name(name, key);
                        }
                    }
                }
                Value::Attributes(all) => {
                    all.iter().for_each(|attribute| self.collect_attribute(&attribute.attribute));
                }
                Value::Choices(all) => {
                    for choice in all {
                        self.collect_attribute(&choice.attribute);
                        if let AttributeName::Local(label) = &choice.attribute {
                            self.needs.perhaps(label);
                        }
                    }
                }
                _ => {}
            }
        }
        if let Some(parent) = &mapped.parent {
            self.links.refer(parent, false);
            self.collect_name(parent, key);
        }
        if let Some(id) = mapped.source_id.filter(|_| self.settings.keys.contains(&Key::Id)) {
            key(entity, Key::Id, &id.to_string());
        }
    }

    fn collect_other(&mut self, mapped: &Mapped, key: &mut dyn FnMut(Entity, Key, &str)) {
        let entity = mapped.record.entity;
        self.need(entity);
        if let Some(parent) = &mapped.parent {
            self.need(parent.entity);
            if parent.entity == Entity::Order {
                self.needs.parents.insert(parent.last().to_owned());
            }
            if entity == Entity::Term {
                self.needs.names_attributes = true;
                self.needs.attribute(parent.last());
            }
        }
        let mut name = |needs: &mut Self, name: &Name| match name.entity {
            Entity::Product if name.by != Key::Id => key(Entity::Product, name.by, name.last()),
            Entity::Product => key(Entity::Product, Key::Id, ""),
            other => needs.need(other),
        };
        for (field, value) in mapped.record.fields.iter() {
            match value {
                Value::Text(class)
                    if field == "class"
                        && entity == Entity::TaxRate
                        && tax_class::is_of_the_store(class) =>
                {
                    self.need(Entity::TaxClass);
                }
                Value::Reference(Reference::Named(one)) => name(self, one),
                Value::References(all) => {
                    for one in all {
                        if let Reference::Named(one) = one {
                            name(self, one);
                        }
                    }
                }
                _ => {}
            }
        }
        let lines_of = |field| match mapped.record.fields.get(field) {
            Some(Value::Json(serde_json::Value::Array(lines))) => lines.as_slice(),
            _ => &[],
        };
        for line in lines_of("line_items") {
            match line.get("sku").and_then(serde_json::Value::as_str) {
                // Which variation is meant may stand beside the SKU.
                Some(sku) if !sku.trim().is_empty() && line_says_more(line) => {
                    self.need(Entity::Attribute);
                    key(Entity::Variation, Key::Sku, sku);
                }
                Some(sku) if !sku.trim().is_empty() => key(Entity::Product, Key::Sku, sku),
                // Only the whole list shows what a number means here.
                _ if line.get("product_id").is_some() => key(Entity::Product, Key::Id, ""),
                _ => {}
            }
        }
        if !lines_of("coupon_lines").is_empty() {
            self.need(Entity::Coupon);
        }
    }

    fn need(&mut self, entity: Entity) {
        if entity.is_taxonomy() {
            self.needs.taxonomies.insert(entity);
        } else {
            self.needs.others.insert(entity);
        }
    }

    /// What the rows seen so far need.
    #[must_use]
    pub fn needs(&self) -> &Needs {
        &self.needs
    }

    fn collect_name(&mut self, name: &Name, key: &mut dyn FnMut(Entity, Key, &str)) {
        if name.entity.is_taxonomy() {
            self.needs.taxonomies.insert(name.entity);
        } else if name.by != Key::Id || self.settings.keys.contains(&Key::Id) {
            key(name.entity, name.by, name.last());
        }
    }

    fn collect_attribute(&mut self, attribute: &AttributeName) {
        if let AttributeName::Global(Reference::Named(name)) = attribute {
            self.needs.names_attributes = true;
            self.needs.attribute(name.last());
        }
    }
}
