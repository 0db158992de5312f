//! Some thousand hostile inputs for every reader; the long form is `cargo xtask fuzz`.

use longshore_fuzz::{Campaign, corpus, target::target, targets, watchdog::Watchdog};

/// A test of its own for each reader, so that they run side by side.
macro_rules! readers {
    ($($name:ident: $inputs:literal,)*) => {
        const TESTED: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                bears_hostile_input(stringify!($name), $inputs);
            }
        )*
    };
}

readers! {
    text: 800,
    detection: 400,
    workbook: 400,
    json: 500,
    xml: 500,
    archive: 300,
    spool: 1_500,
    header: 250,
    expressions: 1_500,
    mapping: 700,
    profile: 4_000,
    answers: 4_000,
    blobs: 8_000,
}

fn bears_hostile_input(name: &'static str, inputs: u64) {
    let target = target(name).expect("a reader of this name");
    // Without the real files: the inputs must be the same everywhere.
    let campaign = Campaign::new(target, corpus::own(&target), 20_261_122);
    let watchdog = Watchdog::begin(move |number, what| eprintln!("{name}: input {number} {what}"));
    let inputs = inputs + campaign.corpus.len() as u64;
    let tally = campaign.run(0..inputs, |number| watchdog.next(number));
    println!(
        "{name}: {} inputs from a corpus of {}, most memory {} kB, longest {:?}",
        tally.inputs,
        campaign.corpus.len(),
        tally.memory.0 >> 10,
        tally.time.0
    );
    assert_eq!(tally.inputs, inputs);
    assert!(tally.understood * 20 > inputs, "hardly any input gets past the door");
    assert!(tally.findings.is_empty(), "{:#?}", tally.findings);
}

#[test]
fn no_reader_is_forgotten() {
    assert_eq!(targets().map(|target| target.name).as_slice(), TESTED);
}

#[test]
fn sound_input_is_there_for_every_reader() {
    for target in targets() {
        assert!(corpus::own(&target).len() >= 3, "{} has hardly any corpus", target.name);
    }
}
