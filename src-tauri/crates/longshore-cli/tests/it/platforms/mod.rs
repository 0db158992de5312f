//! A file of each platform goes into a shop as the right products, is known again, and can be taken back.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

mod inside;
mod numbers;
mod samples;

use crate::{
    realdata::{self, Has},
    shop::Shop,
    terminal::Longshore,
};

/// Products, variations, categories and pictures.
type Wanted = [usize; 4];

/// A file that goes in, again without a write, and out.
#[track_caller]
fn goes_in_and_out(name: &str, text: &str, wanted: Wanted) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(name, text);
    goes(&shop, &longshore, &file, &[], wanted);
}

/// A sample of a kind of file that is recognised goes in, again without a write, and out.
#[track_caller]
fn sample(kind: &str, name: &str, text: &str, wanted: Wanted) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(name, text);
    is_recognised(&longshore, &file, kind);
    goes(&shop, &longshore, &file, &[], wanted);
}

#[track_caller]
fn is_recognised(longshore: &Longshore, file: &Path, kind: &str) {
    let found = longshore.json(0, ["inspect".as_ref(), file.as_os_str()]);
    assert_eq!(found["recognised_as"], kind, "{found}");
}

#[track_caller]
pub(crate) fn goes(shop: &Shop, longshore: &Longshore, file: &Path, more: &[&str], wanted: Wanted) {
    let witness = shop.witness();
    let categories = || witness.all("products/categories", "").len();
    let (before, known) = (witness.snapshot(), categories());
    let done = longshore.import(0, file, more);
    let has = Has::of(shop);
    let found = [has.products, has.variations, categories() - known, has.images];
    assert_eq!(found, wanted, "products, variations, categories, pictures: {done}");
    shop.practice.clear_requests();
    let again = longshore.import(0, file, more);
    assert_eq!(
        again["counts"]["unchanged"].as_u64(),
        Some((wanted[0] + wanted[1]) as u64),
        "{again}"
    );
    assert!(shop.writes().is_empty(), "writes though nothing changes");
    longshore.undo(0, &done["run"]);
    before.must_equal(&witness.snapshot());
}

const SHOPIFY: &str = "\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,\
Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,\
Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,\
Variant Image,SEO Title,Status
tee,Tee,<p>Soft</p>,Nord,Tops,\"new, blue\",true,Size,S,Colour,Blue,T-S,200,shopify,5,deny,19.90,25.00,true,true,\
4006381333931,https://pictures.example/tee-1.jpg,1,https://pictures.example/tee-s.jpg,Best tee,active
tee,,,,,,,,M,,Blue,T-M,210,shopify,0,continue,19.90,,true,true,,https://pictures.example/tee-2.jpg,2,,,
tee,,,,,,,,,,,,,,,,,,,,,https://pictures.example/tee-3.jpg,3,,,
cap,Cap,,Nord,Caps,,true,Title,Default Title,,,C-1,80,,,deny,9.00,,true,true,,https://pictures.example/cap.jpg,1,,,draft
";

#[test]
fn shopify() {
    sample("shopify", "shopify.csv", SHOPIFY, [2, 2, 2, 5]);
}

#[test]
fn what_a_joined_file_is_made_of_is_told() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("shopify.csv", SHOPIFY);
    let found = longshore.json(0, ["inspect", file.to_str().unwrap()]);
    assert_eq!(found["recognised_as"], "shopify");
    let counts =
        ["rows", "products", "variations", "images"].map(|name| found["joined"][name].as_u64());
    assert_eq!(counts, [4, 2, 2, 5].map(Some));
    let columns = found["columns"].as_array().unwrap();
    let column = |name: &str| columns.iter().find(|column| column["name"] == name).unwrap();
    assert_eq!(column("SKU")["from"], serde_json::json!(["Variant SKU"]));
    assert_eq!(column("Regular price")["field"], "regular_price");
    let words = ["import", file.to_str().unwrap(), "--store", "shop", "--dry-run"];
    let told = longshore.run(words);
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(
        told.out.contains("4 rows are 2 products with 2 variations and 5 pictures"),
        "{}",
        told.out
    );
    assert!(told.out.contains("Yoast"), "{}", told.out);
}

#[test]
fn a_product_gets_what_the_platform_says_of_it() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("shopify.csv", SHOPIFY);
    longshore.import(0, &file, &[]);
    let there = shop.witness().products();
    let tee = there.iter().find(|product| product["name"] == "Tee").unwrap();
    assert_eq!((&tee["type"], &tee["slug"]), (&"variable".into(), &"tee".into()));
    let variations = shop.witness().variations(tee);
    let small = variations.iter().find(|variation| variation["sku"] == "T-S").unwrap();
    let text = |field: &str| small[field].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        (text("regular_price"), text("sale_price")),
        ("25.00".to_owned(), "19.90".to_owned())
    );
    assert_eq!(
        (text("weight"), text("global_unique_id")),
        ("0.2".to_owned(), "4006381333931".to_owned())
    );
    assert_eq!(small["stock_quantity"], 5);
    let cap = there.iter().find(|product| product["name"] == "Cap").unwrap();
    assert_eq!((&cap["status"], &cap["manage_stock"]), (&"draft".into(), &false.into()));
}

