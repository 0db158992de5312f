//! How does a record lie in the mirror, so that a million of them are read in seconds?
//!
//! Numbers are LEB128, texts are a length and UTF-8, names of fields are numbers of a dictionary that lies beside
//! the records. The form may change with any version of the program: a mirror can be read again from the store.

use jiff::civil::DateTime;
use longshore_engine::{
    record::{Fields, StoreRecord},
    value::{
        AttributeName, ChangeId, Choice, Download, Image, Key, Name, ProductAttribute, Reference,
        StoreId, Value,
    },
};
use rust_decimal::Decimal;
use smol_str::SmolStr;

use super::names::Names;
use crate::number::{Stored, entity};

/// Why a body cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is no body of this form.
    Damaged,
    /// It has a name that this dictionary lacks; a newer one may have it.
    UnknownName,
}

const EMPTY: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INTEGER: u8 = 3;
const DECIMAL: u8 = 4;
const TEXT: u8 = 5;
const MOMENT: u8 = 6;
const REFERENCE: u8 = 7;
const REFERENCES: u8 = 8;
const ATTRIBUTES: u8 = 9;
const CHOICES: u8 = 10;
const IMAGES: u8 = 11;
const DOWNLOADS: u8 = 12;
const JSON: u8 = 13;

/// Writes everything of a record but its kind and number.
pub(crate) fn encode(record: &StoreRecord, names: &mut Names, out: &mut Vec<u8>) {
    out.clear();
    let mut to = Writer(out);
    to.option(record.parent.as_ref(), |to, parent| to.number(parent.0));
    to.option(record.modified.as_ref(), |to, moment| to.moment(*moment));
    to.number(record.fields.len() as u64);
    for (name, value) in record.fields.iter() {
        match names.number(name) {
            Some(number) => to.number(u64::from(number) + 1),
            None => {
                to.number(0);
                to.text(name);
            }
        }
        to.value(value);
    }
}

/// Reads what [`encode`] wrote over an old record, whose room is used again: records of one kind mostly have the
/// same fields. After an error the old record is worth nothing.
pub(crate) fn decode_over(
    record: &mut StoreRecord,
    body: &[u8],
    names: &Names,
) -> Result<(), Unreadable> {
    let mut from = Reader(body);
    record.parent = from.option(|from| from.number().map(StoreId))?;
    record.modified = from.option(Reader::moment)?;
    let count = from.count()?;
    let mut have = 0;
    if record.fields.len() == count {
        // Names that stand where they stood before are in order.
        for (name, value) in record.fields.iter_mut() {
            let before = Reader(from.0);
            if !from.is_name(name, names)? {
                from = before;
                break;
            }
            from.value_over(value)?;
            have += 1;
        }
    }
    if have < count || record.fields.len() != count {
        let mut fields: Vec<_> =
            std::mem::take(&mut record.fields).into_iter().take(have).collect();
        fields.reserve(count - have);
        for _ in have..count {
            fields.push((from.name(names)?, from.value()?));
        }
        record.fields = Fields::from_pairs(fields);
    }
    Ok(())
}

struct Writer<'a>(&'a mut Vec<u8>);

