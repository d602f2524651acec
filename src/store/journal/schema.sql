-- The journal of one profile. Version 6; migrate-2.sql makes version 2 of version 1, and each further one the next version.
-- `meta` has, beside whose journal it is: 'at work', the run that was begun or gone on with last; 'events offset', 'events
-- from' and 'events kept at', from where on Auth0's events are still to be read, and when that was kept; 'everybody at' and
-- 'changes from', when everybody was last compared, and from when on (by Auth0's clock) changes are still to be read;
-- 'problem of run N', the number of the problem that ended it; 'policy halt', why what is done by itself was not done
-- last, as JSON.

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
    userhub_id TEXT NOT NULL,
    -- The day on which UserHub created the user, in UTC.
    created_on TEXT
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

-- Whoever was missed in Auth0: noted when they were, proved gone by two words of Auth0's own about their id, and taken off
-- when they come back. Moments are RFC 3339 in UTC.
CREATE TABLE gone (
    id TEXT PRIMARY KEY,
    userhub_id TEXT,
    name TEXT, email TEXT,
    -- Why they were looked for: 'absent' from a comparison, or an 'event' of Auth0's; and when that was.
    hint TEXT NOT NULL,
    hinted_at TEXT NOT NULL,
    -- When they were deleted and who did it, where Auth0 tells.
    deleted_at TEXT, deleted_by TEXT,
    -- Auth0's word that there is no such user: when, in which comparison, and which living user was asked for beside it.
    said_at TEXT, said_in INTEGER, said_control TEXT,
    again_at TEXT, again_in INTEGER, again_control TEXT,
    -- The user in whom their identity lives on.
    merged_into TEXT,
    -- When a person decided to keep them.
    kept_at TEXT
) WITHOUT ROWID;

-- What the app has done, or was about to do, to users of UserHub beside syncing them. A row without an outcome was cut
-- off: UserHub is looked at before anything else is done. It stays for as long as it can be taken back.
CREATE TABLE deed (
    seq INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    id TEXT NOT NULL,
    userhub_id TEXT NOT NULL,
    name TEXT, email TEXT,
    -- 'disable', 'mark', 'undo' (marked since a sync that added them was taken back), 'enable', 'restore'.
    act TEXT NOT NULL,
    -- The sync that is taken back.
    of_run INTEGER,
    -- The state right before and right after, and what is known against the person, as JSON.
    before TEXT,
    after TEXT,
    evidence TEXT,
    began_at TEXT,
    ended_at TEXT,
    -- 'done', 'already' (UserHub had done it), 'left' with a reason; empty until then.
    outcome TEXT,
    reason TEXT,
    -- The deed that has taken this one back.
    undone_by INTEGER
);
CREATE INDEX deed_by_person ON deed (id);
CREATE INDEX deed_by_run ON deed (run);

-- Whom a watch is still to look at, each once however often they were named. `due` is not before when, in milliseconds
-- since 1970, and `seq` tells a later naming from the one that is being looked into.
CREATE TABLE hint (
    id TEXT PRIMARY KEY,
    -- 'created', 'updated', 'deleted': what is said to have happened.
    kind TEXT NOT NULL,
    -- When the oldest change happened that was not looked at yet, by Auth0's clock, in milliseconds since 1970.
    changed_at INTEGER,
    seq INTEGER NOT NULL,
    due INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX hint_by_due ON hint (due, seq);

-- Who became an identity of another user, as Auth0's events have shown it.
CREATE TABLE linked (id TEXT PRIMARY KEY, into_user TEXT NOT NULL) WITHOUT ROWID;
