//! The steps that sequences are made of. What a step is about is told by small numbers, which choose among what is
//! there when its turn comes: so a sequence stays one when steps before it are taken out.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    files::{Seed, Shape},
    imports::{Missing, Mode},
};

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Import(Import),
    Edit(Edit),
    Undo(Undo),
}

#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) shape: Shape,
    pub(crate) mode: Mode,
    pub(crate) missing: Option<Missing>,
    pub(crate) seeds: Vec<Seed>,
}

/// What somebody else does in the shop.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Field { who: u8, what: u8, value: u8 },
    Trash { who: u8 },
    OutOfTrash { who: u8 },
    Remove { who: u8 },
    AddProduct { who: u8, value: u8 },
    AddVariation { who: u8, value: u8 },
    RemoveVariation { who: u8 },
    AddTerm { what: u8 },
    Rename { who: u8 },
    RemoveTerm { who: u8 },
}

#[derive(Clone, Debug)]
pub(crate) struct Undo {
    /// How many runs ago.
    pub(crate) back: u8,
    pub(crate) picked: Picked,
    /// These groups of fields only, by bits.
    pub(crate) fields: Option<u16>,
    pub(crate) restores: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Picked {
    All,
    Skus(Vec<u8>),
    Records(Vec<u8>),
}

pub(crate) fn sequence() -> impl Strategy<Value = Vec<Step>> {
    // The first import fills the shop, so that there is something to meet.
    (import(Just(Shape::Whole), Just(Mode::CreateUpdate), Just(None)), vec(step(), 4..14)).prop_map(
        |(first, rest)| {
            let mut steps = vec![Step::Import(first)];
            steps.extend(rest);
            steps
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => any_import().prop_map(Step::Import),
        5 => edit().prop_map(Step::Edit),
        4 => undo().prop_map(Step::Undo),
    ]
}

fn any_import() -> impl Strategy<Value = Import> {
    use Mode::{Create, CreateUpdate, ForGood, Trash, Update};
    let missing = || {
        prop_oneof![
            3 => Just(None),
            1 => select(vec![Missing::Report, Missing::Draft, Missing::OutOfStock]).prop_map(Some),
        ]
    };
    prop_oneof![
        5 => import(
            Just(Shape::Whole),
            select(vec![CreateUpdate, CreateUpdate, CreateUpdate, Create, Update]),
            missing(),
        ),
        1 => import(Just(Shape::Named), select(vec![CreateUpdate, Create, Update]), Just(None)),
        2 => import(Just(Shape::Prices), select(vec![CreateUpdate, Update]), missing()),
        2 => import(Just(Shape::Numbers), select(vec![Trash, ForGood]), Just(None)),
    ]
}

fn import(
    shape: impl Strategy<Value = Shape>,
    mode: impl Strategy<Value = Mode>,
    missing: impl Strategy<Value = Option<Missing>>,
) -> impl Strategy<Value = Import> {
    let seed = (any::<u8>(), any::<u16>(), any::<u8>()).prop_map(|(who, cells, value)| Seed {
        who,
        cells,
        value,
    });
    (shape, mode, missing, vec(seed, 1..5)).prop_map(|(shape, mode, missing, seeds)| Import {
        shape,
        mode,
        missing,
        seeds,
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let one = any::<u8>;
    prop_oneof![
        8 => (one(), one(), one()).prop_map(|(who, what, value)| Edit::Field { who, what, value }),
        2 => one().prop_map(|who| Edit::Trash { who }),
        1 => one().prop_map(|who| Edit::OutOfTrash { who }),
        1 => one().prop_map(|who| Edit::Remove { who }),
        1 => (one(), one()).prop_map(|(who, value)| Edit::AddProduct { who, value }),
        1 => (one(), one()).prop_map(|(who, value)| Edit::AddVariation { who, value }),
        1 => one().prop_map(|who| Edit::RemoveVariation { who }),
        1 => one().prop_map(|what| Edit::AddTerm { what }),
        1 => one().prop_map(|who| Edit::Rename { who }),
        1 => one().prop_map(|who| Edit::RemoveTerm { who }),
    ]
}

fn undo() -> impl Strategy<Value = Undo> {
    let picked = prop_oneof![
        3 => Just(Picked::All),
        1 => vec(any::<u8>(), 1..4).prop_map(Picked::Skus),
        1 => vec(any::<u8>(), 1..4).prop_map(Picked::Records),
    ];
    let back = prop_oneof![3 => Just(0_u8), 2 => any::<u8>()];
    (back, picked, option::weighted(0.2, any::<u16>()), proptest::bool::weighted(0.25))
        .prop_map(|(back, picked, fields, restores)| Undo { back, picked, fields, restores })
}
