//! What does the file as a whole say? Filled in a first pass over all rows, asked in a second.
//!
//! Keys are kept as hashes of 64 bits with the number of their row: a million rows with SKU, GTIN and number take
//! about 50 MB, and less once the first pass is over.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::value::{Key, Name};

/// What kind of record a row describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowType {
    /// A variable product.
    Parent,
    /// A product whose type the row does not say.
    Untold,
    /// A product of another type.
    Product,
    /// A variation.
    Variation,
}

/// What repeats in a later row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Repeated {
    Id,
    Sku,
    Gtin,
    Coupon,
    Combination,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Repeat {
    row: u32,
    pub(crate) what: Repeated,
    pub(crate) first: u32,
}

const PARENT: u8 = 1;
const VARIATION: u8 = 2;
const KEPT_OUT: u8 = 4;
const HAS_VARIATIONS: u8 = 8;
const UNTOLD: u8 = 16;
const OFFERS: u8 = 32;

/// What a variation chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) label: String,
    pub(crate) option: String,
    /// Whether the whole store shares the attribute.
    pub(crate) is_global: bool,
}

/// More choices, and more that differ, are not kept: that products lack them is told instead.
const MOST_CHOICES: usize = 1_000_000;
const MOST_CHOSEN: usize = 100_000;

/// The latest row that is no variation.
#[derive(Clone, Copy, Debug, Default)]
struct LatestProduct {
    sku: Option<u64>,
    id: Option<u64>,
    row: u32,
    /// Where its offers begin.
    offers: usize,
}

/// The rows of one file, by their keys.
#[derive(Clone, Debug, Default)]
pub struct FileIndex {
    /// Flags of each row, by its number.
    rows: Vec<u8>,
    /// Numbers as they are: exports have them in order, and what is in order is quickly sorted.
    ids: Vec<(u64, u32)>,
    skus: Vec<(u64, u32)>,
    gtins: Vec<(u64, u32)>,
    coupons: Vec<(u64, u32)>,
    combinations: Vec<(u64, u32)>,
    /// What each row offers: its number with a label, and with a label and a value.
    offers: Vec<u64>,
    /// Which attributes variations use: their product's key with a label.
    uses: Vec<u64>,
    uses_sorted: usize,
    /// The products that have variations.
    parents: Vec<Parent>,
    repeats: Vec<Repeat>,
    row: u32,
    latest: LatestProduct,
    /// What is chosen, each once, and where to find it.
    chosen: Vec<Chosen>,
    chosen_by_hash: HashMap<u64, u32>,
    /// Which product's variations choose what, as far as its row does not stand before them with it.
    unoffered: Vec<(Parent, u32)>,
    /// What rows of products lack: by the row, in the order in which their variations choose it.
    lacking: Vec<(u32, u32)>,
}

impl FileIndex {
    /// An index without rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a row; what follows belongs to it.
    pub fn begin(&mut self, row: u64, kind: RowType) {
        // Four thousand million rows are more than a spool can number.
        self.row = u32::try_from(row).unwrap_or(u32::MAX);
        let flags = match kind {
            RowType::Parent => PARENT,
            RowType::Untold => PARENT | UNTOLD,
            RowType::Product => 0,
            RowType::Variation => VARIATION,
        };
        if kind != RowType::Variation {
            let offers = self.offers.len();
            self.latest = LatestProduct { sku: None, id: None, row: self.row, offers };
        }
        let at = self.row as usize;
        if at == self.rows.len() {
            self.rows.push(flags);
            return;
        }
        if self.rows.len() < at {
            self.rows.resize(at + 1, 0);
        }
        self.rows[at] |= flags;
    }

    /// The row's SKU.
    pub fn sku(&mut self, sku: &str) {
        let sku = hash(SKU, sku);
        self.skus.push((sku, self.row));
        if self.latest.row == self.row {
            self.latest.sku = Some(sku);
        }
    }

