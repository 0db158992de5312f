//! A broken picture keeps nothing out but itself, is told, and comes in once it is mended.

use longshore_practice::{Data, Settings};
use serde_json::Value;

use crate::{shop::Shop, terminal::Longshore};

const HEAD: &str = "SKU,Name,Regular price,Images\n";

/// The file names of a product's pictures, in their order. What the shop had fetched before it refused its record lies
/// there without an owner, and takes the name without a number (`products-create-image-two-same-src`).
fn shown(shop: &Shop, sku: &str) -> Vec<String> {
    let product = shop.witness().product(sku);
    let file =
        |one: &Value| one["src"].as_str().unwrap().rsplit('/').next().unwrap().replace("-1.", ".");
    product["images"].as_array().unwrap().iter().map(file).collect()
}

fn list(lines: &[&str]) -> String {
    format!("{HEAD}{}\n", lines.join("\n"))
}

/// What a run tells of pictures that the shop did not take.
fn told(longshore: &Longshore, report: &Value) -> Vec<(String, String)> {
    let run = report["run"].to_string();
    let changes = longshore.json(0, ["runs", "changes", &run]);
    let failed =
        changes["changes"].as_array().unwrap().iter().filter(|one| one["outcome"] == "failed");
    let told = failed.map(|one| {
        let reason = &one["reasons"][0];
        assert_eq!(reason["code"], "picture_not_taken", "{one}");
        let address = reason["params"][0][1].as_str().unwrap();
        let name = address.rsplit('/').next().unwrap();
        (one["label"].as_str().unwrap().to_owned(), name.to_owned())
    });
    told.collect()
}

/// Records that are there without some of their pictures, with the names of these.
fn lacking(longshore: &Longshore, report: &Value) -> Vec<(String, String)> {
    let changes = longshore.json(0, ["runs", "changes", &report["run"].to_string()]);
    let mut found = Vec::new();
    for change in changes["changes"].as_array().unwrap() {
        for address in change["pictures_missing"].as_array().into_iter().flatten() {
            assert_eq!(change["outcome"], "applied", "{change}");
            let name = address.as_str().unwrap().rsplit('/').next().unwrap();
            found.push((change["label"].as_str().unwrap().to_owned(), name.to_owned()));
        }
    }
    found.sort();
    found
}

fn pair(label: &str, name: &str) -> (String, String) {
    (label.to_owned(), name.to_owned())
}

#[test]
fn a_product_comes_in_without_its_broken_picture_and_gets_it_once_it_is_mended() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let broken = list(&[
        "A,Fine,1,https://p.example/a.jpg",
        "B,Broken,2,\"https://p.example/b1.jpg, https://p.example/missing/b2.jpg, https://p.example/b3.jpg\"",
        "C,Alone,3,https://p.example/missing/c.jpg",
    ]);
    let file = longshore.write("list.csv", broken.as_str());
    let report = longshore.import(1, &file, &[]);
    assert_eq!((&report["counts"]["create"], &report["counts"]["failed"]), (&3.into(), &0.into()));
    assert_eq!(report["pictures_refused"], 2, "{report}");
    assert_eq!(shown(&shop, "A"), ["a.jpg"]);
    assert_eq!(shown(&shop, "B"), ["b1.jpg", "b3.jpg"]);
    assert!(shown(&shop, "C").is_empty());
    let mut failed = told(&longshore, &report);
    failed.sort();
    assert_eq!(failed, [pair("B", "b2.jpg"), pair("C", "c.jpg")]);
    assert_eq!(lacking(&longshore, &report), failed, "the record itself says what it lacks");
    let text = longshore.run(["runs", "show", &report["run"].to_string()]).out;
    assert!(text.contains("The shop did not take 2 pictures"), "{text}");

    // The rest is in order: only the broken ones are tried again, and the good ones are not fetched once more.
    let mended = longshore.write("mended.csv", broken.replace("/missing/", "/"));
    let report = longshore.import(0, &mended, &[]);
    assert_eq!(report["counts"]["update"], 2, "{report}");
    assert_eq!(shown(&shop, "B"), ["b1.jpg", "b2.jpg", "b3.jpg"]);
    assert_eq!(shown(&shop, "C"), ["c.jpg"]);
    assert_eq!(lacking(&longshore, &report), []);

    shop.writes();
    let report = longshore.import(0, &mended, &[]);
    assert_eq!(report["counts"]["unchanged"], 3, "{report}");
    assert_eq!(shop.writes().len(), 0);
}

