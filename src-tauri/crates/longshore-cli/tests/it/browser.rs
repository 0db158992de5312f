//! The window in a browser, as it is served from the command line.

use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use crate::terminal::{Longshore, ended};

fn first_line(child: &mut std::process::Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    line
}

#[test]
fn a_script_learns_where_it_is_and_asks_with_the_token() {
    let longshore = Longshore::new();
    let mut serving = longshore.start(["serve", "--json"]);
    let said: Value = serde_json::from_str(&first_line(&mut serving)).unwrap();
    let part = |name: &str| said[name].as_str().unwrap().to_owned();
    assert_eq!(part("url"), format!("{}/#token={}", part("address"), part("token")));

    let asked = ureq::post(format!("{}/rpc", part("address")))
        .header("authorization", format!("Bearer {}", part("token")))
        .send_json(json!({ "name": "stores.list", "request": {} }));
    assert_eq!(asked.unwrap().body_mut().read_json::<Value>().unwrap(), json!([]));

    let taken =
        longshore.run(["serve", "--port", part("address").rsplit(':').next().unwrap(), "--json"]);
    assert_eq!((taken.status, taken.error_code().as_str()), (2, "port_taken"));
    serving.kill().unwrap();
    serving.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_it_is_told_to() {
    let longshore = Longshore::new();
    let mut serving = longshore.start(["serve"]);
    let line = first_line(&mut serving);
    assert!(
        line.starts_with("Open http://127.0.0.1:")
            && line.ends_with(" in a browser. Ctrl+C ends it.\n"),
        "{line}"
    );
    let status = std::process::Command::new("kill").arg(serving.id().to_string()).status();
    assert!(status.unwrap().success());
    assert_eq!(ended(serving).status, 0);
}
