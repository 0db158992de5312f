//! Rows that are no products yet become some as somebody says, go in, in again without a write, and out.

use crate::{platforms::goes, shop::Shop, terminal::Longshore};

/// What the shop has of a product: its type, and SKU, price and choice of each variation.
fn variants_of(shop: &Shop, name: &str) -> (String, Vec<[String; 3]>) {
    let witness = shop.witness();
    let there = witness.products();
    let product = there.iter().find(|product| product["name"] == name).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<[String; 3]> = witness
        .variations(product)
        .iter()
        .map(|one| {
            let chosen = &one["attributes"][0];
            let chosen = format!("{}={}", text(&chosen["name"]), text(&chosen["option"]));
            [text(&one["sku"]), text(&one["regular_price"]), chosen]
        })
        .collect();
    all.sort();
    (text(&product["type"]), all)
}

const LISTS: &str = "SKU;Name;Size;Price\nTEE;Tee;S,M,L;10,12,14\nCAP;Cap;;9\n";

#[test]
fn a_row_with_lists_becomes_a_product_with_a_variation_each() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("lists.csv", LISTS);
    let found = longshore.json(0, ["inspect", file.to_str().unwrap()]);
    assert_eq!(found["shapes"][0]["reason"]["code"], "lists_side_by_side", "{found}");
    assert!(found["joined"].is_null(), "nothing happens unless somebody says so");
    let told = longshore.run(["inspect", file.to_str().unwrap()]);
    assert!(told.out.contains("--split \"Size\" --along \"Price\""), "{}", told.out);
    let told = longshore.run(["import", file.to_str().unwrap(), "--store", "shop", "--dry-run"]);
    assert!(told.out.contains("--split \"Size\" --along \"Price\""), "{}", told.out);
    let split = ["--split", "Size=Größe", "--along", "Price"];
    goes(&shop, &longshore, &file, &split, [2, 3, 0, 0]);
    longshore.import(0, &file, &[&split[..], &["--save-profile", "lists"]].concat());
    let variant = |size: &str, price: &str| {
        [format!("TEE-{size}"), price.to_owned(), format!("Größe={size}")]
    };
    let wanted = vec![variant("L", "14"), variant("M", "12"), variant("S", "10")];
    assert_eq!(variants_of(&shop, "Tee"), ("variable".to_owned(), wanted));
    // The next file of these columns goes the same way by itself.
    let next = longshore.write("next.csv", "SKU;Name;Size;Price\nHAT;Hat;S,M;5,6\n");
    longshore.import(0, &next, &[]);
    assert_eq!(variants_of(&shop, "Hat").1.len(), 2);
    let named = longshore.write("named.csv", "SKU;Name;Size;Price\nSOX;Sox;S,M;5,6\n");
    longshore.import(0, &named, &["--profile", "lists"]);
    assert_eq!(variants_of(&shop, "Sox").1.len(), 2);
}

#[test]
fn rows_that_share_a_model_become_one_product() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let text = "Model,Name,SKU,Colour,Price\nM1,Tee Red,T-RED,Red,10\nM2,Cap,CAP,,9\n\
        M1,Tee Blue,T-BLUE,Blue,12\n";
    let file = longshore.write("rows.csv", text);
    let found = longshore.json(0, ["inspect", file.to_str().unwrap()]);
    assert_eq!(found["shapes"][0]["reason"]["code"], "rows_of_one_product", "{found}");
    let join = ["--join-rows", "Model", "--choose", "Colour"];
    goes(&shop, &longshore, &file, &join, [2, 2, 0, 0]);
    longshore.import(0, &file, &join);
    let variant = |sku: &str, price: &str, colour: &str| {
        [sku.to_owned(), price.to_owned(), format!("Colour={colour}")]
    };
    let wanted = vec![variant("T-BLUE", "12", "Blue"), variant("T-RED", "10", "Red")];
    assert_eq!(variants_of(&shop, "Tee"), ("variable".to_owned(), wanted));
}

