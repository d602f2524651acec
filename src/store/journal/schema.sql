-- The journal of one profile. Version 4; migrate-2.sql makes version 2 of version 1, and each further one the next version.
-- `meta` has, beside whose journal it is: 'at work', the run that was begun or gone on with last; 'everybody at' and
-- 'changes from', when everybody was last compared, and from when on (by Auth0's clock) changes are still to be read.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every run that was begun, newest last, for as long as History keeps it. Moments are RFC 3339 in UTC.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    export_job TEXT,
    sources_read_at TEXT,
    planned_at TEXT,
    read_auth0 INTEGER NOT NULL DEFAULT 0,
    up_to_date INTEGER NOT NULL DEFAULT 0,
    listed INTEGER NOT NULL DEFAULT 1,
    -- 'check' until the plan is carried out, 'sync' from then on, 'person' for somebody synced alone, 'changes' for
    -- those who had changed, 'watch' for a watch, 'verify' for a verification. The people of the last four lie in `past`.
    kind TEXT NOT NULL DEFAULT 'check',
    -- The problem that ended it, in the words that were shown.
    problem TEXT, problem_why TEXT, problem_fix TEXT,
    -- What it took; empty while it is at work, and for good when it was cut off.
    auth0_requests INTEGER, userhub_requests INTEGER, took_ms INTEGER,
    -- The counts as they last stood, `same` being everybody who was already up to date; empty before there was a plan.
    added INTEGER, updated INTEGER, same INTEGER, attention INTEGER, left_auth0 INTEGER, only_in_userhub INTEGER,
    to_add INTEGER, to_update INTEGER,
    -- How many people its plan named, and whether they are still there.
    people INTEGER NOT NULL DEFAULT 0,
    people_kept INTEGER NOT NULL DEFAULT 1,
    -- What the reading of each side proves, as JSON; it stays when the run is cut off and gone on with.
    auth0_evidence TEXT,
    userhub_evidence TEXT,
    targets_read_at TEXT,
    -- What both sides came to when they were counted again at its end, as JSON.
    certificate TEXT,
    -- What it learnt of the tenant's limit, as JSON.
    pace TEXT,
    -- When its reading of Auth0 began, by Auth0's clock.
    read_from TEXT
);

-- What Auth0 said in the current run, as it came: a person may come more than once, and the last one counts.
CREATE TABLE source (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    flags INTEGER NOT NULL,
    name TEXT, email TEXT, phone TEXT, image TEXT,
    problem TEXT
);

-- What UserHub said in the current run, as it came.
CREATE TABLE target (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    flags INTEGER NOT NULL,
    name TEXT, email TEXT, phone TEXT, image TEXT,
    userhub_id TEXT NOT NULL
);

-- The plan of the newest run, in order of id: everybody but those who are up to date. `outcome` is empty until it is
-- carried out. `at` is the moment of the outcome, in milliseconds since 1970.
CREATE TABLE item (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    flags INTEGER NOT NULL,
    name TEXT, email TEXT, phone TEXT, image TEXT,
    userhub_id TEXT,
    action TEXT NOT NULL,
    fields INTEGER NOT NULL,
    outcome TEXT,
    reason TEXT,
    fix TEXT,
    at INTEGER
);

-- What is kept of the plans of earlier runs.
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

-- Who could not be brought over when they were last tried: they are tried after all others.
CREATE TABLE late (id TEXT PRIMARY KEY) WITHOUT ROWID;

-- What runs have brought about, kept from run to run.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    flags INTEGER NOT NULL,
    name TEXT, email TEXT, phone TEXT, image TEXT,
    userhub_id TEXT NOT NULL,
    kept_fields INTEGER NOT NULL DEFAULT 0,
    kept_expected INTEGER,
    kept_held INTEGER,
    synced_at TEXT NOT NULL,
    -- The newest run when UserHub was last seen to hold this. A list that was read for an earlier run is older.
    held_in INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
