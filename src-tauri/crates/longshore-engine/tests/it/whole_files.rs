//! Real files go in completely, in again without a change, and out again without a trace.

use longshore_engine::{
    change::{Action, Outcome},
    entity::Entity,
    mapped::Mapped,
    plan::Verdict,
    undo::UndoSettings,
};

use crate::{model::*, pipeline, realdata};

fn rows(name: &str) -> Option<Vec<Mapped>> {
    let file = realdata::read(name, b',')?;
    Some(pipeline::run(&file, &pipeline::profile(&file), &[]).mapped)
}

/// Imports a file into an empty store; the numbers of products and variations that it makes.
fn goes_in_and_out(name: &str) -> Option<(usize, usize)> {
    let rows = rows(name)?;
    let mut model = Model::default();
    let first = plan(&model, &rows);
    let run = send(&mut model, &first, &rows);
    for sent in &run {
        let is_kept = matches!(sent.outcome, Outcome::Applied | Outcome::Altered(_));
        assert!(is_kept, "{}: {:?}", sent.change.label, sent.outcome);
    }
    let made = |entity| {
        run.iter().filter(move |sent| {
            sent.change.entity == entity && sent.change.action == Action::Create
        })
    };
    let counts = (made(Entity::Product).count(), made(Entity::Variation).count());

    let second = plan(&model, &rows);
    assert_eq!(second.summary(), [], "{name}");
    for row in &rows {
        assert!(
            matches!(second.verdicts[&row.row], Verdict::Unchanged(_)),
            "{name}: row {}",
            row.row
        );
    }

    let undone = undo(&mut model, &run, &UndoSettings::default());
    assert_eq!(model.records.len(), 0, "{name}: {:?}", undone.steps.first());
    Some(counts)
}

#[test]
fn the_sample_of_woocommerce_goes_in_and_out() {
    if let Some(counts) = goes_in_and_out("woo/woo-core-sample_products.csv") {
        assert_eq!(counts, (18, 7));
    }
}

#[test]
fn a_catalogue_without_skus_goes_in_and_out() {
    if let Some((_, variations)) = goes_in_and_out("woo/woo-export-2021-tiles.csv") {
        assert_eq!(variations, 1_947);
    }
}