#[test]
fn lists_that_do_not_fit_stay_out_and_a_shape_of_other_columns_is_refused() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let text = "SKU;Name;Size;Price\nTEE;Tee;S,M,L;10,12\nCAP;Cap;;9\n";
    let file = longshore.write("lists.csv", text);
    let words = ["check", file.to_str().unwrap(), "--split", "Size"];
    let told = longshore.run(words);
    let words: Vec<&str> = told.out.split_whitespace().collect();
    let told = words.join(" ");
    assert!(told.contains("On line 2, Price has 2 values where 3 are needed"), "{told}");
    // Of a list that nobody gave to the variants it is said how they get it.
    let text = "SKU;Name;Size;Price;Pieces\nTEE;Tee;S,M,L;10,12,14;1,2,3\n";
    let lists = longshore.write("more.csv", text);
    let told =
        longshore.run(["check", lists.to_str().unwrap(), "--split", "Size", "--along", "Pieces"]);
    let words: Vec<&str> = told.out.split_whitespace().collect();
    assert!(words.join(" ").contains("--along \"Price\""), "{}", told.out);
    let words = ["inspect", file.to_str().unwrap(), "--split", "Nix", "--json"];
    assert_eq!(longshore.run(words).error_code(), "shape_column_unknown");
    let words = ["inspect", file.to_str().unwrap(), "--join-rows", "Name", "--json"];
    assert_eq!(longshore.run(words).status, 2);
}

#[test]
fn a_second_file_says_which_rows_are_one_product() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let list = "SKU,Name,Price\nT-RED,Tee Red,10\nCAP,Cap,9\nT-BLUE,Tee Blue,12\n";
    let file = longshore.write("list.csv", list);
    let models = "Article,Model,Colour\nT-BLUE,T,Blue\nT-RED,T,Red\nCAP,C,\n";
    let models = longshore.write("models.csv", models);
    let with = ["--with", models.to_str().unwrap(), "--key", "SKU", "--with-key", "Article"];
    let words = [&with[..], &["--join-rows", "Model", "--choose", "Colour"]].concat();
    goes(&shop, &longshore, &file, &words, [2, 2, 0, 0]);
    longshore.import(0, &file, &words);
    let variant = |sku: &str, price: &str, colour: &str| {
        [sku.to_owned(), price.to_owned(), format!("Colour={colour}")]
    };
    let wanted = vec![variant("T-BLUE", "12", "Blue"), variant("T-RED", "10", "Red")];
    assert_eq!(variants_of(&shop, "Tee"), ("variable".to_owned(), wanted));
}

const PRODUCTS: &str = "sku,name,description,category,price,image\n\
    TEE,Tee,Soft,Tops,20,https://pictures.example/tee.jpg\nCAP,Cap,Warm,Caps,9,\nSOX,Sox,Dry,Feet,4,\n";

#[test]
fn a_second_file_with_variants_makes_products_with_variations() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let products = longshore.write("products.csv", PRODUCTS);
    let variants = "parent_sku,variant_sku,size,colour,price,stock\nTEE,TEE-S-R,S,Red,19.90,4\n\
        TEE,TEE-M-R,M,Red,21.90,0\nTEE,TEE-M-B,M,Blue,,7\nCAP,CAP-1,,,8.50,3\n";
    let variants = longshore.write("variants.csv", variants);
    let with = ["--with", variants.to_str().unwrap()];
    goes(&shop, &longshore, &products, &with, [3, 3, 3, 1]);
    longshore.import(0, &products, &with);
    let variant = |sku: &str, price: &str, size: &str| {
        [sku.to_owned(), price.to_owned(), format!("size={size}")]
    };
    let wanted = vec![
        variant("TEE-M-B", "20", "M"),
        variant("TEE-M-R", "21.90", "M"),
        variant("TEE-S-R", "19.90", "S"),
    ];
    assert_eq!(variants_of(&shop, "Tee"), ("variable".to_owned(), wanted));
    let there = shop.witness().products();
    let named = |name: &str| there.iter().find(|product| product["name"] == name).unwrap();
    let tee = named("Tee");
    assert_eq!((&tee["sku"], &tee["description"]), (&"TEE".into(), &"Soft".into()));
    let attribute = |at: usize| {
        let one = &tee["attributes"][at];
        (one["name"].clone(), one["options"].clone(), one["variation"].clone())
    };
    let wanted = |name: &str, values: [&str; 2]| (name.into(), values.to_vec().into(), true.into());
    assert_eq!(attribute(0), wanted("size", ["S", "M"]));
    assert_eq!(attribute(1), wanted("colour", ["Red", "Blue"]));
    let blue = shop.witness().variations(tee);
    let blue = blue.iter().find(|one| one["sku"] == "TEE-M-B").unwrap();
    assert_eq!(blue["stock_quantity"], 7);
    // What comes in one way only is no variation.
    let cap = named("Cap");
    let text = |field: &str| cap[field].as_str().unwrap_or_default().to_owned();
    assert_eq!((text("type"), text("sku")), ("simple".to_owned(), "CAP".to_owned()));
    // The products themselves have no second price: the second file fills what the first leaves out.
    assert_eq!(text("regular_price"), "9");
}

