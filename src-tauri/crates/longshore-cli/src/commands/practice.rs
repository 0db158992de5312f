//! `longshore practice serve`

use std::io::Write;

use longshore_app::ApiError;
use longshore_practice::{Data, Fault, FaultError, FaultProblem, Settings, faults::FaultKind};
use serde_json::json;

use crate::{answer::Answer, args::Serve};

/// Serves until somebody ends it. Says where it listens in one JSON line, for people and scripts alike.
pub(super) async fn serve(serve: Serve) -> Result<Answer, ApiError> {
    let faults = faults(&serve)?;
    let settings = Settings {
        data: serve.data.map_or(Data::Memory, Data::Folder),
        port: serve.port,
        https_port: serve.https_port,
        strict: serve.strict,
        sub_folder: serve.sub_folder,
        plain_permalinks: serve.plain_permalinks,
        application_passwords: true,
        empty: serve.empty,
        currency: serve.currency,
        decimal_separator: serve.decimal_separator,
        weight_unit: serve.weight_unit,
        dimension_unit: serve.dimension_unit,
        faults,
    };
    let practice = longshore_practice::serve(settings)
        .await
        .map_err(|error| ApiError::new("practice_cannot_start").with("reason", error))?;
    let mut line = json!({
        "url": practice.url(),
        "consumer_key": practice.consumer_key(),
        "consumer_secret": practice.consumer_secret(),
    });
    if let Some(url) = practice.https_url() {
        line["https_url"] = json!(url);
        line["ca_file"] = json!(practice.ca_file());
    }
    if let Some((user, password)) = practice.uploader() {
        line["wordpress_user"] = json!(user);
        line["application_password"] = json!(password);
    }
    if serve.strict {
        line["read_key"] = json!(practice.read_key());
        line["read_secret"] = json!(practice.read_secret());
        line["write_key"] = json!(practice.write_key());
        line["write_secret"] = json!(practice.write_secret());
    }
    let mut out = std::io::stdout().lock();
    // Nobody who hangs up on us here can be told so.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    drop(out);
    end_is_asked_for().await;
    practice.shutdown().await;
    Answer::new(&json!({}), "").map(Answer::silent)
}

/// The faults that were typed.
fn faults(serve: &Serve) -> Result<Vec<Fault>, ApiError> {
    let mut faults = Vec::new();
    for text in &serve.faults {
        let fault: Fault = text.parse().map_err(|error: FaultError| unreadable(&error))?;
        let needs_https = matches!(fault.kind, FaultKind::Certificate(_));
        if needs_https && serve.https_port.is_none() && !serve.strict {
            return Err(ApiError::new("fault_needs_https").with("spec", fault));
        }
        faults.push(fault);
    }
    Ok(faults)
}

fn unreadable(error: &FaultError) -> ApiError {
    let told = ApiError::new(error.code())
        .with("spec", &error.fault)
        .with("at", error.at)
        .with("part", &error.part);
    match error.problem {
        FaultProblem::Kind => {
            let known: Vec<_> = FaultKind::words().collect();
            told.with("known", known.join(", "))
        }
        FaultProblem::Value { word, form } => told.with("fault", word).with("form", form),
        FaultProblem::Requests | FaultProblem::When => told,
    }
}

/// Waits for Ctrl+C, or for what a system sends to end a program.
async fn end_is_asked_for() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn a_wrong_fault_is_told_with_its_place() {
        let told = |text: &str| words::error(&unreadable(&text.parse::<Fault>().unwrap_err()));
        for (text, sentence) in [
            (
                "dropped@POST products",
                "--fault \"dropped@POST products\": there is no fault \"dropped\" (character 1). There are: refused, ",
            ),
            (
                "refused=soon",
                "--fault \"refused=soon\": \"soon\" does not fit (character 9). Write refused or refused=TIME.",
            ),
            (
                "cut@fetch products",
                "--fault \"cut@fetch products\": \"fetch products\" names no requests (character 5). ",
            ),
            (
                "cut#first",
                "--fault \"cut#first\": \"first\" does not count requests (character 5). Write 3, 3.., 3..5, 3n, 10% or 10%:42.",
            ),
        ] {
            let found = told(text);
            assert!(found.starts_with(sentence) && !found.contains('?'), "{found}");
        }
    }

    #[test]
    fn the_help_names_every_kind() {
        let help = include_str!("../../words/fault.txt");
        for word in FaultKind::words() {
            let begins = |line: &str| {
                line.trim_start().split(['=', ' ', ',']).any(|found| found == word)
                    && line.starts_with("  ")
            };
            assert!(help.lines().any(begins), "{word}");
        }
    }
}
