//! What an import does, as the design says it: the row's record, the fields that differ, what has to be there first.

use super::{
    files::{Is, Row},
    history::{Doing, Remembered, Run},
    shop::{Fields, Kind, Name, Of, Offer, Shop, Value},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    CreateUpdate,
    Create,
    Update,
    Trash,
    ForGood,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Report,
    Draft,
    OutOfStock,
}

impl Mode {
    pub(crate) fn removes(self) -> bool {
        matches!(self, Self::Trash | Self::ForGood)
    }
}

/// Imports rows.
pub(crate) fn import(
    shop: &mut Shop,
    remembered: &mut Remembered,
    rows: &[Row],
    mode: Mode,
    missing: Option<Missing>,
) -> Run {
    let seen = shop.clone();
    let run = Run { changes: Vec::new(), is_reversed: mode.removes() };
    let mut import = Import {
        doing: Doing { shop, run },
        seen,
        remembered,
        mode,
        named: Vec::new(),
        spoken_of: Vec::new(),
        in_file: Vec::new(),
        going: Vec::new(),
    };
    for row in rows.iter().filter(|row| row.is != Is::Variation) {
        import.product(row);
    }
    for row in rows.iter().filter(|row| row.is == Is::Variation) {
        import.variation(row);
    }
    if let Some(missing) = missing {
        import.missing(missing);
    }
    import.doing.run
}

struct Import<'a> {
    doing: Doing<'a>,
    /// As the shop was when the file was planned.
    seen: Shop,
    remembered: &'a mut Remembered,
    mode: Mode,
    /// What rows are about.
    named: Vec<Name>,
    /// Products of which some variation is named.
    spoken_of: Vec<Name>,
    /// The products of rows; none for one that the store refused.
    in_file: Vec<(String, Option<Name>)>,
    going: Vec<Name>,
}

