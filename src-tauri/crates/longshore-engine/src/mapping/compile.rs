//! A profile becomes a mapping: names are looked up once, here.

use super::{
    Mapping,
    attributes::Attributes,
    cell::Cell,
    collect::{self, Cells},
    downloads::Downloads,
    kind::KindCells,
    lists::{Split, TermCells},
    other::Others,
    slot::{Producer, Slot},
    stock::StockCells,
    taken::Takes,
    texts,
    watched::glances,
    words,
};
use crate::{
    entity::Entity,
    error::MappingError,
    facts::StoreFacts,
    platforms::woocommerce::{rules, schema},
    profile::Profile,
    reading::Notation,
    record::FieldName,
    row::Header,
    schema::{Access, field},
    target::{Plain, WITHIN},
    unit,
};

impl Mapping {
    /// Makes a profile ready for the rows under a header. `notations` say how each column was found to be
    /// written, by column; `facts` are needed to convert units and to compare currencies, and may be missing.
    ///
    /// # Errors
    /// When nothing can be mapped, a target is unknown, or two columns feed the same field.
    pub fn compile(
        profile: &Profile,
        header: &Header,
        notations: &[Notation],
        facts: Option<&StoreFacts>,
    ) -> Result<Self, MappingError> {
        let mut issues = Vec::new();
        let cells = collect::collect(profile, header, notations, &mut issues)?;
        let mut mapping = Self {
            kind: KindCells::default(),
            id: None,
            sku: None,
            gtin: None,
            attributes: Attributes::default(),
            stock: StockCells::default(),
            slots: Vec::new(),
            watched: Vec::new(),
            glances: Vec::new(),
            issues,
            takes: Takes::of(&profile.takes),
            others: None,
            files: None,
        };
        if profile.kind().is_sold() {
            mapping.place(cells, facts);
        } else {
            mapping.place_others(profile.kind(), cells);
        }
        // A field that two targets feed (a date of its own, and a period) takes the one that was placed first.
        mapping.slots.sort_by(|one, other| one.field.cmp(&other.field));
        mapping.slots.dedup_by(|later, first| later.field == first.field);
        Ok(mapping)
    }

    /// Rows that are no products: what is for other kinds of record says nothing here.
    fn place_others(&mut self, entity: Entity, cells: Cells) {
        self.watched = cells.watched;
        self.glances = glances(&self.watched);
        let mut others =
            Others { entity, id: None, parent: None, fields: Vec::new(), meta: Vec::new() };
        others.meta.extend(cells.meta);
        for ((of, name), cell) in cells.of {
            match name {
                _ if of != entity => {}
                "id" => others.id = Some(cell),
                WITHIN => others.parent = Some(cell),
                name => {
                    others.fields.extend(field(schema::of(entity), name).map(|def| (def, cell)));
                }
            }
        }
        others.fields.sort_by_key(|(def, _)| def.name);
        self.others = Some(others);
    }

    fn place(&mut self, cells: Cells, facts: Option<&StoreFacts>) {
        self.watched = cells.watched;
        self.glances = glances(&self.watched);
        for (plain, cells) in cells.plain {
            self.place_plain(plain, cells, facts);
        }
        for (field, cell) in cells.meta {
            let producer = match field.as_str() {
                rules::COST => Producer::Cost(cell),
                _ => Producer::Meta(cell),
            };
            self.slots.push(Slot::new(field, true, true, producer));
        }
        if !cells.downloads.is_empty() {
            let groups = cells.downloads.into_values().collect();
            self.add("downloads", Producer::Downloads(Downloads { groups }));
        }
        self.attributes.groups = cells.attributes.into_values().chain(cells.named).collect();
        if !self.attributes.groups.is_empty() {
            self.add("attributes", Producer::Attributes);
        }
        if self.attributes.groups.iter().any(|group| group.default.is_some()) {
            self.add("default_attributes", Producer::DefaultAttributes);
        }
        if self.kind.kind.is_some() {
            self.add("type", Producer::Type);
        }
        if self.kind.kind.is_some() || self.kind.is_virtual.is_some() {
            self.add("virtual", Producer::Virtual);
        }
        if self.kind.kind.is_some() || self.kind.is_downloadable.is_some() {
            self.add("downloadable", Producer::Downloadable);
        }
        if self.stock.quantity.is_some() || self.stock.manage.is_some() {
            self.add("manage_stock", Producer::ManageStock);
            self.add("stock_quantity", Producer::StockQuantity);
            if !self.slots.iter().any(|slot| slot.field == "stock_status") {
                self.add("stock_status", Producer::StockStatus(None));
            }
        }
    }

