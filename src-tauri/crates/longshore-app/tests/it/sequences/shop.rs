//! A shop as a person would keep it in mind: what each record has, and what the store makes of what it is sent.

use std::collections::{BTreeMap, BTreeSet};

/// A record of the model. It stays the same one when the store gives it another number.
pub(crate) type Name = usize;
/// What somebody sets, or a record has.
pub(crate) type Fields = BTreeMap<&'static str, Value>;

/// The kinds of records, in the order in which one may refer to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Attribute,
    Term,
    Category,
    Tag,
    Brand,
    Product,
    Variation,
}

impl Kind {
    pub(crate) fn is_sold(self) -> bool {
        matches!(self, Self::Product | Self::Variation)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Nothing,
    Text(String),
    Number(i64),
    Is(bool),
    Refs(BTreeSet<Name>),
    List(Vec<String>),
    Offers(Vec<Offer>),
    Chosen(Of, String),
}

/// An attribute: a product's own, or one of the shop.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Of {
    Own(String),
    Shared(Name),
}

/// What a product offers of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Offer {
    pub(crate) of: Of,
    pub(crate) options: Vec<String>,
    pub(crate) varies: bool,
}

impl Offer {
    /// The store shows the options of its own attributes by the alphabet.
    pub(crate) fn new(of: Of, mut options: Vec<String>, varies: bool) -> Self {
        if matches!(of, Of::Shared(_)) {
            options.sort();
        }
        Self { of, options, varies }
    }
}

impl Value {
    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }

    pub(crate) fn refs(names: impl IntoIterator<Item = Name>) -> Self {
        Self::Refs(names.into_iter().collect())
    }

    /// The records that it names.
    pub(crate) fn names(&self) -> BTreeSet<Name> {
        let shared = |of: &Of| match of {
            Of::Shared(name) => Some(*name),
            Of::Own(_) => None,
        };
        match self {
            Self::Refs(names) => names.clone(),
            Self::Offers(offers) => offers.iter().filter_map(|offer| shared(&offer.of)).collect(),
            Self::Chosen(of, _) => shared(of).into_iter().collect(),
            _ => BTreeSet::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) kind: Kind,
    /// The product of a variation, the attribute of a term.
    pub(crate) parent: Option<Name>,
    /// The number in the store, once it was seen there.
    pub(crate) id: Option<u64>,
    /// Of categories and the like: a made-again one is told by it from others of its name.
    pub(crate) slug: String,
    pub(crate) fields: Fields,
    pub(crate) is_there: bool,
}

impl Record {
    pub(crate) fn get(&self, field: &str) -> &Value {
        self.fields.get(field).unwrap_or(&Value::Nothing)
    }

    pub(crate) fn text(&self, field: &str) -> &str {
        match self.get(field) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    pub(crate) fn is_in_trash(&self) -> bool {
        self.text("status") == "trash"
    }

    pub(crate) fn is_variable(&self) -> bool {
        self.text("type") == "variable"
    }

    /// Whether the store works a field out itself.
    pub(crate) fn is_worked_out(&self, field: &str) -> bool {
        field == "stock_status"
            && (*self.get("manage_stock") == Value::Is(true) || self.is_variable())
    }
}

/// The store refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// That one is in the way.
    Exists(Name),
    For,
}

#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) records: Vec<Record>,
}

/// The category of what has none.
pub(crate) const DEFAULT_CATEGORY: Name = 0;

impl Shop {
    pub(crate) fn new() -> Self {
        let mut shop = Self { records: Vec::new() };
        let name = Fields::from([("name", Value::text("Uncategorized"))]);
        shop.create(Kind::Category, None, &name).unwrap();
        shop
    }

    /// All that is there, in the trash too.
    pub(crate) fn there(&self, kind: Kind) -> impl Iterator<Item = (Name, &Record)> {
        let all = self.records.iter().enumerate();
        all.filter(move |(_, record)| record.is_there && record.kind == kind)
    }

    /// All that a list shows.
    pub(crate) fn listed(&self, kind: Kind) -> impl Iterator<Item = (Name, &Record)> {
        self.there(kind).filter(|(_, record)| !record.is_in_trash())
    }

