//! Where in a request does a path stand?

use std::path::{Path, PathBuf};

use longshore_app::ApiError;
use serde_json::Value;

/// The names under which requests have paths. A test reads all requests and finds no others.
const PATHS: &[&str] = &["ca_file", "file", "folder", "path", "pictures_from"];
/// The name under which a request says where rows come from, which may be a path.
const SOURCE: &str = "source";

/// Longer names of files are cut.
const LONGEST_NAME: usize = 120;

/// Puts a path in where a request has a token in its place.
pub(super) fn put_in(
    request: &mut Value,
    find: impl Fn(&str) -> Result<PathBuf, ApiError>,
) -> Result<(), ApiError> {
    let Value::Object(named) = request else { return Ok(()) };
    for (name, value) in named.iter_mut() {
        if PATHS.contains(&name.as_str()) {
            put(name, value, &find)?;
        } else if name == "reading" {
            // A second file is chosen by itself; a path of one is never taken from outside.
            match value.pointer("/joining/with") {
                None | Some(Value::Null) => {}
                Some(_) => return Err(ApiError::new("path_refused").with("name", "with")),
            }
        } else if name == SOURCE
            && let Value::Object(source) = value
        {
            for (name, value) in source.iter_mut() {
                if PATHS.contains(&name.as_str()) {
                    put(name, value, &find)?;
                }
            }
        }
    }
    Ok(())
}

fn put(
    name: &str,
    value: &mut Value,
    find: impl Fn(&str) -> Result<PathBuf, ApiError>,
) -> Result<(), ApiError> {
    let Value::String(token) = value else {
        // Nothing is no path; anything else is refused by whoever reads the request.
        return if value.is_null() { Ok(()) } else { Err(ApiError::new("path_refused")) };
    };
    let path = find(token).map_err(|error| error.with("name", name))?;
    // What we made ourselves lies in the data folder, whose name may be no text only where nothing works.
    *value = Value::String(path.to_string_lossy().into_owned());
    Ok(())
}

/// Lets a folder through that somebody typed: a whole path, as nobody knows where the program stands.
pub(super) fn typed_folder(request: &Value) -> Result<(), ApiError> {
    match request.get("folder").and_then(Value::as_str) {
        Some(folder) if !Path::new(folder).is_absolute() => {
            Err(ApiError::new("folder_not_whole").with("folder", folder))
        }
        // What is no text is refused by whoever reads the request.
        _ => Ok(()),
    }
}

/// A name that a file may have everywhere.
pub(super) fn file_name(wanted: &str) -> String {
    let last = wanted.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .map(
            |letter| {
                if letter.is_control() || r#"<>:"|?*"#.contains(letter) { '_' } else { letter }
            },
        )
        .collect();
    let name = name[..name.floor_char_boundary(LONGEST_NAME)].trim_matches(['.', ' ']);
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

/// What tells a browser to save a file under a name (RFC 6266).
pub(super) fn attachment(name: &str) -> String {
    let plain: String =
        name.chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() || "-_. ".contains(letter) { letter } else { '_' }
            })
            .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_is_found_wherever_it_stands_and_what_a_page_keeps_is_left_alone() {
        let find = |token: &str| match token {
            "known" => Ok(PathBuf::from("here")),
            _ => Err(ApiError::new("path_refused")),
        };
        let mut request = json!({
            "file": "known",
            "ca_file": null,
            "source": { "path": "known" },
            "view": { "path": "kept as it is" },
        });
        put_in(&mut request, find).unwrap();
        assert_eq!(
            request,
            json!({
                "file": "here",
                "ca_file": null,
                "source": { "path": "here" },
                "view": { "path": "kept as it is" },
            })
        );
        for wrong in [
            json!({ "file": "list.csv" }),
            json!({ "source": { "path": "list.csv" } }),
            json!({ "folder": ["known"] }),
        ] {
            let error = put_in(&mut wrong.clone(), find).unwrap_err();
            assert_eq!(error.code, "path_refused", "{wrong}");
        }
    }

    #[test]
    fn a_second_file_is_not_named_by_its_path_in_read_settings() {
        let find = |token: &str| Ok(PathBuf::from(token));
        for with in [json!("list.csv"), json!("upload:known"), json!(""), json!(["x"])] {
            let mut request = json!({ "draft": 1, "reading": { "joining": { "with": with } } });
            let error = put_in(&mut request, find).unwrap_err();
            assert_eq!(
                (error.code.as_str(), error.params["name"].as_str()),
                ("path_refused", "with")
            );
        }
        for reading in [json!({ "joining": { "with": null } }), json!({ "joining": {} }), json!({})]
        {
            put_in(&mut json!({ "reading": reading }), find).unwrap();
        }
    }

    #[test]
    fn a_files_name_leads_nowhere_else() {
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name(r"C:\x\..\rejects.csv"), "rejects.csv");
        assert_eq!(file_name(".."), "file");
        assert_eq!(file_name("a\r\nb\"c.csv"), "a__b_c.csv");
        assert_eq!(file_name(&"ä".repeat(200)).len(), LONGEST_NAME);
        let header = attachment("Größen \"1\".csv");
        assert_eq!(
            header,
            "attachment; filename=\"Gr__en _1_.csv\"; filename*=UTF-8''Gr%C3%B6%C3%9Fen%20%221%22.csv"
        );
    }
}
