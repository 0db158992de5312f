-- Orders, refunds, notes, customers, coupons, reviews, tax rates and classes, webhooks: the record
-- itself as a document, beside it what queries ask for.
CREATE TABLE filed (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    status TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX filed_by_created ON filed (kind, created, id);
CREATE INDEX filed_by_modified ON filed (kind, modified, id);
CREATE INDEX filed_by_key ON filed (kind, key);
CREATE INDEX filed_by_parent ON filed (kind, parent);
