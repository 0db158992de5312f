//! Sequences that went wrong once, by name.

use super::{
    files::{Seed, Shape},
    imports::{Missing, Mode},
    play,
    steps::{Edit, Import, Picked, Step, Undo},
};

const A: u8 = 0;
const V: u8 = 2;
const W: u8 = 3;
/// Which cells are filled.
const NONE: u16 = 0;
const PRICE: u16 = 1;
const BRAND: u16 = 1 << 4;
const ATTRIBUTE: u16 = 1 << 8;
const ALL_OPTIONS: u16 = 1 << 9 | 1 << 11 | 1 << 12;

fn import(who: u8, cells: u16, value: u8) -> Step {
    let seeds = vec![Seed { who, cells, value }];
    let missing: Option<Missing> = None;
    Step::Import(Import { shape: Shape::Whole, mode: Mode::CreateUpdate, missing, seeds })
}

/// Undoes the run before so many others.
fn undo(back: u8) -> Step {
    Step::Undo(Undo { back, picked: Picked::All, fields: None, restores: false })
}

fn edit(edit: Edit) -> Step {
    Step::Edit(edit)
}

#[track_caller]
fn holds(steps: &[Step]) {
    let (play, result) = play(steps, None);
    result.unwrap();
    drop(play);
}

#[test]
fn a_brand_stays_while_something_in_the_trash_has_it() {
    holds(&[import(A, BRAND, 0), edit(Edit::Trash { who: 0 }), undo(0)]);
}

#[test]
fn an_attribute_stays_while_it_has_a_term_that_somebody_else_made() {
    holds(&[import(A, ATTRIBUTE, 0), edit(Edit::AddTerm { what: 2 }), undo(0)]);
}

#[test]
fn a_term_stays_while_a_variation_that_stays_has_it() {
    // The last of three: nobody but the second run speaks of it.
    let theirs = edit(Edit::Field { who: 3, what: 3, value: 1 });
    holds(&[import(W, NONE, 0), import(W, ALL_OPTIONS, 0), theirs, undo(0)]);
}

#[test]
fn a_run_that_was_taken_back_and_forth_can_be_taken_back_once_more() {
    holds(&[import(A, BRAND, 0), undo(0), undo(0), undo(2)]);
}

#[test]
fn a_variation_that_others_gave_to_a_product_that_was_made_again_stays() {
    let theirs = edit(Edit::AddVariation { who: 0, value: 0 });
    holds(&[import(V, NONE, 0), undo(0), undo(0), theirs, undo(2)]);
}

#[test]
fn an_undo_of_single_fields_moves_nothing_into_the_trash() {
    let restore = Step::Undo(Undo { back: 0, picked: Picked::All, fields: None, restores: true });
    let prices =
        Step::Undo(Undo { back: 0, picked: Picked::All, fields: Some(1), restores: false });
    let trash = edit(Edit::Trash { who: 0 });
    holds(&[import(A, NONE, 0), import(A, NONE, 1), trash, restore.clone(), prices]);
    let trash = edit(Edit::Trash { who: 0 });
    holds(&[import(A, NONE, 0), import(A, NONE, 1), trash, restore, undo(0)]);
}

#[test]
fn a_sale_price_that_somebody_set_is_not_lost_where_there_was_no_price() {
    let sale = edit(Edit::Field { who: 0, what: 1, value: 1 });
    holds(&[import(A, NONE, 0), import(A, PRICE, 0), sale, undo(0)]);
}
