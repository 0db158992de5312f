//! What can be asked, by name: the one table that hosts carry to a window or over a wire.
//!
//! Requests and answers are JSON here; hosts in Rust call the functions themselves. A secret travels in the one request
//! that needs it, in a type that does not print; no answer has one.

use std::pin::Pin;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    bindings::Bindings, calls, checking, drafts, error::ApiError, exports, imports, keeping,
    practice, profiles, progress::Watch, runs, settings, sources, stores, studio::Studio, undo,
    watching,
};

/// A command under way, which any thread may go on with.
type Doing<'a, Answer> = Pin<Box<dyn Future<Output = Result<Answer, ApiError>> + Send + 'a>>;

/// Declares the table: a name, the function behind it, and whether it takes a while.
macro_rules! commands {
    ($($name:literal => $function:path $(, $takes:ident)?;)*) => {
        /// The names of all commands.
        pub const NAMES: &[&str] = &[$($name),*];

        /// Carries out a command by its name. `watch` is told how far those are that take a while.
        ///
        /// # Errors
        /// `command_unknown`, `request_unreadable`, or what the command itself says.
        pub async fn call(
            studio: &Studio,
            name: &str,
            request: Value,
            watch: &Watch,
        ) -> Result<Value, ApiError> {
            match name {
                $($name => {
                    let done: Doing<'_, _> = Box::pin($function(studio, read(request)? $(, $takes!(watch))?));
                    answer(done.await?)
                })*
                _ => {
                    let _ = watch;
                    Err(ApiError::new("command_unknown").with("command", name))
                }
            }
        }

        /// Hands over the types of all commands.
        pub(crate) fn describe(bindings: &mut Bindings) {
            $(described!(bindings, $name, $function $(, $takes)?);)*
        }
    };
}

macro_rules! a_while {
    ($watch:ident) => {
        $watch
    };
}

macro_rules! described {
    ($bindings:ident, $name:literal, $function:path) => {
        $bindings.at_once($name, $function)
    };
    ($bindings:ident, $name:literal, $function:path, $takes:ident) => {
        $bindings.$takes($name, $function)
    };
}

