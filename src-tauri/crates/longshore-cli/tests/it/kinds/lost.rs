//! Whatever the kind: a request whose answer is lost is not sent twice without a look, and makes nothing twice.

use longshore_practice::LoggedRequest;

use super::{KINDS, Kind, counted, import, out, prepared, written};

fn is_sent_once_or_looked_for(kind: &Kind, loss: &str, is_done: bool) {
    let (shop, longshore) = prepared(kind);
    let lines = |text: &str| text.lines().count() as u64;
    let before = lines(&out(&longshore, kind.name));
    let file = written(&longshore, "first.csv", kind.first);
    shop.practice.clear_requests();
    // Before products are sent, an empty batch asks twice what the key may do.
    let nth = if kind.route == "products/batch" { 3 } else { 1 };
    let fault = format!("{loss}@POST {}#{nth}", kind.route);
    shop.practice.set_faults([fault.parse().unwrap()]);
    let report = import(&longshore, kind.name, &file);
    counted(&report, &[("create", kind.rows)]);
    shop.practice.set_faults([]);

    let told = format!("{:?}, {loss}", kind.entity);
    let requests = shop.practice.requests();
    let at = requests.iter().position(|one| !one.faults.is_empty()).expect(&told);
    let later = &requests[at + 1..];
    // What is sent one by one may have others beside it.
    let is_same = |one: &LoggedRequest| one.writes() && one.body == requests[at].body;
    let again = later.iter().position(is_same);
    assert!(!(is_done && again.is_some()), "{told}: sent twice");
    let looks = later[..again.unwrap_or(later.len())].iter().filter(|one| one.method == "GET");
    assert!(looks.count() > 0, "{told}: nobody looked what became of it");
    assert_eq!(lines(&out(&longshore, kind.name)), before + kind.rows, "{told}");

    // It knows what it made: the same file makes nothing, and an undo leaves nothing.
    counted(&import(&longshore, kind.name, &file), &[("unchanged", kind.rows)]);
    longshore.undo(0, &report["run"]);
    assert_eq!(lines(&out(&longshore, kind.name)), before, "{told}: taken back");
}

#[test]
fn what_the_shop_did_and_did_not_answer_is_not_sent_again() {
    KINDS.iter().for_each(|kind| is_sent_once_or_looked_for(kind, "dropped-after", true));
}

#[test]
fn what_never_reached_the_shop_is_looked_for_and_sent_once() {
    KINDS.iter().for_each(|kind| is_sent_once_or_looked_for(kind, "dropped-before", false));
}
