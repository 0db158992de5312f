//! `longshore import FILE --store NAME`

use std::path::Path;

use longshore_app::{
    ApiError, Studio,
    engine::{
        entity::Entity,
        issue::Severity,
        profile::{BlankPolicy, Mode, OnEdit},
    },
    imports::{self, ImportPlan, MostChange, OnMissing, Planned},
    issues::IssueCount,
    runs::{self, Preview, RunNumber, RunReport},
};
use serde_json::json;

use super::{accidents, changes, check, confirm, decide, inspect, reading, runs as shown};
use crate::{
    answer::{Answer, Exit},
    args,
    progress::grouped,
    words::{plain, wrapped},
};

pub(super) async fn carry_out(
    studio: &Studio,
    import: args::Import,
    as_json: bool,
) -> Result<Answer, ApiError> {
    if import.limit == Some(0) {
        return Err(ApiError::new("limit_of_nothing"));
    }
    if !import.dry_run {
        confirm::possible(import.yes)?;
    }
    if let Some(file) = &import.rejects {
        runs::rejects_can_be_written(file)?;
    }
    let request = ImportPlan {
        assignments: import.mapping.assignments()?,
        notations: import.mapping.notation,
        takes: import.mapping.accept,
        match_keys: reading::keys(&import.match_keys)?,
        reading: import.reading.settings()?,
        file: import.file.into(),
        store: import.store,
        profile: import.mapping.profile,
        save_profile: import.save_profile,
        without_missing_columns: import.without_missing_columns,
        kind: import.kind.map(Entity::from),
        order_status: import.order_status,
        shop_keeps: import.shop_keeps,
        on_edit: import.on_conflict.map(OnEdit::from),
        mode: import.mode.map(Mode::from),
        blank: import.blank.map(BlankPolicy::from),
        limit: import.limit,
        no_marks: import.no_marks,
        read_anew: import.read_anew,
        for_good: import.force,
        missing: import.missing.map(OnMissing::from),
        most_change: import.max_change.map(MostChange),
        pictures_from: import.pictures_from,
        watched: None,
    };
    let watch = super::watch();
    // Who is not asked sees what became of the pictures afterwards.
    let looks_at_pictures = !import.no_picture_check && (import.dry_run || !import.yes);
    let (planned, number, report) = loop {
        let mut planned =
            imports::plan(studio, request.clone(), &watch).await.map_err(shown::before)?;
        let number = RunNumber { run: planned.run.run.unwrap_or_default() };
        if looks_at_pictures {
            match imports::check_pictures(studio, number, &watch).await {
                Ok(looked) => planned.issues.extend(looked.issues),
                Err(error) => {
                    runs::discard_unseen(studio, number).await?;
                    return Err(error);
                }
            }
        }
        if import.dry_run {
            let rejects = import.rejects.as_deref();
            let answer = dry(studio, planned, number, rejects, import.changes).await;
            runs::discard_unseen(studio, number).await?;
            return answer;
        }
        if !import.yes {
            let would = would(studio, &planned, number).await?;
            shown::confirmed(studio, number, &would, &watch).await?;
        }
        match shown::start(studio, number, &watch).await {
            // Another run was faster: the file is compared with what that one left.
            Err(error) if error.code == "plan_overtaken" => {}
            ended => break (planned, number, ended?),
        }
    };
    drop(watch);
    let mut text = String::new();
    if !as_json {
        text = shown::text(&report);
        // Who was asked has read them all, and is told once more what stayed out.
        let is_told = |issue: &&IssueCount| import.yes || issue.severity == Severity::Error;
        text.push_str(&check::issues(planned.issues.iter().filter(is_told)));
    }
    if let Some(file) = &import.rejects {
        text.push_str(&write_rejects(studio, number, file).await?);
    }
    if import.yes {
        text.push_str(&accidents::of_plan(studio, number).await?);
        text.push_str(&missing(&planned));
        text.push_str(&like(&planned));
    }
    let undecided = decide::left(studio, &report).await?;
    text.push_str(&decide::question(&report, &undecided));
    let mut json = serde_json::to_value(&report).map_err(ApiError::internal)?;
    decide::note(&mut json, &undecided);
    json["issues"] = json!(planned.issues);
    if let Some(missing) = &planned.missing {
        json["missing"] = json!(missing);
    }
    if let Some(joined) = &planned.joined {
        json["joined"] = json!(joined);
    }
    if let Some(like) = &planned.resembling {
        json["resembling"] = json!(like);
    }
    if !planned.shapes.is_empty() {
        json["shapes"] = json!(planned.shapes);
    }
    Ok(Answer::new(&json, text)?.ending(exit(&report, &planned)))
}

/// Rows that stayed out for an error are failures, too.
fn exit(report: &RunReport, planned: &Planned) -> Exit {
    let has_errors = planned.issues.iter().any(|issue| issue.severity == Severity::Error);
    match shown::exit(report) {
        Exit::Done if has_errors => Exit::Partly,
        exit => exit,
    }
}

