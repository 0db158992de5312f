//! Which product does a name in the file mean, and which products are linked once all are planned?

use crate::{
    change::{Action, Change, Phase},
    diff::{self, Comparer},
    entity::Entity,
    issue::Issue,
    known::{Found, Known},
    mapped::Mapped,
    matching::KeyHash,
    platforms::woocommerce::rules,
    record::Fields,
    value::{ChangeId, Key, Name, Reference, StoreId, Value},
};

use super::{
    ChangeSink, Finished, Planner, SinkError, Target, codes, numbers::NumberMap, resolve::distinct,
};

/// Products that rows refer to, by a number that stands for the name; filled as products are planned.
#[derive(Default)]
pub(super) struct Links {
    slots: NumberMap<Slot>,
    /// The names that links use, one after the other, each ended by [`END`].
    names: String,
    keys: KeySet,
    pending: Vec<Pending>,
    references: Vec<u64>,
}

const END: char = '\u{1e}';
const NO_NAME: u32 = u32::MAX;

/// 16 bytes: what a name means, and for a product that is yet to be made a trace of its SKU.
#[derive(Clone, Copy)]
struct Slot {
    target: u64,
    sku: u32,
    name: u32,
}

const UNSEEN: u64 = 0;
const PLANNED: u64 = 1 << 63;

fn packed(target: Target) -> u64 {
    match target {
        Target::Stored(id) => (id.0 + 1) & !PLANNED,
        Target::Planned(change) => change.0 | PLANNED,
    }
}

fn unpacked(target: u64) -> Option<Target> {
    match target {
        UNSEEN => None,
        target if target & PLANNED != 0 => Some(Target::Planned(ChangeId(target & !PLANNED))),
        target => Some(Target::Stored(StoreId(target - 1))),
    }
}

/// By which properties rows refer to products.
#[derive(Clone, Copy, Default)]
struct KeySet(u16);

impl KeySet {
    fn insert(&mut self, key: Key) {
        self.0 |= 1 << key as u16;
    }

    fn contains(self, key: Key) -> bool {
        self.0 & 1 << key as u16 != 0
    }
}

/// A field of links that waits until all products are planned. 40 bytes: a file may have one in every row.
struct Pending {
    owner: u64,
    main: u64,
    row: u64,
    count: u32,
    label: u32,
    field: u8,
}

/// A product that the file itself has.
pub(super) struct InFile {
    pub(super) target: Target,
    sku: u32,
}

impl InFile {
    /// Whether the product's row has this SKU.
    pub(super) fn has_sku(&self, sku: &str) -> bool {
        self.sku != 0 && self.sku == trace(sku)
    }
}

fn hash(key: Key, text: &str) -> u64 {
    KeyHash::new(Entity::Product, key).name(text).finish()
}

/// 32 bits are enough to tell one SKU from another; 0 stands for none.
#[expect(clippy::cast_possible_truncation, reason = "the low half of the number is what is wanted")]
fn trace(sku: &str) -> u32 {
    (hash(Key::Sku, sku) as u32).max(1)
}

impl Links {
    /// A row refers to a product; `is_link` keeps its name for messages.
    pub(super) fn refer(&mut self, name: &Name, is_link: bool) {
        self.keys.insert(name.by);
        let names = &mut self.names;
        let slot = self.slots.entry(hash(name.by, name.last())).or_insert(Slot {
            target: UNSEEN,
            sku: 0,
            name: NO_NAME,
        });
        if is_link && slot.name == NO_NAME {
            slot.name = keep(names, name.last());
        }
    }

    /// A row's product is in the store or will be; the first row of a name counts.
    pub(super) fn offer(&mut self, mapped: &Mapped, target: Target) {
        if self.slots.is_empty() {
            return;
        }
        let fields = &mapped.record.fields;
        let filled = |field| fields.text(field).map(str::trim).filter(|text| !text.is_empty());
        let sku = filled("sku");
        let traced = sku.map_or(0, trace);
        if let Some(id) = mapped.source_id.filter(|_| self.keys.contains(Key::Id)) {
            self.fill(hash(Key::Id, &id.to_string()), target, traced);
        }
        let others = [
            (Key::Sku, sku),
            (Key::Gtin, filled("global_unique_id")),
            (Key::Slug, filled("slug")),
            (Key::Name, filled("name")),
        ];
        for (key, text) in others {
            if let Some(text) = text.filter(|_| self.keys.contains(key)) {
                self.fill(hash(key, text), target, traced);
            }
        }
    }

    fn fill(&mut self, hash: u64, target: Target, sku: u32) {
        if let Some(slot) = self.slots.get_mut(&hash).filter(|slot| slot.target == UNSEEN) {
            slot.target = packed(target);
            slot.sku = sku;
        }
    }

    /// The product of the file that a name means, if it is planned already.
    pub(super) fn in_file(&self, name: &Name) -> Option<InFile> {
        let slot = self.slots.get(&hash(name.by, name.last()))?;
        Some(InFile { target: unpacked(slot.target)?, sku: slot.sku })
    }

    /// Puts a field of a row aside until all products are planned.
    pub(super) fn wait(
        &mut self,
        owner: Target,
        main: Option<ChangeId>,
        mapped: &Mapped,
        field: &str,
        all: &[Reference],
    ) {
        let Some(field) = rules::LINKS.iter().position(|link| *link == field) else { return };
        let label = keep(&mut self.names, mapped.label());
        let row = mapped.row;
        let mut count = 0;
        for reference in all {
            let hash = match reference {
                Reference::Named(name) => hash(name.by, name.last()),
                Reference::Stored(id) => self.direct(Target::Stored(*id)),
                Reference::Planned(change) => self.direct(Target::Planned(*change)),
            };
            self.references.push(hash);
            count += 1;
        }
        #[expect(clippy::cast_possible_truncation, reason = "there are three fields of links")]
        let field = field as u8;
        let owner = packed(owner);
        let main = main.map_or(UNSEEN, |main| packed(Target::Planned(main)));
        self.pending.push(Pending { owner, main, row, count, label, field });
    }

