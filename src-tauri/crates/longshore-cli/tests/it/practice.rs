//! The practice store as it is typed.

use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use crate::{terminal::Longshore, witness::Witness};

#[test]
fn faults_are_switched_on_from_the_command_line() {
    let longshore = Longshore::new();
    let words = ["practice", "serve", "--empty", "--fault", "503=7s@GET products#1"];
    let more = ["--fault", "500=after@POST products/batch"];
    let mut store = longshore.start(words.into_iter().chain(more));
    let mut said = String::new();
    BufReader::new(store.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let said: Value = serde_json::from_str(&said).unwrap();
    let part = |name: &str| said[name].as_str().unwrap().to_owned();
    let witness = Witness::new(&part("url"), &part("consumer_key"), &part("consumer_secret"));

    assert_eq!(witness.status("products"), 503);
    assert_eq!(witness.status("products"), 200, "only the first");
    let batch = json!({"create": [{"name": "A"}]});
    assert_eq!(witness.post("products/batch", &batch), 500);
    assert_eq!(witness.get("products").0[0]["name"], "A", "it was carried out all the same");
    store.kill().unwrap();
    store.wait().unwrap();
}

#[test]
fn the_help_says_how_a_fault_is_written() {
    let help = Longshore::new().run(["practice", "serve", "--help"]);
    assert_eq!(help.status, 0);
    for line in
        ["KIND[=VALUE][@REQUESTS][#WHEN]", "  dropped-after          the request is carried out"]
    {
        assert!(help.out.contains(line), "{line:?} is not in {}", help.out);
    }
    let short = Longshore::new().run(["practice", "serve", "-h"]);
    assert!(short.out.contains("dropped-after@POST products/batch#2"), "{}", short.out);
}
