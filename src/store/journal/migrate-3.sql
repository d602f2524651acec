-- Makes a journal of version 2 one of version 3. Runs of version 2 have no evidence, and so no certificate.

ALTER TABLE run ADD COLUMN auth0_evidence TEXT;
ALTER TABLE run ADD COLUMN userhub_evidence TEXT;
ALTER TABLE run ADD COLUMN targets_read_at TEXT;
ALTER TABLE run ADD COLUMN certificate TEXT;
ALTER TABLE run ADD COLUMN pace TEXT;

ALTER TABLE person ADD COLUMN held_in INTEGER NOT NULL DEFAULT 0;

-- Who could not be brought over when they were last tried: they are tried after all others.
CREATE TABLE late (id TEXT PRIMARY KEY) WITHOUT ROWID;
