"""Holds a plist against launchd.plist(5): known keys, their types, and what belongs together."""

import plistlib
import sys

TYPES = {
    "Label": str,
    "ProgramArguments": list,
    "RunAtLoad": bool,
    "StartCalendarInterval": list,
    "KeepAlive": dict,
    "ThrottleInterval": int,
    "ProcessType": str,
    "LowPriorityIO": bool,
    "Nice": int,
    "Umask": int,
    "StandardErrorPath": str,
}
RANGES = {"Minute": range(60), "Hour": range(24), "Day": range(1, 32), "Weekday": range(8), "Month": range(1, 13)}

with open(sys.argv[1], "rb") as file:
    agent = plistlib.load(file)
for key, value in agent.items():
    assert type(value) is TYPES[key], (key, value)
assert sys.argv[1].endswith("/" + agent["Label"] + ".plist")
words = agent["ProgramArguments"]
assert all(type(word) is str for word in words) and words[0].startswith("/")
assert words[-1] == '/srv/50% of <"all"> & $HOME', words
assert agent["ProcessType"] in ("Background", "Standard", "Adaptive", "Interactive")
assert -20 <= agent["Nice"] <= 20 and agent["Umask"] == 0o077
if sys.argv[2] == "live":
    assert agent["KeepAlive"] == {"SuccessfulExit": False} and agent["RunAtLoad"]
    assert "StartCalendarInterval" not in agent
else:
    assert agent["StartCalendarInterval"] and "KeepAlive" not in agent
    for moment in agent["StartCalendarInterval"]:
        assert moment and all(value in RANGES[key] for key, value in moment.items()), moment
