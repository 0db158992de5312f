//! Every kind of record that a shop keeps: what files of it look like, and where it is sent.
//!
//! `life` has each of them go in, be changed, come out and be taken back; in `lost` the answer to its request is lost;
//! `beyond_undo` is about what cannot be taken back.

mod beyond_undo;
mod life;
mod lost;
mod moved;
mod order_lines;
mod trees;
mod unnumbered;

use std::path::Path;

use longshore_app::engine::entity::Entity;
use serde_json::Value;

use crate::{shop::Shop, terminal::Longshore};

/// A kind with a file that makes records of it, the same with something changed, and what is made for it.
struct Kind {
    entity: Entity,
    /// As it is typed; products and variations go without a word.
    name: &'static str,
    /// Where it is sent to be made, as faults are written.
    route: &'static str,
    first: &'static str,
    then: &'static str,
    /// How many rows there are, and how many of them change.
    rows: u64,
    changed: u64,
    /// Other files that go in before, by their kinds.
    before: &'static [(&'static str, &'static str)],
}

const KINDS: &[Kind] = &[
    Kind {
        entity: Entity::Category,
        name: "categories",
        route: "products/categories/batch",
        first: "name,parent,description,display\nSocks,Clothes > Warm,Wool,default\nWarm,Clothes,For winter,products\nClothes,,All of it,both\n",
        then: "name,parent,description,display\nSocks,Clothes > Warm,Cotton,default\nWarm,Clothes,For winter,products\nClothes,,All of it,both\n",
        rows: 3,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::Tag,
        name: "tags",
        route: "products/tags/batch",
        first: "name,slug,description\nSummer & sun,summer-sun,Warm days\nNew in,new-in,\n",
        then: "name,slug,description\nSummer & sun,summer-sun,Long days\nNew in,new-in,\n",
        rows: 2,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::Brand,
        name: "brands",
        route: "products/brands/batch",
        first: "name,description\nAcme,\"Makers, since 1949\"\n",
        then: "name,description\nAcme,Makers\n",
        rows: 1,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::ShippingClass,
        name: "shipping-classes",
        route: "products/shipping_classes/batch",
        first: "name,slug,description\nBulky,bulky,By freight\n",
        then: "name,slug,description\nBulky,bulky,By lorry\n",
        rows: 1,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::Attribute,
        name: "attributes",
        route: "products/attributes/batch",
        first: "name,slug,order_by\nMaterial,material,name\n",
        then: "name,slug,order_by\nMaterial,material,menu_order\n",
        rows: 1,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::Term,
        name: "terms",
        route: "products/attributes/*/terms/batch",
        first: "attribute,name,description\nMaterial,Oak,Hard\nMaterial,Pine,Soft\n",
        then: "attribute,name,description\nMaterial,Oak,Very hard\nMaterial,Pine,Soft\n",
        rows: 2,
        changed: 1,
        before: &[("attributes", "name,slug\nMaterial,material\n")],
    },
    Kind {
        entity: Entity::TaxClass,
        name: "tax-classes",
        route: "taxes/classes",
        first: "name\nBooks\nWine & more\n",
        then: "name\nBooks\nWine & more\n",
        rows: 2,
        changed: 0,
        before: &[],
    },
    Kind {
        entity: Entity::TaxRate,
        name: "tax-rates",
        route: "taxes/batch",
        first: "country,state,postcodes,cities,rate,name,priority,class\nDE,,,,19,VAT,1,standard\nUS,CA,\"90210, 9021*\",BEVERLY HILLS,7.25,Sales,1,standard\n",
        then: "country,state,postcodes,cities,rate,name,priority,class\nDE,,,,19,MwSt,1,standard\nUS,CA,\"90210, 9021*\",BEVERLY HILLS,7.25,Sales,1,standard\n",
        rows: 2,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::Customer,
        name: "customers",
        route: "customers/batch",
        first: "email,username,first_name,last_name,billing_city,billing_country,Meta: vip\njo@example.com,jo,Jo,Müller,Berlin,DE,1\nann@example.com,ann,Ann,Lee,Leeds,GB,\n",
        then: "email,username,first_name,last_name,billing_city,billing_country,Meta: vip\njo@example.com,jo,Johanna,Müller,Berlin,DE,1\nann@example.com,ann,Ann,Lee,Leeds,GB,\n",
        rows: 2,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::Coupon,
        name: "coupons",
        route: "coupons/batch",
        first: "code,amount,discount_type,date_expires,minimum_amount,product_ids,product_categories,email_restrictions\nsave10,10,percent,2027-12-31,50,TEA,Drinks,\"a@example.com, *@example.org\"\nfive,5,fixed_cart,,,,,\n",
        then: "code,amount,discount_type,date_expires,minimum_amount,product_ids,product_categories,email_restrictions\nsave10,12.5,percent,2027-12-31,50,TEA,Drinks,\"a@example.com, *@example.org\"\nfive,5,fixed_cart,,,,,\n",
        rows: 2,
        changed: 1,
        before: GOODS,
    },
    Kind {
        entity: Entity::Review,
        name: "reviews",
        route: "products/reviews/batch",
        first: "product,reviewer,reviewer_email,review,rating\nTEA,Ann,ann@example.com,Lovely <b>tea</b>,5\n",
        then: "product,reviewer,reviewer_email,review,rating\nTEA,Ann,ann@example.com,Lovely <b>tea</b>,4\n",
        rows: 1,
        changed: 1,
        before: GOODS,
    },
    Kind {
        entity: Entity::Order,
        name: "orders",
        route: "orders/batch",
        first: "id,billing_email,billing_first_name,line_items,fee_lines,shipping_lines,customer_note\n7001,jo@example.com,Jo,sku:TEA|quantity:2|total:9.00,name:Gift wrap|total:2,method_id:flat_rate|method_title:Post|total:4.90,Ring twice\n",
        then: "id,billing_email,billing_first_name,line_items,fee_lines,shipping_lines,customer_note\n7001,jo@example.com,Jo,sku:TEA|quantity:2|total:9.00,name:Gift wrap|total:3,method_id:flat_rate|method_title:Post|total:4.90,Ring once\n",
        rows: 1,
        changed: 1,
        before: GOODS,
    },
    Kind {
        entity: Entity::OrderNote,
        name: "order-notes",
        route: "orders/*/notes",
        first: "order,note,customer_note\n7001,Packed,0\n7001,On its way,0\n",
        then: "order,note,customer_note\n7001,Packed,0\n7001,On its way,0\n",
        rows: 2,
        changed: 0,
        before: ORDERED,
    },
    Kind {
        entity: Entity::Refund,
        name: "refunds",
        route: "orders/*/refunds",
        first: "order,amount,reason,line_items\n7001,2.50,Late,\n7001,4.50,Damaged,sku:TEA|quantity:1|total:4.50\n",
        then: "order,amount,reason,line_items\n7001,2.50,Late,\n7001,4.50,Damaged,sku:TEA|quantity:1|total:4.50\n",
        rows: 2,
        changed: 0,
        before: ORDERED,
    },
    Kind {
        entity: Entity::Product,
        name: "",
        route: "products/batch",
        first: "Type,SKU,Name,Regular price,Stock,Description\nsimple,TEA,Tea,4.50,3,Green & mild\nsimple,CUP,Cup,7,,\n",
        then: "Type,SKU,Name,Regular price,Stock,Description\nsimple,TEA,Tea,4.80,3,Green & strong\nsimple,CUP,Cup,7,,\n",
        rows: 2,
        changed: 1,
        before: &[],
    },
    Kind {
        entity: Entity::Variation,
        name: "",
        route: "products/*/variations/batch",
        first: "Type,SKU,Parent,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 global\nvariation,SHIRT-S,SHIRT,7,Size,S,0\nvariation,SHIRT-L,SHIRT,8,Size,L,0\n",
        then: "Type,SKU,Parent,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 global\nvariation,SHIRT-S,SHIRT,7.50,Size,S,0\nvariation,SHIRT-L,SHIRT,8,Size,L,0\n",
        rows: 2,
        changed: 1,
        before: &[(
            "",
            "Type,SKU,Name,Parent,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 global\nvariable,SHIRT,Shirt,,,Size,\"S, M, L\",0\nvariation,SHIRT-M,,SHIRT,6,Size,M,0\n",
        )],
    },
];

