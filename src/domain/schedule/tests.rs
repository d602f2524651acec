//! Tests of the texts. What the system's own tools say of them is looked at in `tests/schedule`.

use super::*;

fn schedule(rhythm: Rhythm) -> Schedule {
    let set_up = [
        "--auth0-domain",
        "acme.eu.auth0.com",
        "--connection-id",
        "conn_1",
        "--data-dir",
        "/srv/ann lee/50% \"off\" $HOME",
    ];
    Schedule {
        name: name_for("conn_1"),
        about: "acme.eu.auth0.com".to_owned(),
        program: "/opt/userhub connect/userhub-connect".to_owned(),
        rhythm,
        set_up: set_up.map(str::to_owned).to_vec(),
    }
}

const EVERY_15: Rhythm = Rhythm::Every { minutes: 15 };

fn platforms() -> [Platform; 4] {
    [
        Platform::SystemdUser {
            units: "/srv/ann/.config/systemd/user/".to_owned(),
        },
        Platform::SystemdSystem,
        Platform::Launchd {
            home: "/srv/ann".to_owned(),
            user: 501,
        },
        Platform::Windows {
            folder: r"C:\Data of Ann".to_owned(),
        },
    ]
}

#[test]
fn a_persons_timer_and_service_are_these() {
    let found = render(&schedule(EVERY_15), &platforms()[0]);
    let [service, timer] = &found.files[..] else {
        panic!("{found:?}")
    };
    let folder = "/srv/ann/.config/systemd/user/userhub-connect-conn_1";
    assert_eq!(service.path, format!("{folder}.service"));
    assert_eq!(timer.path, format!("{folder}.timer"));
    assert_eq!(
        service.text,
        "[Unit]\nDescription=UserHub Connect: keep acme.eu.auth0.com up to date\n\n[Service]\nType=oneshot\n\
         ExecStart=\"/opt/userhub connect/userhub-connect\" sync --incremental --unattended --full-after 1 \
         --auth0-domain acme.eu.auth0.com --connection-id conn_1 \
         --data-dir \"/srv/ann lee/50%% \\\"off\\\" $$HOME\"\nTimeoutStartSec=6h\n\
         UMask=0077\nNoNewPrivileges=yes\nLockPersonality=yes\nMemoryDenyWriteExecute=yes\nRestrictRealtime=yes\n\
         RestrictSUIDSGID=yes\nSystemCallArchitectures=native\nNice=10\n"
    );
    assert_eq!(
        timer.text,
        "[Unit]\nDescription=UserHub Connect: keep acme.eu.auth0.com up to date\n\n[Timer]\n\
         OnCalendar=*-*-* *:0/15:00\nPersistent=true\nRandomizedDelaySec=2min\nFixedRandomDelay=yes\nAccuracySec=30s\n\n\
         [Install]\nWantedBy=timers.target\n"
    );
    let install: Vec<String> = found.install.iter().map(|words| words.join(" ")).collect();
    assert_eq!(
        install,
        [
            "systemctl --user daemon-reload",
            "systemctl --user enable --now userhub-connect-conn_1.timer"
        ]
    );
}

