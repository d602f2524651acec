-- Makes a journal of version 3 one of version 4: who is gone from Auth0, and what the app did about anybody.

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

-- The day on which UserHub created the user, in UTC.
ALTER TABLE target ADD COLUMN created_on TEXT;
