//! `longshore undo RUN`

use longshore_app::{
    ApiError, Studio,
    runs::{self, ChangeShown, ChangesList, RunNumber, RunReport},
    undo::{self, OnConflict, UndoPlan},
};

use serde_json::json;

use super::{accidents, changes, confirm, runs as shown};
use crate::{
    answer::Answer,
    args::{self, Undo},
    words::{plain, wrapped},
};

/// How many changes are looked through for those that are left.
const LOOKED_AT: usize = 100_000;

pub(super) async fn carry_out(
    studio: &Studio,
    undo: Undo,
    as_json: bool,
) -> Result<Answer, ApiError> {
    if !undo.dry_run {
        confirm::possible(undo.yes)?;
    }
    let watch = super::watch();
    let mut request = UndoPlan {
        run: undo.run,
        copies: undo.copies,
        fields: undo.fields,
        conflicts: match undo.conflicts {
            args::Conflicts::Skip => OnConflict::Skip,
            args::Conflicts::Restore => OnConflict::Restore,
        },
        ..UndoPlan::default()
    };
    for picked in undo.only {
        match picked {
            args::Picked::Skus(skus) => request.skus.extend(skus),
            args::Picked::Ids(ids) => request.ids.extend(ids),
        }
    }
    let planned = undo::plan(studio, request, &watch).await.map_err(shown::before)?;
    let number = RunNumber { run: planned.run.unwrap_or_default() };
    let would = shown::counts(&planned.counts, &planned.terms, shown::Tense::Would);
    let changes = changes::at_a_glance(studio, number.run, &planned).await?;
    let list = ChangesList { run: number.run, limit: LOOKED_AT };
    let left: Vec<ChangeShown> =
        runs::changes(studio, list).await?.into_iter().filter(changes::is_left).collect();
    let not_in_run = match planned.not_in_run.as_slice() {
        [] => String::new(),
        some => wrapped(&format!("Run {} has no {}.", undo.run, plain(&some.join(", "))), "", ""),
    };
    let advice = match planned.counts.conflict > 0 && undo.conflicts == args::Conflicts::Skip {
        true => "With --conflicts restore, what somebody edited is put back all the same.\n",
        false => "",
    };
    let would = wrapped(&format!("In {}: {would}", plain(&planned.store)), "", "");
    let uploads = shown::uploads(&planned.uploads);
    let accidents = accidents::of_plan(studio, number).await?;
    let left_alone = changes::left(&left);
    let would =
        [&*not_in_run, &*would, &*uploads, &*changes, &*accidents, &*left_alone, advice].concat();
    if undo.dry_run {
        runs::discard_unseen(studio, number).await?;
        let exit = shown::exit(&planned);
        let report = RunReport { run: None, ..planned };
        let mut json = serde_json::to_value(&report).map_err(ApiError::internal)?;
        json["left"] = json!(left);
        return Ok(Answer::new(&json, format!("{would}Nothing was changed."))?.ending(exit));
    }
    if !undo.yes {
        shown::confirmed(studio, number, &would, &watch).await?;
    }
    let report = shown::start(studio, number, &watch).await?;
    drop(watch);
    let mut text = String::new();
    if !as_json {
        text = shown::text(&report);
        // Who was asked has read it.
        if undo.yes {
            text.push_str(&not_in_run);
            text.push_str(&accidents);
            text.push_str(&left_alone);
            text.push_str(advice);
        }
    }
    let mut json = serde_json::to_value(&report).map_err(ApiError::internal)?;
    if report.counts.failed + report.terms.failed > 0 {
        let list = ChangesList { run: number.run, limit: LOOKED_AT };
        let refused: Vec<ChangeShown> =
            runs::changes(studio, list).await?.into_iter().filter(changes::is_refused).collect();
        text.push_str(&changes::refused(&refused));
        text.push_str(&format!("\"longshore undo {}\" tries these again.\n", undo.run));
        json["refused"] = json!(refused);
    }
    json["left"] = json!(left);
    if !planned.not_in_run.is_empty() {
        json["not_in_run"] = json!(planned.not_in_run);
    }
    Ok(Answer::new(&json, text)?.ending(shown::exit(&report)))
}
