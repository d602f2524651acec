//! What Auth0's answers to the automatic set-up, and to looks at the Action, say of the assumptions.

use super::{Assumption as A, Noted, Words, held, judged, otherwise};

/// The package that the Action needs.
pub const PACKAGE: &str = "@userhub/auth0-actions";

/// An Action, as an answer shows it.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    /// Its status, in the service's word.
    pub status: &'a str,
    /// Whether it has [`PACKAGE`] among its dependencies.
    pub has_package: bool,
    /// Whether it says anything of whether it is deployed.
    pub tells_deployed: bool,
}

/// What an Action says.
pub fn action(action: Action<'_>) -> Vec<Noted> {
    const STATUS: [&str; 6] = [
        "pending", "building", "packaged", "built", "retrying", "failed",
    ];
    let status = action.status.to_ascii_lowercase();
    let mut noted = vec![if STATUS.contains(&status.as_str()) {
        held(A::ActionStatus, Words::default())
    } else {
        // One word in small letters may be anything: in capitals it is shown.
        let word = status.to_ascii_uppercase();
        otherwise(A::ActionStatus, Words::of("another status: ").code(&word))
    }];
    if action.has_package {
        match status.as_str() {
            "built" => noted.push(held(A::ActionPackage, Words::default())),
            "failed" => noted.push(otherwise(A::ActionPackage, Words::of("the build failed"))),
            _ => {}
        }
    }
    if status == "built" {
        let instead = "it says nothing of that";
        noted.push(judged(A::ActionDeployed, action.tells_deployed, instead));
    }
    noted
}

/// What the answer to a deployment says.
pub fn deployed(status: u16, code: &str) -> Vec<Noted> {
    let words = Words::default().number(status.into());
    vec![match status {
        200 | 202 => held(A::ActionDeploy, words),
        429 | 500.. => return Vec::new(),
        _ => otherwise(A::ActionDeploy, words.and(", ").code(code)),
    }]
}

/// What the answer to a rehearsal says.
pub fn rehearsed(status: u16, code: &str) -> Vec<Noted> {
    vec![match status {
        200..300 => held(A::ActionRehearsal, Words::default()),
        429 | 500.. => return Vec::new(),
        _ => otherwise(
            A::ActionRehearsal,
            Words::default().number(status.into()).and(", ").code(code),
        ),
    }]
}

/// The trigger of sign-ins: its current version, and whether it has the runtime that is used.
pub fn trigger(version: Option<&str>, has_runtime: bool) -> Vec<Noted> {
    vec![match version {
        Some("v3") if has_runtime => held(A::ActionTrigger, Words::default()),
        Some(version) if has_runtime => {
            otherwise(A::ActionTrigger, Words::default().version(version))
        }
        Some(version) => otherwise(
            A::ActionTrigger,
            Words::default().version(version).and(" without node22"),
        ),
        None => otherwise(A::ActionTrigger, Words::of("no current version")),
    }]
}

/// What the answer to a new application says.
pub fn application(has_secret: bool) -> Vec<Noted> {
    vec![judged(
        A::ApplicationSecret,
        has_secret,
        "an answer without it",
    )]
}

/// What the refusal of a new client grant says.
pub fn grant_refused(status: u16) -> Vec<Noted> {
    match status {
        409 => vec![held(A::GrantExists, Words::default())],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(noted: &[Noted]) -> Vec<(A, bool, &str)> {
        noted
            .iter()
            .map(|one| (one.assumption, one.held, one.words.as_str()))
            .collect()
    }

    fn built() -> Action<'static> {
        Action {
            status: "built",
            has_package: true,
            tells_deployed: true,
        }
    }

    #[test]
    fn a_built_action_with_the_package_shows_that_it_installs() {
        let all = action(built());
        let expected = [
            (A::ActionStatus, true, ""),
            (A::ActionPackage, true, ""),
            (A::ActionDeployed, true, ""),
        ];
        assert_eq!(said(&all), expected);
        let without = action(Action {
            has_package: false,
            ..built()
        });
        assert!(without.iter().all(|one| one.assumption != A::ActionPackage));
    }

    #[test]
    fn a_build_that_fails_one_that_is_under_way_and_a_new_word_are_told_apart() {
        let failed = action(Action {
            status: "failed",
            ..built()
        });
        assert_eq!(
            said(&failed)[1],
            (A::ActionPackage, false, "the build failed")
        );
        let pending = action(Action {
            status: "PENDING",
            ..built()
        });
        assert_eq!(said(&pending), [(A::ActionStatus, true, "")]);
        let new = action(Action {
            status: "queued",
            tells_deployed: false,
            ..built()
        });
        assert_eq!(
            said(&new),
            [(A::ActionStatus, false, "another status: QUEUED")]
        );
        let mute = action(Action {
            tells_deployed: false,
            ..built()
        });
        assert_eq!(
            said(&mute)[2],
            (A::ActionDeployed, false, "it says nothing of that")
        );
    }

    #[test]
    fn deploying_and_trying_are_judged_by_their_status() {
        assert_eq!(said(&deployed(202, "")), [(A::ActionDeploy, true, "202")]);
        assert_eq!(
            said(&deployed(400, "")),
            [(A::ActionDeploy, false, "400, no code")]
        );
        assert!(deployed(503, "").is_empty() && deployed(429, "").is_empty());
        assert_eq!(said(&rehearsed(200, "")), [(A::ActionRehearsal, true, "")]);
        let refused = rehearsed(403, "insufficient_scope");
        assert_eq!(
            said(&refused),
            [(A::ActionRehearsal, false, "403, insufficient_scope")]
        );
        assert!(rehearsed(500, "").is_empty());
    }

    #[test]
    fn the_trigger_is_v3_with_node22_or_it_is_said_what_it_is() {
        assert_eq!(
            said(&trigger(Some("v3"), true)),
            [(A::ActionTrigger, true, "")]
        );
        assert_eq!(
            said(&trigger(Some("v4"), true)),
            [(A::ActionTrigger, false, "v4")]
        );
        assert_eq!(
            said(&trigger(Some("v3"), false)),
            [(A::ActionTrigger, false, "v3 without node22")]
        );
        assert_eq!(
            said(&trigger(None, true)),
            [(A::ActionTrigger, false, "no current version")]
        );
    }

    #[test]
    fn an_application_without_its_secret_and_a_second_grant() {
        assert_eq!(said(&application(true)), [(A::ApplicationSecret, true, "")]);
        assert!(!application(false)[0].held);
        assert_eq!(said(&grant_refused(409)), [(A::GrantExists, true, "")]);
        assert!(grant_refused(400).is_empty());
    }
}
