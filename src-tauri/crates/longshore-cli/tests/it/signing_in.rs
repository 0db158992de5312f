//! A WordPress user with an application password is named with a store, tried, told of in plain words, and forgotten.

use longshore_practice::Settings;

use crate::{shop::Shop, terminal::Longshore};

fn shop() -> Shop {
    Shop::set_up(Settings { empty: true, application_passwords: true, ..Settings::default() })
}

const EDIT: [&str; 4] = ["store", "edit", "shop", "--wordpress-user"];
const STDIN: [&str; 2] = ["--wordpress-password-stdin", "--json"];

#[test]
fn a_user_is_named_with_the_store_and_tried_with_it() {
    let (shop, longshore) = (shop(), Longshore::new());
    let (user, password) = shop.practice.uploader().unwrap();
    let url = shop.practice.url();
    let words = ["store", "add", "shop", "--url", &url, "--key", shop.practice.consumer_key()];
    let more = ["--secret-stdin", "--keep-secret-in", "file", "--wordpress-user", user];
    let words = words.into_iter().chain(more).chain(STDIN);
    let added = longshore.run_with_input(words, &format!("{}\n{password}\n", shop.secret()));
    assert_eq!(added.status, 0, "{}{}", added.out, added.err);
    assert_eq!(added.json()["wordpress_user"], user);

    let tested = longshore.run(["store", "test", "shop"]);
    assert_eq!(tested.status, 0);
    let told = format!("WordPress: {user} may upload pictures.");
    assert!(tested.out.contains(&told), "{}", tested.out);
    // The password is out of its file, and in a variable.
    let kept = longshore.home().join("secrets");
    let files = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path());
    let file = files.filter(|path| path.extension().is_some_and(|it| it == "wordpress")).last();
    std::fs::remove_file(file.unwrap()).unwrap();
    let missing = longshore.json(3, ["store", "test", "shop"]);
    assert_eq!(missing["wordpress"]["error"]["code"], "wordpress_password_missing");
    let variable = ("LONGSHORE_WORDPRESS_SHOP", password);
    assert_eq!(longshore.run_where(variable, ["store", "test", "shop"]).status, 0);

    let gone = longshore.json(0, ["store", "edit", "shop", "--no-wordpress-user"]);
    assert_eq!(gone["wordpress_user"], serde_json::Value::Null);
    let tested = longshore.run(["store", "test", "shop"]);
    assert!(!tested.out.contains("WordPress:"), "{}", tested.out);
}

#[test]
fn whoever_may_not_upload_hears_why_and_is_not_kept() {
    let (shop, longshore) = (shop(), Longshore::new());
    longshore.add("shop", &shop);
    let (user, password) = shop.practice.uploader().unwrap();
    let (guest, guests) = shop.practice.guest().unwrap();
    for (user, password, code) in [
        (user, "xyzzy xyzzy", "wordpress_password_wrong"),
        ("nobody", password, "wordpress_user_unknown"),
        (guest, guests, "wordpress_may_not_upload"),
    ] {
        let words = EDIT.into_iter().chain([user]).chain(STDIN);
        let refused = longshore.run_with_input(words, password);
        assert_eq!((refused.status, refused.error_code().as_str()), (3, code));
        assert!(!refused.out.contains(password), "{}", refused.out);
    }
    let nobody = longshore.run(EDIT.into_iter().chain([user, "--json"]));
    assert_eq!((nobody.status, nobody.error_code().as_str()), (2, "wordpress_password_needed"));
    assert_eq!(
        longshore.json(0, ["store", "list"])["stores"][0]["wordpress_user"],
        serde_json::Value::Null
    );

    let without = Shop::empty();
    longshore.add("bare", &without);
    let words = ["store", "edit", "bare", "--wordpress-user", "anybody"].into_iter().chain(STDIN);
    let refused = longshore.run_with_input(words, "abcd");
    assert_eq!(refused.error_code(), "wordpress_passwords_off");
}
