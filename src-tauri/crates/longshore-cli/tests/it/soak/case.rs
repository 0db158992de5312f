//! One case: a file goes into a shop and is taken back, and whoever does it is killed again and again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use longshore_practice::{Action, Fault};
use serde_json::Value;

use super::{
    dice::Dice,
    goods::Goods,
    kill::{Became, Kill, Phase, carry_out},
    tally::Tally,
};
use crate::{journal_file, shop::Shop, terminal::Longshore, witness::Snapshot};

/// So often a run is gone on with before the network gets well.
const PATIENCE: usize = 8;

/// What is played besides, as [`Fault`]s are written; `SEED` is put in.
const FAULTS: [&str; 13] = [
    "dropped-after@write#15%:SEED",
    "dropped-before@write#12%:SEED",
    "half-batch@write#25%:SEED",
    "cut@write#15%:SEED",
    "503@write#12%:SEED",
    "504=after@write#12%:SEED",
    "500=after@write#8%:SEED",
    "429=1s@write#6%:SEED",
    "wrong-json@write#12%:SEED",
    "php-warning@write#30%:SEED",
    "cut@read#6%:SEED",
    "503@read#6%:SEED",
    "stale=20s@read#50%:SEED",
];

/// Everything that a seed says.
pub(super) struct Case {
    seed: u64,
    goods: Goods,
    has_marks: bool,
    faults: Vec<Fault>,
    kills: Vec<Kill>,
    undo_kills: Vec<Kill>,
    /// An import that was interrupted is not gone on with, but taken back.
    gives_up: bool,
}

/// Something that is carried out to its end.
struct Errand<'a> {
    name: &'static str,
    words: Vec<&'a str>,
    kills: &'a [Kill],
    /// Whether one kill is enough.
    gives_up: bool,
}

impl Case {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let goods = Goods::new(&mut dice);
        let has_marks = dice.chance(50);
        let mut faults: Vec<Fault> = match dice.chance(40) {
            true => (0..dice.from(1, 2)).map(|_| fault(&mut dice)).collect(),
            false => Vec::new(),
        };
        if dice.chance(if goods.created().is_empty() { 40 } else { 12 }) {
            faults.push("twice@write#50%:7".parse().unwrap());
        }
        let kills = kills(&mut dice, 1);
        let undo_kills = kills_or_none(&mut dice);
        let gives_up = dice.chance(12);
        Self { seed, goods, has_marks, faults, kills, undo_kills, gives_up }
    }

    /// The same, killed in a phase and nowhere else, and on a good network.
    pub(super) fn killed_in(self, phase: Phase) -> Self {
        let mut dice = Dice::new(self.seed);
        let first = |n| Kill { phase, n };
        let kills = match phase {
            // There is nothing to look for before an answer was lost.
            Phase::LookedUp => {
                let lost = Phase::InFlight(super::kill::Fate::CarriedOut);
                vec![Kill { phase: lost, n: 2 }, first(1), first(1)]
            }
            Phase::InCommit => vec![first(dice.from(6, 12)), first(2), first(1)],
            Phase::AnyTime => (0..3).map(|_| first(dice.from(50, 400))).collect(),
            _ => vec![first(2), first(1), first(1)],
        };
        Self { kills, undo_kills: Vec::new(), faults: Vec::new(), gives_up: false, ..self }
    }

    /// Does it all.
    pub(super) fn prove(&self, tally: &Tally) {
        println!("{self}");
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        self.goods.stock(&shop);
        let before = shop.witness().snapshot();
        let file = longshore.write("list.csv", self.goods.file());
        let mut words = vec!["import", file.to_str().unwrap(), "--store", "shop", "--yes"];
        words.extend(self.goods.words());
        words.extend((!self.has_marks).then_some("--no-marks"));
        let scene = Scene { case: self, shop: &shop, longshore: &longshore, tally };

        let import = Errand { name: "import", words, kills: &self.kills, gives_up: self.gives_up };
        let imported = scene.to_the_end(&import);
        if imported["status"] == "completed" {
            scene.must_be_done(&imported);
            scene.take_copies_back(&imported);
            self.goods.must_be_in(&shop.witness());
        }
        let after = shop.witness().snapshot();

        let run = imported["run"].to_string();
        let words = vec!["undo", &run, "--yes"];
        let undo = Errand { name: "undo", words, kills: &self.undo_kills, gives_up: false };
        let undone = scene.to_the_end(&undo);
        scene.must_be_sound(&undone);
        before.must_equal(&shop.witness().snapshot());
        self.must_be_forgotten(&after, &before);
        tally.proved(self.goods.nameless(), self.has_marks);
    }

    /// A case in which nothing happened proves nothing.
    fn must_be_forgotten(&self, after: &Snapshot, before: &Snapshot) {
        assert!(self.gives_up || after != before, "the import changed nothing");
    }
}

