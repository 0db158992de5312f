//! Some hundred hostile inputs for every reader; the long form is `cargo xtask fuzz`.

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
    text: 400,
    detection: 400,
    workbook: 400,
    spool: 400,
    header: 300,
    expressions: 2_000,
    mapping: 500,
    profile: 2_000,
    answers: 1_500,
    blobs: 2_000,
}

fn bears_hostile_input(name: &'static str, inputs: u64) {
    let target = target(name).expect("a reader of this name");
    // Not the real files: they may be missing, and the inputs must be the same everywhere.
    let mut campaign = Campaign::new(target, corpus::of(&target), 20_261_122);
    campaign.corpus.truncate(300);
    let watchdog = Watchdog::begin(move |number, what| panic!("{name}: input {number} {what}"));
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
        assert!(corpus::of(&target).len() >= 3, "{} has hardly any corpus", target.name);
    }
}
