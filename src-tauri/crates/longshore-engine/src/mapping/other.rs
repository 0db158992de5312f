//! How does a row become a record that is no product?
//!
//! One column feeds one field, as the kind of the field says.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{
    cell::Cell,
    images,
    kind::product_named,
    scalars::{self, text_value},
};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    escape,
    issue::Fix,
    mapped::Mapped,
    matching,
    moment::{self, MomentError},
    picture_files::PictureFiles,
    platforms::woocommerce::lines,
    record::FieldName,
    row::Row,
    schema::{FieldDef, Kind},
    value::{Key, Name, Reference, Value},
};

/// More parts of a list are left out: no cell that a person wrote has as many.
const MOST_PARTS: usize = 2_000;

/// The columns of rows that are no products.
#[derive(Clone, Debug)]
pub(super) struct Others {
    pub(super) entity: Entity,
    pub(super) id: Option<Cell>,
    pub(super) parent: Option<Cell>,
    /// In the order of the fields' names.
    pub(super) fields: Vec<(&'static FieldDef, Cell)>,
    pub(super) meta: Vec<(FieldName, Cell)>,
}

impl Others {
    pub(super) fn map(
        &self,
        files: Option<&dyn PictureFiles>,
        row: &Row,
        out: &mut Mapped,
        raised: &mut Raised<'_>,
    ) {
        out.row = row.number;
        out.record.entity = self.entity;
        out.source_id = self
            .id
            .as_ref()
            .and_then(|cell| cell.plain(row).trim_start_matches('#').parse().ok())
            .filter(|id| *id > 0);
        out.twin = None;
        out.of_variations = None;
        out.parent = self.parent.as_ref().and_then(|cell| self.within(&cell.text(row, raised)));
        let mut fields = out.record.fields.rewrite();
        let mut meta = self.meta.iter().peekable();
        for (def, cell) in &self.fields {
            while let Some((name, cell)) = meta.next_if(|(name, _)| name.as_str() < def.name) {
                fields.old(name);
                if let Some(value) = scalars::meta(cell, row, raised) {
                    fields.put(name, value);
                }
            }
            let name = FieldName::new_static(def.name);
            let old = fields.old(&name);
            if let Some(value) = self.value(def, cell, files, old, row, raised) {
                fields.put(&name, value);
            }
        }
        for (name, cell) in meta {
            fields.old(name);
            if let Some(value) = scalars::meta(cell, row, raised) {
                fields.put(name, value);
            }
        }
        fields.finish();
    }

    /// The code by which the store tells a row's coupon from others.
    pub(super) fn coupon_code(&self, row: &Row) -> Option<String> {
        if self.entity != Entity::Coupon {
            return None;
        }
        let (_, cell) = self.fields.iter().find(|(def, _)| def.name == "code")?;
        let mut unheard = Vec::new();
        let code = cell.text(row, &mut Raised::new(row.number, &mut unheard));
        Some(code.trim().to_owned()).filter(|code| !code.is_empty())
    }

    fn within(&self, text: &str) -> Option<Name> {
        let kind = self.entity.parent()?;
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        Some(match (kind, number(text)) {
            (_, Some(id)) => Name::new(kind, Key::Id, id.to_string()),
            (Entity::Order, None) => matching::read_order(text),
            _ => Name::new(kind, Key::Name, escape::decode_ampersands(text)),
        })
    }

