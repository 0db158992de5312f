-- Version 2: runs whose records time took out of the journal, plans that are being made, and an order of saving that
-- no clock has a say in.

-- When the records of a run were taken out because they were too old; its counts stay.
ALTER TABLE run ADD COLUMN reduced_at INTEGER;
-- Whether its plan is being made. Where nobody holds the plan's lock, the process that made it is gone.
ALTER TABLE run ADD COLUMN planning INTEGER NOT NULL DEFAULT 0;

ALTER TABLE draft ADD COLUMN saved_step INTEGER NOT NULL DEFAULT 0;
UPDATE draft SET saved_step =
    (SELECT count(*) FROM draft other WHERE (other.saved_at, other.id) <= (draft.saved_at, draft.id));
ALTER TABLE profile ADD COLUMN saved_step INTEGER NOT NULL DEFAULT 0;
UPDATE profile SET saved_step =
    (SELECT count(*) FROM profile other WHERE (other.saved_at, other.id) <= (profile.saved_at, profile.id));