#[test]
fn a_plan_says_which_pictures_the_shop_could_not_fetch() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let url = shop.practice.url();
    let lines = [
        format!("A,Gone,1,{url}/wp-content/uploads/none.jpg"),
        format!("B,Page,1,{url}/"),
        "C,Inside,1,http://192.168.1.1/c.jpg".to_owned(),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let file = longshore.write("list.csv", list(&lines));
    let words = |more: &[&str]| {
        let fixed = ["import", file.to_str().unwrap(), "--store", "shop", "--dry-run"];
        longshore.json(0, fixed.into_iter().chain(more.iter().copied()))
    };
    let told = words(&[]);
    let mut issues: Vec<(&str, u64)> = told["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["rows"][0].as_u64().unwrap()))
        .collect();
    issues.sort_unstable();
    assert_eq!(
        issues,
        [("picture_is_page", 2), ("picture_not_public", 3), ("picture_not_there", 1)],
        "{told}"
    );
    assert_eq!(words(&["--no-picture-check"])["issues"], serde_json::json!([]));
}

#[test]
fn where_the_shop_does_not_say_which_picture_it_means_they_go_one_by_one() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(
        "list.csv",
        list(&["A,Mixed,1,\"https://p.example/1.jpg, https://p.example/not-an-image/2.jpg, https://p.example/3.jpg, https://p.example/empty-file/4.jpg\""]),
    );
    let report = longshore.import(1, &file, &[]);
    assert_eq!(shown(&shop, "A").len(), 2, "{report}");
    assert_eq!(report["counts"]["create"], 1, "{report}");
    assert_eq!(report["pictures_refused"], 2, "{report}");
    let mut failed = told(&longshore, &report);
    failed.sort();
    assert_eq!(failed, [pair("A", "2.jpg"), pair("A", "4.jpg")]);
    assert_eq!(lacking(&longshore, &report), failed);
}

#[test]
fn a_picture_that_many_products_share_is_fetched_once() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let lines: Vec<String> = (0..60)
        .map(|number| format!("S-{number},Thing {number},5,https://p.example/same.jpg"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let report = longshore.import(0, &longshore.write("list.csv", list(&lines)), &[]);
    assert_eq!(report["counts"]["create"], 60, "{report}");
    let ids: std::collections::BTreeSet<u64> = shop
        .witness()
        .products()
        .iter()
        .map(|product| product["images"][0]["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

#[test]
fn a_picture_that_is_gone_from_the_shop_is_fetched_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop");
    let open = |port: u16| {
        let data = Data::Folder(data.clone());
        Shop::set_up(Settings { empty: true, data, port, ..Settings::default() })
    };
    drop(open(0));
    let files = || std::fs::read_dir(&data).unwrap().map(|file| file.unwrap().path());
    let as_it_began: Vec<_> =
        files().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect();

    let shop = open(0);
    let longshore = Longshore::with(&shop);
    let lines = ["A,One,1,https://p.example/a.jpg", "B,Two,2,https://p.example/b.jpg"];
    let file = longshore.write("list.csv", list(&lines));
    longshore.import(0, &file, &[]);
    let port = shop.practice.url().rsplit(':').next().unwrap().parse().unwrap();
    drop(shop);

    // The shop is set back: what is remembered of its pictures leads nowhere.
    files().for_each(|file| std::fs::remove_file(file).unwrap());
    as_it_began.into_iter().for_each(|(file, bytes)| std::fs::write(file, bytes).unwrap());
    let shop = open(port);
    let report = longshore.import(0, &file, &[]);
    assert_eq!(report["counts"]["create"], 2, "{report}");
    assert_eq!(report["pictures_refused"], 0, "{report}");
    assert_eq!(
        (shown(&shop, "A"), shown(&shop, "B")),
        (vec!["a.jpg".into()], vec!["b.jpg".into()])
    );
}

#[test]
fn an_undo_takes_out_what_came_in_in_two_steps() {
    let shop = Shop::demo();
    let longshore = Longshore::with(&shop);
    let before = shop.witness().snapshot();
    let products = shop.witness().products();
    let is_bare = |one: &&Value| one["images"] == serde_json::json!([]) && one["sku"] != "";
    let sku = products.iter().find(is_bare).and_then(|one| one["sku"].as_str());
    let known = format!(
        "{},Another name,9.99,\"https://p.example/x.jpg, https://p.example/missing/y.jpg\"",
        sku.unwrap()
    );
    let new = "NEW-1,New,1,\"https://p.example/missing/n.jpg, https://p.example/m.jpg\"";
    let report = longshore.import(1, &longshore.write("list.csv", list(&[&known, new])), &[]);
    assert_eq!(report["counts"]["create"], 1, "{report}");
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(report["pictures_refused"], 2, "{report}");
    longshore.undo(0, &report["run"]);
    assert!(shop.witness().snapshot() == before, "the shop is not as it was");
}
