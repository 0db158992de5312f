//! Has every kind of file that is recognised a sample that goes into a shop, is known again, and goes out?

use super::{goes, is_recognised, sample};
use crate::{realdata, shop::Shop, terminal::Longshore};

/// What is recognised, as the program knows it: a kind of file, its columns and what its rows are in each line.
const RECOGNISED: &str = include_str!("../../../../longshore-engine/src/platforms/signatures.rs");

/// The test of each kind of file with products.
const SAMPLES: [(&str, fn()); 18] = [
    ("awin", super::awin),
    ("bigcommerce", super::bigcommerce),
    ("bigcommerce_legacy", bigcommerce_as_it_was),
    ("commerceml", super::commerceml),
    ("commerceml_offers", super::commerceml),
    ("etsy", super::etsy),
    ("google_merchant", super::google_merchant),
    ("magento2", super::magento),
    ("meta_catalogue", super::meta_catalogue),
    ("prestashop", super::prestashop),
    ("prestashop_combinations", super::prestashop_with_its_combinations_and_tax),
    ("shopify", super::shopify),
    ("squarespace", super::squarespace),
    ("wix", super::wix),
    ("woocommerce", woocommerce),
    ("woocommerce_rest", super::what_the_rest_interface_answers),
    ("wxr", super::wordpress_own_export),
    ("yandex_yml", super::yandex),
];

#[test]
fn every_kind_of_file_that_is_recognised_has_a_sample() {
    let with_products = RECOGNISED.lines().filter(|line| !line.contains("NoProducts"));
    let mut kinds: Vec<&str> = with_products
        .filter_map(|line| line.trim().split_once("of(\"")?.1.split_once('"'))
        .map(|(kind, _)| kind)
        .collect();
    // Known by the names of its columns in all languages.
    kinds.extend(["woocommerce", "woocommerce_rest"]);
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, SAMPLES.map(|(kind, _)| kind));
}

#[test]
fn shopify_with_the_new_names() {
    let text = "\
Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,\
Option2 name,Option2 value,Price,Compare-at price,Charge tax,Inventory tracker,Inventory quantity,\
Continue selling when out of stock,Weight value (grams),Product image URL,Image position,Variant image URL
Tee,tee,<p>Soft</p>,Nord,Tops,\"new, blue\",TRUE,Active,T-S,4006381333931,Size,S,Colour,Blue,19.90,25.00,TRUE,shopify,5,\
DENY,200,https://pictures.example/tee-1.jpg,1,https://pictures.example/tee-s.jpg
,tee,,,,,,,T-M,,,M,,Blue,19.90,,TRUE,shopify,0,CONTINUE,210,https://pictures.example/tee-2.jpg,2,
Cap,cap,,Nord,Caps,,TRUE,Draft,C-1,,Title,Default Title,,,9.00,,TRUE,,,DENY,80,https://pictures.example/cap.jpg,1,
";
    sample("shopify", "product_template.csv", text, [2, 2, 2, 4]);
}

#[test]
fn shopify_with_names_of_both_times() {
    let text = "\
Handle,Title,Description,Vendor,Type,Published,Status,Option1 Name,Option1 value,Variant SKU,Price,\
Variant Compare At Price,Variant Inventory Tracker,Inventory quantity,Image Src,Image position
tee,Tee,<p>Soft</p>,Nord,Tops,true,active,Size,S,T-S,19.90,25.00,shopify,5,https://pictures.example/1.jpg,1
tee,,,,,,,,M,T-M,19.90,,shopify,0,https://pictures.example/2.jpg,2
tee,,,,,,,,L,T-L,21.90,,shopify,1,,
cap,Cap,,Nord,Caps,true,active,Title,Default Title,C-1,9.00,,,,https://pictures.example/cap.jpg,1
";
    sample("shopify", "products_export.csv", text, [2, 3, 2, 3]);
}

#[test]
fn bigcommerce_as_it_was() {
    let text = "\
Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Brand Name,Option Set,Product Description,Price,\
Sale Price,Product Weight,Product Visible?,Track Inventory,Current Stock Level,Category,Product Image ID - 1,\
Product Image URL - 1,Product Image Sort - 1,Product Image URL - 2,Product Image Sort - 2
Product,77,Tee,P,T,Nord,Tee,<p>Soft</p>,20.00,15.00,0.2,Y,by option,0,Men/Tops;Sale,1,https://pictures.example/1.jpg,1,\
https://pictures.example/2.jpg,0
SKU,1,\"[S]Size=S,[CS]Colour=Red:#ff0000\",,T-S,,,,,,,,,4,,,,,,
SKU,2,\"[S]Size=M,[CS]Colour=Red:#ff0000\",,T-M,,,,,,,,,0,,,,,,
Product,78,Song,D,SONG,,,,5.00,,0,N,none,0,Music,,,,,
";
    sample("bigcommerce_legacy", "products.csv", text, [2, 2, 4, 2]);
}

