//! A change was sent and no answer came: was it carried out?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    change::{Action, Change, Difference},
    diff::{Comparer, differences, text},
    entity::Entity,
    known::Known,
    matching::same_key,
    platforms::woocommerce::rules,
    record::StoreRecord,
    value::Value,
};

/// What the store says about a change whose answer was lost.
#[derive(Clone, Debug, PartialEq)]
pub enum Recovered {
    /// It was carried out: [`super::judge`] the record as the answer.
    Done,
    /// It was not: it may be sent again.
    NotDone,
    /// The record is neither as it was nor as it was meant: somebody changed it too. To be shown, never sent again.
    Unclear(Vec<Difference>),
}

/// By what a record is found in the store whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// Its number: it was there before.
    Number,
    /// Its SKU or GTIN, an e-mail address, the word of a coupon.
    Key,
    /// The name of a category, tag or the like.
    Name,
    /// The mark that the change left in it.
    Mark,
    /// What it says and when it was made.
    ContentAndTime,
}

impl FoundBy {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Number, Self::Key, Self::Name, Self::Mark, Self::ContentAndTime];

    /// By what the record of a change is found.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        if change.action != Action::Create {
            Self::Number
        } else if change.entity.is_taxonomy() {
            Self::Name
        } else if matches!(
            change.entity,
            Entity::Review | Entity::TaxRate | Entity::OrderNote | Entity::Refund
        ) {
            Self::ContentAndTime
        } else if !is_without_natural_key(change) {
            Self::Key
        } else if change.fields.text(rules::MARK).is_some_and(|mark| !mark.is_empty()) {
            Self::Mark
        } else {
            Self::ContentAndTime
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == name)
    }

    /// The name used in codes and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Key => "key",
            Self::Name => "name",
            Self::Mark => "mark",
            Self::ContentAndTime => "content_and_time",
        }
    }
}

/// Settles a change whose intent is written and whose outcome is not. `before` is the image that goes with the
/// intent. `current` is the record as it is now; for a create the candidate that was found by its key, its mark, or,
/// without either, by name and time of creation (`products-batch-resend-same`: a record without SKU would be doubled).
#[must_use]
pub fn recover(
    change: &Change,
    before: Option<&StoreRecord>,
    current: Option<&StoreRecord>,
    known: &dyn Known,
) -> Recovered {
    match (change.action, current) {
        (Action::Delete | Action::Trash, None) => Recovered::Done,
        (Action::Trash, Some(current)) if rules::is_in_trash(current) => Recovered::Done,
        (_, None) | (Action::Delete | Action::Trash, Some(_)) => Recovered::NotDone,
        (Action::Create, Some(candidate)) => recover_create(change, candidate, known),
        (Action::Update, Some(current)) => recover_update(change, before, current, known),
    }
}

fn recover_create(change: &Change, candidate: &StoreRecord, known: &dyn Known) -> Recovered {
    if let (Some(sent), Some(found)) =
        (change.fields.text(rules::MARK), candidate.fields.text(rules::MARK))
    {
        return if sent == found { Recovered::Done } else { Recovered::NotDone };
    }
    let comparer = Comparer::of(candidate, known).for_answer();
    let is_same = |field: &str| {
        let of = |value: Option<&Value>| value.cloned().unwrap_or(Value::Empty);
        comparer.same(field, &of(change.fields.get(field)), &of(candidate.fields.get(field)))
    };
    if change.entity.is_taxonomy() {
        // Names are unique under a parent (categories-create-duplicate-same-parent).
        return if is_same("name") && is_same("parent") {
            Recovered::Done
        } else {
            Recovered::NotDone
        };
    }
    let differences = differences(change.fields.iter(), candidate, &comparer);
    let foreign =
        differences.iter().filter(|one| !may_become(&one.field, &one.expected, &one.found)).count();
    // What the store made of a record is never quite what was sent; a stranger with its key differs in most fields.
    if foreign * 4 <= change.fields.len() {
        return Recovered::Done;
    }
    let texts = |field: &str| (change.fields.text(field), candidate.fields.text(field));
    let has_key = ["sku", "global_unique_id", "email", "code"]
        .iter()
        .any(|key| matches!(texts(key), (Some(sent), Some(found)) if same_key(sent, found)));
    if has_key { Recovered::Unclear(differences) } else { Recovered::NotDone }
}

fn recover_update(
    change: &Change,
    before: Option<&StoreRecord>,
    current: &StoreRecord,
    known: &dyn Known,
) -> Recovered {
    let comparer = Comparer::of(current, known);
    let before = before.map_or(&change.before, |before| &before.fields);
    let (mut strange, mut is_ours, mut is_as_wanted) = (Vec::new(), false, true);
    for (field, wanted) in change.fields.iter() {
        let found = current.fields.get(field).unwrap_or(&Value::Empty);
        let was = before.get(field).unwrap_or(&Value::Empty);
        if comparer.same(field, was, found) {
            is_as_wanted &= comparer.same(field, wanted, found);
        } else if comparer.for_answer().same(field, wanted, found)
            || may_become(field, wanted, found)
        {
            is_ours = true;
        } else {
            is_as_wanted = false;
            let (expected, found) = (wanted.clone(), found.clone());
            strange.push(Difference { field: field.clone(), expected, found });
        }
    }
    if is_ours || is_as_wanted {
        Recovered::Done
    } else if strange.is_empty() {
        Recovered::NotDone
    } else {
        Recovered::Unclear(strange)
    }
}

/// Whether the store may have made one value of another: prices are emptied (`products-create-price-text`,
/// `products-create-sale-higher-than-regular`), texts lose backslashes and markup (`products-create-html-description`),
/// slugs get a number (`categories-create-duplicate-slug`), lists lose what the store does not know
/// (`products-create-unknown-category`).
fn may_become(field: &str, sent: &Value, found: &Value) -> bool {
    match (sent, found) {
        (Value::Decimal(_) | Value::Integer(_), found) if found.is_empty() => true,
        (Value::Text(sent), Value::Text(found)) if field == "slug" => {
            let without_number = found.rsplit_once('-').map_or(found.as_str(), |(slug, _)| slug);
            text::same_slug(sent, without_number)
        }
        (Value::Text(sent), Value::Text(found)) => {
            let letters = |text: &str| -> String {
                text::unescaped(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
            };
            letters(sent) == letters(found) || text::slug(sent) == text::slug(found)
        }
        (Value::References(sent), Value::References(found)) => {
            found.iter().all(|one| sent.contains(one))
        }
        _ => false,
    }
}

/// Whether a create needs to be found again by its mark: it has no key that the store holds unique.
#[must_use]
pub fn is_without_natural_key(change: &Change) -> bool {
    change.entity == Entity::Order
        || change.entity.is_sold()
            && ["sku", "global_unique_id"]
                .iter()
                .all(|key| change.fields.text(key).is_none_or(|text| text.trim().is_empty()))
}
