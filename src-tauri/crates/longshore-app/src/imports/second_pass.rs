//! The second look at all rows: checked with what the file as a whole says, and compared with the store.

use std::{collections::HashMap, sync::Arc};

use longshore_engine::{
    check::{Assumptions, Checker, FileIndex},
    damage,
    entity::Entity,
    issue::{Issue, Severity},
    mapped::Mapped,
    mapping::Mapping,
    matching::{self, Misplaced, Trees},
    plan::{OnMissing, Planner, Verdict, codes},
    row::Row,
    value::{Key, StoreId},
};
use longshore_journal::{
    Journal, RunId, issues::IssueGroup, mirror::Mirror, rejects::Reject, runs::SourceFindings,
};

use super::{
    accidents::Accidents,
    guard::Touched,
    missing::{self, Missing},
    sink::JournalSink,
    twins::Twins,
};
use crate::{
    error::ApiError,
    issues::{Found, IssueCount},
    progress::{Stage, Watch},
    sources::SourceRows,
};

/// Rows are checked with what the file as a whole says, and compared with the store.
pub(super) struct SecondPass {
    pub(super) rows: SourceRows,
    pub(super) mapping: Arc<Mapping>,
    pub(super) index: FileIndex,
    pub(super) twins: Twins,
    pub(super) planner: Planner,
    pub(super) keys: Vec<Key>,
    pub(super) mirror: Mirror,
    /// Products that only their variations are known of: what they are called.
    pub(super) parents: HashMap<StoreId, String>,
    pub(super) journal: Journal,
    pub(super) scope: String,
    pub(super) connection: longshore_journal::ConnectionId,
    pub(super) run: RunId,
    pub(super) found: Found,
    pub(super) findings: SourceFindings,
    pub(super) rejects: Vec<Reject>,
    pub(super) missing: Option<OnMissing>,
    pub(super) counts_touched: bool,
    /// What kind of record the rows are.
    pub(super) kind: Entity,
    /// The trees that they describe.
    pub(super) trees: Trees,
    /// What goes does so before what it hangs on.
    pub(super) leaves_first: bool,
}

/// What the second look at all rows found out, beside the plan.
pub(super) struct Looked {
    pub(super) issues: Vec<IssueCount>,
    pub(super) missing: Option<Missing>,
    /// How many products of the store change.
    pub(super) touched: u64,
    /// What may be an accident.
    pub(super) accidents: Accidents,
    /// All kinds of issues, with all their rows.
    pub(super) groups: Vec<IssueGroup>,
}

impl SecondPass {
    pub(super) fn plan(mut self, watch: &Watch) -> Result<Looked, ApiError> {
        let index = Arc::new(self.mirror.index(&self.keys)?);
        let memory = self.journal.memory(self.connection)?;
        let known = self.mirror.known(index, Some((memory, &self.scope)))?;
        let journal = self.journal.clone();
        let mut sink = JournalSink::new(&journal, self.run)?;
        sink.known = Some(&known);
        sink.parents = std::mem::take(&mut self.parents);
        sink.accidents = Some(Accidents::default());
        sink.touched = self.counts_touched.then(Touched::default);
        self.findings.rows = self.rows.count();
        self.found.add(self.mapping.issues());
        let depth = self.trees.settle(self.kind, &known);
        let mut passes: Vec<Pass> = match self.kind {
            Entity::Product => {
                [Entity::Product, Entity::Variation].map(|kind| Pass { kind, depth: None }).into()
            }
            kind if depth > 0 => {
                // Roots come before their branches. Rows that have no place stay out in the last pass.
                (1..=depth).map(|depth| Pass { kind, depth: Some(depth) }).collect()
            }
            kind => vec![Pass { kind, depth: None }],
        };
        if self.leaves_first && depth > 0 {
            passes.reverse();
        }
        for (at, pass) in passes.iter().enumerate() {
            let time = [at as u64 + 1, passes.len() as u64];
            self.pass(pass, time, &known, &mut sink, watch)?;
        }
        let Self { planner, found, .. } = &mut self;
        let finished = planner
            .finish(&known, &mut sink, &mut |issue| found.add(std::slice::from_ref(&issue)))
            .map_err(ApiError::internal)?;
        for row in finished.updated_rows {
            self.findings.unchanged.remove(row_number(row));
        }
        let missing = match self.missing {
            Some(what) => {
                let Self { planner, found, mirror, .. } = &mut self;
                let missing =
                    missing::look_through(mirror, what, planner, &known, &mut sink, found, watch)?;
                Some(missing)
            }
            None => None,
        };
        let touched = sink.touched.as_ref().map_or(0, Touched::count);
        let accidents = sink.accidents.take().unwrap_or_default();
        sink.flush()?;
        if let Some(error) = known.take_failure() {
            return Err(error.into());
        }
        journal.add_findings(self.run, &self.findings)?;
        journal.reject(self.run, &self.rejects)?;
        let issues = self.found.counts();
        Ok(Looked { issues, missing, touched, accidents, groups: self.found.groups() })
    }