#[test]
fn a_live_service_stays_up_and_is_not_started_again_for_what_starting_does_not_mend() {
    let found = render(&schedule(Rhythm::Live), &platforms()[0]);
    assert_eq!(found.files.len(), 1);
    let text = &found.files[0].text;
    for line in [
        "Type=notify\n",
        "WatchdogSec=15min\n",
        "Restart=on-failure\n",
        "RestartPreventExitStatus=2 3 5\n",
        "userhub-connect\" watch --unattended --auth0-domain",
        "[Install]\nWantedBy=default.target\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(found.install[1].ends_with(&["userhub-connect-conn_1.service".to_owned()]));
}

#[test]
fn the_computers_service_has_its_keys_as_encrypted_credentials() {
    for rhythm in [EVERY_15, Rhythm::Live] {
        let found = render(&schedule(rhythm), &platforms()[1]);
        let service = &found.files[0];
        let name = "/etc/systemd/system/userhub-connect-conn_1.service";
        assert_eq!(service.path, name);
        for line in [
            "After=network-online.target\n",
            "User=userhub-connect\n",
            "LoadCredentialEncrypted=auth0-secret:/etc/userhub-connect/userhub-connect-conn_1.auth0-secret.cred\n",
            "LoadCredentialEncrypted=userhub-key:/etc/userhub-connect/userhub-connect-conn_1.userhub-key.cred\n",
            "StateDirectory=userhub-connect\n",
            "ProtectSystem=strict\n",
            "CapabilityBoundingSet=\n",
        ] {
            assert!(service.text.contains(line), "{line}\n{}", service.text);
        }
        assert!(found.install.iter().all(|words| words[1] != "--user"));
        let notes = found.notes.join("\n");
        assert!(notes.contains("systemd-creds encrypt"), "{notes}");
    }
}

#[test]
fn launchd_makes_up_for_what_was_missed_in_sleep() {
    let found = render(&schedule(EVERY_15), &platforms()[2]);
    let [agent] = &found.files[..] else {
        panic!("{found:?}")
    };
    let label = "com.userhub.connect.userhub-connect-conn_1";
    assert_eq!(
        agent.path,
        format!("/srv/ann/Library/LaunchAgents/{label}.plist")
    );
    for part in [
        "<string>/srv/ann lee/50% &quot;off&quot; $HOME</string>",
        "<key>StartCalendarInterval</key>",
        "<integer>45</integer>",
        "<key>Umask</key>\n  <integer>63</integer>",
    ] {
        assert!(agent.text.contains(part), "{part}\n{}", agent.text);
    }
    assert_eq!(agent.text.matches("<key>Minute</key>").count(), 4);
    assert!(!agent.text.contains("LimitLoadToSessionType"));
    let live = render(&schedule(Rhythm::Live), &platforms()[2]);
    assert!(live.files[0].text.contains("<key>KeepAlive</key>"));
    assert_eq!(
        found.before_removal[0].join(" "),
        format!("launchctl bootout gui/501/{label}")
    );
}

#[test]
fn windows_starts_it_without_a_window_while_its_person_is_logged_on() {
    let found = render(&schedule(EVERY_15), &platforms()[3]);
    let text = &found.files[0].text;
    for part in [
        "<Task version=\"1.4\"",
        "<Interval>PT15M</Interval>",
        "<LogonType>InteractiveToken</LogonType>",
        "<StartWhenAvailable>true</StartWhenAvailable>",
        "<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>",
        "<ExecutionTimeLimit>PT6H</ExecutionTimeLimit>",
        "<Command>conhost.exe</Command>",
        "--headless &quot;/opt/userhub connect/userhub-connect&quot; sync --incremental",
        "&quot;/srv/ann lee/50% \\&quot;off\\&quot; $HOME&quot;",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let live = render(&schedule(Rhythm::Live), &platforms()[3]);
    assert!(live.files[0].text.contains("<LogonTrigger>"));
    assert!(live.files[0].text.contains("<ExecutionTimeLimit>PT0S<"));
}

#[test]
fn no_file_has_room_for_a_key_and_every_one_is_removed_again() {
    for platform in platforms() {
        for rhythm in [EVERY_15, Rhythm::Live] {
            let found = render(&schedule(rhythm), &platform);
            for file in &found.files {
                let text = file.text.to_lowercase();
                for word in ["environment", "auth0_client_secret", "userhub_admin_key"] {
                    assert!(!text.contains(word), "{}", file.text);
                }
            }
            assert!(!found.before_removal.is_empty() && !found.notes.is_empty());
        }
    }
}

#[test]
fn intervals_are_read_and_written_alike() {
    for minutes in INTERVALS {
        let rhythm = Rhythm::Every { minutes };
        assert_eq!(rhythm.to_string().parse(), Ok(rhythm));
    }
    assert_eq!("1d".parse(), Ok(Rhythm::Every { minutes: 1440 }));
    for text in [
        "",
        "m",
        "7m",
        "1m",
        "25h",
        "15",
        "15 m",
        "-5m",
        "99999999999h",
        "é",
    ] {
        assert!(text.parse::<Rhythm>().is_err(), "{text}");
    }
    let of = |minutes| {
        let found = render(&schedule(Rhythm::Every { minutes }), &platforms()[0]);
        let line = found.files[1]
            .text
            .lines()
            .find(|line| line.starts_with("OnCalendar="));
        line.unwrap().to_owned()
    };
    assert_eq!(of(60), "OnCalendar=*-*-* *:00:00");
    assert_eq!(of(480), "OnCalendar=*-*-* 0/8:00:00");
    assert_eq!(of(1440), "OnCalendar=*-*-* 00:00:00");
}

#[test]
fn a_name_has_nothing_that_a_path_or_a_unit_would_read() {
    assert_eq!(
        name_for("conn_a/../b c%d"),
        "userhub-connect-conn_a----b-c-d"
    );
}
