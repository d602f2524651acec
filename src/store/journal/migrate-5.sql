-- Makes a journal of version 4 one of version 5: whom a watch has been told of, and how far it has come.

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
