-- Version 3: the trash, and the watched folder.

-- What goes into the trash with a record, as it was just before.
CREATE TABLE along (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE CASCADE,
    records BLOB NOT NULL
) STRICT;

-- Contents that a watched folder brought into a store, by their fingerprint: they are not imported again unasked.
CREATE TABLE accepted (
    connection INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    name TEXT NOT NULL,
    run INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (connection, content)
) STRICT, WITHOUT ROWID;
