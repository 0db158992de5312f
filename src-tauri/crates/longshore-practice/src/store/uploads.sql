-- What a file is that somebody uploaded: bytes are counted, not kept. Empty for what was named by its address.
ALTER TABLE media ADD COLUMN slug TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN author INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
CREATE INDEX media_by_slug ON media (slug) WHERE slug <> '';