    fn place_plain(
        &mut self,
        plain: Plain,
        all: Vec<(Cell, Option<String>)>,
        facts: Option<&StoreFacts>,
    ) {
        let name = plain.as_str();
        let is_list = plain.takes_several();
        if is_list {
            self.place_list(plain, all.into_iter().map(|(cell, _)| cell).collect());
            return;
        }
        let Some((cell, unit_label)) = all.into_iter().next() else { return };
        let unit_label = unit_label.unwrap_or_default();
        match plain {
            Plain::Id => self.id = Some(cell),
            Plain::Type => self.kind.kind = Some(cell),
            Plain::Virtual => self.kind.is_virtual = Some(cell),
            Plain::Downloadable => self.kind.is_downloadable = Some(cell),
            Plain::Parent => self.kind.parent = Some(cell),
            Plain::Stock => self.stock.quantity = Some(cell),
            Plain::ManageStock => self.stock.manage = Some(cell),
            Plain::Sku => {
                self.sku = Some(cell.clone());
                self.add(name, Producer::Text(cell, texts::Kind::Sku));
            }
            Plain::Gtin => {
                self.gtin = Some(cell.clone());
                self.add(name, Producer::Text(cell, texts::Kind::Gtin));
            }
            Plain::Published => self.add("status", Producer::Status(cell, words::PUBLISHED)),
            // A column of its own says more than one that knows yes and no.
            Plain::Status => {
                self.slots.retain(|slot| slot.field != "status");
                self.add("status", Producer::Status(cell, words::STATUS));
            }
            Plain::InStock => self.add("stock_status", Producer::StockStatus(Some(cell))),
            Plain::CatalogVisibility => self.add(name, Producer::Choice(cell, words::VISIBILITY)),
            Plain::TaxStatus => self.add(name, Producer::Choice(cell, words::TAX_STATUS)),
            Plain::Backorders => self.add(name, Producer::Choice(cell, words::BACKORDERS)),
            Plain::RegularPrice | Plain::SalePrice => {
                let told = facts.filter(|facts| !facts.currency.is_empty());
                let currency = told.map(|facts| facts.currency.as_str().into());
                self.add(name, Producer::Money(cell, currency));
            }
            Plain::Weight => {
                let to = facts.map(|facts| facts.weight_unit);
                let own = cell.written.notation.unit.and_then(unit::Unit::weight);
                self.add(name, Producer::Weight(cell, own.or(unit::weight(&unit_label)), to));
            }
            Plain::Length | Plain::Width | Plain::Height => {
                let to = facts.map(|facts| facts.dimension_unit);
                let own = cell.written.notation.unit.and_then(unit::Unit::dimension);
                self.add(name, Producer::Length(cell, own.or(unit::dimension(&unit_label)), to));
            }
            Plain::SaleFrom | Plain::SaleTo | Plain::DateCreated => {
                self.add(name, Producer::Moment(cell));
            }
            Plain::SalePeriod => {
                self.add("date_on_sale_from", Producer::Period(cell.clone(), 0));
                self.add("date_on_sale_to", Producer::Period(cell, 1));
            }
            Plain::Featured | Plain::SoldIndividually | Plain::ReviewsAllowed => {
                self.add(name, Producer::Truth(cell));
            }
            Plain::LowStockAmount
            | Plain::DownloadLimit
            | Plain::DownloadExpiry
            | Plain::MenuOrder => {
                self.add(name, Producer::Whole(cell));
            }
            Plain::ShippingClass => self.add(name, Producer::ShippingClass(cell)),
            Plain::GroupedProducts | Plain::Upsells | Plain::CrossSells => {
                self.add(name, Producer::Products(cell));
            }
            Plain::Name => self.add(name, Producer::Text(cell, texts::Kind::Name)),
            Plain::Slug => self.add(name, Producer::Text(cell, texts::Kind::Slug)),
            Plain::ExternalUrl => self.add(name, Producer::Text(cell, texts::Kind::Address)),
            Plain::TaxClass => self.add(name, Producer::Text(cell, texts::Kind::TaxClass)),
            Plain::Description | Plain::ShortDescription => {
                self.add(name, Producer::Text(cell, texts::Kind::Description));
            }
            Plain::PurchaseNote => self.add(name, Producer::Text(cell, texts::Kind::Html)),
            Plain::ButtonText | Plain::PostPassword => {
                self.add(name, Producer::Text(cell, texts::Kind::Plain));
            }
            Plain::Categories
            | Plain::Category
            | Plain::Tags
            | Plain::Brands
            | Plain::Brand
            | Plain::Images => {}
        }
    }

    /// Targets that several columns may feed, each adding to the others.
    fn place_list(&mut self, plain: Plain, cells: Vec<Cell>) {
        let (field, entity, split) = match plain {
            Plain::Categories => ("categories", Entity::Category, Split::AtCommas),
            Plain::Category => ("categories", Entity::Category, Split::Whole),
            Plain::Tags => ("tags", Entity::Tag, Split::AtCommas),
            Plain::Brands => ("brands", Entity::Brand, Split::AtCommas),
            Plain::Brand => ("brands", Entity::Brand, Split::Whole),
            _ => {
                self.add("images", Producer::Images(cells.clone()));
                self.add("image", Producer::Images(cells));
                return;
            }
        };
        let splits = vec![split; cells.len()];
        let known = self.slots.iter_mut().find(|slot| slot.field == field);
        if let Some(Slot { producer: Producer::Terms(terms), .. }) = known {
            terms.cells.extend(cells);
            terms.splits.extend(splits);
        } else {
            self.add(field, Producer::Terms(TermCells { entity, cells, splits }));
        }
    }

    fn add(&mut self, field_name: &'static str, producer: Producer) {
        let takes = |entity| {
            field(schema::of(entity), field_name)
                .is_some_and(|field| field.access == Access::ReadWrite)
        };
        let (on_product, on_variation) = (takes(Entity::Product), takes(Entity::Variation));
        self.slots.push(Slot::new(
            FieldName::new_static(field_name),
            on_product,
            on_variation,
            producer,
        ));
    }
}
