//! Which records do the names in a row mean?

use std::{borrow::Cow, collections::HashSet};

use crate::{
    diff::is_contradicted,
    entity::Entity,
    known::Found,
    mapped::Mapped,
    platforms::woocommerce::rules,
    record::FieldName,
    value::{AttributeName, Choice, ProductAttribute, Reference, Value},
};

use super::{Desk, Planner, SinkError, Target, Wanted, codes, links, tax_class};

/// A field of links with its references as far as they are known.
pub(super) type Waiting<'a> = (&'a FieldName, Vec<Reference>);

/// The fields of a row, resolved.
#[derive(Default)]
pub(super) struct Resolved<'a> {
    /// What can be compared and sent now.
    pub(super) wanted: Vec<Wanted<'a>>,
    /// Links to products that are not planned yet.
    pub(super) waiting: Vec<Waiting<'a>>,
}

impl Planner {
    /// All fields of a row with references instead of names. A field with a name that nobody can tell is left
    /// out: the store keeps what it has.
    pub(super) fn resolved<'a>(
        &mut self,
        mapped: &'a Mapped,
        desk: &mut Desk<'_>,
    ) -> Result<Resolved<'a>, SinkError> {
        let mut resolved = Resolved {
            wanted: Vec::with_capacity(mapped.record.fields.len()),
            waiting: Vec::new(),
        };
        for (field, value) in mapped.record.fields.iter() {
            if is_contradicted(&mapped.record.fields, field) {
                if !value.is_empty() {
                    desk.raise(&codes::STOCK_NOT_MANAGED, &[]);
                }
                continue;
            }
            if let Value::References(all) = value
                && rules::LINKS.contains(&field.as_str())
            {
                self.links(field, all, desk, &mut resolved);
                continue;
            }
            let value = match value {
                Value::Text(class) if field == "tax_class" => {
                    match tax_class::of_product(class, desk.known) {
                        Some(Cow::Borrowed(same)) if same == class => Cow::Borrowed(value),
                        Some(slug) => Cow::Owned(Value::Text(slug.into_owned())),
                        None => {
                            desk.raise(&codes::TAX_CLASS_NOT_KEPT, &[class]);
                            continue;
                        }
                    }
                }
                Value::Reference(Reference::Named(name)) => match self.term(name, desk)? {
                    Some(target) => Cow::Owned(Value::Reference(target.reference())),
                    None => continue,
                },
                Value::References(all) => match self.references(all, desk)? {
                    Some(all) => Cow::Owned(Value::References(all)),
                    None => continue,
                },
                Value::Attributes(all) => match self.attributes(all, desk)? {
                    Some(all) => Cow::Owned(Value::Attributes(all)),
                    None => continue,
                },
                Value::Choices(all) => match self.choices(all, desk)? {
                    Some(all) => Cow::Owned(Value::Choices(all)),
                    None => continue,
                },
                value => Cow::Borrowed(value),
            };
            resolved.wanted.push((field, value));
        }
        Ok(resolved)
    }

    fn references(
        &mut self,
        all: &[Reference],
        desk: &mut Desk<'_>,
    ) -> Result<Option<Vec<Reference>>, SinkError> {
        let mut references = Vec::with_capacity(all.len());
        for reference in all {
            let reference = match reference {
                Reference::Named(name) => match self.term(name, desk)? {
                    Some(target) => target.reference(),
                    None => return Ok(None),
                },
                other => other.clone(),
            };
            references.push(reference);
        }
        Ok(Some(distinct(references)))
    }

    fn attributes(
        &mut self,
        all: &[ProductAttribute],
        desk: &mut Desk<'_>,
    ) -> Result<Option<Vec<ProductAttribute>>, SinkError> {
        let mut attributes = Vec::with_capacity(all.len());
        for named in all {
            let attribute = match &named.attribute {
                AttributeName::Global(Reference::Named(name)) => {
                    let Some(within) = self.attribute(name, desk)? else { return Ok(None) };
                    for option in &named.options {
                        self.option(option, within, desk)?;
                    }
                    AttributeName::Global(within.target.reference())
                }
                other => other.clone(),
            };
            attributes.push(ProductAttribute {
                attribute,
                options: named.options.clone(),
                ..*named
            });
        }
        Ok(Some(attributes))
    }

    pub(super) fn choices(
        &mut self,
        all: &[Choice],
        desk: &mut Desk<'_>,
    ) -> Result<Option<Vec<Choice>>, SinkError> {
        let mut choices = Vec::with_capacity(all.len());
        for named in all {
            let attribute = match &named.attribute {
                AttributeName::Global(Reference::Named(name)) => {
                    let Some(within) = self.attribute(name, desk)? else { return Ok(None) };
                    self.option(&named.option, within, desk)?;
                    AttributeName::Global(within.target.reference())
                }
                other => other.clone(),
            };
            choices.push(Choice { attribute, option: named.option.clone() });
        }
        Ok(Some(choices))
    }

    /// Links go with the product where all of them are in the store; else they wait until all are planned.
    fn links<'a>(
        &mut self,
        field: &'a FieldName,
        all: &[Reference],
        desk: &mut Desk<'_>,
        into: &mut Resolved<'a>,
    ) {
        let mut references = Vec::with_capacity(all.len());
        for reference in all {
            let reference = match reference {
                Reference::Named(name) => {
                    let target = match self.links.in_file(name) {
                        Some(product) => Some(product.target),
                        None => match links::in_store(
                            name,
                            &self.settings.keys,
                            desk.known,
                            &mut self.scratch,
                        ) {
                            Found::One(id) => Some(Target::Stored(id)),
                            Found::None | Found::Several(_) => None,
                        },
                    };
                    target.map_or_else(|| reference.clone(), Target::reference)
                }
                other => other.clone(),
            };
            references.push(reference);
        }
        let references = distinct(references);
        if references.iter().all(|reference| matches!(reference, Reference::Stored(_))) {
            into.wanted.push((field, Cow::Owned(Value::References(references))));
        } else {
            into.waiting.push((field, references));
        }
    }

    /// The product of a variation: of the file, else of the store.
    pub(super) fn parent_of(
        &mut self,
        mapped: &Mapped,
        desk: &Desk<'_>,
    ) -> Option<(Target, Option<links::InFile>)> {
        let name = mapped.parent.as_ref()?;
        if let Some(product) = self.links.in_file(name) {
            return Some((product.target, Some(product)));
        }
        match links::in_store(name, &self.settings.keys, desk.known, &mut self.scratch) {
            Found::One(id) if name.entity == Entity::Product => Some((Target::Stored(id), None)),
            _ => None,
        }
    }
}

/// So many references are compared with each other more quickly than they are hashed.
const FEW: usize = 8;

/// The references without those that stand there already.
pub(super) fn distinct(mut all: Vec<Reference>) -> Vec<Reference> {
    if all.len() <= FEW {
        let mut at = 1;
        while at < all.len() {
            if all[..at].contains(&all[at]) {
                all.remove(at);
            } else {
                at += 1;
            }
        }
        return all;
    }
    let mut seen = HashSet::with_capacity(all.len());
    all.retain(|reference| seen.insert(reference.clone()));
    all
}
