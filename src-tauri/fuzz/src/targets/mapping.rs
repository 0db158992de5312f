//! Hostile cells on their way to a record, and from there to a request.
//!
//! Rows end with the sign 1E, cells with 1F; the first row names the columns.

use longshore_connectors::woocommerce::request_body;
use longshore_engine::{
    change::{Action, Change, Phase},
    check::{Assumptions, Checker, FileIndex},
    facts::{Access, DimensionUnit, StoreFacts, WeightUnit},
    issue::{Issue, Severity},
    mapped::Mapped,
    mapping::Mapping,
    profile::{BlankPolicy, Profile},
    reading::{DecimalSeparator, Notation, ReadSettings},
    recognise::recognise,
    record::Fields,
    row::{Header, Row},
    suggest::suggest,
    target::Target as Field,
    value::ChangeId,
};

use longshore_formats::Limits;

use super::pieces::Pieces;
use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target =
    Target { name: "mapping", read, seeds, real: Vec::new, shape: Shape::Bytes, tokens: TOKENS };

const TOKENS: &[&str] = &[
    "\u{1e}",
    "\u{1f}",
    "\u{1f}\u{1f}",
    "simple",
    "variable",
    "variation",
    "grouped, virtual",
    "external",
    "id:1",
    "sku",
    "name",
    "regular_price",
    "sale_price",
    "stock",
    "images",
    "categories",
    "tags",
    "parent",
    "type",
    "weight",
    "date_on_sale_from",
    "sale_period",
    "attributes:name1",
    "attributes:value1",
    "attributes:visible1",
    "attributes:global1",
    "attributes:default1",
    "downloads:id1",
    "downloads:name1",
    "downloads:url1",
    "meta:_x",
    "attribute:Colour",
    "19,90",
    "1.234,50 €",
    "1,234.50",
    "-5",
    "1.2 kg",
    "12 lbs",
    "31.12.2026",
    "12/31/2026",
    "2026-12-31 10:00",
    "1767225600",
    "https://example.test/a.jpg",
    "https://example.test/a b.jpg,https://x",
    "javascript:alert(1)",
    "Clothing > Shirts, Sale",
    " > ",
    ">",
    "a\\, b",
    "Red | Blue",
    "Red, Blue",
    "|",
    "\\n",
    "<b>x</b>",
    "'=1+1",
    "yes",
    "no",
    "1",
    "0",
    "-1",
    "notify",
    "parent",
    "backorder",
    "4006381333931",
    "{\"a\":[1]}",
    "&amp;",
    "\u{fffd}",
];

/// More rows than this say nothing new.
const ROWS: usize = 300;

fn read(input: &[u8]) -> bool {
    let mut pieces = Pieces(input);
    let blank = pieces.one_of(BlankPolicy::Keep, &[BlankPolicy::Clear]);
    let notation = pieces.notation();
    let text = pieces.text();
    let mut lines = text.split('\u{1e}');
    // No reader gives more.
    let names = lines.next().unwrap_or_default().split('\u{1f}').take(Limits::default().columns);
    let columns = names.map(str::to_owned).collect();
    let header = Header { columns, line: Some(1) };
    let recognised = recognise(&header);
    let suggestions = suggest(&header, &recognised, &[]);
    let mut profile = Profile::suggested(&recognised, &suggestions, ReadSettings::default());
    profile.blank = blank;
    for column in &mut profile.columns {
        if Field::parse(&column.column).is_some() {
            column.target = Some(column.column.as_str().into());
        }
    }
    let rows: Vec<Row> = lines
        .take(ROWS)
        .enumerate()
        .map(|(index, line)| {
            let mut row = Row::new();
            line.split('\u{1f}').take(Limits::default().columns).for_each(|cell| row.push(cell));
            row.pad(header.columns.len());
            row.number = index as u64 + 1;
            row.line = row.number + 1;
            row
        })
        .collect();
    let notations: Vec<Notation> = vec![notation; header.columns.len()];
    let Ok(mapping) = Mapping::compile(&profile, &header, &notations, Some(&facts())) else {
        return false;
    };
    both_passes(&mapping, &rows);
    !rows.is_empty()
}

