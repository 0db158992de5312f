//! Every kind of record goes into a shop, is changed, comes out, and is taken back without a trace.

use std::path::Path;

use serde_json::Value;

use crate::{shop::Shop, terminal::Longshore};

/// A kind with a file that makes records of it, the same with something changed, and what is made for it.
struct Kind {
    name: &'static str,
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
        name: "categories",
        first: "name,parent,description,display\nSocks,Clothes > Warm,Wool,default\nWarm,Clothes,For winter,products\nClothes,,All of it,both\n",
        then: "name,parent,description,display\nSocks,Clothes > Warm,Cotton,default\nWarm,Clothes,For winter,products\nClothes,,All of it,both\n",
        rows: 3,
        changed: 1,
        before: &[],
    },
    Kind {
        name: "tags",
        first: "name,slug,description\nSummer & sun,summer-sun,Warm days\nNew in,new-in,\n",
        then: "name,slug,description\nSummer & sun,summer-sun,Long days\nNew in,new-in,\n",
        rows: 2,
        changed: 1,
        before: &[],
    },
    Kind {
        name: "brands",
        first: "name,description\nAcme,\"Makers, since 1949\"\n",
        then: "name,description\nAcme,Makers\n",
        rows: 1,
        changed: 1,
        before: &[],
    },
    Kind {
        name: "shipping-classes",
        first: "name,slug,description\nBulky,bulky,By freight\n",
        then: "name,slug,description\nBulky,bulky,By lorry\n",
        rows: 1,
        changed: 1,
        before: &[],
    },
    Kind {
        name: "attributes",
        first: "name,slug,order_by\nMaterial,material,name\n",
        then: "name,slug,order_by\nMaterial,material,menu_order\n",
        rows: 1,
        changed: 1,
        before: &[],
    },
    Kind {
        name: "terms",
        first: "attribute,name,description\nMaterial,Oak,Hard\nMaterial,Pine,Soft\n",
        then: "attribute,name,description\nMaterial,Oak,Very hard\nMaterial,Pine,Soft\n",
        rows: 2,
        changed: 1,
        before: &[("attributes", "name,slug\nMaterial,material\n")],
    },
    Kind {
        name: "tax-classes",
        first: "name\nBooks\nWine & more\n",
        then: "name\nBooks\nWine & more\n",
        rows: 2,
        changed: 0,
        before: &[],
    },
    Kind {
        name: "tax-rates",
        first: "country,state,postcodes,cities,rate,name,priority,class\nDE,,,,19,VAT,1,standard\nUS,CA,\"90210, 9021*\",BEVERLY HILLS,7.25,Sales,1,standard\n",
        then: "country,state,postcodes,cities,rate,name,priority,class\nDE,,,,19,MwSt,1,standard\nUS,CA,\"90210, 9021*\",BEVERLY HILLS,7.25,Sales,1,standard\n",
        rows: 2,
        changed: 1,
        before: &[],
    },
    Kind {
        name: "customers",
        first: "email,username,first_name,last_name,billing_city,billing_country,Meta: vip\njo@example.com,jo,Jo,Müller,Berlin,DE,1\nann@example.com,ann,Ann,Lee,Leeds,GB,\n",
        then: "email,username,first_name,last_name,billing_city,billing_country,Meta: vip\njo@example.com,jo,Johanna,Müller,Berlin,DE,1\nann@example.com,ann,Ann,Lee,Leeds,GB,\n",
        rows: 2,
        changed: 1,
        before: &[],
    },
    Kind {
        name: "coupons",
        first: "code,amount,discount_type,date_expires,minimum_amount,product_ids,product_categories,email_restrictions\nsave10,10,percent,2027-12-31,50,TEA,Drinks,\"a@example.com, *@example.org\"\nfive,5,fixed_cart,,,,,\n",
        then: "code,amount,discount_type,date_expires,minimum_amount,product_ids,product_categories,email_restrictions\nsave10,12.5,percent,2027-12-31,50,TEA,Drinks,\"a@example.com, *@example.org\"\nfive,5,fixed_cart,,,,,\n",
        rows: 2,
        changed: 1,
        before: GOODS,
    },
    Kind {
        name: "reviews",
        first: "product,reviewer,reviewer_email,review,rating\nTEA,Ann,ann@example.com,Lovely <b>tea</b>,5\n",
        then: "product,reviewer,reviewer_email,review,rating\nTEA,Ann,ann@example.com,Lovely <b>tea</b>,4\n",
        rows: 1,
        changed: 1,
        before: GOODS,
    },
    Kind {
        name: "orders",
        first: "id,billing_email,billing_first_name,line_items,fee_lines,shipping_lines,customer_note\n7001,jo@example.com,Jo,sku:TEA|quantity:2|total:9.00,name:Gift wrap|total:2,method_id:flat_rate|method_title:Post|total:4.90,Ring twice\n",
        then: "id,billing_email,billing_first_name,line_items,fee_lines,shipping_lines,customer_note\n7001,jo@example.com,Jo,sku:TEA|quantity:2|total:9.00,name:Gift wrap|total:3,method_id:flat_rate|method_title:Post|total:4.90,Ring once\n",
        rows: 1,
        changed: 1,
        before: GOODS,
    },
    Kind {
        name: "order-notes",
        first: "order,note,customer_note\n7001,Packed,0\n7001,On its way,0\n",
        then: "order,note,customer_note\n7001,Packed,0\n7001,On its way,0\n",
        rows: 2,
        changed: 0,
        before: ORDERED,
    },
    Kind {
        name: "refunds",
        first: "order,amount,reason\n7001,2.50,Damaged\n",
        then: "order,amount,reason\n7001,2.50,Damaged\n",
        rows: 1,
        changed: 0,
        before: ORDERED,
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
    if kind.is_empty() {
        return longshore.import(0, file, &[]);
    }
    longshore.import(0, file, &["--kind", kind])
}

