//! What we remember: the journal and the mirror, in SQLite.