impl Import<'_> {
    fn product(&mut self, row: &Row) {
        match self.find(row) {
            Some(name) if self.seen.records[name].kind == Kind::Variation => {
                self.named.extend(self.seen.records[name].parent);
                self.spoken_of.extend(self.seen.records[name].parent);
                self.matched(name, row);
            }
            Some(name) => {
                self.in_file.extend(row.sku.clone().map(|sku| (sku, Some(name))));
                self.matched(name, row);
            }
            None => {
                if matches!(self.mode, Mode::CreateUpdate | Mode::Create) && row.name.is_some() {
                    let made = self.create(Kind::Product, None, row);
                    self.in_file.extend(row.sku.clone().map(|sku| (sku, made)));
                    if let (Some(made), None, Some(name)) = (made, &row.sku, &row.name) {
                        self.remembered.insert(name.clone(), made);
                    }
                }
            }
        }
    }

    /// The record that a row without a parent is about.
    fn find(&self, row: &Row) -> Option<Name> {
        let Some(sku) = &row.sku else {
            let name = *self.remembered.get(row.name.as_ref()?)?;
            let record = &self.seen.records[name];
            return (record.is_there && !record.is_in_trash()).then_some(name);
        };
        let has = |kind| self.seen.listed(kind).find(|(_, one)| one.text("sku") == sku);
        let found =
            has(Kind::Product).or_else(|| has(Kind::Variation).filter(|_| row.is == Is::Unsaid));
        found.map(|(name, _)| name)
    }

    fn variation(&mut self, row: &Row) {
        let parent_sku = row.parent.as_ref().unwrap();
        let in_file = self.in_file.iter().find(|(sku, _)| sku == parent_sku);
        let parent = match in_file {
            Some((_, parent)) => *parent,
            None => {
                let mut all = self.seen.listed(Kind::Product);
                all.find(|(_, one)| one.text("sku") == parent_sku).map(|(name, _)| name)
            }
        };
        let Some(parent) = parent else { return };
        self.named.push(parent);
        self.spoken_of.push(parent);
        let sku = row.sku.as_ref().unwrap();
        let by_sku = self.seen.listed(Kind::Variation).find(|(_, one)| one.text("sku") == sku);
        let option = row.attribute.as_ref().map(|(_, _, options)| options[0]);
        let mut siblings =
            self.seen.listed(Kind::Variation).filter(|(_, one)| one.parent == Some(parent));
        let by_choice = siblings.find(|(_, one)| match one.get("attributes") {
            Value::Chosen(_, chosen) => Some(chosen.as_str()) == option,
            _ => false,
        });
        let found = by_sku.or(by_choice).map(|(name, one)| (name, one.parent));
        drop(siblings);
        match found {
            Some((name, its)) if its == Some(parent) => self.matched(name, row),
            Some(_) => {}
            None => {
                if matches!(self.mode, Mode::CreateUpdate | Mode::Create) {
                    self.create(Kind::Variation, Some(parent), row);
                }
            }
        }
    }

    fn matched(&mut self, name: Name, row: &Row) {
        self.named.push(name);
        match self.mode {
            Mode::Create => {}
            Mode::CreateUpdate | Mode::Update => self.update(name, row),
            Mode::Trash => self.trash(name),
            Mode::ForGood => self.remove(name),
        }
    }

    fn trash(&mut self, name: Name) {
        // A variation has no trash of its own.
        if self.seen.records[name].kind == Kind::Product {
            self.doing.trash(name);
        }
    }

    fn remove(&mut self, name: Name) {
        let parent = self.seen.records[name].parent;
        if parent.is_some_and(|parent| self.going.contains(&parent)) {
            return;
        }
        self.going.push(name);
        let within = self.doing.shop.within(Kind::Variation, name);
        for name in within.into_iter().chain([name]) {
            self.doing.remove(name);
        }
    }

    fn create(&mut self, kind: Kind, parent: Option<Name>, row: &Row) -> Option<Name> {
        let fields = self.wanted(kind, row);
        let made = self.doing.shop.create(kind, parent, &fields).ok()?;
        self.doing.made(made);
        Some(made)
    }

    fn update(&mut self, name: Name, row: &Row) {
        let kind = self.seen.records[name].kind;
        let mut sent = self.wanted(kind, row);
        let record = &self.doing.shop.records[name];
        sent.retain(|field, value| record.get(field) != value);
        if sent.is_empty() {
            return;
        }
        self.doing.update(name, &sent);
        if let (None, Some(called)) = (&row.sku, &row.name) {
            self.remembered.insert(called.clone(), name);
        }
    }

    /// What a row says; the terms that it names are made where they are missing.
    fn wanted(&mut self, kind: Kind, row: &Row) -> Fields {
        let mut fields = Fields::new();
        let mut set = |field: &'static str, value: Option<Value>| {
            value.map(|value| fields.insert(field, value));
        };
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        set("sku", text(&row.sku));
        set("regular_price", row.price.map(Value::Number));
        set("sale_price", row.sale.map(Value::Number));
        set("manage_stock", row.stock.map(|_| Value::Is(true)));
        set("stock_quantity", row.stock.map(Value::Number));
        set("note", text(&row.note));
        if kind == Kind::Product {
            set("name", text(&row.name));
            set("type", (row.is == Is::Variable).then(|| Value::text("variable")));
            let pictures = (!row.pictures.is_empty()).then(|| Value::List(row.pictures.clone()));
            set("images", pictures);
            set("brands", row.brand.and_then(|brand| self.terms(Kind::Brand, &[vec![brand]])));
            let tags: Vec<_> = row.tags.iter().map(|tag| vec![*tag]).collect();
            set("tags", self.terms(Kind::Tag, &tags));
            set("categories", self.terms(Kind::Category, &row.categories));
        }
        if let Some((label, is_shared, options)) = &row.attribute {
            let of = match is_shared {
                true => Of::Shared(self.attribute(label, options)),
                false => Of::Own((*label).to_owned()),
            };
            let value = match kind {
                Kind::Variation => Value::Chosen(of, options[0].to_owned()),
                _ => {
                    let options = options.iter().map(|option| (*option).to_owned()).collect();
                    Value::Offers(vec![Offer::new(of, options, row.is == Is::Variable)])
                }
            };
            set("attributes", Some(value));
        }
        fields
    }

    /// `None` where there are none, or somebody would have to say which is meant.
    fn terms(&mut self, kind: Kind, paths: &[Vec<&str>]) -> Option<Value> {
        let mut names = Vec::new();
        for path in paths {
            names.push(self.term(kind, path));
        }
        let names = names.into_iter().collect::<Option<Vec<Name>>>()?;
        (!names.is_empty()).then(|| Value::refs(names))
    }

    fn term(&mut self, kind: Kind, path: &[&str]) -> Option<Name> {
        let (last, above) = path.split_last()?;
        let shop = &*self.doing.shop;
        let is_meant = |name: Name| match above.is_empty() {
            true => shop.records[name].text("name") == *last,
            false => shop.path(name) == path,
        };
        let found: Vec<Name> =
            shop.there(kind).map(|(name, _)| name).filter(|name| is_meant(*name)).collect();
        match found.as_slice() {
            [one] => return Some(*one),
            [] => {}
            _ => return None,
        }
        let parent = match above.is_empty() {
            true => None,
            false => Some(self.node(kind, above)?),
        };
        Some(self.make_term(kind, None, last, parent))
    }

    /// What lies above: told by its whole path.
    fn node(&mut self, kind: Kind, path: &[&str]) -> Option<Name> {
        let shop = &*self.doing.shop;
        let found: Vec<Name> = shop
            .there(kind)
            .map(|(name, _)| name)
            .filter(|name| shop.path(*name) == path)
            .collect();
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                let (last, above) = path.split_last()?;
                let parent = if above.is_empty() { None } else { Some(self.node(kind, above)?) };
                Some(self.make_term(kind, None, last, parent))
            }
            _ => None,
        }
    }

    fn attribute(&mut self, label: &str, options: &[&str]) -> Name {
        let found =
            self.doing.shop.there(Kind::Attribute).find(|(_, one)| one.text("name") == label);
        let attribute = match found.map(|(name, _)| name) {
            Some(attribute) => attribute,
            None => self.make_term(Kind::Attribute, None, label, None),
        };
        for option in options {
            let shop = &self.doing.shop;
            let mut terms = shop.within(Kind::Term, attribute).into_iter();
            if !terms.any(|term| shop.records[term].text("name") == *option) {
                self.make_term(Kind::Term, Some(attribute), option, None);
            }
        }
        attribute
    }

    fn make_term(
        &mut self,
        kind: Kind,
        within: Option<Name>,
        label: &str,
        above: Option<Name>,
    ) -> Name {
        let mut fields = Fields::from([("name", Value::text(label))]);
        fields.extend(above.map(|above| ("parent", Value::refs([above]))));
        let made = self.doing.shop.create(kind, within, &fields).expect("nobody has that name");
        self.doing.made(made);
        made
    }

    fn missing(&mut self, what: Missing) {
        let all: Vec<Name> = [Kind::Product, Kind::Variation]
            .into_iter()
            .flat_map(|kind| self.seen.listed(kind).map(|(name, _)| name).collect::<Vec<_>>())
            .collect();
        for name in all {
            let record = self.seen.records[name].clone();
            // Of products of which no variation is named nobody says what they consist of.
            let is_spoken_of = record.parent.is_none_or(|parent| self.spoken_of.contains(&parent));
            // A product that is sold out as a whole is so in all of its variations.
            let goes_along = what == Missing::OutOfStock
                && record.parent.is_some_and(|parent| !self.named.contains(&parent));
            if self.named.contains(&name) || !is_spoken_of && !goes_along {
                continue;
            }
            let is = |field: &str, text: &str| record.text(field) == text;
            let sent = match what {
                Missing::Draft if is("status", "publish") => {
                    let hidden = if record.kind == Kind::Product { "draft" } else { "private" };
                    ("status", Value::text(hidden))
                }
                Missing::OutOfStock if *record.get("manage_stock") == Value::Is(true) => {
                    if *record.get("stock_quantity") == Value::Number(0) {
                        continue;
                    }
                    ("stock_quantity", Value::Number(0))
                }
                Missing::OutOfStock
                    if !record.is_variable() && !is("stock_status", "outofstock") =>
                {
                    ("stock_status", Value::text("outofstock"))
                }
                _ => continue,
            };
            self.doing.update(name, &Fields::from([sent]));
        }
    }
}

impl Shop {
    /// The names from the root to a category.
    fn path(&self, name: Name) -> Vec<&str> {
        let record = &self.records[name];
        let above = record.get("parent").names().into_iter().next();
        let mut path = above.map_or_else(Vec::new, |above| self.path(above));
        path.push(record.text("name"));
        path
    }
}