impl fmt::Display for Case {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let marks = if self.has_marks { "with marks" } else { "without marks" };
        write!(out, "case       seed {:<6} {}, {marks}", self.seed, self.goods)?;
        self.faults.iter().try_for_each(|fault| write!(out, ", {fault}"))
    }
}

struct Scene<'a> {
    case: &'a Case,
    shop: &'a Shop,
    longshore: &'a Longshore,
    tally: &'a Tally,
}

impl Scene<'_> {
    /// Begins, is killed, goes on, until it is done; answers how the run stands.
    fn to_the_end(&self, errand: &Errand<'_>) -> Value {
        let Self { case, shop, longshore, tally } = *self;
        let newest = || longshore.json(0, ["runs", "list"])["runs"][0].clone();
        let earlier = newest()["run"].as_u64().unwrap_or_default();
        let mut kills = errand.kills.iter();
        shop.practice.set_faults(case.faults.clone());
        for attempt in 0.. {
            let stands = newest();
            let run = stands["run"].to_string();
            let is_ours = stands["run"].as_u64().is_some_and(|run| run > earlier);
            let status = stands["status"].as_str().filter(|_| is_ours).unwrap_or_default();
            let is_given_up = errand.gives_up && attempt > 0 && status == "interrupted";
            if status == "completed" || is_given_up {
                tally.played(&shop.practice.faults());
                shop.practice.set_faults([]);
                let report = longshore.json(0, ["runs", "show", &run]);
                tally.found(&report);
                return report;
            }
            assert!(attempt < PATIENCE * 2, "{} does not come to its end: {stands}", errand.name);
            if attempt >= PATIENCE {
                tally.played(&shop.practice.faults());
                shop.practice.set_faults([]);
            }
            let mut words = match status {
                "interrupted" => vec!["resume", &run, "--yes"],
                _ => errand.words.clone(),
            };
            words.push("--json");
            // What became of a lost answer is looked for when a run is gone on with.
            let is_possible = |kill: &&Kill| kill.phase != Phase::LookedUp || attempt > 0;
            let kill = kills.clone().next().filter(is_possible).copied();
            if kill.is_some() {
                kills.next();
            }
            match carry_out((shop, longshore), &words, kill) {
                Became::Killed(place) => {
                    let n = kill.map_or(0, |kill| kill.n);
                    tally.killed(case.seed, errand.name, &place, n);
                }
                Became::Ended(ended) => {
                    // A network that is not well may end a command, nothing else may.
                    let may = ended.status == 0 || !case.faults.is_empty();
                    assert!(
                        may,
                        "{words:?} ends with {}: {}{}",
                        ended.status, ended.out, ended.err
                    );
                }
            }
        }
        unreachable!("attempts are counted")
    }

    /// Every record exactly once, and every outcome true.
    fn must_be_done(&self, report: &Value) {
        let Self { case, shop, longshore, .. } = self;
        let run = report["run"].to_string();
        let changes = longshore.json(0, ["runs", "changes", &run, "--limit", "100000"]);
        let changes = changes["changes"].as_array().unwrap();
        let copies: Vec<&Value> =
            changes.iter().filter(|change| change["is_copy"] == true).collect();
        assert_eq!(report["lost_answers"]["copies"].as_u64().unwrap_or(0), copies.len() as u64);
        let counts = report["counts"].as_object().unwrap();
        let mut all = case.goods.counts();
        all[0].1 += copies.len();
        for (name, count) in
            counts.iter().filter(|(name, _)| !["rows", "records"].contains(&name.as_str()))
        {
            let wanted = all.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count);
            assert_eq!(count.as_u64(), Some(wanted as u64), "{name} in {report}");
        }
        assert_eq!(report["pending"], 0, "{report}");
        self.must_be_sound(report);

        let mut made: BTreeMap<&str, usize> = BTreeMap::new();
        for effect in shop.practice.requests().iter().flat_map(|request| &request.effects) {
            assert_ne!(effect.action, Action::Delete, "an import deletes {effect:?}");
            *made.entry(effect.kind).or_default() += usize::from(effect.action == Action::Create);
        }
        made.retain(|_, count| *count > 0);
        let mut wanted = case.goods.created();
        for (kind, entity) in [("products", "product"), ("variations", "variation")] {
            let of_kind = copies.iter().filter(|change| change["entity"] == entity).count();
            *wanted.entry(kind).or_default() += of_kind;
        }
        wanted.retain(|_, count| *count > 0);
        assert_eq!(made, wanted, "what the shop made");

        let mut numbers = BTreeSet::new();
        for change in changes {
            assert_eq!(change["outcome"], "applied", "{change}");
            if change["action"] == "create" {
                let number = (change["entity"].to_string(), change["store_id"].to_string());
                assert!(numbers.insert(number), "two changes made one record: {change}");
                self.must_be_there(change);
            }
        }
    }

    /// Removes what requests made that were delivered twice.
    fn take_copies_back(&self, report: &Value) {
        if report["lost_answers"]["copies"].as_u64().unwrap_or(0) == 0 {
            return;
        }
        let run = report["run"].to_string();
        let words = vec!["undo", &run, "--copies", "--yes"];
        let undo = Errand { name: "copies", words, kills: &[], gives_up: false };
        self.must_be_sound(&self.to_the_end(&undo));
        let report = self.longshore.json(0, ["runs", "show", &run]);
        assert_eq!(report["lost_answers"]["copies"], 0, "{report}");
    }

    /// What a change made is in the shop under the number that is noted.
    fn must_be_there(&self, change: &Value) {
        let id = &change["store_id"];
        let path = match change["entity"].as_str().unwrap() {
            "product" => format!("products/{id}"),
            "category" => format!("products/categories/{id}"),
            "tag" => format!("products/tags/{id}"),
            "attribute" => format!("products/attributes/{id}"),
            _ => return,
        };
        let (record, _) = self.shop.witness().get(&format!("{path}?context=edit"));
        let fields = change["fields"].as_array().unwrap();
        let name = fields.iter().find(|field| field["field"] == "name").unwrap();
        assert_eq!(record["name"], name["after_text"], "{change}");
    }

    fn must_be_sound(&self, report: &Value) {
        let counts = &report["counts"];
        assert_eq!(
            (&counts["unknown"], &counts["failed"], &counts["conflict"]),
            (&0.into(), &0.into(), &0.into()),
            "{report}"
        );
        journal_file::must_be_sound(self.longshore);
    }
}

fn fault(dice: &mut Dice) -> Fault {
    let written = dice.one_of(&FAULTS).replace("SEED", &dice.below(1_000_000).to_string());
    written.parse().unwrap()
}

fn kills(dice: &mut Dice, at_least: usize) -> Vec<Kill> {
    let mut kills: Vec<Kill> = Vec::new();
    for _ in 0..dice.from(at_least, 3) {
        let phase = dice.one_of(&Phase::ALL);
        kills.push(Kill::some(phase, dice));
    }
    // Only after an answer was lost there is something to look for.
    kills.sort_by_key(|kill| kill.phase == Phase::LookedUp);
    kills
}

fn kills_or_none(dice: &mut Dice) -> Vec<Kill> {
    if dice.chance(60) { kills(dice, 1).into_iter().take(2).collect() } else { Vec::new() }
}
