//! What the rows of another platform's file came to, in words.

use longshore_app::sources::JoinedFile;

use crate::{
    progress::grouped,
    words::{say, wrapped},
};

/// How many products there are, and what has to be said about them.
pub(super) fn text(joined: &JoinedFile) -> String {
    let counts = [
        ("rows", grouped(joined.rows)),
        ("products", grouped(joined.products)),
        ("variations", grouped(joined.variations)),
        ("images", grouped(joined.images)),
    ];
    let params = counts.iter().map(|(name, count)| (*name, count.as_str()));
    let code = match (joined.is_plain, &joined.shape) {
        (true, _) => "tables_were_joined",
        (false, Some(_)) => "rows_were_shaped",
        (false, None) => "rows_were_joined",
    };
    let mut text = wrapped(&say(code, params), "", "  ");
    if let Some(part) = &joined.part {
        text.push_str(&wrapped(
            &say("joined_with_part", [("name", part.as_str())]),
            "  · ",
            "    ",
        ));
    }
    for notice in &joined.notices {
        let count = grouped(notice.count);
        let params = notice.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let sentence =
            say(&format!("notice_{}", notice.code), params.chain([("count", count.as_str())]));
        let mark = if notice.asks.is_some() { "  ? " } else { "  · " };
        text.push_str(&wrapped(&sentence, mark, "    "));
    }
    text
}
