-- Version 5: what the user leaves out of a plan, the settings of the program, and the folders that it watches.

-- Fields of a planned change that are not to be sent; what they would have become stays in its body.
CREATE TABLE left_out (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE CASCADE,
    run INTEGER NOT NULL,
    fields TEXT NOT NULL
) STRICT;
CREATE INDEX left_out_run ON left_out (run);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE watched (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

-- What came into a watched folder, and what became of it.
CREATE TABLE arrival (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    watched INTEGER NOT NULL REFERENCES watched (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX arrival_watched ON arrival (watched, id);

-- The history is searched without reading whole runs.
CREATE INDEX run_looked_for ON run (id, status, connection, planned_at, search);
