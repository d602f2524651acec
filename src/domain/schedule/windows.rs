//! A task of Windows' Task Scheduler, as its XML of version 1.4 describes it.
//!
//! It runs while its person is logged on, which needs no password and can read their password store; a task without their
//! session could not. The console's window is kept away by `conhost --headless`.

use super::kinds::{File, Rendered, Rhythm, Schedule, command, escaped};

pub(super) fn render(schedule: &Schedule, folder: &str) -> Rendered {
    let name = &schedule.name;
    let path = format!("{}\\{name}.xml", folder.trim_end_matches('\\'));
    Rendered {
        install: vec![command(&[
            "schtasks", "/create", "/tn", name, "/xml", &path, "/f",
        ])],
        before_removal: vec![
            command(&["schtasks", "/end", "/tn", name]),
            command(&["schtasks", "/delete", "/tn", name, "/f"]),
        ],
        after_removal: Vec::new(),
        next_run: command(&["schtasks", "/query", "/tn", name, "/fo", "list"]),
        files: vec![File {
            path,
            text: task(schedule),
        }],
        hints: Vec::new(),
        notes: vec!["It runs while you are logged on.".to_owned()],
    }
}

fn task(schedule: &Schedule) -> String {
    let trigger = match schedule.rhythm {
        Rhythm::Live => {
            "    <LogonTrigger>\n      <Enabled>true</Enabled>\n    </LogonTrigger>\n".to_owned()
        }
        Rhythm::Every { minutes } => format!(
            "    <TimeTrigger>\n      <Repetition>\n        <Interval>PT{minutes}M</Interval>\n        \
             <StopAtDurationEnd>false</StopAtDurationEnd>\n      </Repetition>\n      \
             <StartBoundary>2026-01-01T00:00:00</StartBoundary>\n      <Enabled>true</Enabled>\n      \
             <RandomDelay>PT2M</RandomDelay>\n    </TimeTrigger>\n"
        ),
    };
    let (limit, restart) = match schedule.rhythm {
        Rhythm::Live => (
            "PT0S",
            "    <RestartOnFailure>\n      <Interval>PT1M</Interval>\n      <Count>5</Count>\n    </RestartOnFailure>\n",
        ),
        Rhythm::Every { .. } => ("PT6H", ""),
    };
    let mut words = vec!["--headless".to_owned(), quoted(&schedule.program)];
    words.extend(schedule.arguments().iter().map(|word| quoted(word)));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n\
         <Task version=\"1.4\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n\
         \u{20} <RegistrationInfo>\n    <Description>UserHub Connect: keep {about} up to date</Description>\n  \
         </RegistrationInfo>\n  <Triggers>\n{trigger}  </Triggers>\n  <Principals>\n    <Principal id=\"Author\">\n      \
         <LogonType>InteractiveToken</LogonType>\n      <RunLevel>LeastPrivilege</RunLevel>\n    </Principal>\n  \
         </Principals>\n  <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n    \
         <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n    \
         <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>\n    <StartWhenAvailable>true</StartWhenAvailable>\n    \
         <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>\n    \
         <ExecutionTimeLimit>{limit}</ExecutionTimeLimit>\n    <Priority>7</Priority>\n{restart}  </Settings>\n  \
         <Actions Context=\"Author\">\n    <Exec>\n      <Command>conhost.exe</Command>\n      \
         <Arguments>{arguments}</Arguments>\n    </Exec>\n  </Actions>\n</Task>\n",
        about = escaped(&schedule.about),
        arguments = escaped(&words.join(" ")),
    )
}

/// A word as Windows' programs take their command line apart.
fn quoted(word: &str) -> String {
    let splits = |c: char| c.is_whitespace() || c == '"';
    if !word.is_empty() && !word.contains(splits) {
        return word.to_owned();
    }
    let mut quoted = String::from("\"");
    let mut backslashes = 0;
    for c in word.chars() {
        match c {
            '\\' => backslashes += 1,
            // Backslashes before a quotation mark count twice, and the mark needs one of its own.
            '"' => {
                quoted.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(c);
    }
    quoted.push_str(&"\\".repeat(backslashes));
    quoted.push('"');
    quoted
}
