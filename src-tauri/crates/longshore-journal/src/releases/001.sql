-- What we did: the journal, version 1. Times are milliseconds since 1970, UTC.

CREATE TABLE sequence (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sequence (name, next) VALUES ('change', 1);

CREATE TABLE connection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    secret_kept_in TEXT NOT NULL,
    ca_file TEXT,
    facts TEXT,
    settings TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX connection_name ON connection (name) WHERE removed_at IS NULL;

CREATE TABLE profile (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    fingerprint INTEGER,
    body TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX profile_fingerprint ON profile (fingerprint) WHERE fingerprint IS NOT NULL;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    connection INTEGER NOT NULL REFERENCES connection (id),
    kind TEXT NOT NULL,
    undoes INTEGER REFERENCES run (id),
    mode TEXT NOT NULL,
    is_reversed INTEGER NOT NULL,
    status INTEGER NOT NULL,
    source_name TEXT,
    source_size INTEGER,
    source_fingerprint INTEGER,
    profile_name TEXT,
    search TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    running_since INTEGER,
    seen_at INTEGER,
    active_ms INTEGER NOT NULL DEFAULT 0,
    rows INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    skipped_rows INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX run_connection ON run (connection);
CREATE INDEX run_status ON run (status);
CREATE INDEX run_undoes ON run (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX run_source ON run (source_fingerprint) WHERE source_fingerprint IS NOT NULL;

-- What is too long for a list of runs.
CREATE TABLE run_detail (
    run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    settings TEXT NOT NULL,
    profile TEXT,
    header TEXT,
    unchanged BLOB,
    skipped_rows BLOB
) STRICT;

-- How many changes of a run are counted under which state; part: 0 record, 1 term, 2 completes another, 3 other.
CREATE TABLE tally (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    action INTEGER NOT NULL,
    state INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (run, part, action, state)
) STRICT, WITHOUT ROWID;

-- state is what became of the change itself, counted what its record is counted under.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    phase INTEGER NOT NULL,
    action INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    kin INTEGER NOT NULL,
    part INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    counted INTEGER NOT NULL DEFAULT 0,
    row INTEGER,
    completes INTEGER,
    undoes INTEGER,
    store_id INTEGER,
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    lost TEXT
) STRICT;
CREATE INDEX change_run ON change (run);
CREATE INDEX change_order ON change (run, state, phase, kin);
CREATE INDEX change_completes ON change (completes) WHERE completes IS NOT NULL;
CREATE INDEX change_undoes ON change (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE change_body (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE CASCADE,
    body BLOB NOT NULL
) STRICT;

-- Which changes of a run have a field: the numbers of one appended batch.
CREATE TABLE field_use (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    changes BLOB NOT NULL
) STRICT;
CREATE INDEX field_use_run ON field_use (run, field);

CREATE TABLE intent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    changes TEXT NOT NULL,
    open INTEGER NOT NULL
) STRICT;
CREATE INDEX intent_open ON intent (run) WHERE open > 0;
CREATE INDEX intent_run ON intent (run);

-- Written before the request leaves. sent is NULL where it is what was planned.
CREATE TABLE effect (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE CASCADE,
    intent INTEGER NOT NULL,
    sent BLOB,
    before BLOB
) STRICT;

-- Written when the outcome is known.
CREATE TABLE result (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    outcome TEXT,
    kept BLOB,
    touched TEXT
) STRICT;

-- Earlier attempts at a change that was sent again.
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
    state INTEGER NOT NULL,
    intent INTEGER,
    sent BLOB,
    before BLOB,
    at INTEGER,
    outcome TEXT,
    kept BLOB,
    touched TEXT
) STRICT;
CREATE INDEX attempt_change ON attempt (change);

-- A record that was made again under another number stays the same record.
CREATE TABLE identity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    current INTEGER NOT NULL
) STRICT;
CREATE TABLE identity_number (
    connection INTEGER NOT NULL REFERENCES connection (id),
    entity INTEGER NOT NULL,
    store_id INTEGER NOT NULL,
    identity INTEGER NOT NULL REFERENCES identity (id),
    PRIMARY KEY (connection, entity, store_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_number_identity ON identity_number (identity);

-- Fields that the store keeps otherwise than sent.
CREATE TABLE altered (
    connection INTEGER NOT NULL REFERENCES connection (id),
    entity INTEGER NOT NULL,
    store_id INTEGER NOT NULL,
    fields BLOB NOT NULL,
    PRIMARY KEY (connection, entity, store_id)
) STRICT, WITHOUT ROWID;

-- A store makes a new picture each time that it is sent an address.
CREATE TABLE image (
    connection INTEGER NOT NULL REFERENCES connection (id),
    src TEXT NOT NULL,
    media INTEGER NOT NULL,
    PRIMARY KEY (connection, src, media)
) STRICT, WITHOUT ROWID;

CREATE TABLE remembered (
    connection INTEGER NOT NULL REFERENCES connection (id),
    source TEXT NOT NULL,
    entity INTEGER NOT NULL,
    key TEXT NOT NULL,
    store_id INTEGER NOT NULL,
    PRIMARY KEY (connection, source, entity, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_record ON remembered (connection, entity, store_id);

CREATE TABLE rejected (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    row INTEGER NOT NULL,
    line INTEGER NOT NULL,
    cells BLOB NOT NULL,
    reasons TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX rejected_row ON rejected (run, row);

CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    edits_done INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The edits of a draft in their order; the first edits_done of them hold, the others were taken back.
CREATE TABLE draft_edit (
    draft INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    row INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (draft, step, row, column_number)
) STRICT, WITHOUT ROWID;
CREATE TABLE draft_cell (
    draft INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    row INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (draft, row, column_number)
) STRICT, WITHOUT ROWID;

-- Issues of a run or a draft, counted by kind; rows is a bitmap.
CREATE TABLE issue (
    owner_kind INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    code TEXT NOT NULL,
    column_number INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    count INTEGER NOT NULL,
    example TEXT NOT NULL,
    rows BLOB NOT NULL,
    PRIMARY KEY (owner_kind, owner, code, column_number, severity)
) STRICT, WITHOUT ROWID;