fn written(longshore: &Longshore, name: &str, text: &str) -> std::path::PathBuf {
    let file = longshore.file(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// What the shop has of a kind, as it writes it out.
fn out(longshore: &Longshore, kind: &str) -> String {
    let file = longshore.file("out.csv");
    let words = ["export", "records", kind, "--store", "shop", "--out", file.to_str().unwrap()];
    longshore.json(0, words);
    std::fs::read_to_string(file).unwrap()
}

/// What the shop itself gives to what is made: numbers and times.
const OF_THE_SHOP: [&str; 3] = ["id", "number", "date_created"];

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

fn whole_life(kind: &Kind) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    for (name, text) in kind.before {
        import(&longshore, name, &written(&longshore, "before.csv", text));
    }
    let before = out(&longshore, kind.name);
    let first = written(&longshore, "first.csv", kind.first);
    let made = import(&longshore, kind.name, &first);
    counted(&made, &[("create", kind.rows)]);
    let there = out(&longshore, kind.name);
    // The same file and what the shop writes out change nothing.
    shop.writes();
    counted(&import(&longshore, kind.name, &first), &[("unchanged", kind.rows)]);
    let own = written(&longshore, "own.csv", &there);
    let rows = there.lines().count() as u64 - 1;
    counted(&import(&longshore, kind.name, &own), &[("unchanged", rows)]);
    assert!(shop.writes().is_empty(), "{}: writes though nothing changes", kind.name);

    let then = written(&longshore, "then.csv", kind.then);
    let changed = import(&longshore, kind.name, &then);
    let stays = kind.rows - kind.changed;
    counted(&changed, &[("update", kind.changed), ("unchanged", stays)]);
    if kind.changed > 0 {
        assert_ne!(out(&longshore, kind.name), there);
        longshore.undo(0, &changed["run"]);
    }
    assert_eq!(out(&longshore, kind.name), there, "{} changed back", kind.name);

    let gone = longshore.import(0, &first, &["--kind", kind.name, "--mode", "delete", "--force"]);
    counted(&gone, &[("delete", kind.rows)]);
    assert_eq!(out(&longshore, kind.name), before, "{} removed", kind.name);
    longshore.undo(0, &gone["run"]);
    assert_eq!(
        without_numbers(&out(&longshore, kind.name)),
        without_numbers(&there),
        "{} made again",
        kind.name
    );

    longshore.undo(0, &made["run"]);
    assert_eq!(out(&longshore, kind.name), before, "{} taken back", kind.name);
}

#[test]
fn every_kind_goes_in_and_comes_out_and_is_taken_back() {
    KINDS.iter().for_each(whole_life);
}