/// What would be done, and that nothing was.
async fn dry(
    studio: &Studio,
    planned: Planned,
    number: RunNumber,
    rejects: Option<&Path>,
    limit: usize,
) -> Result<Answer, ApiError> {
    let mut text = would(studio, &planned, number).await?;
    if let Some(file) = rejects {
        text.push_str(&write_rejects(studio, number, file).await?);
    }
    text.push_str("Nothing was changed.");
    let exit = exit(&planned.run, &planned);
    let changes = runs::preview(studio, Preview { run: number.run, limit }).await?;
    let report = RunReport { run: None, ..planned.run };
    let mut json = serde_json::to_value(&report).map_err(ApiError::internal)?;
    json["issues"] = json!(planned.issues);
    if let Some(missing) = &planned.missing {
        json["missing"] = json!(missing);
    }
    if let Some(joined) = &planned.joined {
        json["joined"] = json!(joined);
    }
    if let Some(like) = &planned.resembling {
        json["resembling"] = json!(like);
    }
    if !planned.shapes.is_empty() {
        json["shapes"] = json!(planned.shapes);
    }
    json["changes"] = json!(changes);
    Ok(Answer::new(&json, text)?.ending(exit))
}

async fn would(studio: &Studio, planned: &Planned, number: RunNumber) -> Result<String, ApiError> {
    let run = &planned.run;
    let issues = check::issues(&planned.issues);
    let counts = shown::counts(&run.counts, &run.terms, shown::Tense::Would);
    let changes = changes::at_a_glance(studio, number.run, run).await?;
    let counts = wrapped(&format!("In {}: {counts}", plain(&run.store)), "", "");
    let uploads = shown::uploads(&run.uploads);
    let for_good = if planned.removes_for_good && run.counts.delete > 0 { FOR_GOOD } else { "" };
    let joined = planned.joined.as_ref().map(super::joined::text).unwrap_or_default();
    let accidents = accidents::of_plan(studio, number).await?;
    let like = like(planned);
    let missing = missing(planned);
    Ok(format!("{joined}{issues}{counts}{uploads}{changes}{accidents}{for_good}{missing}{like}"))
}

/// The saved profile that the file nearly fits, and how its rows probably become variations.
fn like(planned: &Planned) -> String {
    let shapes = planned.shapes.iter().map(inspect::shape);
    shapes.chain(planned.resembling.as_ref().map(inspect::resembling)).collect()
}

/// What cannot be put back as it was.
const FOR_GOOD: &str =
    "They go for good. An undo makes them again, under new numbers and with new dates.\n";

/// What the shop has and the file does not name, in words.
fn missing(planned: &Planned) -> String {
    let Some(missing) = &planned.missing else { return String::new() };
    let named: Vec<String> = missing.labels.iter().take(LABELS).map(|label| plain(label)).collect();
    match missing.count {
        0 => "The file names everything that the shop has.\n".to_owned(),
        count => {
            let more = if count > named.len() as u64 { " and others" } else { "" };
            let mut text = format!(
                "The file does not name {} of what the shop has: {}{more}.",
                grouped(count),
                named.join(", ")
            );
            if missing.what != OnMissing::Report {
                text.push_str(&match missing.changed {
                    0 => " None of it is changed for that: it is so already, or cannot be.".to_owned(),
                    changed if changed < count => format!(
                        " {} of it are changed for that; the rest is so already, or cannot be: what is grouped or \
                         sold elsewhere has no stock.",
                        grouped(changed)
                    ),
                    _ => String::new(),
                });
            }
            wrapped(&text, "", "")
        }
    }
}

/// So many of them are named.
const LABELS: usize = 10;

async fn write_rejects(studio: &Studio, run: RunNumber, file: &Path) -> Result<String, ApiError> {
    let request = runs::RejectsWrite { run: run.run, file: file.to_path_buf() };
    let written = runs::rejects(studio, request, &shown::reason).await?;
    Ok(shown::rejects_written(written.rows, file))
}

impl From<args::Kind> for Entity {
    fn from(typed: args::Kind) -> Self {
        use args::Kind;
        match typed {
            Kind::Categories => Self::Category,
            Kind::Tags => Self::Tag,
            Kind::Brands => Self::Brand,
            Kind::Attributes => Self::Attribute,
            Kind::Terms => Self::Term,
            Kind::ShippingClasses => Self::ShippingClass,
            Kind::Orders => Self::Order,
            Kind::OrderNotes => Self::OrderNote,
            Kind::Refunds => Self::Refund,
            Kind::Customers => Self::Customer,
            Kind::Coupons => Self::Coupon,
            Kind::Reviews => Self::Review,
            Kind::TaxRates => Self::TaxRate,
            Kind::TaxClasses => Self::TaxClass,
        }
    }
}

impl From<args::OnConflict> for OnEdit {
    fn from(typed: args::OnConflict) -> Self {
        match typed {
            args::OnConflict::Skip => Self::Skip,
            args::OnConflict::Overwrite => Self::Overwrite,
            args::OnConflict::Ask => Self::Ask,
        }
    }
}

impl From<args::Mode> for Mode {
    fn from(typed: args::Mode) -> Self {
        match typed {
            args::Mode::CreateUpdate => Self::CreateUpdate,
            args::Mode::Create => Self::Create,
            args::Mode::Update => Self::Update,
            args::Mode::Delete => Self::Delete,
        }
    }
}

impl From<args::Missing> for OnMissing {
    fn from(typed: args::Missing) -> Self {
        match typed {
            args::Missing::Report => Self::Report,
            args::Missing::Draft => Self::Draft,
            args::Missing::Outofstock => Self::OutOfStock,
        }
    }
}

impl From<args::Blank> for BlankPolicy {
    fn from(typed: args::Blank) -> Self {
        match typed {
            args::Blank::Keep => Self::Keep,
            args::Blank::Clear => Self::Clear,
        }
    }
}