/// What coupons, reviews and orders name.
const GOODS: &[(&str, &str)] = &[
    ("categories", "name\nDrinks\n"),
    ("", "SKU,Name,Regular price,Categories\nTEA,Tea,4.50,Drinks\n"),
];

/// What notes and refunds lie in.
const ORDERED: &[(&str, &str)] = &[
    ("", "SKU,Name,Regular price\nTEA,Tea,4.50\n"),
    (
        "orders",
        "number,billing_email,line_items\n7001,jo@example.com,sku:TEA|quantity:2|total:9.00\n",
    ),
];

#[track_caller]
fn counted(report: &Value, wanted: &[(&str, u64)]) {
    let counts = report["counts"].as_object().unwrap();
    for (name, count) in counts.iter().filter(|(name, _)| *name != "rows" && *name != "records") {
        let wanted = wanted.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count);
        assert_eq!(count.as_u64(), Some(wanted), "{name} in {report}");
    }
}

fn import(longshore: &Longshore, kind: &str, file: &Path) -> Value {
    import_with(longshore, kind, file, &[])
}

fn import_with(longshore: &Longshore, kind: &str, file: &Path, more: &[&str]) -> Value {
    let kind: &[&str] = if kind.is_empty() { &[] } else { &["--kind", kind] };
    longshore.import(0, file, &[kind, more].concat())
}