#[test]
fn rows_can_stay_as_they_are() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("shopify.csv", SHOPIFY);
    let found = longshore.json(0, ["inspect", file.to_str().unwrap(), "--rows-as-they-are"]);
    assert!(found["joined"].is_null(), "{found}");
    let columns = found["columns"].as_array().unwrap();
    assert!(columns.iter().any(|column| column["name"] == "Variant SKU"));
    let words =
        ["import", file.to_str().unwrap(), "--store", "shop", "--yes", "--rows-as-they-are"];
    assert_eq!(longshore.run(words.iter().chain(&["--json"])).error_code(), "rows_need_joining");
}

#[test]
fn a_saved_profile_is_found_again_with_more_attributes() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let few = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Vendor\n\
        cap,Cap,Title,Default Title,C,5,Nord\n";
    let more = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Vendor\n\
        hat,Hat,Size,S,H-S,5,Nord\nhat,,,M,H-M,5,\n";
    let file = longshore.write("few.csv", few);
    longshore.import(0, &file, &["--map", "Brands=", "--save-profile", "mine"]);
    let file = longshore.write("more.csv", more);
    longshore.import(0, &file, &[]);
    let there = shop.witness().products();
    let hat = there.iter().find(|product| product["name"] == "Hat").unwrap();
    assert_eq!(hat["attributes"][0]["options"], serde_json::json!(["S", "M"]));
    assert_eq!(hat["brands"].as_array().map_or(0, Vec::len), 0, "the profile leaves brands out");
}

#[test]
fn wix() {
    let text = "\
handleId,fieldType,name,description,productImageUrl,collection,sku,ribbon,price,surcharge,visible,discountMode,\
discountValue,inventory,productOptionName1,productOptionType1,productOptionDescription1,brand
p1,Product,Mug,<p>Big</p>,a~mv2.jpg;b~mv2.jpg,Kitchen;Gifts,,New,10.00,,true,PERCENT,10.0,,Colour,COLOR,\
#ff0000:Red;#0000ff:Blue,Nord
p1,Variant,,,,,M-R,,,0.0,,,,5,,,#ff0000:Red,
p1,Variant,,,,,M-B,,,2.5,,,,InStock,,,#0000ff:Blue,
p2,Product,Cup,,c~mv2.jpg,Kitchen,C-1,,8,,true,AMOUNT,1,OutOfStock,,,,
";
    sample("wix", "wix.csv", text, [2, 2, 2, 3]);
}

#[test]
fn etsy() {
    let text = "\
TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,IMAGE2,VARIATION 1 TYPE,VARIATION 1 NAME,\
VARIATION 1 VALUES,VARIATION 2 TYPE,VARIATION 2 NAME,VARIATION 2 VALUES,SKU
Hat,Warm,39.99,EUR,7,\"new_year,blue\",wool,https://pictures.example/1.jpg,https://pictures.example/2.jpg,Colour,\
Colour,\"Black,Navy\",Size,Size,\"S,M\",
Cap,Light,10.00,EUR,3,,,https://pictures.example/3.jpg,,,,,,,,CAP
";
    sample("etsy", "etsy.csv", text, [2, 4, 0, 3]);
}

#[test]
fn magento() {
    let text = "\
sku,store_view_code,attribute_set_code,product_type,categories,name,weight,product_online,tax_class_name,visibility,\
price,url_key,base_image,additional_attributes,qty,manage_stock,associated_skus,configurable_variations
T-S,,Default,simple,,Tee S,0.5,1,Taxable Goods,Not Visible Individually,19.00,tee-s,/t/s.jpg,,3,1,,
T-M,,Default,simple,,Tee M,0.6,1,Taxable Goods,Not Visible Individually,20.00,tee-m,,,4,1,,
T,,Default,configurable,\"Default Category/Men,Default Category/Men/Tops\",Tee,,1,Taxable Goods,\"Catalog, Search\",,\
tee,/t/t.jpg,material=Wool,,,,\"sku=T-S,size=S|sku=T-M,size=M\"
T,de,,,,Hemd,,,,,,,,,,,,
C,,Default,simple,Default Category/Caps,Cap,0.1,1,Taxable Goods,\"Catalog, Search\",9,cap,,,1,1,,
G,,Default,grouped,Default Category/Caps,Set,,1,,\"Catalog, Search\",,set,,,,,\"C=1.0\",
";
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("catalog_product.csv", text);
    is_recognised(&longshore, &file, "magento2");
    let base = ["--image-base", "https://old.example/media/catalog/product"];
    goes(&shop, &longshore, &file, &base, [3, 2, 3, 2]);
}

