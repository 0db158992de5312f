//! A draft's rows name pictures of this computer: somebody says where they lie, and the plan brings them.

use longshore_practice::Settings;
use serde_json::json;

use crate::{
    desk::{Desk, shop},
    sequences::client::Client,
};

const LIST: &str = "SKU,Name,Regular price,Images\nA,Hat,1,hat.jpg\nB,Bag,2,\nC,Cap,3,../hat.jpg\n";

#[tokio::test]
async fn pictures_are_looked_for_where_somebody_says_and_nowhere_else() {
    let desk = Desk::new().await;
    let settings = Settings { empty: true, application_passwords: true, ..Settings::default() };
    let practice = shop(&desk, settings).await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    let codes = async || {
        let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
        let issues = checked["issues"].as_array().unwrap().clone();
        let codes = issues.iter().map(|issue| issue["code"].as_str().unwrap().to_owned());
        codes.filter(|code| code.starts_with("picture_")).collect::<Vec<_>>()
    };
    assert_eq!(codes().await, ["picture_on_computer"]);

    let folder = desk.folder.path().join("pictures");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("Hat.JPG"), b"\xff\xd8\xff a hat").unwrap();
    let put = json!({ "draft": draft, "folder": folder });
    let shown = desk.ask("drafts.pictures", put.clone()).await;
    assert_eq!(shown["pictures_from"], json!(folder));
    assert_eq!(codes().await, ["picture_file_elsewhere"]);
    let nowhere = json!({ "draft": draft, "folder": folder.join("nowhere") });
    assert_eq!(desk.refused("drafts.pictures", nowhere).await, "folder_not_found");

    let plan = json!({ "draft": draft, "store": "Shop" });
    assert_eq!(desk.refused("drafts.plan", plan.clone()).await, "pictures_need_wordpress");
    let (user, password) = practice.uploader().unwrap();
    let sign_in = json!({ "name": "Shop", "user": user, "password": password });
    let store = desk.ask("stores.sign_in", sign_in).await;
    assert_eq!(store["wordpress_user"], user);
    let tested = desk.ask("stores.test", json!({ "name": "Shop" })).await;
    assert_eq!(tested["wordpress"], json!({ "user": user }));
    let planned = desk.ask("drafts.plan", plan).await;
    assert_eq!(planned["run"]["uploads"]["to_upload"], 1, "{planned}");
    // A draft that comes back after a restart knows its folder.
    let desk = desk.restarted().await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["pictures_from"], json!(folder));
}

#[tokio::test]
async fn a_picture_stays_where_somebody_edits_its_product_after_the_undo_was_planned() {
    let desk = Desk::new().await;
    let settings = Settings { empty: true, application_passwords: true, ..Settings::default() };
    let practice = shop(&desk, settings).await;
    let (user, password) = practice.uploader().unwrap();
    let sign_in = json!({ "name": "Shop", "user": user, "password": password });
    desk.ask("stores.sign_in", sign_in).await;
    let folder = desk.folder.path().join("pictures");
    std::fs::create_dir(&folder).unwrap();
    for name in ["hat.jpg", "cap.jpg"] {
        std::fs::write(folder.join(name), format!("GIF8 {name}")).unwrap();
    }
    let list = "SKU,Name,Regular price,Images\nA,Hat,1,hat.jpg\nB,Cap,2,cap.jpg\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    desk.ask("drafts.pictures", json!({ "draft": draft, "folder": folder })).await;
    let (_, run) = desk.plan(draft).await;
    let report = desk.ask("runs.start", json!({ "run": run })).await;
    assert_eq!(report["uploads"]["uploaded"], 2, "{report}");

    let undo = desk.ask("undo.plan", json!({ "run": run })).await;
    assert_eq!(undo["uploads"]["to_remove"], 2, "{undo}");
    let (key, secret) = (practice.consumer_key(), practice.consumer_secret());
    let client = Client::new(&practice.url(), key, secret);
    let hat = client.get("?sku=A")[0]["id"].clone();
    client.put(&format!("/{hat}"), &json!({ "name": "A better hat" }));
    let report = desk.ask("runs.start", json!({ "run": undo["run"] })).await;
    let told = json!({ "to_upload": 0, "uploaded": 0, "removed": 1, "to_remove": 0, "stay": 1 });
    assert_eq!(report["uploads"], told, "{report}");
    let shown = client.get(&format!("/{hat}"));
    assert_eq!(shown["images"].as_array().unwrap().len(), 1, "{shown}");
}
