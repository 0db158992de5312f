//! What an undo does, as the design says it: where the shop shows what a run left there, what was before comes back;
//! where it does not, somebody edited since, and it stays unless they say otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    history::{Change, Deed, Doing, Image, Run},
    shop::{Fields, Kind, Name, Refused, Shop, Value},
};

/// What of a run is taken back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pick {
    pub(crate) skus: Vec<String>,
    pub(crate) ids: Vec<u64>,
    pub(crate) fields: Vec<&'static str>,
    /// Also what somebody edited since.
    pub(crate) restores: bool,
}

impl Pick {
    fn has(&self, change: &Change, shop: &Shop) -> bool {
        if self.skus.is_empty() && self.ids.is_empty() {
            return true;
        }
        let record = &shop.records[change.name];
        let is_named = |id: Option<u64>, sku: &Value| {
            id.is_some_and(|id| self.ids.contains(&id))
                || matches!(sku, Value::Text(sku) if self.skus.contains(sku))
        };
        let images = [&change.before, &change.kept].into_iter().flatten();
        record.kind.is_sold()
            && (images.clone().any(|image| is_named(image.id, image.get("sku")))
                || record.is_there && is_named(record.id, record.get("sku")))
    }

    fn has_field(&self, field: &str) -> bool {
        self.fields.is_empty() || self.fields.contains(&field)
    }
}

/// What is to be done.
enum Step {
    Put(Fields),
    Remove,
    MakeAgain(Image),
    IntoTrash,
    /// With what went in with it.
    OutOfTrash(Value, Vec<(Name, Image)>),
}

/// Takes a run back, or a part of it.
pub(crate) fn undo(shop: &mut Shop, of: &Run, pick: &Pick) -> Run {
    let mut steps: Vec<(Name, Step)> = of
        .changes
        .iter()
        .rev()
        .filter(|change| pick.has(change, shop))
        .filter_map(|change| step(shop, change, pick).map(|step| (change.name, step)))
        .collect();
    if !pick.fields.is_empty() {
        steps.retain(|(_, step)| matches!(step, Step::Put(_) | Step::IntoTrash));
    }
    let is_reversed = !of.is_reversed;
    let rank = |kind: Kind| match kind {
        Kind::Variation => 2,
        Kind::Product => 1,
        _ => 0,
    };
    steps.sort_by_key(|(name, _)| {
        let rank = rank(shop.records[*name].kind);
        if is_reversed { 2 - rank } else { rank }
    });
    keep_what_is_needed(shop, &mut steps);
    let mut undo = Undo {
        doing: Doing { shop, run: Run { changes: Vec::new(), is_reversed } },
        instead: BTreeMap::new(),
        failed: BTreeSet::new(),
    };
    for (name, step) in steps {
        undo.carry_out(name, step);
    }
    undo.doing.run
}

/// What is done to take one change back; nothing where there is nothing to do, or somebody is to decide first.
fn step(shop: &Shop, change: &Change, pick: &Pick) -> Option<Step> {
    let record = Some(&shop.records[change.name]).filter(|record| record.is_there);
    let before = change.before.as_ref();
    match (&change.deed, record) {
        (Deed::Created, None) => None,
        (Deed::Created, Some(_)) => {
            (pick.restores || !is_edited(shop, change)).then_some(Step::Remove)
        }
        (Deed::Removed, None) => before.cloned().map(Step::MakeAgain),
        (Deed::Removed, Some(_)) => None,
        (Deed::Trashed(_), None) => before.cloned().map(Step::MakeAgain),
        (Deed::Trashed(along), Some(record)) => record
            .is_in_trash()
            .then(|| Step::OutOfTrash(before.unwrap().get("status").clone(), along.clone())),
        (Deed::Updated(_), None) => None,
        (Deed::Updated(touched), Some(record)) => {
            let before = before.unwrap();
            let is_of_trash = *before.get("status") == Value::text("trash");
            if is_of_trash && touched.iter().all(|field| *field == "status") {
                if !pick.has_field("status") {
                    return None;
                }
                let goes = record.kind == Kind::Product && !record.is_in_trash();
                let may = pick.restores || !is_edited(shop, change);
                return (goes && may).then_some(Step::IntoTrash);
            }
            put_back(shop, change, touched, pick)
        }
    }
}

/// Whether a record is not as the run left it.
fn is_edited(shop: &Shop, change: &Change) -> bool {
    let record = &shop.records[change.name];
    let kept = change.kept.as_ref().unwrap();
    let mut fields = record.fields.keys().chain(kept.fields.keys());
    fields.any(|field| !record.is_worked_out(field) && record.get(field) != kept.get(field))
}