    pub(crate) fn within(&self, kind: Kind, parent: Name) -> Vec<Name> {
        let within = self.there(kind).filter(|(_, record)| record.parent == Some(parent));
        within.map(|(name, _)| name).collect()
    }

    pub(crate) fn is_there(&self, name: Name) -> bool {
        self.records[name].is_there
    }

    /// Makes a record that there never was.
    pub(crate) fn create(
        &mut self,
        kind: Kind,
        parent: Option<Name>,
        fields: &Fields,
    ) -> Result<Name, Refused> {
        let name = self.records.len();
        let fresh = Record {
            kind,
            parent,
            id: None,
            slug: String::new(),
            fields: Fields::new(),
            is_there: false,
        };
        self.records.push(fresh);
        match self.make(name, parent, fields, None) {
            Ok(()) => Ok(name),
            Err(refused) => {
                self.records.pop();
                Err(refused)
            }
        }
    }

    /// Makes a record, be it one that was there before.
    pub(crate) fn make(
        &mut self,
        name: Name,
        parent: Option<Name>,
        fields: &Fields,
        slug: Option<&str>,
    ) -> Result<(), Refused> {
        let kind = self.records[name].kind;
        if parent.is_some_and(|parent| !self.is_there(parent)) {
            return Err(Refused::For);
        }
        let slug = match kind {
            Kind::Product | Kind::Variation => {
                let sku = fields.get("sku").cloned().unwrap_or(Value::Nothing);
                if sku != Value::Nothing && self.has_sku(&sku) {
                    return Err(Refused::For);
                }
                String::new()
            }
            Kind::Attribute => {
                let slug = slug.map_or_else(|| slug_of(fields), str::to_owned);
                if self.there(kind).any(|(_, other)| other.slug == slug) {
                    return Err(Refused::For);
                }
                slug
            }
            _ => self.slug_of_new_term(kind, parent, fields, slug)?,
        };
        self.records[name] =
            Record { kind, parent, id: None, slug, fields: bare(kind), is_there: true };
        self.write(name, fields);
        Ok(())
    }

    /// The store lists the SKU of what is in its trash, too.
    fn has_sku(&self, sku: &Value) -> bool {
        self.records.iter().any(|record| record.is_there && record.get("sku") == sku)
    }

    fn slug_of_new_term(
        &self,
        kind: Kind,
        within: Option<Name>,
        fields: &Fields,
        slug: Option<&str>,
    ) -> Result<String, Refused> {
        let nothing = Value::Nothing;
        let value = |field| fields.get(field).unwrap_or(&nothing);
        let above = value("parent").names();
        if above.iter().any(|parent| !self.is_there(*parent)) {
            return Err(Refused::For);
        }
        let wanted = slug.map_or_else(|| slug_of(fields), str::to_owned);
        let siblings = || self.there(kind).filter(|(_, other)| other.parent == within);
        let is_beside = |other: &Record| other.get("parent").names() == above;
        let namesake =
            siblings().find(|(_, other)| is_beside(other) && other.get("name") == value("name"));
        let slugsake = siblings().find(|(_, other)| other.slug == wanted);
        if let Some((other, namesake)) = namesake {
            let is_meant = slug.is_none() || namesake.slug == wanted;
            let is_tree = matches!(kind, Kind::Category | Kind::Brand);
            match slugsake {
                None if !is_meant => {}
                _ if is_meant || !is_tree => return Err(Refused::Exists(other)),
                Some((other, slugsake)) if is_beside(slugsake) => {
                    return Err(Refused::Exists(other));
                }
                _ => {}
            }
        }
        if slugsake.is_none() {
            return Ok(wanted);
        }
        let is_taken = |slug: &str| {
            let is_term =
                |record: &Record| !record.kind.is_sold() && record.kind != Kind::Attribute;
            self.records.iter().any(|one| one.is_there && is_term(one) && one.slug == slug)
        };
        let base = match above.first() {
            Some(parent) => format!("{wanted}-{}", self.records[*parent].slug),
            None => wanted,
        };
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        Ok(std::iter::once(base.clone()).chain(numbered).find(|slug| !is_taken(slug)).unwrap())
    }