impl Writer<'_> {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    #[expect(clippy::cast_possible_truncation, reason = "seven bits at a time are meant")]
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn flag(&mut self, is_set: bool) {
        self.byte(u8::from(is_set));
    }

    fn option<T: ?Sized>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn many<T>(&mut self, all: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(all.len() as u64);
        for each in all {
            write(self, each);
        }
    }

    /// Small whole numbers short, whatever their sign.
    fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    fn moment(&mut self, moment: DateTime) {
        self.signed(i64::from(moment.year()));
        for part in [moment.month(), moment.day(), moment.hour(), moment.minute(), moment.second()]
        {
            self.byte(part.cast_unsigned());
        }
        self.number(u64::from(moment.subsec_nanosecond().unsigned_abs()));
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Empty => self.byte(EMPTY),
            Value::Boolean(false) => self.byte(FALSE),
            Value::Boolean(true) => self.byte(TRUE),
            Value::Integer(number) => {
                self.byte(INTEGER);
                self.signed(*number);
            }
            Value::Decimal(number) => {
                self.byte(DECIMAL);
                self.0.extend_from_slice(&number.serialize());
            }
            Value::Text(text) => {
                self.byte(TEXT);
                self.text(text);
            }
            Value::Moment(moment) => {
                self.byte(MOMENT);
                self.moment(*moment);
            }
            Value::Reference(reference) => {
                self.byte(REFERENCE);
                self.reference(reference);
            }
            Value::References(all) => {
                self.byte(REFERENCES);
                self.many(all, Self::reference);
            }
            Value::Attributes(all) => {
                self.byte(ATTRIBUTES);
                self.many(all, |to, each| {
                    to.attribute(&each.attribute);
                    to.many(&each.options, |to, option| to.text(option));
                    to.flag(each.visible);
                    to.flag(each.variation);
                });
            }
            Value::Choices(all) => {
                self.byte(CHOICES);
                self.many(all, |to, each| {
                    to.attribute(&each.attribute);
                    to.text(&each.option);
                });
            }
            Value::Images(all) => {
                self.byte(IMAGES);
                self.many(all, |to, each| {
                    to.option(each.id.as_ref(), |to, id| to.number(id.0));
                    to.text(&each.src);
                    to.option(each.name.as_deref(), Self::text);
                    to.option(each.alt.as_deref(), Self::text);
                });
            }
            Value::Downloads(all) => {
                self.byte(DOWNLOADS);
                self.many(all, |to, each| {
                    to.text(&each.id);
                    to.text(&each.name);
                    to.text(&each.file);
                });
            }
            Value::Json(json) => {
                self.byte(JSON);
                self.text(&json.to_string());
            }
        }
    }

    fn reference(&mut self, reference: &Reference) {
        match reference {
            Reference::Stored(id) => {
                self.byte(0);
                self.number(id.0);
            }
            Reference::Planned(id) => {
                self.byte(1);
                self.number(id.0);
            }
            Reference::Named(name) => {
                self.byte(2);
                self.number(name.entity.stored().cast_unsigned());
                self.text(name.by.as_str());
                self.many(&name.path, |to, part| to.text(part));
            }
        }
    }

    fn attribute(&mut self, attribute: &AttributeName) {
        match attribute {
            AttributeName::Global(reference) => {
                self.byte(0);
                self.reference(reference);
            }
            AttributeName::Local(label) => {
                self.byte(1);
                self.text(label);
            }
        }
    }
}