    /// The row's GTIN; only digits count.
    pub fn gtin(&mut self, gtin: &str) {
        if !gtin.is_empty() && gtin.bytes().all(|byte| byte.is_ascii_digit()) {
            let digits = &gtin.as_bytes()[..gtin.len().min(LONGEST_GTIN)];
            self.gtins.push((xxh3_64_with_seed(digits, GTIN), self.row));
            return;
        }
        let mut digits = [0u8; LONGEST_GTIN];
        let mut count = 0;
        for byte in gtin.bytes().filter(u8::is_ascii_digit).take(digits.len()) {
            digits[count] = byte;
            count += 1;
        }
        if count > 0 {
            self.gtins.push((xxh3_64_with_seed(&digits[..count], GTIN), self.row));
        }
    }

    /// The code of the row's coupon.
    pub fn coupon(&mut self, code: &str) {
        self.coupons.push((hash(COUPON, code), self.row));
    }

    /// The file's own number of the row's record.
    pub fn id(&mut self, id: u64) {
        self.ids.push((id, self.row));
        if self.latest.row == self.row {
            self.latest.id = Some(id);
        }
    }

    /// A value that the row's product offers.
    pub fn offer(&mut self, label: &str, option: &str) {
        let label = hash(u64::from(self.row), label);
        if self.offers.last() != Some(&label) {
            self.offers.push(label);
        }
        self.offers.push(hash(label, option));
        if let Some(flags) = self.rows.get_mut(self.row as usize) {
            *flags |= OFFERS;
        }
    }

