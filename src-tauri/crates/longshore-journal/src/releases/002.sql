-- What goes into the trash with a record, as it was just before.
CREATE TABLE along (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE CASCADE,
    records BLOB NOT NULL
) STRICT;
