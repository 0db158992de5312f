//! A profile becomes a mapping: names are looked up once, here.

use std::collections::{BTreeMap, HashMap};

use super::{
    Mapping,
    attributes::{AttributeCells, Attributes},
    cell::Cell,
    downloads::{DownloadCells, Downloads},
    kind::KindCells,
    lists::{Split, TermCells},
    slot::{Producer, Slot},
    stock::StockCells,
    texts, words,
};
use crate::{
    check::codes,
    entity::Entity,
    error::MappingError,
    facts::StoreFacts,
    issue::Issue,
    label,
    number::NumberReader,
    platforms::woocommerce::schema,
    profile::{ColumnMap, Profile, Step},
    reading::Notation,
    record::FieldName,
    row::Header,
    schema::{Access, field},
    steps,
    target::{AttributePart, DownloadPart, Plain, Target},
    unit,
};

/// All cells by what they are for.
#[derive(Default)]
struct Cells {
    plain: BTreeMap<Plain, Vec<(Cell, Option<String>)>>,
    attributes: BTreeMap<u16, AttributeCells>,
    named: Vec<AttributeCells>,
    downloads: BTreeMap<u16, DownloadCells>,
    meta: BTreeMap<FieldName, Cell>,
}

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
        let cells = collect(profile, header, notations, &mut issues)?;
        let mut mapping = Self {
            kind: KindCells::default(),
            id: None,
            sku: None,
            gtin: None,
            attributes: Attributes::default(),
            stock: StockCells::default(),
            slots: Vec::new(),
            issues,
        };
        mapping.place(cells, facts);
        // A field that two targets feed (a date of its own, and a period) takes the one that was placed first.
        mapping.slots.sort_by(|one, other| one.field.cmp(&other.field));
        mapping.slots.dedup_by(|later, first| later.field == first.field);
        Ok(mapping)
    }

    fn place(&mut self, cells: Cells, facts: Option<&StoreFacts>) {
        for (plain, cells) in cells.plain {
            self.place_plain(plain, cells, facts);
        }
        for (field, cell) in cells.meta {
            self.slots.push(Slot {
                field,
                on_product: true,
                on_variation: true,
                producer: Producer::Meta(cell),
            });
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
                let currency = facts.map(|facts| facts.currency.as_str().into());
                self.add(name, Producer::Money(cell, currency));
            }
            Plain::Weight => {
                let to = facts.map(|facts| facts.weight_unit);
                self.add(name, Producer::Weight(cell, unit::weight(&unit_label), to));
            }
            Plain::Length | Plain::Width | Plain::Height => {
                let to = facts.map(|facts| facts.dimension_unit);
                self.add(name, Producer::Length(cell, unit::dimension(&unit_label), to));
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
        self.slots.push(Slot {
            field: FieldName::new_static(field_name),
            on_product: takes(Entity::Product),
            on_variation: takes(Entity::Variation),
            producer,
        });
    }
}

/// Finds the columns of the profile in the header.
fn collect(
    profile: &Profile,
    header: &Header,
    notations: &[Notation],
    issues: &mut Vec<Issue>,
) -> Result<Cells, MappingError> {
    let mut cells = Cells::default();
    let mut fed: HashMap<Target, String> = HashMap::new();
    let places = places(header);
    let writes_plain_numbers = profile.platform == "woocommerce";
    let mut is_used = vec![false; header.columns.len()];
    let mut wanted = 0;
    for column in &profile.columns {
        let Some(name) = &column.target else { continue };
        let target = parse(&column.column, name)?;
        wanted += 1;
        let exact = places.exact.get(&(column.column.as_str(), column.occurrence));
        let alike = || places.alike.get(&(label::key(&column.column), column.occurrence));
        let Some(at) = exact.or_else(alike).copied() else {
            issues.push(codes::COLUMN_MISSING.issue(
                None,
                None,
                &[&column.column, &target.name()],
                None,
            ));
            continue;
        };
        is_used[at] = true;
        check_steps(column)?;
        if let Some(first) = fed.insert(target.clone(), column.column.clone())
            && !target.takes_several()
        {
            let second = column.column.clone();
            return Err(MappingError::TargetTwice { target: target.name(), first, second });
        }
        let found = notations.get(at).copied().unwrap_or_default();
        let cell = cell_of(profile, column, at, found, writes_plain_numbers, &target);
        cells.put(target, cell, unit_of(&column.column));
    }
    for (target_name, text) in &profile.constants {
        let target = parse(target_name, target_name)?;
        if let Some(first) = fed.insert(target.clone(), target_name.to_string())
            && !target.takes_several()
        {
            let second = format!("= {text}");
            return Err(MappingError::TargetTwice { target: target.name(), first, second });
        }
        cells.put(target, constant(text), None);
    }
    if wanted == 0 {
        return Err(MappingError::NothingMatched);
    }
    if !is_used.contains(&true) {
        return Err(MappingError::OtherFile);
    }
    note_unused(header, &is_used, issues);
    Ok(cells)
}