    fn pass(
        &mut self,
        pass: &Pass,
        time: [u64; 2],
        known: &longshore_journal::mirror::MirrorKnown,
        sink: &mut JournalSink<'_>,
        watch: &Watch,
    ) -> Result<(), ApiError> {
        let names_stay = self.missing.is_some();
        let knows_skus = self.keys.contains(&Key::Sku);
        let Self {
            rows,
            mapping,
            index,
            twins,
            planner,
            journal,
            run,
            found,
            findings,
            rejects,
            trees,
            ..
        } = self;
        let checker = Checker::new(index, Assumptions::default()).of_columns(mapping.key_columns());
        let mut mapped = Mapped::empty();
        let mut issues: Vec<Issue> = Vec::new();
        let entity = pass.kind;
        rows.each_time(time, Stage::Planning, watch, |row| {
            issues.clear();
            mapping.map(row, &mut mapped, &mut issues);
            let mut placed = trees.place(&mut mapped);
            if !pass.has(&mapped) {
                return Ok(());
            }
            checker.row(&mut mapped, &mut issues);
            if knows_skus && damage::asks_store(&issues, row, mapping) {
                damage::ask_store(&mut issues, &mapped, row, mapping, known);
            }
            if let Some(mended) = mapping.taking(row, &issues) {
                issues.clear();
                mapping.map(&mended, &mut mapped, &mut issues);
                placed = trees.place(&mut mapped);
                checker.row(&mut mapped, &mut issues);
                mapping.say_taken(row, &mended, &mut issues);
            }
            if let Err(misplaced) = placed {
                issues.push(misplaced_issue(misplaced, &mapped, row));
            }
            if issues.iter().any(|issue| issue.severity == Severity::Error) {
                if names_stay {
                    planner.name(&mapped, known);
                }
                found.add(&issues);
                findings.skipped.insert(row_number(row.number));
                return reject(journal, *run, rejects, row, &issues);
            }
            if let Some(first) = twins.tell_apart(&mut mapped, row) {
                let first = first.to_string();
                issues.push(codes::ROW_TWICE.issue(Some(row.number), None, &[&first], None));
            }
            sink.source_key = matching::own_key(&mapped);
            let planned = match entity {
                Entity::Variation => planner.variation(&mapped, known, sink),
                Entity::Product => planner.product(&mapped, known, sink),
                _ => planner.other(&mapped, known, sink),
            };
            let planned = planned.map_err(ApiError::internal)?;
            issues.extend(planned.issues);
            found.add(&issues);
            match planned.verdict {
                Verdict::Create(_) | Verdict::Update(_) | Verdict::Remove(_) => {}
                Verdict::Unchanged(_) => {
                    findings.unchanged.insert(row_number(row.number));
                }
                Verdict::Skipped(_) => {
                    findings.skipped.insert(row_number(row.number));
                    reject(journal, *run, rejects, row, &issues)?;
                }
            }
            Ok(())
        })
    }
}

/// The rows that are planned together.
struct Pass {
    kind: Entity,
    /// How deep they stand in their tree.
    depth: Option<usize>,
}

impl Pass {
    fn has(&self, mapped: &Mapped) -> bool {
        let depth = || matching::path(mapped).map_or(1, |path| path.len());
        mapped.record.entity == self.kind && self.depth.is_none_or(|wanted| depth() == wanted)
    }
}

/// What is said of a row whose place in the tree nobody can tell.
fn misplaced_issue(misplaced: Misplaced, mapped: &Mapped, row: &Row) -> Issue {
    let way = matching::path(mapped).unwrap_or_default();
    let [.., parent, name] = way.as_slice() else {
        return codes::IN_CIRCLE.issue(Some(row.number), None, &[""], None);
    };
    match misplaced {
        Misplaced::Several => {
            codes::PARENT_AMBIGUOUS.issue(Some(row.number), None, &[parent], None)
        }
        Misplaced::Circle => codes::IN_CIRCLE.issue(Some(row.number), None, &[name], None),
    }
}

/// Rejected rows of one transaction.
const REJECTS: usize = 1_000;

fn reject(
    journal: &Journal,
    run: RunId,
    waiting: &mut Vec<Reject>,
    row: &Row,
    issues: &[Issue],
) -> Result<(), ApiError> {
    let is_doubtful = |issue: &&Issue| issue.severity != Severity::Note;
    // Where nothing is wrong with a row, what it was noted for is why it stays out.
    let all = !issues.iter().any(|issue| is_doubtful(&issue));
    waiting.push(Reject {
        row: row.number,
        line: row.line,
        cells: row.iter().map(str::to_owned).collect(),
        issues: issues.iter().filter(|issue| all || is_doubtful(issue)).cloned().collect(),
    });
    if waiting.len() >= REJECTS {
        journal.reject(run, waiting)?;
        waiting.clear();
    }
    Ok(())
}

/// No source has more rows than a bitmap can hold numbers: four thousand million.
fn row_number(row: u64) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