const PRESTASHOP: &str = "\
Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Reference #;Manufacturer;Quantity;\
Image URLs (x,y,z...);Feature(Name:Value:Position)
1;1;Nano;Home,Players/Small;100;N-1;Nord;5;https://pictures.example/1.jpg,https://pictures.example/2.jpg;Height:10 cm:1
2;1;Shuffle;Home,Players;50;S-1;Nord;7;https://pictures.example/3.jpg;
";

#[test]
fn prestashop() {
    sample("prestashop", "products.csv", PRESTASHOP, [2, 0, 2, 3]);
}

#[test]
fn prestashop_with_its_combinations_and_tax() {
    let combinations = "\
Product ID*;Attribute (Name:Type:Position)*;Value (Value:Position)*;Reference;Price;Quantity
1;Colour:color:0,Disk:select:1;Blue:0,16GB:1;N-B;10;3
1;Colour:color:0,Disk:select:1;Pink:0,8GB:1;N-P;0;2
9;Colour:color:0;Red:0;X;0;2
";
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("products.csv", PRESTASHOP);
    let with = longshore.write("combinations.csv", combinations);
    is_recognised(&longshore, &with, "prestashop_combinations");
    let more = ["--with", with.to_str().unwrap(), "--add-tax", "20"];
    goes(&shop, &longshore, &file, &more, [2, 2, 2, 3]);
    longshore.import(0, &file, &more);
    let nano =
        shop.witness().products().into_iter().find(|product| product["name"] == "Nano").unwrap();
    let prices: Vec<String> = shop
        .witness()
        .variations(&nano)
        .iter()
        .map(|variation| variation["regular_price"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(prices, ["132", "120"]);
    let other = longshore.write("other.csv", "a,b\n1,2\n");
    let words = ["check", file.to_str().unwrap(), "--with", other.to_str().unwrap(), "--json"];
    assert_eq!(longshore.run(words).error_code(), "second_file_does_not_fit");
}

#[test]
fn google_merchant() {
    let text = "\
id\ttitle\tdescription\tlink\timage_link\tadditional_image_link\tavailability\tprice\tsale_price\tbrand\tgtin\t\
item_group_id\tcolor\tproduct_type
1\tTee - Red\tSoft\thttps://s.example/1\thttps://pictures.example/r.jpg\t\
https://pictures.example/1.jpg,https://pictures.example/2.jpg\tin_stock\t15.00 EUR\t12.00 EUR\tNord\t4006381333931\t\
T\tRed\tClothes > Tees
2\tTee - Blue\tSoft\thttps://s.example/2\thttps://pictures.example/b.jpg\t\tout_of_stock\t16.00 EUR\t\tNord\t\tT\t\
Blue\tClothes > Tees
3\tCap\tLight\thttps://s.example/3\thttps://pictures.example/c.jpg\t\tin_stock\t7.00 EUR\t\tNord\t\t\t\tCaps
";
    sample("google_merchant", "feed.txt", text, [2, 2, 3, 7]);
}

#[test]
fn meta_catalogue() {
    let text = "\u{feff}\
\"# Required | A unique content ID, such as the SKU\",\"# Required | A title\",\"# Required | A description\",# Required,\
# Required,\"# Required | A number, then the currency\",# Required,# Required,# Required,# Optional,# Optional,# Optional,\
# Optional,# Optional,# Optional,# Optional,# Optional,# Optional,# Optional
id,title,description,availability,condition,price,link,image_link,brand,google_product_category,fb_product_category,\
quantity_to_sell_on_facebook,sale_price,item_group_id,color,size,gtin,product_tags[0],product_tags[1]
T-1,Tee,Soft,in stock,new,15.00 EUR,https://s.example/1,https://pictures.example/r.jpg,Nord,Clothes > Shirts,\
clothing > shirts,5,12.00 EUR,T,Red,M,4006381333931,summer,cotton
T-2,Tee,Soft,out of stock,new,16.00 EUR,https://s.example/2,https://pictures.example/b.jpg,Nord,Clothes > Shirts,\
clothing > shirts,0,,T,Blue,M,,summer,cotton
C-1,Cap,Light,in stock,new,7.00 EUR,https://s.example/3,https://pictures.example/c.jpg,Nord,Clothes > Hats,\
clothing > hats,9,,,,,,,
";
    sample("meta_catalogue", "catalog_products.csv", text, [2, 2, 3, 5]);
}

#[test]
fn squarespace() {
    let text = "\
Product ID [Non Editable],Variant ID [Non Editable],Product Type [Non Editable],Product Page,Product URL,Title,\
Description,SKU,Option Name 1,Option Value 1,Price,Sale Price,On Sale,Stock,Categories,Tags,Weight,Visible,\
Hosted Image URLs
p1,v1,PHYSICAL,shop,tee,Tee,<p>x</p>,T-S,Size,S,20.00,15.00,Yes,3,/men/tops,blue,0.2,Yes,\
https://pictures.example/1.jpg https://pictures.example/2.jpg
,v2,,,,,,T-M,Size,M,21.00,0.00,No,Unlimited,,,,,
p2,v3,PHYSICAL,shop,cap,Cap,,CP,,,9.00,0.00,No,2,/men,,,Yes,
";
    sample("squarespace", "products.csv", text, [2, 2, 2, 2]);
}

#[test]
fn bigcommerce() {
    let text = "\
Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Category,Is Visible,Variant Image URL,\
Image URL (Import)
Product,77,Tee,Physical,T,,variant,0,20,Men/Tops,TRUE,,
Variant,1,,,T-S,Type=Rectangle|Name=Size|Value=S,,4,,,,https://pictures.example/s.jpg,
Variant,2,,,T-M,Type=Rectangle|Name=Size|Value=M,,5,22,,,,
Image,,,,,,,,,,,,https://pictures.example/1.jpg
Product,78,Cap,Physical,C,,product,9,5,Caps,TRUE,,
";
    sample("bigcommerce", "export.csv", text, [2, 2, 3, 2]);
}

#[test]
fn awin() {
    let text = "\
aw_deep_link,product_name,aw_product_id,merchant_product_id,merchant_image_url,description,merchant_category,\
search_price,currency,brand_name,in_stock
https://awin.example/1,Boots,99,B-1,https://pictures.example/1.jpg,Warm,Shoes > Boots,80.00,EUR,Nord,1
https://awin.example/2,Socks,98,S-1,https://pictures.example/2.jpg,Soft,Socks,8.00,EUR,Nord,0
";
    sample("awin", "datafeed.csv", text, [2, 0, 3, 2]);
}

#[test]
fn two_plain_files_are_joined_by_a_key() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("katalog.csv", "Artikelnummer;Name\nA-1;Hose\nA-2;Hemd\n");
    let with =
        longshore.write("preise.csv", "Preis;Artikelnummer\n19,90;A-2\n9,50;A-1\n7,00;A-9\n");
    let more = ["--with", with.to_str().unwrap()];
    goes(&shop, &longshore, &file, &more, [2, 0, 0, 0]);
    longshore.import(0, &file, &more);
    assert_eq!(shop.witness().product("A-2")["regular_price"], "19.90");
    let with = longshore.write("liste.csv", "VK;Code\n29,90;A-2\n");
    let more = ["--with", with.to_str().unwrap(), "--key", "Artikelnummer", "--with-key", "Code"];
    longshore.import(0, &file, &more);
    assert_eq!(shop.witness().product("A-2")["regular_price"], "29.90");
}

#[test]
fn a_workbook_made_of_an_export_is_the_same_products() {
    let Some(folder) = realdata::folder() else { return realdata::skipped() };
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    longshore.import(0, &folder.join("shopify/shopify-export-old-46cols.csv"), &[]);
    shop.practice.clear_requests();
    let again = longshore.import(0, &folder.join("xlsx/shopify-export-resaved.xlsx"), &[]);
    assert_eq!(again["counts"]["unchanged"], 273, "{again}");
    assert!(shop.writes().is_empty(), "writes though nothing changes");
}

#[test]
fn google_merchant_as_xml() {
    let text = r#"<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>
<title>Shop</title><link>https://s.example</link><description>All of it</description>
<item><g:id>1</g:id><g:title>Tee - Red</g:title><g:link>https://s.example/1</g:link>
<g:image_link>https://pictures.example/r.jpg</g:image_link>
<g:additional_image_link>https://pictures.example/1.jpg</g:additional_image_link>
<g:additional_image_link>https://pictures.example/2.jpg</g:additional_image_link>
<g:price>15.00 EUR</g:price><g:availability>in stock</g:availability><g:item_group_id>T</g:item_group_id>
<g:color>Red</g:color><g:product_type>Clothes &gt; Tees</g:product_type></item>
<item><g:id>2</g:id><g:title>Tee - Blue</g:title><g:link>https://s.example/2</g:link>
<g:image_link>https://pictures.example/b.jpg</g:image_link><g:price>16.00 EUR</g:price>
<g:availability>out of stock</g:availability><g:item_group_id>T</g:item_group_id><g:color>Blue</g:color>
<g:product_type>Clothes &gt; Tees</g:product_type></item>
<item><g:id>3</g:id><g:title>Cap</g:title><g:link>https://s.example/3</g:link>
<g:image_link>https://pictures.example/c.jpg</g:image_link><g:price>7.00 EUR</g:price>
<g:availability>in stock</g:availability><g:product_type>Caps</g:product_type></item>
</channel></rss>"#;
    sample("google_merchant", "feed.txt", text, [2, 2, 3, 7]);
}

#[test]
fn yandex() {
    let text = r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE yml_catalog SYSTEM "shops.dtd">
<yml_catalog date="2026-01-01 00:00"><shop><name>Shop</name>
<categories><category id="1">Clothes</category><category id="2" parentId="1">Tees</category></categories>
<offers>
<offer id="11" available="true" group_id="5"><url>https://s.example/11</url><price>90</price><oldprice>100</oldprice>
<currencyId>EUR</currencyId><categoryId>2</categoryId><picture>https://pictures.example/1.jpg</picture>
<picture>https://pictures.example/2.jpg</picture><name>Tee red</name><vendor>Nord</vendor>
<vendorCode>T-R</vendorCode><param name="Colour">Red</param><param name="Height" unit="cm">30</param></offer>
<offer id="12" available="false" group_id="5"><url>https://s.example/12</url><price>95</price>
<currencyId>EUR</currencyId><categoryId>2</categoryId><picture>https://pictures.example/3.jpg</picture>
<name>Tee blue</name><vendor>Nord</vendor><param name="Colour">Blue</param><param name="Height" unit="cm">30</param></offer>
<offer id="13" available="true"><url>https://s.example/13</url><price>10</price><currencyId>EUR</currencyId>
<categoryId>1</categoryId><picture>https://pictures.example/4.jpg</picture><name>Cap</name></offer>
</offers></shop></yml_catalog>"#;
    sample("yandex_yml", "yml.xml", text, [2, 2, 2, 6]);
}

#[test]
fn commerceml() {
    let goods = r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.04"><Классификатор>
<Ид>k</Ид><Наименование>Классификатор</Наименование><Группы>
<Группа><Ид>g1</Ид><Наименование>Одежда</Наименование><Группы>
<Группа><Ид>g2</Ид><Наименование>Футболки</Наименование></Группа></Группы></Группа>
<Группа><Ид>g3</Ид><Наименование>Кепки</Наименование></Группа></Группы></Классификатор>
<Каталог><Ид>c</Ид><Наименование>Каталог</Наименование><Товары>
<Товар><Ид>a1</Ид><Артикул>T</Артикул><Наименование>Футболка</Наименование><Группы><Ид>g2</Ид></Группы>
<Описание>Мягкая</Описание><Картинка>import_files/a/1.jpg</Картинка><Картинка>import_files/a/2.jpg</Картинка></Товар>
<Товар><Ид>b2</Ид><Артикул>C</Артикул><Наименование>Кепка</Наименование><Группы><Ид>g3</Ид></Группы>
<Описание>Тёплая</Описание></Товар>
</Товары></Каталог></КоммерческаяИнформация>"#;
    let offers = r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.04"><ПакетПредложений>
<Ид>p</Ид><Наименование>Пакет</Наименование><Предложения>
<Предложение><Ид>a1#1</Ид><Наименование>Футболка (S)</Наименование><Цены><Цена><ИдТипаЦены>r</ИдТипаЦены>
<ЦенаЗаЕдиницу>100</ЦенаЗаЕдиницу><Валюта>EUR</Валюта></Цена></Цены><Количество>5</Количество>
<ХарактеристикиТовара><ХарактеристикаТовара><Наименование>Размер</Наименование><Значение>S</Значение>
</ХарактеристикаТовара></ХарактеристикиТовара></Предложение>
<Предложение><Ид>a1#2</Ид><Наименование>Футболка (M)</Наименование><Цены><Цена><ИдТипаЦены>r</ИдТипаЦены>
<ЦенаЗаЕдиницу>110</ЦенаЗаЕдиницу><Валюта>EUR</Валюта></Цена></Цены><Количество>0</Количество>
<ХарактеристикиТовара><ХарактеристикаТовара><Наименование>Размер</Наименование><Значение>M</Значение>
</ХарактеристикаТовара></ХарактеристикиТовара></Предложение>
<Предложение><Ид>b2</Ид><Наименование>Кепка</Наименование><Цены><Цена><ИдТипаЦены>r</ИдТипаЦены>
<ЦенаЗаЕдиницу>50</ЦенаЗаЕдиницу><Валюта>EUR</Валюта></Цена></Цены><Количество>3</Количество></Предложение>
</Предложения></ПакетПредложений></КоммерческаяИнформация>"#;
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("import.xml", goods);
    let with = longshore.write("offers.xml", offers);
    is_recognised(&longshore, &file, "commerceml");
    is_recognised(&longshore, &with, "commerceml_offers");
    let more = ["--with", with.to_str().unwrap(), "--image-base", "https://old.example"];
    goes(&shop, &longshore, &file, &more, [2, 2, 3, 2]);
    // Whichever of the two is named first.
    let other = ["--with", file.to_str().unwrap(), "--image-base", "https://old.example"];
    goes(&shop, &longshore, &with, &other, [2, 2, 3, 2]);
    // The offers by themselves say what is missing.
    let words = ["check", with.to_str().unwrap(), "--json"];
    assert_eq!(longshore.run(words).error_code(), "second_part_alone");
    let told = longshore.run(["inspect", with.to_str().unwrap()]).out;
    assert!(told.contains("--with FILE"), "{told}");
    // In one archive they belong together without a word, whichever comes first.
    let base = ["--image-base", "https://old.example"];
    for parts in [
        [("import.xml", goods), ("offers.xml", offers)],
        [("webdata/offers0_1.xml", offers), ("webdata/import0_1.xml", goods)],
    ] {
        let packed = zipped(&longshore.file("1c.zip"), &parts);
        is_recognised(&longshore, &packed, "commerceml");
        let told = longshore.run(["inspect", packed.to_str().unwrap()]).out;
        let is_told = parts.iter().any(|(name, _)| told.contains(&format!("Joined with {name}")));
        assert!(is_told, "{told}");
        goes(&shop, &longshore, &packed, &base, [2, 2, 3, 2]);
    }
    let apart =
        zipped(&longshore.file("apart.zip"), &[("offers.xml", offers), ("import.xml", goods)]);
    let words = ["inspect", apart.to_str().unwrap(), "--rows-as-they-are"];
    assert!(longshore.json(0, words)["joined"].is_null());
}

/// Files in an archive.
fn zipped(path: &Path, files: &[(&str, &str)]) -> PathBuf {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    path.to_owned()
}

/// A catalogue with a property and its dictionary, and offers with two kinds of price.
fn with_kinds_of_price(longshore: &Longshore) -> [std::path::PathBuf; 2] {
    let goods = "<КоммерческаяИнформация><Классификатор><Ид>k</Ид><Свойства><Свойство><Ид>p1</Ид>\
        <Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений>\
        <Справочник><ИдЗначения>v1</ИдЗначения><Значение>Синий</Значение></Справочник>\
        <Справочник><ИдЗначения>v2</ИдЗначения><Значение>Красный</Значение></Справочник>\
        </ВариантыЗначений></Свойство></Свойства></Классификатор><Каталог><Ид>c</Ид><Товары>\
        <Товар><Ид>a</Ид><Артикул>A</Артикул><Наименование>Кепка</Наименование><ЗначенияСвойств>\
        <ЗначенияСвойства><Ид>p1</Ид><Значение>v2</Значение></ЗначенияСвойства></ЗначенияСвойств></Товар>\
        <Товар><Ид>b</Ид><Артикул>B</Артикул><Наименование>Шапка</Наименование><ЗначенияСвойств>\
        <ЗначенияСвойства><Ид>p1</Ид><Значение>v1</Значение></ЗначенияСвойства></ЗначенияСвойств></Товар>\
        </Товары></Каталог></КоммерческаяИнформация>";
    let price = |kind: &str, price: u32| {
        format!(
            "<Цена><ИдТипаЦены>{kind}</ИдТипаЦены><ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу></Цена>"
        )
    };
    let offer = |id: &str, prices: [String; 2]| {
        format!(
            "<Предложение><Ид>{id}</Ид><Цены>{}</Цены><Количество>1</Количество></Предложение>",
            prices.concat()
        )
    };
    let offers = format!(
        "<КоммерческаяИнформация><ПакетПредложений><ТипыЦен>\
         <ТипЦены><Ид>w-1</Ид><Наименование>Оптовая</Наименование></ТипЦены>\
         <ТипЦены><Ид>r-1</Ид><Наименование>Розничная</Наименование></ТипЦены></ТипыЦен><Предложения>{}{}\
         </Предложения></ПакетПредложений></КоммерческаяИнформация>",
        offer("a", [price("w-1", 70), price("r-1", 100)]),
        offer("b", [price("r-1", 200), price("w-1", 140)]),
    );
    [longshore.write("import.xml", goods), longshore.write("offers.xml", &offers)]
}

#[test]
fn commerceml_prices_are_of_one_kind_and_properties_have_names() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let [goods, offers] = with_kinds_of_price(&longshore);
    let prices = || {
        let mut all: Vec<(String, String)> = Vec::new();
        for product in shop.witness().products() {
            let text = |field: &str| product[field].as_str().unwrap_or_default().to_owned();
            all.push((text("sku"), text("regular_price")));
        }
        all.sort();
        all
    };
    let with = ["--with", offers.to_str().unwrap()];
    let done = longshore.import(0, &goods, &with);
    let of = |a: &str, b: &str| {
        [("A".to_owned(), a.to_owned()), ("B".to_owned(), b.to_owned())].to_vec()
    };
    assert_eq!(prices(), of("100", "200"), "{done}");
    let there = shop.witness().products();
    let cap = there.iter().find(|product| product["sku"] == "A").unwrap();
    assert_eq!(cap["attributes"][0]["name"], "Цвет");
    assert_eq!(cap["attributes"][0]["options"], serde_json::json!(["Красный"]));
    let words = ["import", goods.to_str().unwrap(), "--store", "shop", "--dry-run"];
    let told = longshore.run(words.iter().chain(&with));
    assert!(told.out.contains("\"Розничная\" counts for the whole file"), "{}", told.out);
    assert!(told.out.contains("There are also: Оптовая"), "{}", told.out);
    longshore.import(0, &goods, &[with[0], with[1], "--price-kind", "Оптовая"]);
    assert_eq!(prices(), of("70", "140"));
}

