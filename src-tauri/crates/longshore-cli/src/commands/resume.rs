//! `longshore resume RUN`

use longshore_app::{
    ApiError, Studio,
    runs::{self, RunNumber},
};

use super::{confirm, runs as shown};
use crate::{answer::Answer, args::Resume};

pub(super) async fn carry_out(studio: &Studio, resume: Resume) -> Result<Answer, ApiError> {
    confirm::possible(resume.yes)?;
    let number = RunNumber { run: resume.run };
    let stands = runs::show(studio, number).await?;
    let watch = super::watch();
    confirm::ask(resume.yes, &shown::text(&stands), &watch).await?;
    let report = match runs::resume(studio, number, &watch).await {
        Ok(report) => report,
        Err(error) => return Err(shown::stopped(studio, number, error).await),
    };
    drop(watch);
    Ok(Answer::new(&report, shown::text(&report))?.ending(shown::exit(&report)))
}