    /// What a variation says: its product, and of each choice a label, a value, and whether the whole store shares
    /// the attribute.
    pub fn variation<'a>(
        &mut self,
        parent: &Name,
        choices: impl IntoIterator<Item = (&'a str, &'a str, bool)>,
    ) {
        let parent = Parent::of(parent);
        if self.parents.last() != Some(&parent) {
            self.parents.push(parent);
        }
        let (name, parent) = (parent, parent.hash());
        // The order of the choices does not matter.
        let (mut sum, mut count) = (parent, 0u32);
        for (label, option, is_global) in choices {
            self.choose(name, label, option, is_global);
            let label = hash(parent, label);
            self.uses.push(label);
            sum = sum.wrapping_add(hash(label, option).rotate_left(17));
            count += 1;
        }
        if count > 0 {
            self.combinations.push((sum, self.row));
        }
        if self.uses.len() > 2 * self.uses_sorted + 65_536 {
            self.uses.sort_unstable();
            self.uses.dedup();
            self.uses_sorted = self.uses.len();
        }
    }

    fn choose(&mut self, product: Parent, label: &str, option: &str, is_global: bool) {
        let latest = &self.latest;
        let is_latest = match product {
            Parent::Sku(sku) => latest.sku == Some(sku),
            Parent::Id(id) => latest.id == Some(id),
        };
        let is_offered =
            || self.offers[latest.offers..].contains(&hash(u64::from(latest.row), label));
        if option.is_empty()
            || is_latest && is_offered()
            || self.unoffered.len() == MOST_CHOICES
            || self.chosen.len() == MOST_CHOSEN
        {
            return;
        }
        let known = self.chosen_by_hash.entry(hash(hash(u64::from(is_global), label), option));
        let at = *known.or_insert_with(|| {
            let [label, option] = [label, option].map(str::to_owned);
            self.chosen.push(Chosen { label, option, is_global });
            u32::try_from(self.chosen.len() - 1).unwrap_or(u32::MAX)
        });
        self.unoffered.push((product, at));
    }

    /// Says that a row is kept out; its variations are, too.
    pub fn keep_out(&mut self, row: u64) {
        if let Ok(at) = usize::try_from(row) {
            if self.rows.len() <= at {
                self.rows.resize(at + 1, 0);
            }
            self.rows[at] |= KEPT_OUT;
        }
    }

    /// Ends the first pass: repeated keys are found, and the rows that repeat one are kept out.
    pub fn finish(&mut self) {
        let mut repeats = Vec::new();
        find_repeats(&mut self.ids, Repeated::Id, &mut repeats);
        find_repeats(&mut self.skus, Repeated::Sku, &mut repeats);
        find_repeats(&mut self.gtins, Repeated::Gtin, &mut repeats);
        find_repeats(&mut self.coupons, Repeated::Coupon, &mut repeats);
        for repeat in &repeats {
            self.keep_out(u64::from(repeat.row));
        }
        find_repeats(&mut self.combinations, Repeated::Combination, &mut repeats);
        repeats.sort_unstable();
        self.repeats = repeats;
        (self.gtins, self.combinations) = (Vec::new(), Vec::new());
        self.coupons = Vec::new();
        for hashes in [&mut self.offers, &mut self.uses] {
            hashes.sort_unstable();
            hashes.dedup();
        }
        for parent in std::mem::take(&mut self.parents) {
            if let Some(row) = self.row_named(parent) {
                self.rows[row as usize] |= HAS_VARIATIONS;
            }
        }
        self.complete();
    }

    /// Products offer what their variations choose of attributes that their own rows lack. A row that
    /// says that its product is variable, and names attributes, is left to say what that offers.
    fn complete(&mut self) {
        let mut lacking = Vec::new();
        for (product, at) in std::mem::take(&mut self.unoffered) {
            let Some(row) = self.row_named(product) else { continue };
            let label = hash(u64::from(row), &self.chosen[at as usize].label);
            let flags = self.flags(u64::from(row));
            let is_open = flags & UNTOLD != 0 || flags & PARENT != 0 && flags & OFFERS == 0;
            if is_open && !contains(&self.offers, label) {
                lacking.push((row, at));
            }
        }
        let mut known = std::collections::HashSet::new();
        lacking.retain(|one| known.insert(*one));
        lacking.sort_by_key(|(row, _)| *row);
        for (row, at) in &lacking {
            let Chosen { label, option, .. } = &self.chosen[*at as usize];
            let label = hash(u64::from(*row), label);
            self.offers.extend([label, hash(label, option)]);
        }
        self.offers.sort_unstable();
        self.offers.dedup();
        self.lacking = lacking;
        self.chosen_by_hash = HashMap::new();
    }

    fn row_named(&self, product: Parent) -> Option<u32> {
        match product {
            Parent::Sku(hash) => find(&self.skus, hash),
            Parent::Id(id) => find_id(&self.ids, id),
        }
    }

    /// What the variations of a row's product choose of attributes that the row lacks.
    pub(crate) fn lacking(&self, row: u64) -> impl Iterator<Item = &Chosen> {
        let from = self.lacking.partition_point(|(of, _)| u64::from(*of) < row);
        let here = self.lacking[from..].iter().take_while(move |(of, _)| u64::from(*of) == row);
        here.map(|(_, at)| &self.chosen[*at as usize])
    }

    /// Whether a row is kept out, as far as the first pass knows.
    #[must_use]
    pub fn is_kept_out(&self, row: u64) -> bool {
        self.flags(row) & KEPT_OUT != 0
    }

    /// How many rows were kept out in the first pass.
    #[must_use]
    pub fn kept_out(&self) -> usize {
        self.rows.iter().filter(|flags| **flags & KEPT_OUT != 0).count()
    }

    /// Whether there is a variation in the file.
    #[must_use]
    pub fn has_variations(&self) -> bool {
        !self.uses.is_empty() || self.rows.iter().any(|flags| flags & VARIATION != 0)
    }

    /// The first row whose SKU, or whose number in the file, has this name.
    #[must_use]
    pub fn row_of(&self, name: &Name) -> Option<u64> {
        self.row_named(Parent::of(name)).map(u64::from)
    }

    /// Whether a variation of the file names this row as its product.
    #[must_use]
    pub fn has_variations_of(&self, row: u64) -> bool {
        self.flags(row) & HAS_VARIATIONS != 0
    }

    /// Whether a row may have variations.
    #[must_use]
    pub fn is_parent(&self, row: u64) -> bool {
        self.flags(row) & PARENT != 0
    }

    /// Whether a row's product has an attribute.
    #[must_use]
    pub fn has_attribute(&self, row: u64, label: &str) -> bool {
        contains(&self.offers, hash(row, label))
    }

    /// Whether a row's product offers a value.
    #[must_use]
    pub fn offers(&self, row: u64, label: &str, option: &str) -> bool {
        contains(&self.offers, hash(hash(row, label), option))
    }

    /// Whether variations of the file differ in an attribute of the product of this SKU or number.
    #[must_use]
    pub fn varies(&self, sku: Option<&str>, id: Option<u64>, label: &str) -> bool {
        let parents = [sku.map(|sku| Parent::Sku(hash(SKU, sku))), id.map(Parent::Id)];
        parents.into_iter().flatten().any(|parent| contains(&self.uses, hash(parent.hash(), label)))
    }

    /// What a row repeats of earlier ones.
    pub(crate) fn repeats(&self, row: u64) -> &[Repeat] {
        if self.repeats.is_empty() {
            return &[];
        }
        let start = self.repeats.partition_point(|repeat| u64::from(repeat.row) < row);
        let rest = &self.repeats[start..];
        let end = rest.iter().position(|repeat| u64::from(repeat.row) != row).unwrap_or(rest.len());
        &rest[..end]
    }

    fn flags(&self, row: u64) -> u8 {
        usize::try_from(row).ok().and_then(|at| self.rows.get(at)).copied().unwrap_or_default()
    }
}