    /// A slot for a product that needs no name.
    fn direct(&mut self, target: Target) -> u64 {
        let hash = KeyHash::new(Entity::Product, Key::Remembered).number(packed(target)).finish();
        self.slots.insert(hash, Slot { target: packed(target), sku: 0, name: NO_NAME });
        hash
    }

    fn name(&self, start: u32) -> &str {
        self.names.get(start as usize..).and_then(|rest| rest.split(END).next()).unwrap_or_default()
    }
}

/// Keeps a name and says where it begins.
fn keep(names: &mut String, name: &str) -> u32 {
    let start = u32::try_from(names.len()).unwrap_or(NO_NAME);
    if start != NO_NAME {
        names.push_str(name);
        names.push(END);
    }
    start
}

/// The product of the store that a name means where the file itself does not have it. The file's own numbers are
/// remembered from earlier imports; the store's only count where the profile says so.
pub(super) fn in_store(
    name: &Name,
    keys: &[Key],
    known: &dyn Known,
    scratch: &mut String,
) -> Found {
    use std::fmt::Write as _;
    match name.by {
        Key::Id => {
            scratch.clear();
            let _ = write!(scratch, "id:{}", name.last().trim());
            // What a number became may be gone since, and its number another's.
            let found = match known.find(Entity::Product, None, Key::Remembered, scratch) {
                Found::One(id)
                    if known.record(Entity::Product, id).is_none_or(|record| {
                        known.is_as_remembered(scratch, &record) == Some(false)
                    }) =>
                {
                    Found::None
                }
                found => found,
            };
            match found {
                Found::None if keys.contains(&Key::Id) => {
                    let id = name.last().trim().parse().ok().map(StoreId);
                    let record = id.and_then(|id| known.record(Entity::Product, id));
                    record.map_or(Found::None, |record| Found::One(record.id))
                }
                found => found,
            }
        }
        _ => diff::find(name, None, known),
    }
}

impl Planner {
    /// Last pass, without rows: products of the store offer what variations choose, and changes link products to
    /// others that had to be planned first. Names that are nowhere are raised as issues; the others go in.
    ///
    /// # Errors
    /// Where the sink cannot keep a change.
    pub fn finish(
        &mut self,
        known: &dyn Known,
        sink: &mut dyn ChangeSink,
        raise: &mut dyn FnMut(Issue),
    ) -> Result<Finished, SinkError> {
        self.widen(known, sink, raise)?;
        let links = std::mem::take(&mut self.links);
        let mut finished = Finished::default();
        let mut references = links.references.iter();
        let mut pending = links.pending.iter().peekable();
        while let Some(first) = pending.peek() {
            let (first_owner, row, label) = (first.owner, first.row, first.label);
            let Some(owner) = unpacked(first_owner) else { break };
            let main = match unpacked(first.main) {
                Some(Target::Planned(change)) => Some(change),
                _ => None,
            };
            let mut fields = Fields::new();
            while let Some(one) =
                pending.next_if(|next| next.owner == first_owner && next.row == row)
            {
                let field = rules::LINKS[usize::from(one.field)];
                let mut found = Vec::new();
                for hash in references.by_ref().take(one.count as usize) {
                    let slot = links.slots.get(hash);
                    match slot.and_then(|slot| unpacked(slot.target)) {
                        Some(target) => found.push(target.reference()),
                        None => {
                            let name = links.name(slot.map_or(NO_NAME, |slot| slot.name));
                            let code = &codes::LINKED_PRODUCT_MISSING;
                            raise(code.issue(Some(row), None, &[field, name], None));
                        }
                    }
                }
                if !found.is_empty() {
                    fields.set(field, Value::References(distinct(found)));
                }
            }
            let Some((fields, before)) = still_to_send(owner, fields, known) else { continue };
            if main.is_none() {
                finished.updated_rows.push(row);
            }
            let id = sink.next();
            sink.push(Change {
                id,
                phase: Phase::Links,
                action: Action::Update,
                entity: Entity::Product,
                record: Some(owner.reference()),
                parent: None,
                fields,
                before,
                label: links.name(label).to_owned(),
                row: Some(row),
                completes: main,
                reason: "linked_products".into(),
            })?;
        }
        Ok(finished)
    }
}

/// The fields that the owner does not have yet, with what it has.
fn still_to_send(owner: Target, fields: Fields, known: &dyn Known) -> Option<(Fields, Fields)> {
    let mut before = Fields::new();
    let mut fields = fields;
    if let Some(record) = owner.stored().and_then(|id| known.record(Entity::Product, id)) {
        let comparer = Comparer::of(&record, known);
        let altered = known.altered(Entity::Product, record.id);
        let all = fields.iter().map(|(field, value)| (field, std::borrow::Cow::Borrowed(value)));
        let mut changes = diff::compare(all, &record, &comparer);
        diff::without_resending(&mut changes, altered.as_deref(), &comparer);
        fields = Fields::new();
        for change in changes {
            before.set(change.field.clone(), change.before);
            fields.set(change.field, change.after);
        }
    }
    (!fields.is_empty()).then_some((fields, before))
}
