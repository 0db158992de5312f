//! What somebody else does in the shop, by hand and in the model.

use super::{
    client::Client,
    shop::{DEFAULT_CATEGORY, Fields, Kind, Name, Shop, Value},
    shown::by_hand,
    steps::Edit,
    words,
};

/// What somebody else did last: it has to stay, until somebody asks for something else.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edited {
    pub(crate) fields: Vec<(Name, Vec<&'static str>)>,
    /// Records that they made.
    pub(crate) made: Vec<Name>,
}

pub(crate) struct Hand<'a> {
    pub(crate) client: &'a Client,
    pub(crate) shop: &'a mut Shop,
    /// Counts what has to be called as nothing else is.
    pub(crate) number: usize,
}

impl Hand<'_> {
    /// Does it; what cannot be done where nothing of that kind is there is nothing.
    pub(crate) fn edit(&mut self, edit: &Edit) -> Edited {
        let mut edited = Edited::default();
        let sold = |shop: &Shop| -> Vec<Name> {
            let all = [Kind::Product, Kind::Variation];
            all.into_iter()
                .flat_map(|kind| shop.listed(kind).map(|(name, _)| name).collect::<Vec<_>>())
                .collect()
        };
        match *edit {
            Edit::Field { who, what, value } => {
                if let Some(name) = chosen(&sold(self.shop), who) {
                    let fields = self.field(name, what, value);
                    self.set(name, &fields);
                    edited.fields.push((name, fields.into_keys().collect()));
                }
            }
            Edit::Trash { who } => {
                if let Some(name) = self.product(who, false) {
                    self.client.delete(&self.path(name));
                    self.shop.trash(name);
                    edited.fields.push((name, vec!["status"]));
                }
            }
            Edit::OutOfTrash { who } => {
                if let Some(name) = self.product(who, true) {
                    self.set(name, &Fields::from([("status", Value::text("publish"))]));
                    edited.fields.push((name, vec!["status"]));
                }
            }
            Edit::Remove { who } => {
                let is_in_trash = who.is_multiple_of(2);
                let found: Option<Name> = self
                    .product(who / 2, is_in_trash)
                    .or_else(|| self.product(who / 2, !is_in_trash));
                // Whose trash is emptied of a product with variations gets only the product back.
                let takes_along = |name: &Name| {
                    self.shop.records[*name].is_in_trash()
                        && !self.shop.within(Kind::Variation, *name).is_empty()
                };
                if let Some(name) = found.filter(|name| !takes_along(name)) {
                    self.remove(name);
                }
            }
            Edit::RemoveVariation { who } => {
                let all: Vec<Name> =
                    self.shop.listed(Kind::Variation).map(|(name, _)| name).collect();
                chosen(&all, who).into_iter().for_each(|name| self.remove(name));
            }
            Edit::AddProduct { who, value } => edited.made.extend(self.add_product(who, value)),
            Edit::AddVariation { who, value } => edited.made.extend(self.add_variation(who, value)),
            Edit::AddTerm { what } => edited.made.extend(self.add_term(what)),
            Edit::Rename { who } => {
                let kinds = [Kind::Category, Kind::Tag, Kind::Brand];
                if let Some(name) = self.term(&kinds, who) {
                    let called = format!("Renamed{}", self.number);
                    self.set(name, &Fields::from([("name", Value::Text(called))]));
                    edited.fields.push((name, vec!["name"]));
                }
            }
            Edit::RemoveTerm { who } => {
                let kinds = [Kind::Category, Kind::Tag, Kind::Brand];
                self.term(&kinds, who).into_iter().for_each(|name| self.remove(name));
            }
        }
        edited
    }

    fn product(&self, who: u8, is_in_trash: bool) -> Option<Name> {
        let all = self.shop.there(Kind::Product);
        let all: Vec<Name> = all
            .filter(|(_, record)| record.is_in_trash() == is_in_trash)
            .map(|(name, _)| name)
            .collect();
        chosen(&all, who)
    }

    fn term(&self, kinds: &[Kind], who: u8) -> Option<Name> {
        let all = kinds.iter().flat_map(|kind| self.shop.there(*kind).map(|(name, _)| name));
        let all: Vec<Name> = all.filter(|name| *name != DEFAULT_CATEGORY).collect();
        chosen(&all, who)
    }

    fn path(&self, name: Name) -> String {
        let record = &self.shop.records[name];
        let id = record.id.expect("what is there was seen");
        let within = |parent: Option<Name>| self.shop.records[parent.unwrap()].id.unwrap();
        match record.kind {
            Kind::Product => format!("/{id}"),
            Kind::Variation => format!("/{}/variations/{id}", within(record.parent)),
            Kind::Category => format!("/categories/{id}"),
            Kind::Tag => format!("/tags/{id}"),
            Kind::Brand => format!("/brands/{id}"),
            Kind::Attribute => format!("/attributes/{id}"),
            Kind::Term => format!("/attributes/{}/terms/{id}", within(record.parent)),
        }
    }

    fn set(&mut self, name: Name, fields: &Fields) {
        self.client.put(&self.path(name), &by_hand(self.shop, fields));
        self.shop.write(name, fields);
    }

    fn remove(&mut self, name: Name) {
        self.client.delete(&format!("{}?force=true", self.path(name)));
        self.shop.remove(name);
    }

    /// A value of a field that the record can have.
    fn field(&self, name: Name, what: u8, value: u8) -> Fields {
        let record = &self.shop.records[name];
        let number = i64::from(value);
        let some = |kind: Kind| {
            let all = self.shop.there(kind).enumerate();
            Value::refs(all.filter(|(at, _)| value >> (at % 8) & 1 == 1).map(|(_, (name, _))| name))
        };
        let is_product = record.kind == Kind::Product;
        let price = Value::Number(30 + number % 8 * 5 + 1);
        let stock = || {
            let is_counted = !value.is_multiple_of(4);
            let manage = ("manage_stock", Value::Is(is_counted));
            match is_counted {
                true => Fields::from([manage, ("stock_quantity", Value::Number(number % 5))]),
                false => Fields::from([manage]),
            }
        };
        let status = |all: [&'static str; 3]| ("status", Value::text(all[usize::from(value % 3)]));
        let is_variable = record.is_variable();
        match what % 12 {
            0 | 11 if !is_variable => Fields::from([("regular_price", price)]),
            1 | 10 if !is_variable => {
                let sale = if value.is_multiple_of(5) {
                    Value::Nothing
                } else {
                    Value::Number(10 + number % 50)
                };
                Fields::from([("sale_price", sale)])
            }
            2 if !is_variable => stock(),
            3 => Fields::from([status(["publish", "private", "draft"])]),
            4 if is_product => {
                Fields::from([("name", Value::Text(format!("Theirs {}", value % 4)))])
            }
            5 if is_product => Fields::from([("categories", some(Kind::Category))]),
            6 if is_product => Fields::from([("tags", some(Kind::Tag))]),
            7 if is_product => Fields::from([("brands", some(Kind::Brand))]),
            8 if is_product => {
                let pictures = if value.is_multiple_of(3) {
                    Value::Nothing
                } else {
                    Value::List(vec![format!("theirs{}", value % 4)])
                };
                Fields::from([("images", pictures)])
            }
            _ => Fields::from([("note", Value::Text(format!("theirs {}", value % 4)))]),
        }
    }

    fn add(
        &mut self,
        kind: Kind,
        parent: Option<Name>,
        list: &str,
        fields: &Fields,
    ) -> Option<Name> {
        let body = by_hand(self.shop, fields);
        let made = self.shop.create(kind, parent, fields).ok()?;
        let answer = self.client.post(list, &body);
        self.shop.records[made].id = answer["id"].as_u64();
        Some(made)
    }

    fn add_product(&mut self, who: u8, value: u8) -> Option<Name> {
        let sku = words::product(who);
        let categories: Vec<Name> = self.shop.there(Kind::Category).map(|(name, _)| name).collect();
        let mut fields = Fields::from([
            ("name", Value::Text(format!("Theirs, number {}", self.number))),
            ("regular_price", Value::Number(70 + i64::from(value % 10))),
            ("categories", Value::refs(chosen(&categories, value))),
        ]);
        if !words::is_variable(sku) {
            fields.insert("sku", Value::text(sku));
        }
        self.add(Kind::Product, None, "", &fields)
    }

    fn add_variation(&mut self, who: u8, value: u8) -> Option<Name> {
        let all: Vec<Name> = self
            .shop
            .listed(Kind::Product)
            .filter(|(_, record)| record.is_variable())
            .map(|(name, _)| name)
            .collect();
        let parent = chosen(&all, who)?;
        let Value::Offers(offers) = self.shop.records[parent].get("attributes") else {
            return None;
        };
        let offer = offers.iter().find(|offer| offer.varies)?.clone();
        let siblings = self.shop.within(Kind::Variation, parent);
        let is_free = |option: &&String| {
            !siblings.iter().any(|one| {
                matches!(self.shop.records[*one].get("attributes"), Value::Chosen(_, has) if has == *option)
            })
        };
        let option = offer.options.iter().find(is_free)?.clone();
        let own = words::variation(self.shop.records[parent].text("sku"), &option);
        let sku = if value.is_multiple_of(2) { own } else { format!("X{}", self.number) };
        let fields = Fields::from([
            ("sku", Value::Text(sku)),
            ("regular_price", Value::Number(70 + i64::from(value % 10))),
            ("attributes", Value::Chosen(offer.of, option)),
        ]);
        let list = format!("{}/variations", self.path(parent));
        self.add(Kind::Variation, Some(parent), &list, &fields)
    }

    fn add_term(&mut self, what: u8) -> Option<Name> {
        let called = Fields::from([("name", Value::Text(format!("Theirs{}", self.number)))]);
        match what % 4 {
            0 => self.add(Kind::Tag, None, "/tags", &called),
            1 => {
                let mut fields = called;
                let above = self.term(&[Kind::Category], what / 4);
                fields.insert("parent", Value::refs(above));
                self.add(Kind::Category, None, "/categories", &fields)
            }
            2 => {
                let all: Vec<Name> =
                    self.shop.there(Kind::Attribute).map(|(name, _)| name).collect();
                let attribute = chosen(&all, what / 4)?;
                let list = format!("{}/terms", self.path(attribute));
                self.add(Kind::Term, Some(attribute), &list, &called)
            }
            _ => {
                let name = words::CATEGORIES[usize::from(what / 4) % 2][0];
                self.add(
                    Kind::Category,
                    None,
                    "/categories",
                    &Fields::from([("name", Value::text(name))]),
                )
            }
        }
    }
}

fn chosen<T: Copy>(all: &[T], who: u8) -> Option<T> {
    (!all.is_empty()).then(|| all[usize::from(who) % all.len()])
}