fn put_back(
    shop: &Shop,
    change: &Change,
    touched: &BTreeSet<&'static str>,
    pick: &Pick,
) -> Option<Step> {
    let record = &shop.records[change.name];
    let (before, kept) = (change.before.as_ref()?, change.kept.as_ref()?);
    let was_worked_out = |field: &str| {
        field == "stock_status"
            && (*before.get("manage_stock") == Value::Is(true) || record.is_variable())
    };
    let mut is_conflict = false;
    let mut put = Fields::new();
    for field in touched.iter().filter(|field| pick.has_field(field) && !was_worked_out(field)) {
        let (was, now) = (before.get(field), record.get(field));
        if now == was {
            continue;
        }
        is_conflict |= now != kept.get(field);
        put.insert(field, was.clone());
    }
    if put.is_empty() {
        return None;
    }
    // What the store would take along with it is nobody's to lose either.
    let mut trial = shop.clone();
    trial.write(change.name, &put);
    let after = &trial.records[change.name];
    is_conflict |= record.fields.iter().any(|(field, now)| {
        !put.contains_key(field) && !after.is_worked_out(field) && after.get(field) != now
    });
    if record.is_in_trash() && *before.get("status") != Value::text("trash") {
        is_conflict = true;
        put.entry("status").or_insert_with(|| kept.get("status").clone());
    }
    (!is_conflict || pick.restores).then_some(Step::Put(put))
}

/// What a run made stays where something that stays needs it.
fn keep_what_is_needed(shop: &Shop, steps: &mut Vec<(Name, Step)>) {
    let mut after = shop.clone();
    let removed = |steps: &[(Name, Step)], name: Name| {
        steps.iter().any(|(one, step)| *one == name && matches!(step, Step::Remove))
    };
    let stays: Vec<Name> = steps
        .iter()
        .filter(|(name, step)| {
            matches!(step, Step::Remove)
                && shop.records[*name].kind == Kind::Product
                && shop.within(Kind::Variation, *name).iter().any(|one| !removed(steps, *one))
        })
        .map(|(name, _)| *name)
        .collect();
    steps.retain(|(name, step)| !(matches!(step, Step::Remove) && stays.contains(name)));
    for (name, step) in steps.iter() {
        match step {
            Step::Put(fields) => after.write(*name, fields),
            Step::Remove if shop.records[*name].kind.is_sold() => after.remove(*name),
            _ => {}
        }
    }
    // Last made first: what lies within others was made after them.
    let mut terms: Vec<Name> = steps
        .iter()
        .filter(|(name, step)| matches!(step, Step::Remove) && !shop.records[*name].kind.is_sold())
        .map(|(name, _)| *name)
        .collect();
    let mut kept = Vec::new();
    while !terms.is_empty() {
        let goes = terms.iter().position(|term| !is_used(&after, *term));
        match goes {
            Some(at) => after.remove(terms.remove(at)),
            None => kept.append(&mut terms),
        }
    }
    steps.retain(|(name, step)| !(matches!(step, Step::Remove) && kept.contains(name)));
}

/// Whether anything there needs a term.
fn is_used(shop: &Shop, term: Name) -> bool {
    let of_term = &shop.records[term];
    shop.records.iter().any(|one| {
        let names_it = || one.fields.values().any(|value| value.names().contains(&term));
        let offers_it = || match one.get("attributes") {
            Value::Offers(offers) => offers.iter().any(|offer| {
                Some(offer.of.clone()) == of_term.parent.map(super::shop::Of::Shared)
                    && offer.options.iter().any(|option| option == of_term.text("name"))
            }),
            Value::Chosen(super::shop::Of::Shared(of), option) => {
                Some(*of) == of_term.parent && option == of_term.text("name")
            }
            _ => false,
        };
        one.is_there
            && (names_it()
                || of_term.kind == Kind::Term && offers_it()
                || of_term.kind == Kind::Attribute && one.parent == Some(term))
    })
}

struct Undo<'s> {
    doing: Doing<'s>,
    /// Terms that somebody else made since: those are meant.
    instead: BTreeMap<Name, Name>,
    failed: BTreeSet<Name>,
}

impl Undo<'_> {
    fn carry_out(&mut self, name: Name, step: Step) {
        match step {
            Step::Put(fields) => {
                if let Some(fields) = self.as_they_are_now(&fields) {
                    self.doing.update(name, &fields);
                }
            }
            Step::Remove => self.doing.remove(name),
            Step::MakeAgain(image) => self.make_again(name, &image),
            Step::IntoTrash => self.doing.trash(name),
            Step::OutOfTrash(status, along) => {
                self.doing.update(name, &Fields::from([("status", status)]));
                for (name, image) in along {
                    let status = image.get("status").clone();
                    if self.doing.shop.records[name].is_in_trash() {
                        self.doing.update(name, &Fields::from([("status", status)]));
                    }
                }
            }
        }
    }

    fn make_again(&mut self, name: Name, image: &Image) {
        let parent = image.parent.map(|parent| *self.instead.get(&parent).unwrap_or(&parent));
        let Some(fields) = self.as_they_are_now(&image.fields) else {
            self.failed.insert(name);
            return;
        };
        let slug = Some(image.slug.as_str()).filter(|slug| !slug.is_empty());
        match self.doing.shop.make(name, parent, &fields, slug) {
            Ok(()) => self.doing.made(name),
            Err(Refused::Exists(other)) => {
                self.instead.insert(name, other);
            }
            Err(Refused::For) => {
                self.failed.insert(name);
            }
        }
    }

    /// Values with the records that are there now; none where one that this undo was to make is not.
    fn as_they_are_now(&self, fields: &Fields) -> Option<Fields> {
        let mut fields = fields.clone();
        for value in fields.values_mut() {
            if value.names().iter().any(|name| self.failed.contains(name)) {
                return None;
            }
            if let Value::Refs(names) = value {
                *names = names.iter().map(|name| *self.instead.get(name).unwrap_or(name)).collect();
            }
        }
        Some(fields)
    }
}