    /// Writes fields as the store does.
    pub(crate) fn write(&mut self, name: Name, sent: &Fields) {
        let mut record = self.records[name].clone();
        let is_manageable = |record: &Record| *record.get("manage_stock") == Value::Is(true);
        let keeps_stock = sent
            .get("manage_stock")
            .map_or_else(|| is_manageable(&record), |manage| *manage == Value::Is(true));
        for (field, value) in sent {
            let value = match (*field, value) {
                // Nothing sent for a number that is kept leaves it.
                ("stock_quantity", Value::Nothing) if keeps_stock => continue,
                ("regular_price" | "sale_price" | "stock_status", _) if record.is_variable() => {
                    continue;
                }
                (_, Value::Refs(names)) => {
                    Value::refs(names.iter().copied().filter(|name| self.is_there(*name)))
                }
                (_, Value::Offers(offers)) => Value::Offers(
                    offers
                        .iter()
                        .filter(|offer| !matches!(offer.of, Of::Shared(of) if !self.is_there(of)))
                        .cloned()
                        .collect(),
                ),
                (_, Value::Chosen(Of::Shared(of), _)) if !self.is_there(*of) => Value::Nothing,
                (_, value) => value.clone(),
            };
            record.fields.insert(field, value);
        }
        settle(&mut record);
        self.records[name] = record;
    }

    /// Moves a product to the trash with all that lies within it.
    pub(crate) fn trash(&mut self, product: Name) {
        for name in self.within(Kind::Variation, product).into_iter().chain([product]) {
            self.records[name].fields.insert("status", Value::text("trash"));
        }
    }

    /// Removes a record for good, with all that lies within it.
    pub(crate) fn remove(&mut self, name: Name) {
        let kind = self.records[name].kind;
        let within = match kind {
            Kind::Product => self.within(Kind::Variation, name),
            Kind::Attribute => self.within(Kind::Term, name),
            _ => Vec::new(),
        };
        within.into_iter().for_each(|one| self.remove(one));
        self.records[name].is_there = false;
        self.records[name].id = None;
        if kind.is_sold() {
            return;
        }
        let above = self.records[name].get("parent").clone();
        for record in self.records.iter_mut().filter(|record| record.is_there) {
            if record.kind == kind && record.get("parent").names().contains(&name) {
                record.fields.insert("parent", above.clone());
            }
            for value in record.fields.values_mut() {
                if let Value::Refs(names) = value {
                    names.remove(&name);
                }
            }
            settle(record);
        }
    }
}

/// What the store brings in line whenever it keeps a record.
fn settle(record: &mut Record) {
    if record.kind == Kind::Product && record.get("categories").names().is_empty() {
        record.fields.insert("categories", Value::refs([DEFAULT_CATEGORY]));
    }
    if !record.kind.is_sold() {
        return;
    }
    let number = |field: &str| match record.get(field) {
        Value::Number(number) => Some(*number),
        _ => None,
    };
    // A sale price that is not below the price goes; below no price there is nothing.
    if number("sale_price")
        .is_some_and(|sale| number("regular_price").is_none_or(|price| sale >= price))
    {
        record.fields.insert("sale_price", Value::Nothing);
    }
    if *record.get("manage_stock") == Value::Is(true) {
        let is_there = matches!(record.get("stock_quantity"), Value::Number(1..));
        let status = if is_there { "instock" } else { "outofstock" };
        record.fields.insert("stock_status", Value::text(status));
    } else {
        record.fields.insert("stock_quantity", Value::Nothing);
    }
}

/// A record of which nobody said anything.
fn bare(kind: Kind) -> Fields {
    let sold = [
        ("manage_stock", Value::Is(false)),
        ("stock_status", Value::text("instock")),
        ("status", Value::text("publish")),
    ];
    match kind {
        Kind::Product => {
            let own = [("type", Value::text("simple")), ("attributes", Value::Offers(Vec::new()))];
            let lists = ["categories", "tags", "brands"].map(|field| (field, Value::refs([])));
            sold.into_iter().chain(own).chain(lists).collect()
        }
        Kind::Variation => sold.into_iter().collect(),
        Kind::Category => Fields::from([("parent", Value::refs([]))]),
        _ => Fields::new(),
    }
}

fn slug_of(fields: &Fields) -> String {
    match fields.get("name") {
        Some(Value::Text(name)) => name.to_lowercase().replace(' ', "-"),
        _ => String::new(),
    }
}