    fn value(
        &self,
        def: &'static FieldDef,
        cell: &Cell,
        files: Option<&dyn PictureFiles>,
        old: Value,
        row: &Row,
        raised: &mut Raised<'_>,
    ) -> Option<Value> {
        match def.kind {
            Kind::Boolean | Kind::BooleanOrParent => {
                return scalars::truth(cell, row, raised).map(Value::Boolean);
            }
            Kind::Integer => return scalars::whole(cell, row, raised),
            Kind::Images | Kind::Image => {
                let only_first = def.kind == Kind::Image;
                let cells = std::slice::from_ref(cell);
                return images::value(cells, only_first, files, row, old, raised);
            }
            _ => {}
        }
        let text = match def.kind {
            Kind::Html => cell.whole(row, raised),
            _ => cell.text(row, raised),
        };
        if text.is_empty() {
            return cell.blank_value();
        }
        match def.kind {
            Kind::Money | Kind::Weight | Kind::Length => decimal(cell, &text, raised),
            Kind::Moment => date(cell, &text, raised),
            Kind::Choice(words) => {
                let lower = text.to_lowercase().replace([' ', '-'], "_");
                let Some(word) = words.iter().find(|word| lower == **word) else {
                    raised.raise(
                        &codes::CHOICE_NOT_KNOWN,
                        cell.column,
                        &[&text, &words.join(", ")],
                    );
                    return None;
                };
                Some(text_value(word, old))
            }
            Kind::Reference(entity) => {
                self.reference(entity, &text).map(|name| Value::Reference(Reference::Named(name)))
            }
            Kind::References(entity) => {
                let named = escape::list(&text)
                    .take(MOST_PARTS)
                    .filter_map(|part| self.reference(entity, &part))
                    .map(Reference::Named);
                Some(Value::References(named.collect()))
            }
            Kind::Texts => {
                let parts = text.split([';', '\n']).flat_map(escape::list).take(MOST_PARTS);
                Some(Value::Json(Json::Array(
                    parts.map(|part| Json::String(part.into())).collect(),
                )))
            }
            Kind::Lines(keys) => match lines::read(&text, keys) {
                Ok(lines) => Some(Value::Json(lines)),
                Err(part) => {
                    raised.raise(&codes::LINE_NOT_READ, cell.column, &[&part]);
                    None
                }
            },
            Kind::Plain if self.entity == Entity::Order && def.name == "status" => {
                // The database has them with `wc-`, people in capitals.
                let status = text.to_lowercase().replace(' ', "-");
                Some(text_value(status.strip_prefix("wc-").unwrap_or(&status), old))
            }
            Kind::Plain if def.name == "name" => {
                Some(text_value(&escape::decode_ampersands(&text), old))
            }
            _ => Some(text_value(&text, old)),
        }
    }

    fn reference(&self, entity: Entity, text: &str) -> Option<Name> {
        if let Some(slug) = after(text, "slug:") {
            return Some(Name::new(entity, Key::Slug, slug));
        }
        match entity {
            Entity::Product => product_named(text),
            Entity::Category | Entity::Brand => {
                let path: Vec<String> = escape::path(text)
                    .filter(|level| !level.is_empty())
                    .map(|level| escape::decode_ampersands(level).into_owned())
                    .collect();
                (!path.is_empty()).then_some(Name { entity, by: Key::Path, path })
            }
            Entity::Customer => match number(text).or_else(|| bare_number(text)) {
                // Guests have the number nought.
                Some(0) => None,
                Some(id) => Some(Name::new(entity, Key::Id, id.to_string())),
                None => Some(Name::new(entity, Key::Email, text)),
            },
            _ => Some(Name::new(entity, Key::Name, text)),
        }
        .filter(|name| !name.last().is_empty())
    }
}

fn after<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let head = text.get(..start.len()).filter(|head| head.eq_ignore_ascii_case(start))?;
    Some(text[head.len()..].trim())
}

/// `id:12`
fn number(text: &str) -> Option<u64> {
    after(text, "id:")?.parse().ok()
}

fn bare_number(text: &str) -> Option<u64> {
    text.parse().ok()
}

/// A number, whatever its sign of a currency; a rate may say that it is so many of a hundred.
fn decimal(cell: &Cell, text: &str, raised: &mut Raised<'_>) -> Option<Value> {
    let bare = text.trim_end_matches(['%', ' ', '\u{a0}']);
    match cell.reader.read(bare) {
        Ok(number) => Some(Value::Decimal(number)),
        Err(error) => {
            if let Ok(number) = Decimal::from_str_exact(bare) {
                return Some(Value::Decimal(number));
            }
            cell.raise_number(text, &error, raised);
            None
        }
    }
}

fn date(cell: &Cell, text: &str, raised: &mut Raised<'_>) -> Option<Value> {
    match moment::parse(text, cell.date_order) {
        Ok(moment) => Some(Value::Moment(moment)),
        Err(MomentError::NotADate) => {
            raised.raise_with_fix(&codes::DATE_NOT_READ, cell.column, &[text], Some(Fix::Clear));
            None
        }
        Err(MomentError::Ambiguous(day, month)) => {
            let (day, month) = (moment::write(&day), moment::write(&month));
            raised.raise(&codes::DATE_AMBIGUOUS, cell.column, &[text, &day, &month]);
            None
        }
    }
}
