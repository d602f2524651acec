#!/usr/bin/env python3
"""The data folder that an earlier release has left: settings with a set-up, and a journal of version 3.

earlier.py FOLDER JOURNAL.sql makes it; earlier.py --check FOLDER says whether a later release has kept the set-up.
"""

import json
import pathlib
import sqlite3
import sys

SETUP = {
    "id": "setup-1",
    "name": "Earlier",
    "environment": "Test",
    "colour": "Green",
    "domain": "earlier.eu.auth0.com",
    "client_id": "aBcDeFgHiJkLmNoPqRsTuVwXyZ012345",
    "connection_id": "conn_earlier",
    "has_client_secret": True,
    "place": "Permission",
    "ticks": ["A1", "A2"],
}


def make(folder, schema):
    profile = folder / "profiles" / "conn_earlier"
    profile.mkdir(parents=True, mode=0o700, exist_ok=True)
    settings = {"version": 1, "kept": {"settings": {"text_size": 110}, "setups": [SETUP], "open": "setup-1"}}
    (folder / "settings.json").write_text(json.dumps(settings))
    journal = sqlite3.connect(profile / "journal.sqlite")
    journal.executescript(schema.read_text())
    journal.executescript(
        """
        DELETE FROM meta;
        INSERT INTO meta VALUES ('auth0', 'earlier.eu.auth0.com'), ('connection', 'conn_earlier');
        INSERT INTO run (state, started_at, finished_at, kind, added, updated, same, attention, left_auth0,
            only_in_userhub, to_add, to_update)
        VALUES ('finished', '2026-11-01T10:00:00Z', '2026-11-01T10:01:00Z', 'sync', 3, 0, 7, 0, 0, 0, 0, 0);
        PRAGMA user_version = 3;
        """
    )
    journal.close()


def check(folder):
    kept = json.loads((folder / "settings.json").read_text())["kept"]
    (setup,) = kept["setups"]
    for key, value in SETUP.items():
        # Without a password store, the window knows of no key.
        if key != "has_client_secret" and setup[key] != value:
            sys.exit(f"{key} is {setup[key]!r}, and was {value!r}")
    if kept["settings"]["text_size"] != 110:
        sys.exit("the text size is lost")


if sys.argv[1] == "--check":
    check(pathlib.Path(sys.argv[2]))
else:
    make(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