#[test]
fn what_the_rest_interface_answers() {
    let text = r#"[
{"id":10,"name":"Tee","slug":"tee","type":"variable","status":"publish","featured":false,
"catalog_visibility":"visible","description":"<p>x</p>","short_description":"","sku":"T","price":"20.00",
"regular_price":"","sale_price":"","tax_status":"taxable","tax_class":"","manage_stock":false,"stock_quantity":null,
"stock_status":"instock","backorders":"no","weight":"","dimensions":{"length":"","width":"","height":""},"parent_id":0,
"categories":[{"id":1,"name":"Tops","slug":"tops"},{"id":2,"name":"New","slug":"new"}],"tags":[],
"images":[{"id":7,"src":"https://pictures.example/1.jpg","name":"1","alt":""},
{"id":8,"src":"https://pictures.example/2.jpg","name":"2","alt":""}],
"attributes":[{"id":0,"name":"Size","position":0,"visible":true,"variation":true,"options":["S","M"]}]},
{"id":11,"name":"Tee - S","slug":"tee-s","type":"variation","status":"publish","featured":false,
"catalog_visibility":"visible","description":"","short_description":"","sku":"T-S","price":"20.00",
"regular_price":"20.00","sale_price":"15.00","tax_status":"taxable","tax_class":"","manage_stock":true,
"stock_quantity":4,"stock_status":"instock","backorders":"notify","weight":"0.2",
"dimensions":{"length":"","width":"","height":""},"parent_id":10,"categories":[],"tags":[],"images":[],
"attributes":[{"id":0,"name":"Size","slug":"size","option":"S"}]},
{"id":12,"name":"Cap","slug":"cap","type":"simple","status":"draft","featured":true,"catalog_visibility":"search",
"description":"","short_description":"","sku":"C","price":"5","regular_price":"5","sale_price":"",
"tax_status":"taxable","tax_class":"","manage_stock":false,"stock_quantity":null,"stock_status":"outofstock",
"backorders":"no","weight":"","dimensions":{"length":"","width":"","height":""},"parent_id":0,
"categories":[{"id":1,"name":"Tops","slug":"tops"}],"tags":[{"id":3,"name":"warm","slug":"warm"}],
"images":[{"id":9,"src":"https://pictures.example/3.jpg","name":"3","alt":""}],"attributes":[]}]"#;
    sample("woocommerce_rest", "products.json", text, [2, 1, 2, 3]);
}