fn import_ending(longshore: &Longshore, kind: &str, file: &Path, status: i32) -> Value {
    longshore.import(status, file, &["--kind", kind])
}

/// A shop with what records of the kind need.
fn prepared(kind: &Kind) -> (Shop, Longshore) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    for (name, text) in kind.before {
        import(&longshore, name, &written(&longshore, "before.csv", text));
    }
    (shop, longshore)
}

fn written(longshore: &Longshore, name: &str, text: &str) -> std::path::PathBuf {
    let file = longshore.file(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// What the shop has of a kind, as it writes it out.
fn out(longshore: &Longshore, kind: &str) -> String {
    let file = longshore.file("out.csv");
    let what: &[&str] = if kind.is_empty() { &["products"] } else { &["records", kind] };
    let rest = ["--store", "shop", "--out", file.to_str().unwrap()];
    longshore.json(0, ["export"].iter().chain(what).chain(&rest));
    std::fs::read_to_string(file).unwrap()
}

/// What the shop itself gives to what is made: numbers and times.
const OF_THE_SHOP: [&str; 4] = ["id", "ID", "number", "date_created"];

/// The rows of an export without what is new each time that something is made.
fn without_numbers(export: &str) -> Vec<Vec<String>> {
    let bare = export.trim_start_matches('\u{feff}');
    let mut rows: Vec<Vec<String>> = bare.lines().map(cells).collect();
    let header = rows.remove(0);
    for row in &mut rows {
        let mut named = header.iter();
        row.retain(|_| !OF_THE_SHOP.contains(&named.next().unwrap().as_str()));
    }
    rows.sort();
    rows
}

/// The cells of a line, in which no cell has a line break.
fn cells(line: &str) -> Vec<String> {
    let (mut all, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => all.push(String::new()),
            other => all.last_mut().unwrap().push(other),
        }
    }
    all
}