type Read<T> = Result<T, Unreadable>;

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Read<u8> {
        let (first, rest) = self.0.split_first().ok_or(Unreadable::Damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    fn bytes(&mut self, count: usize) -> Read<&'a [u8]> {
        let (these, rest) = self.0.split_at_checked(count).ok_or(Unreadable::Damaged)?;
        self.0 = rest;
        Ok(these)
    }

    fn number(&mut self) -> Read<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Unreadable::Damaged)
    }

    /// How many there are of something: each takes a byte at least, so that damage cannot ask for all memory.
    fn count(&mut self) -> Read<usize> {
        let count = usize::try_from(self.number()?).map_err(|_| Unreadable::Damaged)?;
        if count > self.0.len() { Err(Unreadable::Damaged) } else { Ok(count) }
    }

    fn text(&mut self) -> Read<&'a str> {
        let length = self.count()?;
        str::from_utf8(self.bytes(length)?).map_err(|_| Unreadable::Damaged)
    }

    fn text_over(&mut self, old: &mut String) -> Read<()> {
        let text = self.text()?;
        old.clear();
        old.push_str(text);
        Ok(())
    }

    fn name(&mut self, names: &Names) -> Read<SmolStr> {
        match self.number()? {
            0 => self.text().map(SmolStr::new),
            number => names.name(number - 1).ok_or(Unreadable::UnknownName).cloned(),
        }
    }

    fn is_name(&mut self, name: &SmolStr, names: &Names) -> Read<bool> {
        match self.number()? {
            0 => Ok(self.text()? == name),
            number => Ok(names.name(number - 1).ok_or(Unreadable::UnknownName)? == name),
        }
    }

    fn flag(&mut self) -> Read<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unreadable::Damaged),
        }
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Ok(None) }
    }

    fn option_over<T>(
        &mut self,
        old: &mut Option<T>,
        blank: impl FnOnce() -> T,
        over: impl FnOnce(&mut Self, &mut T) -> Read<()>,
    ) -> Read<()> {
        if !self.flag()? {
            *old = None;
            return Ok(());
        }
        over(self, old.get_or_insert_with(blank))
    }

    /// As many as are written; what is old gives its room.
    fn many_over<T>(
        &mut self,
        old: &mut Vec<T>,
        blank: impl Fn() -> T,
        mut over: impl FnMut(&mut Self, &mut T) -> Read<()>,
    ) -> Read<()> {
        let count = self.count()?;
        old.truncate(count);
        for at in 0..count {
            if at == old.len() {
                old.push(blank());
            }
            over(self, &mut old[at])?;
        }
        Ok(())
    }

    fn signed(&mut self) -> Read<i64> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    fn moment(&mut self) -> Read<DateTime> {
        let year = i16::try_from(self.signed()?).map_err(|_| Unreadable::Damaged)?;
        let mut parts = [0_i8; 5];
        for part in &mut parts {
            *part = self.byte()?.cast_signed();
        }
        let [month, day, hour, minute, second] = parts;
        let nanosecond = i32::try_from(self.number()?).map_err(|_| Unreadable::Damaged)?;
        DateTime::new(year, month, day, hour, minute, second, nanosecond)
            .map_err(|_| Unreadable::Damaged)
    }

    fn decimal(&mut self) -> Read<Decimal> {
        let bytes = self.bytes(16)?.try_into().map_err(|_| Unreadable::Damaged)?;
        Ok(Decimal::deserialize(bytes))
    }

    fn value(&mut self) -> Read<Value> {
        let mut value = Value::Empty;
        self.value_over(&mut value)?;
        Ok(value)
    }

    fn value_over(&mut self, old: &mut Value) -> Read<()> {
        match (self.byte()?, old) {
            (EMPTY, old) => *old = Value::Empty,
            (FALSE, old) => *old = Value::Boolean(false),
            (TRUE, old) => *old = Value::Boolean(true),
            (INTEGER, old) => *old = Value::Integer(self.signed()?),
            (DECIMAL, old) => *old = Value::Decimal(self.decimal()?),
            (TEXT, Value::Text(old)) => self.text_over(old)?,
            (TEXT, old) => *old = Value::Text(self.text()?.to_owned()),
            (MOMENT, old) => *old = Value::Moment(self.moment()?),
            (REFERENCE, old) => *old = Value::Reference(self.reference()?),
            (REFERENCES, Value::References(old)) => self.references_over(old)?,
            (ATTRIBUTES, Value::Attributes(old)) => self.attributes_over(old)?,
            (CHOICES, Value::Choices(old)) => self.choices_over(old)?,
            (IMAGES, Value::Images(old)) => self.images_over(old)?,
            (DOWNLOADS, Value::Downloads(old)) => self.downloads_over(old)?,
            (REFERENCES, old) => {
                let mut all = Vec::new();
                self.references_over(&mut all)?;
                *old = Value::References(all);
            }
            (ATTRIBUTES, old) => {
                let mut all = Vec::new();
                self.attributes_over(&mut all)?;
                *old = Value::Attributes(all);
            }
            (CHOICES, old) => {
                let mut all = Vec::new();
                self.choices_over(&mut all)?;
                *old = Value::Choices(all);
            }
            (IMAGES, old) => {
                let mut all = Vec::new();
                self.images_over(&mut all)?;
                *old = Value::Images(all);
            }
            (DOWNLOADS, old) => {
                let mut all = Vec::new();
                self.downloads_over(&mut all)?;
                *old = Value::Downloads(all);
            }
            (JSON, old) => {
                let json = serde_json::from_str(self.text()?);
                *old = Value::Json(json.map_err(|_| Unreadable::Damaged)?);
            }
            _ => return Err(Unreadable::Damaged),
        }
        Ok(())
    }

    fn references_over(&mut self, old: &mut Vec<Reference>) -> Read<()> {
        self.many_over(old, no_reference, |from, old| {
            *old = from.reference()?;
            Ok(())
        })
    }

    fn attributes_over(&mut self, old: &mut Vec<ProductAttribute>) -> Read<()> {
        let blank = || ProductAttribute {
            attribute: no_attribute(),
            options: Vec::new(),
            visible: false,
            variation: false,
        };
        self.many_over(old, blank, |from, old| {
            from.attribute_over(&mut old.attribute)?;
            from.many_over(&mut old.options, String::new, Self::text_over)?;
            old.visible = from.flag()?;
            old.variation = from.flag()?;
            Ok(())
        })
    }

    fn choices_over(&mut self, old: &mut Vec<Choice>) -> Read<()> {
        let blank = || Choice { attribute: no_attribute(), option: String::new() };
        self.many_over(old, blank, |from, old| {
            from.attribute_over(&mut old.attribute)?;
            from.text_over(&mut old.option)
        })
    }

    fn images_over(&mut self, old: &mut Vec<Image>) -> Read<()> {
        self.many_over(old, Image::default, |from, old| {
            old.id = from.option(|from| from.number().map(StoreId))?;
            from.text_over(&mut old.src)?;
            from.option_over(&mut old.name, String::new, Self::text_over)?;
            from.option_over(&mut old.alt, String::new, Self::text_over)
        })
    }

    fn downloads_over(&mut self, old: &mut Vec<Download>) -> Read<()> {
        self.many_over(old, Download::default, |from, old| {
            from.text_over(&mut old.id)?;
            from.text_over(&mut old.name)?;
            from.text_over(&mut old.file)
        })
    }

    fn reference(&mut self) -> Read<Reference> {
        Ok(match self.byte()? {
            0 => Reference::Stored(StoreId(self.number()?)),
            1 => Reference::Planned(ChangeId(self.number()?)),
            2 => {
                let entity = entity(self.number()?.cast_signed()).ok_or(Unreadable::Damaged)?;
                let by = Key::parse(self.text()?).ok_or(Unreadable::Damaged)?;
                let mut path = Vec::new();
                self.many_over(&mut path, String::new, Self::text_over)?;
                Reference::Named(Name { entity, by, path })
            }
            _ => return Err(Unreadable::Damaged),
        })
    }

    fn attribute_over(&mut self, old: &mut AttributeName) -> Read<()> {
        match (self.byte()?, old) {
            (0, old) => *old = AttributeName::Global(self.reference()?),
            (1, AttributeName::Local(old)) => self.text_over(old)?,
            (1, old) => *old = AttributeName::Local(self.text()?.to_owned()),
            _ => return Err(Unreadable::Damaged),
        }
        Ok(())
    }
}