#[test]
fn wordpress_own_export() {
    let meta = |key: &str, value: &str| {
        format!(
            "<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key>\
             <wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        )
    };
    let item = |id: u32, kind: &str, title: &str, parent: u32, more: &str| {
        format!(
            "<item><title><![CDATA[{title}]]></title><link>https://s.example/{id}</link>\
             <content:encoded><![CDATA[<p>{title}</p>]]></content:encoded>\
             <excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{id}</wp:post_id>\
             <wp:post_name><![CDATA[{}]]></wp:post_name><wp:status><![CDATA[publish]]></wp:status>\
             <wp:post_parent>{parent}</wp:post_parent><wp:post_type><![CDATA[{kind}]]></wp:post_type>{more}</item>\n",
            title.to_lowercase()
        )
    };
    let term = |domain: &str, slug: &str, name: &str| {
        format!("<category domain=\"{domain}\" nicename=\"{slug}\"><![CDATA[{name}]]></category>")
    };
    let picture =
        "<wp:attachment_url><![CDATA[https://pictures.example/1.jpg]]></wp:attachment_url>";
    let tee = [
        term("product_cat", "tops", "Tops"),
        term("product_type", "variable", "variable"),
        term("pa_colour", "sea-blue", "Sea Blue"),
        term("pa_colour", "red", "Red"),
        meta("_sku", "T"),
        meta("_thumbnail_id", "5"),
    ];
    let variation = |sku: &str, colour: &str, price: &str| {
        [meta("_sku", sku), meta("_regular_price", price), meta("attribute_pa_colour", colour)]
            .concat()
    };
    let cap = [
        term("product_cat", "caps", "Caps"),
        term("product_type", "simple", "simple"),
        meta("_sku", "C"),
        meta("_regular_price", "9"),
    ];
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" \
         xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\
         <channel><title>Shop</title><link>https://s.example</link><wp:wxr_version>1.2</wp:wxr_version>\n\
         {}{}{}{}{}{}</channel></rss>",
        item(5, "attachment", "1.jpg", 0, picture),
        item(10, "product", "Tee", 0, &tee.concat()),
        item(11, "product_variation", "Tee - Blue", 10, &variation("T-B", "sea-blue", "20")),
        item(12, "product_variation", "Tee - Red", 10, &variation("T-R", "red", "21")),
        item(13, "page", "About", 0, ""),
        item(14, "product", "Cap", 0, &cap.concat()),
    );
    sample("wxr", "export.xml", &text, [2, 2, 2, 1]);
}

