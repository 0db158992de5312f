//! Every kind of record goes into a shop, is changed, comes out, and is taken back without a trace.

use longshore_app::engine::entity::Entity;

use super::{KINDS, Kind, counted, import, import_with, out, prepared, without_numbers, written};

fn whole_life(kind: &Kind) {
    let (shop, longshore) = prepared(kind);
    let before = out(&longshore, kind.name);
    let first = written(&longshore, "first.csv", kind.first);
    let made = import(&longshore, kind.name, &first);
    counted(&made, &[("create", kind.rows)]);
    let there = out(&longshore, kind.name);
    // The same file and what the shop writes out change nothing.
    shop.writes();
    counted(&import(&longshore, kind.name, &first), &[("unchanged", kind.rows)]);
    let own = written(&longshore, "own.csv", &there);
    let rows = there.lines().count() as u64 - 1;
    counted(&import(&longshore, kind.name, &own), &[("unchanged", rows)]);
    assert!(shop.writes().is_empty(), "{:?}: writes though nothing changes", kind.entity);

    let then = written(&longshore, "then.csv", kind.then);
    let changed = import(&longshore, kind.name, &then);
    let stays = kind.rows - kind.changed;
    counted(&changed, &[("update", kind.changed), ("unchanged", stays)]);
    if kind.changed > 0 {
        assert_ne!(out(&longshore, kind.name), there);
        longshore.undo(0, &changed["run"]);
    }
    assert_eq!(out(&longshore, kind.name), there, "{:?} changed back", kind.entity);

    let gone = import_with(&longshore, kind.name, &first, &["--mode", "delete", "--force"]);
    counted(&gone, &[("delete", kind.rows)]);
    assert_eq!(out(&longshore, kind.name), before, "{:?} removed", kind.entity);
    longshore.undo(0, &gone["run"]);
    assert_eq!(
        without_numbers(&out(&longshore, kind.name)),
        without_numbers(&there),
        "{:?} made again",
        kind.entity
    );

    longshore.undo(0, &made["run"]);
    assert_eq!(out(&longshore, kind.name), before, "{:?} taken back", kind.entity);
}

#[test]
fn every_kind_goes_in_and_comes_out_and_is_taken_back() {
    let tried: Vec<Entity> = KINDS.iter().map(|kind| kind.entity).collect();
    for entity in Entity::ALL {
        assert!(tried.contains(&entity), "{entity:?} has no file here");
    }
    KINDS.iter().for_each(whole_life);
}
