-- Makes a journal of version 1 one of version 2. What version 1 did not write down stays empty.

ALTER TABLE run ADD COLUMN kind TEXT NOT NULL DEFAULT 'check';
ALTER TABLE run ADD COLUMN problem TEXT;
ALTER TABLE run ADD COLUMN problem_why TEXT;
ALTER TABLE run ADD COLUMN problem_fix TEXT;
ALTER TABLE run ADD COLUMN auth0_requests INTEGER;
ALTER TABLE run ADD COLUMN userhub_requests INTEGER;
ALTER TABLE run ADD COLUMN took_ms INTEGER;
ALTER TABLE run ADD COLUMN added INTEGER;
ALTER TABLE run ADD COLUMN updated INTEGER;
ALTER TABLE run ADD COLUMN same INTEGER;
ALTER TABLE run ADD COLUMN attention INTEGER;
ALTER TABLE run ADD COLUMN left_auth0 INTEGER;
ALTER TABLE run ADD COLUMN only_in_userhub INTEGER;
ALTER TABLE run ADD COLUMN to_add INTEGER;
ALTER TABLE run ADD COLUMN to_update INTEGER;
ALTER TABLE run ADD COLUMN people INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN people_kept INTEGER NOT NULL DEFAULT 1;

ALTER TABLE item ADD COLUMN at INTEGER;

-- Version 1 kept the people of the newest run alone.
UPDATE run SET people_kept = id = (SELECT max(id) FROM run);
UPDATE run SET people = (SELECT count(*) FROM item) WHERE people_kept;
UPDATE run SET kind = 'sync' WHERE state IN ('running', 'finished', 'given up');

CREATE TABLE past (
    run INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT, email TEXT,
    userhub_id TEXT,
    action TEXT NOT NULL,
    outcome TEXT,
    reason TEXT,
    fix TEXT,
    at INTEGER,
    PRIMARY KEY (run, position)
) WITHOUT ROWID;
