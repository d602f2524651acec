//! The units of `schedule` as a package shows them: examples, with the values of a set-up left to be filled in.

use std::collections::BTreeMap;
use std::path::Path;

use userhub_connect::domain::schedule::{Platform, Rhythm, Schedule, name_for, render};

use super::hold_folder;

/// The examples by their files' names: a person's and the computer's, at intervals and live.
fn units() -> BTreeMap<String, Vec<u8>> {
    let person = Platform::SystemdUser {
        units: "user".to_owned(),
    };
    let mut units = BTreeMap::new();
    for (kind, platform) in [("user", person), ("system", Platform::SystemdSystem)] {
        for (rhythm, how) in [(Rhythm::default(), ""), (Rhythm::Live, "-live")] {
            let set_up = [
                "--auth0-domain",
                "YOUR-TENANT.eu.auth0.com",
                "--auth0-client-id",
                "YOUR-CLIENT-ID",
                "--connection-id",
                "conn_YOURS",
            ];
            let schedule = Schedule {
                name: name_for("conn_YOURS"),
                about: "YOUR-TENANT.eu.auth0.com".to_owned(),
                program: "/usr/bin/userhub-connect".to_owned(),
                rhythm,
                set_up: set_up.map(str::to_owned).to_vec(),
            };
            for file in render(&schedule, &platform).files {
                let path = Path::new(&file.path);
                let extension = path.extension().unwrap().to_string_lossy().into_owned();
                let name = format!("{kind}{how}.{extension}");
                units.insert(name, file.text.into_bytes());
            }
        }
    }
    units
}

#[test]
fn example_units_are_those_that_schedule_installs() {
    let units = units();
    for name in [
        "user.service",
        "user.timer",
        "user-live.service",
        "system.service",
    ] {
        assert!(units.contains_key(name), "no {name}");
    }
    hold_folder("systemd", &units);
}
