-- Version 8: which files of this computer a run puts into a store's media library, or takes out of it again. What is in
-- them is never here: only their names, their sizes and the hashes of their contents.
CREATE TABLE upload (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    removes INTEGER NOT NULL,
    content TEXT NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    state INTEGER NOT NULL,
    mark TEXT,
    media INTEGER,
    refusal TEXT,
    UNIQUE (run, removes, content)
) STRICT;
