//! Commands and events.

use std::{io::Write as _, net::TcpStream, thread::sleep, time::Duration};

use longshore_app::events::Event;
use serde_json::json;

use crate::door::Door;

#[test]
fn a_command_is_carried_out_and_answered() {
    let door = Door::open();
    let answer = door.rpc("stores.list", &json!({}));
    assert_eq!((answer.status, answer.json()), (200, json!([])));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[test]
fn what_cannot_be_done_is_told_in_codes() {
    let door = Door::open();
    let answer = door.rpc("runs.show", &json!({ "run": 7 }));
    assert_eq!((answer.status, answer.json()["code"].clone()), (422, json!("run_not_found")));
    let answer = door.rpc("stores.buy", &json!({}));
    assert_eq!(answer.json()["code"], "command_unknown");
    let answer = door.ask("POST", "/rpc", b"nonsense");
    assert_eq!((answer.status, answer.json()["code"].clone()), (400, json!("request_unreadable")));
    let answer = door.ask("DELETE", "/elsewhere", b"");
    assert_eq!((answer.status, answer.json()["code"].clone()), (405, json!("no_such_page")));
}

#[test]
fn a_page_hears_what_changes_and_how_far_its_calls_are() {
    let door = Door::open();
    let mut told = door.listen();
    door.tell(Event::StoresChanged);
    assert_eq!(told.next().unwrap(), json!({ "event": "stores_changed" }));

    let list = format!("SKU,Name\n{}", "A,Rope\n".repeat(50_000));
    let upload = door.ask("POST", "/uploads?name=list.csv", list.as_bytes()).json();
    let file = format!("upload:{}", upload["upload"].as_str().unwrap());
    let body = json!({ "name": "files.inspect", "request": { "file": file }, "call": "look" });
    let answer = door.ask("POST", "/rpc", body.to_string().as_bytes());
    assert_eq!(answer.json()["rows"], 50_000, "{}", answer.text());
    let progress = told.find(|event| event["event"] == "call_progressed").unwrap();
    assert_eq!(
        (progress["call"].clone(), progress["stage"].clone()),
        (json!("look"), json!("reading"))
    );
}

#[test]
fn listening_ends_with_the_server() {
    let mut door = Door::open();
    let mut told = door.listen();
    door.close();
    assert_eq!(told.next(), None);
}

#[test]
fn a_plan_goes_on_though_its_page_is_gone_and_the_page_that_comes_back_finds_it() {
    let door = Door::open();
    door.rpc("practice.start", &json!({ "name": "Shop" }));
    door.rpc("practice.stop", &json!({}));
    let upload = door.ask("POST", "/uploads?name=list.csv", b"sku,name\nA-1,Rope\n").json();
    let source = json!({ "upload": upload["upload"] });
    let draft = door.rpc("drafts.begin", &json!({ "source": source })).json()["draft"].clone();
    let (request, call) =
        (json!({ "draft": draft, "store": "Shop" }), format!("drafts.plan#{draft}"));

    let body = json!({ "name": "drafts.plan", "request": request, "call": call }).to_string();
    let head = format!(
        "POST /rpc HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        door.address,
        door.token(),
        body.len()
    );
    let mut page = TcpStream::connect(&door.address).unwrap();
    page.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let going = || door.rpc("calls.list", &json!({})).json();
    while going()[0]["progress"]["stage"] != "absent" {
        sleep(Duration::from_millis(20));
    }
    drop(page);
    sleep(Duration::from_millis(300));

    assert_eq!(going()[0]["call"], call);
    assert_eq!(door.rpc("drafts.plan", &request).json()["code"], "draft_being_planned");
    let stopped = door.rpc("calls.cancel", &json!({ "call": call })).json();
    assert_eq!(stopped, json!({ "was_going": true }));
    while going() != json!([]) {
        sleep(Duration::from_millis(20));
    }
}
