//! `longshore profile list|show|export|import`

use longshore_app::{
    ApiError, Studio,
    profiles::{self, ProfileExport, ProfileImport, ProfileNamed},
    stores::Nothing,
};
use serde_json::json;

use crate::{answer::Answer, args::Profile, table, words::plain};

pub(super) async fn carry_out(studio: &Studio, profile: Profile) -> Result<Answer, ApiError> {
    match profile {
        Profile::List => list(studio).await,
        Profile::Show { name } => {
            let shown = profiles::show(studio, ProfileNamed { name }).await?;
            let rows = shown.columns.iter().map(|column| {
                let target = column.target.as_ref().map_or("–", |target| target.as_str());
                vec![plain(&column.column), plain(target), column.steps.len().to_string()]
            });
            let text = table::of(&["Column", "Field", "Steps"], rows);
            Answer::new(&shown, text)
        }
        Profile::Export { name, out } => {
            let request = ProfileExport { name, file: out.clone() };
            let exported = profiles::export(studio, request).await?;
            let text = format!("{} is written to {}.", plain(&exported.name), out.display());
            Answer::new(&json!({ "name": exported.name, "file": out }), text)
        }
        Profile::Import { file, name, replace } => {
            let request = ProfileImport { file, name, text: None, replace };
            let imported = profiles::import(studio, request).await?;
            let text = format!("{} is a profile now.", plain(&imported.name));
            Answer::new(&json!({ "name": imported.name }), text)
        }
    }
}

async fn list(studio: &Studio) -> Result<Answer, ApiError> {
    let all = profiles::list(studio, Nothing {}).await?;
    let text = match all.is_empty() {
        true => "No profiles yet. \"longshore import --save-profile NAME\" makes one.".to_owned(),
        false => table::of(
            &["Profile", "Made for", "Columns"],
            all.iter().map(|profile| {
                let platform =
                    if profile.platform.is_empty() { "a plain table" } else { &profile.platform };
                vec![plain(&profile.name), plain(platform), profile.columns.to_string()]
            }),
        ),
    };
    Answer::new(&json!({ "profiles": all }), text)
}
