//! What becomes of one file?

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use longshore_engine::issue::Severity;
use longshore_journal::{
    ConnectionId, RunId,
    accepted::Accepted,
    issues::{IssueGroup, IssueOwner},
    runs::RunStatus,
};

use super::{
    copy::Copy,
    folder::{Folder, Place, Seen, fitting},
    watch::{Teller, Told, Warned, WatchFolder},
};
use crate::{
    error::{ApiError, Class},
    home::make_private,
    imports::{self, ImportPlan, Suspicion, UNATTENDED},
    progress::Watch,
    runs::{self, RejectsWrite, RunNumber, RunReport},
    studio::Studio,
};

/// What watching works with.
pub(super) struct Desk<'a> {
    pub(super) studio: &'a Studio,
    pub(super) request: &'a WatchFolder,
    pub(super) folder: &'a Folder,
    pub(super) watch: &'a Watch,
    pub(super) teller: &'a dyn Teller,
}

/// How a file was left.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Taken {
    /// It has its place.
    PutAway,
    /// It changed while it was taken: it is looked at again when it has stopped.
    Changing,
    /// It stays where it is until it changes.
    Left,
    /// The store cannot be worked with now: it is tried again later.
    Away(ApiError),
    /// Somebody stopped the watching.
    Stopped,
}

/// Errors that say that no profile fits a file.
const UNFIT: &[&str] = &[
    "profile_columns_gone",
    "profile_not_recognised",
    "column_missing",
    "not_a_product_file",
    "rows_need_joining",
    "second_part_alone",
    "no_column_matched",
];

