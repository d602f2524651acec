"""Holds a task against the Task Scheduler's schema of version 1.4: known elements, the order of sequences, forms of values."""

import re
import sys
import xml.etree.ElementTree as tree

SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
DURATION = r"P(T0S|T\d+[HMS]|\d+D)"
BOOLEAN = "true|false"
# The children that an element may have: a list where the schema has a sequence, a set where it has `all`.
CHILDREN = {
    "Task": {"RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"},
    "RegistrationInfo": {"Description", "Author", "URI"},
    "Triggers": {"TimeTrigger", "LogonTrigger"},
    "TimeTrigger": ["Repetition", "StartBoundary", "EndBoundary", "ExecutionTimeLimit", "Enabled", "RandomDelay"],
    "LogonTrigger": ["Repetition", "StartBoundary", "EndBoundary", "ExecutionTimeLimit", "Enabled", "UserId", "Delay"],
    "Repetition": ["Interval", "Duration", "StopAtDurationEnd"],
    "Principals": {"Principal"},
    "Principal": {"UserId", "LogonType", "RunLevel"},
    "Settings": {
        "MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "StartWhenAvailable",
        "RunOnlyIfNetworkAvailable", "ExecutionTimeLimit", "Priority", "RestartOnFailure", "Enabled", "Hidden",
    },
    "RestartOnFailure": {"Interval", "Count"},
    "Actions": {"Exec"},
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
}
FORMS = {
    "Interval": DURATION, "ExecutionTimeLimit": DURATION, "RandomDelay": DURATION, "Enabled": BOOLEAN,
    "StopAtDurationEnd": BOOLEAN, "DisallowStartIfOnBatteries": BOOLEAN, "StopIfGoingOnBatteries": BOOLEAN,
    "StartWhenAvailable": BOOLEAN, "RunOnlyIfNetworkAvailable": BOOLEAN,
    "StartBoundary": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "Priority": r"\d|10", "Count": r"\d{1,3}",
    "LogonType": "InteractiveToken|S4U|Password", "RunLevel": "LeastPrivilege|HighestAvailable",
    "MultipleInstancesPolicy": "IgnoreNew|Parallel|Queue|StopExisting", "Command": ".+", "Arguments": ".+",
    "Description": ".+",
}


def check(element):
    name = element.tag.removeprefix(SPACE)
    assert element.tag == SPACE + name, element.tag
    children = [child.tag.removeprefix(SPACE) for child in element]
    if name in FORMS:
        assert not children and re.fullmatch(FORMS[name], element.text), (name, element.text)
        return
    allowed = CHILDREN[name]
    assert all(child in allowed for child in children), (name, children)
    assert name == "Triggers" or len(set(children)) == len(children), (name, children)
    if isinstance(allowed, list):
        assert children == sorted(children, key=allowed.index), (name, children)
    for child in element:
        check(child)


with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
declaration, rest = text.split("\n", 1)
assert declaration == '<?xml version="1.0" encoding="UTF-16"?>'
task = tree.fromstring(rest)
assert task.get("version") == "1.4"
check(task)
interval = task.find(f".//{SPACE}Repetition/{SPACE}Interval")
assert (interval is None) == (sys.argv[2] == "live")
principal = task.find(f".//{SPACE}Principal").get("id")
assert task.find(f"{SPACE}Actions").get("Context") == principal
arguments = task.find(f".//{SPACE}Arguments").text
assert arguments.endswith('--data-dir "/srv/50% of <\\"all\\"> & $HOME"'), arguments