#[test]
fn a_profile_of_two_files_makes_the_same_products_of_the_next_ones() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let products = longshore.write("products.csv", "sku,name\nTEE,Tee\n");
    let variants = "parent_sku,sku,size,price\nTEE,T-S,S,5\nTEE,T-M,M,6\n";
    let variants = longshore.write("variants.csv", variants);
    let with = ["--with", variants.to_str().unwrap()];
    longshore.import(0, &products, &[&with[..], &["--save-profile", "two"]].concat());
    let variant = |sku: &str, price: &str, size: &str| {
        [sku.to_owned(), price.to_owned(), format!("size={size}")]
    };
    let next = longshore.write("next.csv", "sku,name\nHAT,Hat\nTEE,Tee\n");
    let more = "parent_sku,sku,size,price\nHAT,H-S,S,7\nHAT,H-M,M,8\nTEE,T-S,S,5\nTEE,T-M,M,6\n";
    let more = longshore.write("more.csv", more);
    let with = ["--with", more.to_str().unwrap()];
    let named = [&with[..], &["--profile", "two"]].concat();
    let done = longshore.import(0, &next, &named);
    assert_eq!((&done["counts"]["create"], &done["counts"]["unchanged"]), (&3.into(), &3.into()));
    let wanted = vec![variant("H-M", "8", "M"), variant("H-S", "7", "S")];
    assert_eq!(variants_of(&shop, "Hat"), ("variable".to_owned(), wanted));
    // It is known by the columns, too.
    let done = longshore.import(0, &next, &with);
    assert_eq!(done["counts"]["unchanged"], 6, "{done}");
}

#[test]
fn variants_are_known_by_the_number_or_the_address_of_their_product() {
    let keys = [("id", "product_id", ["7", "8"]), ("handle", "handle", ["tee", "cap"])];
    for (own, other, [tee, cap]) in keys {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let products = format!("{own};Title;Kurztext\n{tee};Tee;Weich\n{cap};Cap;Warm\n");
        let variants = format!(
            "{other};SKU;Größe;Preis;Bestand\n{tee};T-S;S;19,90;4\n{tee};T-M;M;21,90;5\n{cap};C-1;;9,00;1\n"
        );
        let products = longshore.write("products.csv", &products);
        let variants = longshore.write("variants.csv", &variants);
        let with = ["--with", variants.to_str().unwrap()];
        goes(&shop, &longshore, &products, &with, [2, 2, 0, 0]);
        longshore.import(0, &products, &with);
        let variant = |sku: &str, price: &str, size: &str| {
            [sku.into(), price.into(), format!("Größe={size}")]
        };
        let wanted = vec![variant("T-M", "21.90", "M"), variant("T-S", "19.90", "S")];
        assert_eq!(variants_of(&shop, "Tee"), ("variable".to_owned(), wanted), "{own}");
        let there = shop.witness().products();
        let cap = there.iter().find(|product| product["name"] == "Cap").unwrap();
        assert_eq!((&cap["type"], &cap["sku"]), (&"simple".into(), &"C-1".into()));
    }
}

#[test]
fn variants_that_only_a_number_tells_apart_are_chosen_by_it() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let products = longshore.write("products.csv", "sku,name\nTEE,Tee\nCAP,Cap\n");
    let variants = "parent_sku,sku,price\nTEE,T-1,5\nTEE,T-2,6\nCAP,CAP,9\n";
    let variants = longshore.write("variants.csv", variants);
    let with = ["--with", variants.to_str().unwrap()];
    goes(&shop, &longshore, &products, &with, [2, 2, 0, 0]);
    longshore.import(0, &products, &with);
    let variant = |sku: &str, price: &str| [sku.into(), price.into(), format!("Variant={sku}")];
    let wanted = vec![variant("T-1", "5"), variant("T-2", "6")];
    assert_eq!(variants_of(&shop, "Tee"), ("variable".to_owned(), wanted));
}

