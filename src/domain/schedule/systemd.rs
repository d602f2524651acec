//! systemd's units: a timer and a service of a person, or hardened ones of the computer.
//!
//! A person's units cannot be sandboxed reliably and cannot wait for the network, so that theirs keep to what needs no further
//! rights, and the program itself waits. The computer's get their keys as encrypted credentials.

use super::kinds::{Command, File, Rendered, Rhythm, Schedule, command};

/// What is safe in every unit, since it asks for no rights.
const PLAIN: &str = "\
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
Nice=10
";

/// What the computer's service may not do beside that.
const HARDENED: &str = "\
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
CapabilityBoundingSet=
";

const SYSTEM_UNITS: &str = "/etc/systemd/system";

/// Where the computer's service keeps its keys.
const CREDENTIALS: &str = "/etc/userhub-connect";

pub(super) fn user(schedule: &Schedule, units: &str) -> Rendered {
    let service = format!(
        "[Unit]\n{}{}\n[Service]\n{}ExecStart={}\n{}{PLAIN}{}",
        head(schedule),
        start_limit(schedule.rhythm),
        kind(schedule.rhythm),
        exec(schedule),
        time_limit(schedule.rhythm),
        wanted_by(schedule.rhythm, "default.target"),
    );
    let notes =
        vec!["It runs while you are logged in: the password store is open only then.".to_owned()];
    let hints = vec![
        "To let it run after you log out too: loginctl enable-linger".to_owned(),
        "Without a session, give the keys as files that only you can read (--auth0-client-secret-file, --userhub-key-file)."
            .to_owned(),
    ];
    Rendered {
        hints,
        ..rendered(schedule, units, service, &["systemctl", "--user"], notes)
    }
}

pub(super) fn system(schedule: &Schedule) -> Rendered {
    let name = &schedule.name;
    let credentials = ["auth0-secret", "userhub-key"]
        .map(|key| format!("LoadCredentialEncrypted={key}:{CREDENTIALS}/{name}.{key}.cred\n"))
        .concat();
    let service = format!(
        "[Unit]\n{}Wants=network-online.target\nAfter=network-online.target\n{}\n[Service]\n{}User=userhub-connect\n\
         {credentials}ExecStart={}\nStateDirectory=userhub-connect\nStateDirectoryMode=0700\n{}{PLAIN}{HARDENED}{}",
        head(schedule),
        start_limit(schedule.rhythm),
        kind(schedule.rhythm),
        exec(schedule),
        time_limit(schedule.rhythm),
        wanted_by(schedule.rhythm, "multi-user.target"),
    );
    let notes = vec![
        "The service sees no home folder: this program must lie elsewhere, as in /usr/local/bin, when the schedule is \
         installed."
            .to_owned(),
        "It runs as the user userhub-connect, whom you make once: useradd --system userhub-connect"
            .to_owned(),
        format!(
            "It reads the keys from encrypted credentials, which you make once: systemd-creds encrypt \
             --name=auth0-secret - {CREDENTIALS}/{name}.auth0-secret.cred, and the same with userhub-key"
        ),
    ];
    rendered(schedule, SYSTEM_UNITS, service, &["systemctl"], notes)
}

fn rendered(
    schedule: &Schedule,
    units: &str,
    service: String,
    systemctl: &[&str],
    notes: Vec<String>,
) -> Rendered {
    let units = units.trim_end_matches('/');
    let service_name = format!("{}.service", schedule.name);
    let timer_name = format!("{}.timer", schedule.name);
    let mut files = vec![File {
        path: format!("{units}/{service_name}"),
        text: service,
    }];
    let tell = |words: &[&str]| -> Command { command(&[systemctl, words].concat()) };
    let (started, mut before_removal) = match schedule.rhythm {
        Rhythm::Live => (
            &service_name,
            vec![tell(&["disable", "--now", &service_name])],
        ),
        Rhythm::Every { minutes } => {
            files.push(File {
                path: format!("{units}/{timer_name}"),
                text: timer(schedule, minutes),
            });
            let end = vec![
                tell(&["disable", "--now", &timer_name]),
                tell(&["stop", &service_name]),
                // The moment of the last run, which the timer keeps in a file of its own.
                tell(&["clean", "--what=state", &timer_name]),
            ];
            (&timer_name, end)
        }
    };
    before_removal.push(tell(&["reset-failed", &service_name]));
    Rendered {
        files,
        install: vec![
            tell(&["daemon-reload"]),
            tell(&["enable", "--now", started]),
        ],
        before_removal,
        after_removal: vec![tell(&["daemon-reload"])],
        next_run: tell(&[
            "show",
            started,
            "--property=ActiveState,NextElapseUSecRealtime",
        ]),
        notes,
        hints: Vec::new(),
    }
}

fn head(schedule: &Schedule) -> String {
    let about = one_line(&schedule.about);
    format!("Description=UserHub Connect: keep {about} up to date\n")
}

/// A service that fails at once is not started for ever.
const fn start_limit(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Live => "StartLimitIntervalSec=600\nStartLimitBurst=5\n",
        Rhythm::Every { .. } => "",
    }
}

const fn kind(rhythm: Rhythm) -> &'static str {
    match rhythm {
        // A set-up that is refused or stopped by a guard is not mended by starting again.
        Rhythm::Live => {
            "Type=notify\nWatchdogSec=15min\nRestart=on-failure\nRestartSec=10\nRestartPreventExitStatus=2 3 5\n"
        }
        Rhythm::Every { .. } => "Type=oneshot\n",
    }
}

const fn time_limit(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Live => "",
        Rhythm::Every { .. } => "TimeoutStartSec=6h\n",
    }
}

fn wanted_by(rhythm: Rhythm, target: &str) -> String {
    match rhythm {
        Rhythm::Live => format!("\n[Install]\nWantedBy={target}\n"),
        Rhythm::Every { .. } => String::new(),
    }
}

fn timer(schedule: &Schedule, minutes: u32) -> String {
    let when = match minutes {
        1440 => "*-*-* 00:00:00".to_owned(),
        60 => "*-*-* *:00:00".to_owned(),
        hours if hours % 60 == 0 => format!("*-*-* 0/{}:00:00", hours / 60),
        minutes => format!("*-*-* *:0/{minutes}:00"),
    };
    format!(
        "[Unit]\n{}\n[Timer]\nOnCalendar={when}\nPersistent=true\nRandomizedDelaySec=2min\nFixedRandomDelay=yes\n\
         AccuracySec=30s\n\n[Install]\nWantedBy=timers.target\n",
        head(schedule)
    )
}

fn exec(schedule: &Schedule) -> String {
    let mut words = vec![quoted(&schedule.program)];
    words.extend(schedule.arguments().iter().map(|word| quoted(word)));
    words.join(" ")
}

/// A word of a command line as systemd reads it: `%` and `$` stand for themselves, and what would split it is quoted.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@=+,".contains(c);
    let word = word.replace('%', "%%").replace('$', "$$");
    if !word.is_empty() && word.chars().all(|c| plain(c) || matches!(c, '%' | '$')) {
        return word;
    }
    let word = one_line(&word).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{word}\"")
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