#[test]
fn the_products_json_of_a_shopify_shop_has_variants_inside() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let text = r#"{"products":[{"id":71,"title":"Tee","handle":"tee","vendor":"Acme","variants":[
        {"id":711,"title":"S","sku":"T-S","price":"5.00","option1":"S","inventory_quantity":3},
        {"id":712,"title":"M","sku":"T-M","price":"6.00","option1":"M","inventory_quantity":4}]},
        {"id":72,"title":"Cap","handle":"cap","vendor":"Acme","variants":[
        {"id":721,"title":"Default Title","sku":"C","price":"9.00","option1":"Default Title"}]}]}"#;
    let file = longshore.write("products.json", text);
    longshore.import(0, &file, &["--save-profile", "tees"]);
    let next = longshore.write("next.json", text.replace("6.00", "6.50"));
    let done = longshore.import(0, &next, &["--profile", "tees"]);
    assert_eq!((&done["counts"]["update"], &done["counts"]["unchanged"]), (&1.into(), &3.into()));
    let there = shop.witness().products();
    let named = |name: &str| there.iter().find(|product| product["name"] == name).unwrap();
    let variations = shop.witness().variations(named("Tee"));
    let one = variations.iter().find(|one| one["sku"] == "T-M").unwrap();
    assert_eq!((&one["regular_price"], &one["stock_quantity"]), (&"6.50".into(), &4.into()));
    assert_eq!(one["attributes"][0]["option"], "M");
    assert_eq!((&named("Cap")["type"], &named("Cap")["sku"]), (&"simple".into(), &"C".into()));
}

