//! With which codes does an undo leave something as it is, and what does each mean?

/// The codes of [`super::UndoStep::Nothing`].
pub static NOTHING: &[(&str, &str)] = &[
    ("not_applied", "the change had no effect"),
    ("not_selected", "the record was not picked"),
    ("only_fields_selected", "single fields were picked: nothing is made or removed"),
    ("already_gone", "somebody removed the record already"),
    ("already_there", "somebody made the record again already"),
    ("already_as_before", "the record is as it was before"),
    ("still_used", "something that stays needs the record"),
    ("goes_with_product", "it goes where its product goes"),
];

/// The codes of [`super::UndoStep::Impossible`].
pub static IMPOSSIBLE: &[(&str, &str)] = &[
    ("no_image", "nobody noted what the record was"),
    ("record_gone", "somebody removed the record"),
    ("parent_gone", "somebody removed the product or attribute that it belongs to"),
];
