-- The journal of one profile. Version 1.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every run that was begun, newest last. Moments are RFC 3339 in UTC.
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
    listed INTEGER NOT NULL DEFAULT 1
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

-- The current plan, in order of id: everybody but those who are up to date. `outcome` is empty until it is carried out.
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
    fix TEXT
);

-- What runs have brought about, kept from run to run.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    flags INTEGER NOT NULL,
    name TEXT, email TEXT, phone TEXT, image TEXT,
    userhub_id TEXT NOT NULL,
    kept_fields INTEGER NOT NULL DEFAULT 0,
    kept_expected INTEGER,
    kept_held INTEGER,
    synced_at TEXT NOT NULL
) WITHOUT ROWID;
