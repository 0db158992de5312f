//! What does a run do to a store that becomes slow, and well again?
//!
//! A server on this machine counts the records of each batch and the batches that are under way at a time. It is
//! quick until it gets several at once, then takes a while for each record until little comes at a time, and is quick
//! again from then on: what it counts decides, no clock.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

use longshore_connectors::{
    Address, Connection, Waits, connection::Manners, woocommerce::WooCommerce,
};
use longshore_journal::{RunId, runs::RunStatus};
use longshore_practice::Settings;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{carry_out::carry_out, going::Doing};
use crate::{
    Home, SecretPlace, Studio, commands,
    progress::Watch,
    stores::{self, Opened, StoreAdd},
};

/// As many as there may be in a batch.
const FULL: usize = 100;
/// More than are sent until the store is well again and has full batches for a while.
const PRODUCTS: usize = 6_000;

/// How a server is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spell {
    Quick,
    Slow,
    WellAgain,
}

/// What a server counted.
#[derive(Debug)]
struct Counted {
    spell: Spell,
    under_way: usize,
    made: u64,
    /// The largest batch, and the most batches at a time: while it was quick, and since it is well again.
    most: [(usize, usize); 2],
    /// The last batch while it was slow, and how many were under way with it.
    least: Option<(usize, usize)>,
}

impl Counted {
    /// A batch came; how long it takes, and the numbers that its records get.
    fn arrived(&mut self, items: usize) -> (Duration, std::ops::Range<u64>) {
        self.under_way += 1;
        let first = self.made + 1;
        self.made += items as u64;
        let each = match self.spell {
            Spell::Slow => 30,
            Spell::Quick | Spell::WellAgain => 0,
        };
        let note = |(largest, together): &mut (usize, usize), now: usize| {
            *largest = items.max(*largest);
            *together = now.max(*together);
        };
        match self.spell {
            Spell::Quick => {
                note(&mut self.most[0], self.under_way);
                if self.most[0].1 > 1 {
                    self.spell = Spell::Slow;
                }
            }
            Spell::Slow => {
                self.least = Some((items, self.under_way));
                if items <= FULL / 4 && self.under_way == 1 {
                    self.spell = Spell::WellAgain;
                }
            }
            Spell::WellAgain => note(&mut self.most[1], self.under_way),
        }
        (Duration::from_millis(60 + each * items as u64), first..self.made + 1)
    }
}

/// Begins to listen; answers its address.
fn listen(counted: &Arc<Mutex<Counted>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let counted = Arc::clone(counted);
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let counted = Arc::clone(&counted);
            std::thread::spawn(move || answer(&client, &counted));
        }
    });
    url
}

/// Answers what comes over one connection: batches with what they say, and lists with nothing.
fn answer(client: &TcpStream, counted: &Mutex<Counted>) {
    client.set_nodelay(true).unwrap();
    let (mut from, mut to) = (BufReader::new(client), client);
    loop {
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let begins = head.len();
            if !matches!(from.read_line(&mut head), Ok(1..)) {
                return;
            }
            if let Some((name, value)) = head[begins..].split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        from.read_exact(&mut body).unwrap();
        let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
        let said = match sent["create"].as_array() {
            Some(items) => {
                let (takes, numbers) = counted.lock().unwrap().arrived(items.len());
                std::thread::sleep(takes);
                let made = items.iter().zip(numbers).map(|(item, number)| {
                    let mut made = item.clone();
                    made["id"] = json!(number);
                    made
                });
                let said = json!({ "create": made.collect::<Vec<_>>() });
                counted.lock().unwrap().under_way -= 1;
                said
            }
            None => json!([]),
        };
        let said = said.to_string();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-wp-totalpages: 1";
        let whole = format!("{head}\r\ncontent-length: {}\r\n\r\n{said}", said.len());
        if to.write_all(whole.as_bytes()).is_err() {
            return;
        }
    }
}

/// A studio with a plan of new products, and the store that it was made for.
async fn planned(folder: &std::path::Path) -> (Studio, RunId, Opened) {
    let studio = Studio::open(Home::at(folder.join("home")).unwrap()).await.unwrap();
    let shop =
        longshore_practice::serve(Settings { empty: true, ..Settings::default() }).await.unwrap();
    let request = StoreAdd {
        name: "Shop".to_owned(),
        url: shop.url(),
        key: shop.consumer_key().to_owned(),
        keep_secret_in: SecretPlace::File,
        ca_file: None,
    };
    stores::add(&studio, request, shop.consumer_secret().to_owned().into()).await.unwrap();
    let rows: String = (0..PRODUCTS).map(|row| format!("S{row},Hut {row},5\n")).collect();
    let file = folder.join("list.csv");
    std::fs::write(&file, format!("sku,name,price\n{rows}")).unwrap();
    let ask = async |name: &str, request: Value| {
        commands::call(&studio, name, request, &Watch::nobody()).await.unwrap()
    };
    let begun = ask("drafts.begin", json!({ "source": { "path": file } })).await;
    let draft = begun["draft"].clone();
    while ask("drafts.show", json!({ "draft": draft })).await["rows"]["is_complete"] != true {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let plan = ask("drafts.plan", json!({ "draft": draft, "store": "Shop" })).await;
    assert_eq!(plan["run"]["counts"]["create"], PRODUCTS);
    let opened = stores::open(&studio, "Shop", Waits::default()).await.unwrap();
    (studio, RunId(plan["run"]["run"].as_u64().unwrap()), opened)
}

#[tokio::test]
async fn a_store_that_becomes_slow_gets_less_at_a_time_and_more_again_when_it_is_well() {
    let folder = tempfile::tempdir().unwrap();
    let (studio, run, opened) = planned(folder.path()).await;
    let counted = Arc::new(Mutex::new(Counted {
        spell: Spell::Quick,
        under_way: 0,
        made: 0,
        most: [(0, 0); 2],
        least: None,
    }));
    let address = Address::parse(&listen(&counted)).unwrap();
    let manners = Manners {
        requests_per_second: Some(1_000),
        quick_within: Duration::from_millis(500),
        slow_after: Duration::from_secs(1),
        ..Manners::default()
    };
    let connection =
        Connection { manners, ..Connection::new(address, "ck_test", "cs_test".to_owned().into()) };
    let store = WooCommerce::new(connection).unwrap();
    let opened = Opened { store: Arc::new(store), ..opened };
    let doing = Doing::new(CancellationToken::new());
    let ended = carry_out(&studio, &opened, run, &doing, &Watch::nobody()).await.unwrap();
    assert_eq!(ended, RunStatus::Completed);

    let counted = counted.lock().unwrap();
    assert_eq!(counted.made, PRODUCTS as u64, "each product once");
    let [quick, well_again] = counted.most;
    assert!(quick.0 == FULL && quick.1 > 1, "while it was quick: {counted:?}");
    let (batch, together) = counted.least.expect("it was slow for a while");
    assert!(batch <= FULL / 4 && together == 1, "while it was slow: {counted:?}");
    assert_eq!(counted.spell, Spell::WellAgain);
    assert!(well_again.0 == FULL && well_again.1 > 1, "since it is well again: {counted:?}");
}