/// As the program sends a file: all rows are looked at, then each becomes a record.
fn both_passes(mapping: &Mapping, rows: &[Row]) {
    let mut index = FileIndex::new();
    let mut first = Vec::new();
    for row in rows {
        let mut issues = Vec::new();
        mapping.validate(row, &mut issues);
        mapping.index(row, &mut index);
        if issues.iter().any(|issue| issue.severity == Severity::Error) {
            index.keep_out(row.number);
        }
        first.push(issues);
    }
    index.finish();
    let checker =
        Checker::new(&index, Assumptions { all_are_new: true, ids_are_the_stores: false });
    let mut mapped = Mapped::empty();
    for (row, first) in rows.iter().zip(first) {
        let mut issues = Vec::new();
        mapping.map(row, &mut mapped, &mut issues);
        assert_eq!(codes(&issues), codes(&first), "both passes see the same in row {}", row.number);
        checker.row(&mut mapped, &mut issues);
        let change = change(&mapped);
        if let Ok(body) = request_body(Action::Create, &[change]) {
            let sound = serde_json::from_slice::<serde_json::Value>(&body);
            assert!(sound.is_ok(), "what is sent is JSON");
        }
    }
}

fn codes(issues: &[Issue]) -> Vec<(&str, Option<usize>)> {
    let mut codes: Vec<_> =
        issues.iter().map(|issue| (issue.code.as_str(), issue.column)).collect();
    codes.sort_unstable();
    codes
}

fn change(mapped: &Mapped) -> Change {
    Change {
        id: ChangeId(1),
        phase: Phase::Products,
        action: Action::Create,
        entity: mapped.record.entity,
        record: None,
        parent: None,
        fields: mapped.record.fields.clone(),
        before: Fields::new(),
        label: mapped.label().to_owned(),
        row: Some(mapped.row),
        completes: None,
        reason: "not_in_store".into(),
    }
}

pub(super) fn facts() -> StoreFacts {
    StoreFacts {
        currency: "EUR".to_owned(),
        decimal: DecimalSeparator::Comma,
        price_decimals: 2,
        weight_unit: WeightUnit::Kg,
        dimension_unit: DimensionUnit::Cm,
        version: "10.5.0".to_owned(),
        access: Access { read: true, write: true },
        is_practice: false,
    }
}

fn seeds() -> Vec<Vec<u8>> {
    [
        "type|sku|name|regular_price|sale_price|stock|weight|images|categories|tags#simple|A-1|Shirt|19.90|9.90|5|1.2 kg|https://example.test/a.jpg|Clothing > Shirts|new, sale#simple|A-2|Hat|5|||||Clothing|",
        "id|type|sku|parent|name|attributes:name1|attributes:value1|attributes:visible1|attributes:global1|attributes:default1|regular_price#1|variable|V||Mug|Colour|Red, Blue|1|1|Red|#2|variation|V-1|V|Mug red|Colour|Red||1||9.90#3|variation|V-2|id:1|Mug blue|Colour|Blue||1||9,90",
        "sku|name|date_on_sale_from|date_on_sale_to|sale_period|published|featured|in_stock|manage_stock|backorders|sold_individually|reviews_allowed#A|x|2026-12-01|2026-12-31|2026-12-01/2026-12-31|1|yes|1|yes|notify|0|1",
        "sku|downloads:id1|downloads:name1|downloads:url1|download_limit|download_expiry|virtual|downloadable|external_url|button_text#A|a|Book|https://example.test/b.pdf|5|30|1|1|https://example.test|Buy",
        "sku|meta:_a|meta:_b|attribute:Colour|attribute:Size|upsell_ids|cross_sell_ids|grouped_products|tax_class|shipping_class|brands|length|width|height|low_stock_amount|menu_order|global_unique_id#A|{\"a\":1}|x|Red|L|B, id:2|C|D, E|reduced-rate|bulky|Acme > Sub|10|20 mm|3 in|2|-1|4006381333931",
        "Artikelnummer|Bezeichnung|Regulärer Preis|Bestand|Kategorie|Beschreibung#4711|Hose|1.234,50 €|12|Damen|<b>gut</b>#4712|Hemd|19,90-|x||",
    ]
    .map(|seed| seed.replace('|', "\u{1f}").replace('#', "\u{1e}").into_bytes())
    .to_vec()
}