#[test]
fn the_days_of_a_sale_are_known_by_their_names() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let text = "SKU;Name;Preis;Angebotspreis;Angebot von;Angebot bis\nA;Hut;10,00;5,00;25.04.2027;27.04.2027\n";
    let file = longshore.write("angebote.csv", text);
    longshore.import(0, &file, &[]);
    let there = shop.witness().products();
    let hat = there.iter().find(|product| product["sku"] == "A").unwrap();
    let day = |field: &str| hat[field].as_str().unwrap_or_default()[..10].to_owned();
    assert_eq!([day("date_on_sale_from"), day("date_on_sale_to")], ["2027-04-25", "2027-04-27"]);
}

#[test]
fn the_products_json_of_a_shopify_shop_carries_what_its_csv_does() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let text = r#"{"products":[{"id":71,"title":"Tee","handle":"tee","body_html":"<p>Nice</p>","vendor":"Acme",
        "product_type":"Shirts","tags":["new","warm"],"options":[{"name":"Size","position":1,"values":["S","M"]}],
        "images":[{"id":1,"src":"https://pictures.example/a.jpg"},{"id":2,"src":"https://pictures.example/b.jpg"}],
        "variants":[{"id":711,"sku":"T-S","price":"5.00","compare_at_price":"7.00","grams":200,"option1":"S"},
        {"id":712,"sku":"T-M","price":"6.00","compare_at_price":null,"grams":250,"option1":"M"}]},
        {"id":72,"title":"Cap","handle":"cap","body_html":"","vendor":"Acme","product_type":"Hats","tags":[],
        "options":[{"name":"Title","position":1,"values":["Default Title"]}],"images":[],
        "variants":[{"id":721,"sku":"C","price":"9.00","compare_at_price":"","grams":0,"option1":"Default Title"}]}]}"#;
    let file = longshore.write("products.json", text);
    goes(&shop, &longshore, &file, &[], [2, 2, 2, 2]);
    longshore.import(0, &file, &[]);
    let there = shop.witness().products();
    let tee = there.iter().find(|product| product["name"] == "Tee").unwrap();
    assert_eq!(tee["description"], "<p>Nice</p>");
    assert_eq!(
        (&tee["tags"][1]["name"], &tee["brands"][0]["name"]),
        (&"warm".into(), &"Acme".into())
    );
    let variations = shop.witness().variations(tee);
    let small = variations.iter().find(|one| one["sku"] == "T-S").unwrap();
    assert_eq!((&small["regular_price"], &small["sale_price"]), (&"7.00".into(), &"5.00".into()));
    assert_eq!(
        (&small["weight"], &small["attributes"][0]["name"]),
        (&"0.2".into(), &"Size".into())
    );
}