#[test]
fn rows_that_name_their_product_by_its_sku_become_it() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let text =
        "parent_sku,sku,name,size,price\nTEE,9-S,Tee,S,10\nTEE,8-M,Tee,M,12\nCAP,CAP,Cap,,9\n";
    let file = longshore.write("rows.csv", text);
    let join = ["--join-rows", "parent_sku", "--choose", "size"];
    goes(&shop, &longshore, &file, &join, [2, 2, 0, 0]);
    longshore.import(0, &file, &join);
    let there = shop.witness().products();
    let tee = there.iter().find(|product| product["name"] == "Tee").unwrap();
    assert_eq!((&tee["type"], &tee["sku"]), (&"variable".into(), &"TEE".into()));
}

#[test]
fn rows_that_name_their_product_make_it_variable_and_give_it_their_values() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let text = "Artikelnummer;Elternartikel;Bezeichnung;Länge;Preis\n\
        HO-1;;Hose;;39,90\nHO-1-S;HO-1;Hose kurz;S;39,90\nHO-1-M;HO-1;Hose mittel;M;44,90\nGU-1;;Gürtel;M;19,90\n";
    let file = longshore.write("flat.csv", text);
    goes(&shop, &longshore, &file, &[], [2, 2, 0, 0]);
    longshore.import(0, &file, &[]);
    let variant = |sku: &str, price: &str, length: &str| {
        [sku.to_owned(), price.to_owned(), format!("Länge={length}")]
    };
    let wanted = vec![variant("HO-1-M", "44.90", "M"), variant("HO-1-S", "39.90", "S")];
    assert_eq!(variants_of(&shop, "Hose"), ("variable".to_owned(), wanted));
    let offered = &shop.witness().product("HO-1")["attributes"][0];
    assert_eq!(offered["options"], serde_json::json!(["S", "M"]));
    assert_eq!(shop.witness().product("GU-1")["type"], "simple");
}

const FLAT: &str = "Artikelnummer;Elternartikel;Bezeichnung;Länge;Preis\n\
    HO-1;;Hose;;39,90\nHO-1-S;HO-1;Hose kurz;S;39,90\nHO-1-M;HO-1;Hose mittel;M;44,90\n";

#[test]
fn what_the_shop_has_as_a_simple_product_becomes_variable_by_its_variations() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let simple = "Artikelnummer;Bezeichnung;Preis\nHO-1;Hose;39,90\n";
    longshore.import(0, &longshore.write("simple.csv", simple), &[]);
    assert_eq!(shop.witness().product("HO-1")["type"], "simple");
    let before = shop.witness().snapshot();
    let file = longshore.write("flat.csv", FLAT);
    let words = ["import", file.to_str().unwrap(), "--store", "shop", "--dry-run"];
    let told = longshore.run(words);
    assert!(told.out.contains("The product changes from simple to variable"), "{}", told.out);
    before.must_equal(&shop.witness().snapshot());
    goes(&shop, &longshore, &file, &[], [1, 2, 0, 0]);
    longshore.import(0, &file, &[]);
    let variant = |sku: &str, price: &str, length: &str| {
        [sku.to_owned(), price.to_owned(), format!("Länge={length}")]
    };
    let wanted = vec![variant("HO-1-M", "44.90", "M"), variant("HO-1-S", "39.90", "S")];
    assert_eq!(variants_of(&shop, "Hose"), ("variable".to_owned(), wanted.clone()));
    // The next delivery has one more.
    let more = longshore.write("more.csv", format!("{FLAT}HO-1-L;HO-1;Hose lang;L;49,90\n"));
    let before = shop.witness().snapshot();
    let done = longshore.import(0, &more, &[]);
    assert_eq!(
        ["create", "update", "unchanged"].map(|what| done["counts"][what].as_u64()),
        [1, 1, 2].map(Some),
        "{done}"
    );
    let with = [vec![variant("HO-1-L", "49.90", "L")], wanted].concat();
    assert_eq!(variants_of(&shop, "Hose"), ("variable".to_owned(), with));
    let offered = &shop.witness().product("HO-1")["attributes"][0]["options"];
    assert_eq!(*offered, serde_json::json!(["S", "M", "L"]));
    shop.practice.clear_requests();
    longshore.import(0, &more, &[]);
    assert!(shop.writes().is_empty(), "writes though nothing changes");
    longshore.undo(0, &done["run"]);
    before.must_equal(&shop.witness().snapshot());
}