struct Places<'h> {
    exact: HashMap<(&'h str, usize), usize>,
    alike: HashMap<(String, usize), usize>,
}

/// Where each column stands, by its name and how many of that name stand before it.
fn places(header: &Header) -> Places<'_> {
    let mut places = Places { exact: HashMap::new(), alike: HashMap::new() };
    let (mut exact, mut alike): (HashMap<&str, usize>, HashMap<String, usize>) = Default::default();
    for (at, name) in header.columns.iter().enumerate() {
        let count = exact.entry(name).or_default();
        places.exact.insert((name, *count), at);
        *count += 1;
        let count = alike.entry(label::key(name)).or_default();
        places.alike.insert((label::key(name), *count), at);
        *count += 1;
    }
    places
}

fn parse(column: &str, name: &str) -> Result<Target, MappingError> {
    let unknown =
        || MappingError::UnknownTarget { column: column.to_owned(), target: name.to_owned() };
    Target::parse(name).ok_or_else(unknown)
}

fn check_steps(column: &ColumnMap) -> Result<(), MappingError> {
    let is_bad = |step: &Step| matches!(step, Step::Replace { find, .. } if find.is_empty());
    match column.steps.iter().position(is_bad) {
        Some(at) => Err(MappingError::BadStep { column: column.column.clone(), step: at + 1 }),
        None => Ok(()),
    }
}

fn cell_of(
    profile: &Profile,
    column: &ColumnMap,
    at: usize,
    found: Notation,
    writes_plain_numbers: bool,
    target: &Target,
) -> Cell {
    let own = column.notation;
    let mut notation = Notation {
        decimal: own.decimal.or(found.decimal),
        thousands: own.thousands.or(found.thousands),
        date_order: own.date_order.or(found.date_order),
    };
    // WooCommerce writes measures with a point and prices without thousands separators, in every language.
    let is_measure = matches!(
        target,
        Target::Plain(Plain::Weight | Plain::Length | Plain::Width | Plain::Height)
    );
    if writes_plain_numbers && is_measure && notation.decimal.is_none() {
        notation.decimal = Some(crate::reading::DecimalSeparator::Point);
    }
    let written = NumberReader { notation, lone_separator_is_decimal: writes_plain_numbers };
    let makes_numbers = column.steps.iter().any(steps::makes_numbers);
    Cell {
        column: Some(at),
        constant: String::new(),
        steps: column.steps.clone(),
        written,
        reader: if makes_numbers { steps::written_numbers() } else { written },
        date_order: notation.date_order,
        blank: column.blank.unwrap_or(profile.blank),
    }
}

fn constant(text: &str) -> Cell {
    Cell {
        column: None,
        constant: text.to_owned(),
        steps: Vec::new(),
        written: steps::written_numbers(),
        reader: steps::written_numbers(),
        date_order: None,
        blank: crate::profile::BlankPolicy::Keep,
    }
}

fn unit_of(column: &str) -> Option<String> {
    let key = label::key(column);
    label::bracketed(&key).map(|(_, unit)| unit.to_owned())
}

fn note_unused(header: &Header, is_used: &[bool], issues: &mut Vec<Issue>) {
    let unused =
        header.columns.iter().zip(is_used).filter(|(name, is_used)| !**is_used && !name.is_empty());
    let names: Vec<&str> = unused.map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        let values = [&*names.len().to_string(), &*names.join(", ")];
        issues.push(codes::COLUMNS_NOT_IMPORTED.issue(None, None, &values, None));
    }
}

impl Cells {
    fn put(&mut self, target: Target, cell: Cell, unit: Option<String>) {
        match target {
            Target::Plain(plain) => self.plain.entry(plain).or_default().push((cell, unit)),
            Target::Meta(_) => {
                self.meta.insert(target.name(), cell);
            }
            Target::AttributeNamed(label) => self.named.push(AttributeCells {
                label: Some(label.to_string()),
                value: Some(cell),
                ..AttributeCells::default()
            }),
            Target::Attribute(part, number) => {
                let group = self.attributes.entry(number).or_default();
                *match part {
                    AttributePart::Name => &mut group.name,
                    AttributePart::Value => &mut group.value,
                    AttributePart::Visible => &mut group.visible,
                    AttributePart::Global => &mut group.global,
                    AttributePart::Default => &mut group.default,
                } = Some(cell);
            }
            Target::Download(part, number) => {
                let group = self.downloads.entry(number).or_default();
                *match part {
                    DownloadPart::Id => &mut group.id,
                    DownloadPart::Name => &mut group.name,
                    DownloadPart::Url => &mut group.url,
                } = Some(cell);
            }
        }
    }
}