commands! {
    "calls.cancel" => calls::cancel;
    "calls.list" => calls::list;
    "calls.join" => calls::join;
    "stores.list" => stores::list;
    "stores.show" => stores::show;
    "stores.try" => stores::try_out;
    "stores.add" => stores::add_guided;
    "stores.change" => stores::change;
    "stores.test" => stores::test;
    "stores.sign_in" => stores::sign_in;
    "stores.remove" => stores::remove;
    "files.fetch" => sources::fetch, a_while;
    "files.inspect" => sources::inspect, a_while;
    "files.values" => sources::values, a_while;
    "files.check" => checking::check, a_while;
    "profiles.list" => profiles::list;
    "profiles.show" => profiles::show;
    "profiles.rename" => profiles::rename;
    "profiles.remove" => profiles::remove;
    "profiles.text" => profiles::text;
    "profiles.export" => profiles::export;
    "profiles.import" => profiles::import;
    "drafts.begin" => drafts::begin;
    "drafts.list" => drafts::list;
    "drafts.recent" => drafts::recent;
    "drafts.show" => drafts::show;
    "drafts.rows" => drafts::rows;
    "drafts.cell" => drafts::cell;
    "drafts.edit" => drafts::edit;
    "drafts.undo_edit" => drafts::undo_edit;
    "drafts.redo_edit" => drafts::redo_edit;
    "drafts.check" => drafts::check, a_while;
    "drafts.checked" => drafts::checked;
    "drafts.issues" => drafts::issues, a_while;
    "drafts.fix" => drafts::fix, a_while;
    "drafts.fields" => drafts::fields;
    "drafts.columns" => drafts::columns;
    "drafts.kind" => drafts::kind;
    "drafts.map" => drafts::map;
    "drafts.pictures" => drafts::pictures;
    "drafts.try_steps" => drafts::try_steps;
    "drafts.shapes" => drafts::shapes;
    "drafts.facets" => drafts::facets, a_while;
    "drafts.clusters" => drafts::clusters, a_while;
    "drafts.unify" => drafts::unify;
    "drafts.expression_help" => drafts::expression_help;
    "drafts.look_up_table" => drafts::look_up_table;
    "drafts.resembling" => drafts::resembling;
    "drafts.use_profile" => drafts::use_profile;
    "drafts.save_profile" => drafts::save_profile;
    "drafts.read_settings" => drafts::read_settings, a_while;
    "drafts.second_look" => drafts::second_look, a_while;
    "drafts.second_join" => drafts::second_join, a_while;
    "drafts.save_view" => drafts::save_view;
    "drafts.remove" => drafts::remove;
    "drafts.plan" => drafts::plan, a_while;
    "imports.plan" => imports::plan, a_while;
    "exports.products" => exports::products, a_while;
    "exports.records" => exports::records, a_while;
    "runs.list" => runs::history;
    "runs.show" => runs::show;
    "runs.interrupted" => runs::interrupted;
    "runs.changes" => runs::page;
    "runs.summary" => runs::summary;
    "runs.check_pictures" => imports::check_pictures, a_while;
    "runs.choose" => runs::choose, a_while;
    "runs.decide" => runs::decide;
    "runs.rejects" => runs::rejects_page;
    "runs.save_rejects" => runs::save_rejects;
    "runs.begin" => runs::begin;
    "runs.pause" => runs::pause;
    "runs.go_on" => runs::go_on;
    "runs.stop" => runs::stop;
    "runs.going" => runs::going;
    "runs.start" => runs::start, a_while;
    "runs.resume" => runs::resume, a_while;
    "runs.discard" => runs::discard;
    "settings.show" => settings::show;
    "settings.set" => settings::set;
    "watched.list" => watching::list;
    "watched.add" => watching::add;
    "watched.pause" => watching::pause;
    "watched.go_on" => watching::go_on;
    "watched.remove" => watching::remove;
    "watched.arrivals" => watching::arrivals;
    "watched.settle" => watching::settle;
    "practice.show" => practice::show;
    "practice.start" => practice::start;
    "practice.stop" => practice::stop;
    "practice.reset" => practice::reset;
    "practice.bad_day" => practice::bad_day;
    "undo.plan" => undo::plan, a_while;
    "journal.check" => keeping::check;
    "journal.compact" => keeping::compact;
    "journal.export" => keeping::export;
    "journal.forget" => keeping::forget;
    "journal.keep" => keeping::keep;
}

fn read<Request: DeserializeOwned>(request: Value) -> Result<Request, ApiError> {
    serde_json::from_value(request)
        .map_err(|error| ApiError::new("request_unreadable").detail(error))
}

fn answer(answer: impl Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(answer).map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Home;

    async fn ask(name: &str, request: Value) -> Result<Value, ApiError> {
        let folder = tempfile::tempdir().unwrap();
        let studio = Studio::open(Home::at(folder.path().to_path_buf()).unwrap()).await.unwrap();
        call(&studio, name, request, &Watch::nobody()).await
    }

    #[test]
    fn every_command_has_a_name_of_its_own() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NAMES.len());
    }

    #[tokio::test]
    async fn a_command_is_asked_in_json_and_answers_in_json() {
        assert_eq!(ask("stores.list", json!({})).await.unwrap(), json!([]));
        let nothing = json!({ "runs": [], "total": 0 });
        assert_eq!(ask("runs.list", json!({ "count": 5 })).await.unwrap(), nothing);
        assert_eq!(ask("runs.show", json!({ "run": 7 })).await.unwrap_err().code, "run_not_found");
    }

    #[tokio::test]
    async fn what_is_no_command_or_no_request_is_said() {
        assert_eq!(ask("stores.buy", json!({})).await.unwrap_err().code, "command_unknown");
        let unreadable = ask("runs.show", json!({ "run": "seven" })).await.unwrap_err();
        assert_eq!(unreadable.code, "request_unreadable");
    }
}