/// Digits behind these do not count.
const LONGEST_GTIN: usize = 64;

const SKU: u64 = 1;
const GTIN: u64 = 2;
const ID: u64 = 3;
const COUPON: u64 = 4;

fn find_repeats(keys: &mut [(u64, u32)], what: Repeated, repeats: &mut Vec<Repeat>) {
    // As one number each: comparing those takes no branches.
    keys.sort_unstable_by_key(|(hash, row)| u128::from(*hash) << 32 | u128::from(*row));
    for group in keys.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
        let first = group[0].1;
        repeats.extend(group[1..].iter().map(|(_, row)| Repeat { row: *row, what, first }));
    }
}

/// The first row of a key among sorted ones.
fn find(keys: &[(u64, u32)], wanted: u64) -> Option<u32> {
    let near = near(keys.len(), wanted, |at| keys[at].0);
    let at = near.start + keys[near].partition_point(|(hash, _)| *hash < wanted);
    keys.get(at).filter(|(hash, _)| *hash == wanted).map(|(_, row)| *row)
}

fn contains(hashes: &[u64], wanted: u64) -> bool {
    hashes[near(hashes.len(), wanted, |at| hashes[at])].binary_search(&wanted).is_ok()
}

/// Where a hash stands among sorted ones, roughly: hashes are spread evenly, so that its value says it, and few
/// places in memory have to be looked at. Everything smaller stands before the range, everything bigger behind.
fn near(count: usize, wanted: u64, hash: impl Fn(usize) -> u64) -> std::ops::Range<usize> {
    // Both factors are below 2^64, and the quotient is below `count`.
    let guess = usize::try_from((u128::from(wanted) * count as u128) >> 64).unwrap_or(count);
    let (mut start, mut end, mut step) = (guess, guess, 32);
    while start > 0 && hash(start - 1) >= wanted {
        start = start.saturating_sub(step);
        step *= 2;
    }
    step = 32;
    while end < count && hash(end) <= wanted {
        end = (end + step).min(count);
        step *= 2;
    }
    start..end
}

fn find_id(ids: &[(u64, u32)], id: u64) -> Option<u32> {
    let at = ids.partition_point(|(have, _)| *have < id);
    ids.get(at).filter(|(have, _)| *have == id).map(|(_, row)| *row)
}

/// How a variation names its product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parent {
    Id(u64),
    Sku(u64),
}

impl Parent {
    fn of(name: &Name) -> Self {
        match name.by {
            Key::Id => Self::Id(name.last().parse().unwrap_or_default()),
            _ => Self::Sku(hash(SKU, name.last())),
        }
    }

    fn hash(self) -> u64 {
        match self {
            Self::Id(id) => xxh3_64_with_seed(&id.to_le_bytes(), ID),
            Self::Sku(hash) => hash,
        }
    }
}

/// A text without its letter case, within something.
fn hash(within: u64, text: &str) -> u64 {
    let mut small = [0u8; 128];
    if text.is_ascii() && text.len() <= small.len() {
        let small = &mut small[..text.len()];
        small.copy_from_slice(text.as_bytes());
        small.make_ascii_lowercase();
        xxh3_64_with_seed(small, within)
    } else {
        xxh3_64_with_seed(text.to_lowercase().as_bytes(), within)
    }
}

#[cfg(test)]
mod tests;