#[test]
fn etsy_in_other_languages() {
    let italian = "\
TITOLO,DESCRIZIONE,PREZZO,CURRENCY_CODE,QUANTITÀ,TAG,MATERIALI,IMMAGINE1,IMMAGINE2,TIPO VARIANTE 1,NOME VARIANTE 1,\
VALORI VARIANTE 1,TIPO VARIANTE 2,NOME VARIANTE 2,VALORI VARIANTE 2,SKU
Cappello,Caldo,39.99,EUR,7,\"anno_nuovo,blu\",lana,https://pictures.example/1.jpg,https://pictures.example/2.jpg,\
Colore,Colore,\"Nero,Blu,Rosso\",,,,
Berretto,Leggero,10.00,EUR,3,,,https://pictures.example/3.jpg,,,,,,,,CAP
";
    sample("etsy", "EtsyListingsDownload.csv", italian, [2, 3, 0, 3]);
    let german = "\
TITEL,BESCHREIBUNG,PREIS,WÄHRUNGSCODE,ANZAHL,TAGS,MATERIALIEN,BILD1,BILD2,VARIATIONSTYP 1,VARIATIONSNAME 1,\
VARIATIONSWERT 1,VARIATIONSTYP 2,VARIATIONSNAME 2,VARIATIONSWERT 2,SKU
Hut,Warm,39.99,EUR,7,neu,Wolle,https://pictures.example/1.jpg,,Farbe,Farbe,\"Schwarz,Blau\",Größe,Größe,\"S,M\",
Mütze,Leicht,10.00,EUR,3,,,https://pictures.example/3.jpg,,,,,,,,CAP
";
    sample("etsy", "EtsyListingsDownload.csv", german, [2, 4, 0, 2]);
}

#[test]
fn google_merchant_between_commas() {
    let text = "\
id,title,description,link,image_link,additional_image_link,availability,price,brand,item_group_id,color,product_type
1,Tee - Red,Soft,https://s.example/1,https://pictures.example/r.jpg,\
\"https://pictures.example/1.jpg,https://pictures.example/2.jpg\",in_stock,15.00 EUR,Nord,T,Red,\
\"Clothes > Tees, Summer > Tees\"
2,Tee - Blue,Soft,https://s.example/2,https://pictures.example/b.jpg,,out_of_stock,16.00 EUR,Nord,T,Blue,\
\"Clothes > Tees, Summer > Tees\"
3,Gloves,Warm,https://s.example/3,https://pictures.example/c.jpg,,in_stock,7.00 EUR,Nord,,,\"Clothes > Gloves, socks\"
";
    // Clothes with Tees and "Gloves, socks", Summer with Tees; the product shows what its variations show.
    sample("google_merchant", "feed.csv", text, [2, 2, 5, 7]);
}

#[test]
fn prestashop_as_it_was() {
    let text = "\
id;Active (0/1);Name*;Categories (x,y,z,...);Price tax excl.;Reference #;Manufacturer;Quantity;Image URLs (x,y,z,...);\
Feature:Height
1;1;Nano;Home, Players;49;N-1;Nord;800;https://pictures.example/1.jpg, https://pictures.example/2.jpg;10 cm
2;1;Shuffle;Home, Players, Small;66.05;S-1;Nord;500;https://pictures.example/3.jpg;5 cm
";
    let combinations = "\
Product ID*;Options (Group:Value)*;Reference;EAN13;Price;Quantity;Weight;Default
1;Color:Blue, Disk Space:16GO;N-B;;41;50;;1
1;Color:Pink, Disk Space:8GO;N-P;;;20;;
";
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("products_import.csv", text);
    let with = longshore.write("combinations_import.csv", combinations);
    is_recognised(&longshore, &file, "prestashop");
    is_recognised(&longshore, &with, "prestashop_combinations");
    goes(&shop, &longshore, &file, &["--with", with.to_str().unwrap()], [2, 2, 2, 3]);
}

#[test]
fn prestashops_own_samples_belong_together() {
    let Some(folder) = realdata::folder() else { return realdata::skipped() };
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let with = folder.join("prestashop/combinations_import.csv");
    let more = ["--with", with.to_str().unwrap()];
    goes(&shop, &longshore, &folder.join("prestashop/products_import.csv"), &more, [2, 2, 1, 4]);
    let done = longshore.import(0, &folder.join("prestashop/products_import.csv"), &more);
    let nano = shop.witness().product("92458844");
    let mut skus: Vec<String> =
        shop.witness().variations(&nano).iter().map(|one| one["sku"].to_string()).collect();
    skus.sort();
    // Both combinations have one reference, and the product another; a variation without one shows its product's.
    assert_eq!(skus, ["\"92458844\"", "\"958456\""]);
    let notices = done["joined"]["notices"].as_array().unwrap();
    assert!(notices.iter().any(|notice| notice["code"] == "sku_repeated"), "{notices:?}");
}

#[test]
fn woocommerce() {
    let text = "\
ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Short description,Description,In stock?,Stock,\
Regular price,Sale price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,\
Attribute 1 global
10,variable,T,Tee,1,0,visible,,<p>Soft</p>,1,,,,\"Clothes > Tees, Clothes > Sale\",new,\
\"https://pictures.example/1.jpg, https://pictures.example/2.jpg\",,Size,\"S, M\",1,1
11,variation,T-S,Tee - S,1,0,visible,,,1,3,20,15,,,https://pictures.example/s.jpg,T,Size,S,,1
12,variation,T-M,Tee - M,1,0,visible,,,1,4,21,,,,,T,Size,M,,1
13,simple,C,Cap,1,1,visible,,,0,,9,,Caps,,https://pictures.example/3.jpg,,,,,
";
    sample("woocommerce", "wc-product-export.csv", text, [2, 2, 4, 4]);
}