fn no_reference() -> Reference {
    Reference::Stored(StoreId(0))
}

fn no_attribute() -> AttributeName {
    AttributeName::Local(String::new())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use longshore_engine::entity::Entity;

    use super::*;

    fn reference() -> impl Strategy<Value = Reference> {
        let key = prop::sample::select(vec![Key::Sku, Key::Name, Key::Path]);
        let entity = prop::sample::select(Entity::ALL.to_vec());
        prop_oneof![
            any::<u64>().prop_map(|id| Reference::Stored(StoreId(id))),
            any::<u64>().prop_map(|id| Reference::Planned(ChangeId(id))),
            (entity, key, prop::collection::vec(any::<String>(), 0..3))
                .prop_map(|(entity, by, path)| Reference::Named(Name { entity, by, path })),
        ]
    }

    fn moment() -> impl Strategy<Value = DateTime> {
        (1..9999i16, 1..13i8, 1..29i8, 0..24i8, 0..60i8, 0..60i8, 0..1_000_000_000i32)
            .prop_map(|(y, m, d, h, min, s, n)| DateTime::new(y, m, d, h, min, s, n).unwrap())
    }

    fn attribute() -> impl Strategy<Value = AttributeName> {
        prop_oneof![
            reference().prop_map(AttributeName::Global),
            any::<String>().prop_map(AttributeName::Local)
        ]
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        prop_oneof![
            Just(serde_json::json!(null)),
            any::<i64>().prop_map(|number| serde_json::json!({ "a": [number, { "b": null }] })),
            any::<String>().prop_map(serde_json::Value::String),
        ]
    }

    fn value() -> impl Strategy<Value = Value> {
        let texts = || prop::collection::vec(any::<String>(), 0..3);
        let image = (
            any::<Option<u64>>(),
            any::<String>(),
            any::<Option<String>>(),
            any::<Option<String>>(),
        )
            .prop_map(|(id, src, name, alt)| Image { id: id.map(StoreId), src, name, alt });
        let download = (any::<String>(), any::<String>(), any::<String>())
            .prop_map(|(id, name, file)| Download { id, name, file });
        let offered = (attribute(), texts(), any::<bool>(), any::<bool>()).prop_map(
            |(attribute, options, visible, variation)| ProductAttribute {
                attribute,
                options,
                visible,
                variation,
            },
        );
        let chosen = (attribute(), any::<String>())
            .prop_map(|(attribute, option)| Choice { attribute, option });
        prop_oneof![
            Just(Value::Empty),
            any::<bool>().prop_map(Value::Boolean),
            any::<i64>().prop_map(Value::Integer),
            (any::<i64>(), 0..28u32)
                .prop_map(|(number, scale)| Value::Decimal(Decimal::new(number, scale))),
            any::<String>().prop_map(Value::Text),
            moment().prop_map(Value::Moment),
            reference().prop_map(Value::Reference),
            prop::collection::vec(reference(), 0..3).prop_map(Value::References),
            prop::collection::vec(offered, 0..3).prop_map(Value::Attributes),
            prop::collection::vec(chosen, 0..3).prop_map(Value::Choices),
            prop::collection::vec(image, 0..3).prop_map(Value::Images),
            prop::collection::vec(download, 0..3).prop_map(Value::Downloads),
            json().prop_map(Value::Json),
        ]
    }

    fn record() -> impl Strategy<Value = StoreRecord> {
        let fields = prop::collection::vec(("[a-z]{1,30}", value()), 0..12);
        (any::<u64>(), any::<Option<u64>>(), proptest::option::of(moment()), fields).prop_map(
            |(id, parent, modified, fields)| StoreRecord {
                entity: Entity::Product,
                id: StoreId(id),
                parent: parent.map(StoreId),
                modified,
                fields: fields.into_iter().map(|(name, value)| (name.into(), value)).collect(),
            },
        )
    }

    /// Records that have some names in common, and perhaps all.
    fn like() -> impl Strategy<Value = Vec<StoreRecord>> {
        let fields = prop::collection::btree_map("[ab]{1,2}", value(), 0..6);
        let renamed = (record(), prop::collection::vec(fields, 1..5), any::<bool>());
        renamed.prop_map(|(record, all, same_names)| {
            let first: Vec<String> = all[0].keys().cloned().collect();
            all.iter()
                .map(|fields| {
                    let named = fields.iter().enumerate().map(|(at, (name, value))| {
                        let name = if same_names { first.get(at).unwrap_or(name) } else { name };
                        (name.as_str().into(), value.clone())
                    });
                    StoreRecord { fields: named.collect(), ..record.clone() }
                })
                .collect()
        })
    }

    fn decode(
        entity: Entity,
        id: StoreId,
        body: &[u8],
        names: &Names,
    ) -> Result<StoreRecord, Unreadable> {
        let fields = Fields::new();
        let mut record = StoreRecord { entity, id, parent: None, modified: None, fields };
        decode_over(&mut record, body, names)?;
        Ok(record)
    }

    proptest! {
        #[test]
        fn every_record_comes_back(record in record(), dictionary in 0..20usize) {
            let mut names = Names::new(dictionary);
            let mut body = Vec::new();
            encode(&record, &mut names, &mut body);
            prop_assert_eq!(decode(record.entity, record.id, &body, &names), Ok(record));
        }

        #[test]
        fn every_record_comes_back_over_another(old in record(), record in like(), dictionary in 0..20usize) {
            let mut names = Names::new(dictionary);
            let mut body = Vec::new();
            let mut over = old;
            for record in record {
                encode(&record, &mut names, &mut body);
                (over.entity, over.id) = (record.entity, record.id);
                prop_assert_eq!(decode_over(&mut over, &body, &names), Ok(()));
                prop_assert_eq!(&over, &record);
            }
        }

        #[test]
        fn damage_is_an_error_and_no_panic(record in record(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut names = Names::new(99);
            let mut body = Vec::new();
            encode(&record, &mut names, &mut body);
            let place = at.index(body.len());
            body[place] = byte;
            let _ = decode(record.entity, record.id, &body, &names);
            body.truncate(place);
            prop_assert!(decode(record.entity, record.id, &body, &names).is_err());
        }
    }

    #[test]
    fn decimals_keep_their_zeros() {
        let mut names = Names::new(9);
        let mut body = Vec::new();
        let price = Value::Decimal("19.90".parse().unwrap());
        let fields = [("regular_price".into(), price)].into_iter().collect();
        let record = StoreRecord {
            entity: Entity::Product,
            id: StoreId(1),
            parent: None,
            modified: None,
            fields,
        };
        encode(&record, &mut names, &mut body);
        let back = decode(Entity::Product, StoreId(1), &body, &names).unwrap();
        assert!(
            matches!(back.fields.get("regular_price"), Some(Value::Decimal(price)) if price.to_string() == "19.90")
        );
    }
}
