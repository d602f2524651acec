//! launchd's agent of a person: runs that were missed in sleep are made up for by one on waking.
//!
//! An agent of the logged-in session can read the login keychain. A further session type would take that away.

use super::kinds::{File, Rendered, Rhythm, Schedule, command, escaped};

/// How labels begin, as launchd wants them.
const PREFIX: &str = "com.userhub.connect";

pub(super) fn render(schedule: &Schedule, home: &str, user: u32) -> Rendered {
    let home = home.trim_end_matches('/');
    let label = format!("{PREFIX}.{}", schedule.name);
    let path = format!("{home}/Library/LaunchAgents/{label}.plist");
    let log = format!("{home}/Library/Logs/{}.log", schedule.name);
    let (domain, target) = (format!("gui/{user}"), format!("gui/{user}/{label}"));
    Rendered {
        install: vec![command(&["launchctl", "bootstrap", &domain, &path])],
        before_removal: vec![command(&["launchctl", "bootout", &target])],
        after_removal: Vec::new(),
        next_run: command(&["launchctl", "print", &target]),
        files: vec![File {
            path,
            text: plist(schedule, &label, &log),
        }],
        hints: Vec::new(),
        notes: vec![
            "It runs while you are logged in. The first time, macOS may ask whether it may read the keys in your keychain: \
             choose Always Allow."
                .to_owned(),
        ],
    }
}

fn plist(schedule: &Schedule, label: &str, log: &str) -> String {
    let words: Vec<String> = std::iter::once(&schedule.program)
        .chain(&schedule.arguments())
        .map(|word| format!("    <string>{}</string>\n", escaped(word)))
        .collect();
    let words = words.concat();
    let when = match schedule.rhythm {
        Rhythm::Live => "  <key>RunAtLoad</key>\n  <true/>\n  <key>KeepAlive</key>\n  <dict>\n    \
             <key>SuccessfulExit</key>\n    <false/>\n  </dict>\n  <key>ThrottleInterval</key>\n  <integer>60</integer>\n"
            .to_owned(),
        Rhythm::Every { minutes } => format!(
            "  <key>RunAtLoad</key>\n  <false/>\n  <key>StartCalendarInterval</key>\n  <array>\n{}  </array>\n",
            moments(minutes)
        ),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  <string>{}</string>\n  <key>ProgramArguments</key>\n  \
         <array>\n{words}  </array>\n{when}  <key>ProcessType</key>\n  <string>Background</string>\n  \
         <key>LowPriorityIO</key>\n  <true/>\n  <key>Nice</key>\n  <integer>10</integer>\n  <key>Umask</key>\n  \
         <integer>63</integer>\n  <key>StandardErrorPath</key>\n  <string>{}</string>\n</dict>\n</plist>\n",
        escaped(label),
        escaped(log),
    )
}

/// The moments of a day, or of an hour, at which it runs.
fn moments(minutes: u32) -> String {
    let key = |name: &str, value: u32| {
        format!("      <key>{name}</key>\n      <integer>{value}</integer>\n")
    };
    let moments: Vec<String> = match minutes {
        0..=60 => (0..60)
            .step_by(minutes.max(1) as usize)
            .map(|minute| key("Minute", minute))
            .collect(),
        _ => (0..24)
            .step_by((minutes / 60) as usize)
            .map(|hour| key("Hour", hour) + &key("Minute", 0))
            .collect(),
    };
    let as_dict = |keys: &String| format!("    <dict>\n{keys}    </dict>\n");
    moments.iter().map(as_dict).collect::<Vec<_>>().concat()
}