impl Desk<'_> {
    /// The store as it is known now: it may have been set back since the watching began.
    async fn connection(&self) -> Result<ConnectionId, ApiError> {
        let store = self.request.store.clone();
        Ok(self.studio.ask(move |journal| journal.connection_named(&store)).await?.id)
    }

    /// Takes one file: imports it or goes on with its import, and puts it away.
    pub(super) async fn take(&self, seen: &Seen) -> Result<Taken, ApiError> {
        let copy = match self.copy(seen).await? {
            Ok(Some(copy)) => copy,
            Ok(None) => return Ok(Taken::Changing),
            Err(error) => {
                self.teller.tell(&Told::Unreadable { file: seen.name(), error });
                return Ok(Taken::Left);
            }
        };
        let (connection, content) = (self.connection().await?, copy.content.clone());
        let known = self.studio.ask(move |journal| journal.accepted(connection, &content)).await?;
        if let Some(accepted) = known {
            return self.known(seen, &accepted);
        }
        match self.bring_in(&copy).await {
            Ok(report) if report.status == RunStatus::Completed => {
                self.accept(seen, &copy, report).await
            }
            Ok(_) => Ok(Taken::Stopped),
            Err(error) => self.not_imported(seen, error),
        }
    }

    /// Goes on with the run that brings the content in, or makes one. Where another run was faster, the content is
    /// compared with the store once more.
    async fn bring_in(&self, copy: &Copy) -> Result<RunReport, ApiError> {
        let mut begun = self.begun(copy).await?;
        loop {
            let run = match begun.take() {
                Some(run) => run,
                None => self.plan(copy).await?,
            };
            match self.carry_out(run).await {
                Err(error) if error.code == runs::OVERTAKEN => self.discard_unbegun(run).await?,
                ended => return ended,
            }
        }
    }

    /// A plan that was overtaken before it began is of no use to anybody.
    async fn discard_unbegun(&self, run: RunId) -> Result<(), ApiError> {
        let number = RunNumber { run: run.0 };
        match runs::show(self.studio, number).await?.status {
            RunStatus::Planned => runs::discard(self.studio, number).await,
            _ => Ok(()),
        }
    }

    async fn copy(&self, seen: &Seen) -> Result<Result<Option<Copy>, ApiError>, ApiError> {
        let (seen, into) = (seen.clone(), self.studio.home().folder().join("incoming"));
        let name = seen.name();
        let copied = tokio::task::spawn_blocking(move || {
            make_private(&into)?;
            Copy::of(&seen, &into).or_else(|error| match error.kind() {
                // Whoever put it there took it away again.
                std::io::ErrorKind::NotFound => Ok(None),
                _ => Err(error),
            })
        });
        let unreadable = |error| ApiError::new("file_unreadable").with("file", name).detail(error);
        Ok(copied.await?.map_err(unreadable))
    }

    /// A run that brings this content in, or did so and was stopped before that was noted. One that was only planned is
    /// thrown away.
    async fn begun(&self, copy: &Copy) -> Result<Option<RunId>, ApiError> {
        let (connection, fingerprint) = (self.connection().await?, copy.fingerprint);
        let folder = self.folder.path().to_path_buf();
        let runs =
            self.studio.ask(move |journal| journal.runs_of_source(connection, fingerprint)).await?;
        for run in runs {
            if self.watched_folder(run).await?.as_ref() != Some(&folder) {
                continue;
            }
            let number = RunNumber { run: run.0 };
            if runs::show(self.studio, number).await?.status != RunStatus::Planned {
                return Ok(Some(run));
            }
            // It never began, and the store may be another by now.
            runs::discard(self.studio, number).await?;
        }
        Ok(None)
    }

    /// The folder from which a run took its file.
    pub(super) async fn watched_folder(&self, run: RunId) -> Result<Option<PathBuf>, ApiError> {
        let detail = self.studio.ask(move |journal| journal.run_detail(run)).await?;
        Ok(runs::Options::from_map(detail.options)?.watched)
    }

    async fn plan(&self, copy: &Copy) -> Result<RunId, ApiError> {
        let request = ImportPlan {
            file: copy.path.clone().into(),
            store: self.request.store.clone(),
            profile: self.request.profile.clone(),
            missing: self.request.missing,
            most_change: Some(self.request.most_change.unwrap_or(UNATTENDED)),
            pictures_from: self.request.pictures_from.clone(),
            watched: Some(self.folder.path().to_path_buf()),
            ..ImportPlan::default()
        };
        let planned = imports::plan(self.studio, request, self.watch).await?;
        Ok(RunId(planned.run.run.unwrap_or_default()))
    }

    async fn carry_out(&self, run: RunId) -> Result<RunReport, ApiError> {
        let number = RunNumber { run: run.0 };
        let status = runs::show(self.studio, number).await?.status;
        match status {
            RunStatus::Completed => runs::show(self.studio, number).await,
            RunStatus::Planned => runs::start(self.studio, number, self.watch).await,
            _ => runs::resume(self.studio, number, self.watch).await,
        }
    }

    async fn accept(&self, seen: &Seen, copy: &Copy, report: RunReport) -> Result<Taken, ApiError> {
        let run = report.run.unwrap_or_default();
        let accepted = Accepted { name: seen.name(), run: RunId(run), at: Timestamp::now() };
        let (connection, content) = (self.connection().await?, copy.content.clone());
        self.studio.ask(move |journal| journal.accept(connection, &content, &accepted)).await?;
        let rejects = self.write_rejects(seen, run).await?;
        let warnings = self.warnings(RunId(run)).await?;
        let taken = self.put_away(seen, Place::Done, None);
        self.teller.tell(&Told::Imported { file: seen.name(), report, rejects, warnings });
        Ok(taken)
    }

    /// What is doubtful about the rows of a run.
    async fn warnings(&self, run: RunId) -> Result<Vec<Warned>, ApiError> {
        let groups = self.studio.ask(move |journal| journal.issues(IssueOwner::Run(run))).await?;
        let is_warning = |group: &IssueGroup| {
            group.severity == Severity::Warning && Suspicion::of(group).is_none()
        };
        let warned = |group: IssueGroup| Warned { count: group.count, example: group.example };
        Ok(groups.into_iter().filter(is_warning).map(warned).collect())
    }

    /// The rows that stayed out, as a file to be repaired.
    async fn write_rejects(&self, seen: &Seen, run: u64) -> Result<Option<PathBuf>, ApiError> {
        let number = RunNumber { run };
        if runs::rejects_list(self.studio, number).await?.is_empty() {
            return Ok(None);
        }
        let stem = seen.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = fitting(&stem, " - rows that stayed out.csv");
        let file = self.folder.free_name(name.as_ref(), Place::Failed);
        let request = RejectsWrite { run, file: file.clone() };
        let words = |issue: &longshore_engine::issue::Issue| self.teller.issue(issue);
        runs::rejects(self.studio, request, &words).await?;
        Ok(Some(file))
    }

    fn known(&self, seen: &Seen, accepted: &Accepted) -> Result<Taken, ApiError> {
        let error = ApiError::new("content_known")
            .with("file", seen.name())
            .with("run", accepted.run)
            .with("date", accepted.at.strftime("%Y-%m-%d"));
        let taken = self.put_away(seen, Place::Done, Some(&error));
        self.teller.tell(&Told::Known { file: seen.name(), run: accepted.run.0 });
        Ok(taken)
    }

    fn not_imported(&self, seen: &Seen, mut error: ApiError) -> Result<Taken, ApiError> {
        // The copy that was read is nobody's business.
        if let Some(file) = error.params.get_mut("file") {
            *file = seen.name();
        }
        match error.class {
            Class::Store => return Ok(Taken::Away(error)),
            Class::Interrupted if error.code == "cancelled" => return Ok(Taken::Stopped),
            Class::Interrupted => return Ok(Taken::Away(error)),
            Class::Request => {}
        }
        // A journal that cannot be written is nobody's file's fault.
        if error.code == "internal" || error.code.starts_with("journal_") {
            return Err(error);
        }
        let place = match UNFIT.contains(&error.code.as_str()) {
            true => Place::Unrecognised,
            false => Place::Failed,
        };
        if error.code == "file_empty" && seen.size == 0 {
            error = ApiError::new("file_stayed_empty").with("file", seen.name());
        }
        let (taken, lies) = self.put(seen, place, Some(&error));
        let file = seen.name();
        self.teller.tell(&match place {
            Place::Unrecognised => Told::Unrecognised { file, error, lies },
            _ => Told::Failed { file, error, lies },
        });
        Ok(taken)
    }

    /// Moves a file to its place; what is to be said of it goes beside it.
    fn put_away(&self, seen: &Seen, place: Place, error: Option<&ApiError>) -> Taken {
        self.put(seen, place, error).0
    }

    /// The same, with where it lies then.
    fn put(&self, seen: &Seen, place: Place, error: Option<&ApiError>) -> (Taken, Option<PathBuf>) {
        let beside = |path: &Path| match error {
            Some(error) => self.folder.note_beside(path, &self.teller.error(error)),
            None => Ok(()),
        };
        let put = self.folder.put_away(seen, place).and_then(|to| match to {
            Some(path) => beside(&path).map(|()| (Taken::PutAway, Some(path))),
            None => Ok((Taken::Changing, None)),
        });
        put.unwrap_or_else(|error| {
            let error = ApiError::new("file_not_moved").with("file", seen.name()).detail(error);
            self.teller.tell(&Told::Unreadable { file: seen.name(), error });
            (Taken::Left, None)
        })
    }
}
