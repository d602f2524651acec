//! Problems on the way to a service: E1, E14.

use std::fmt;

use super::{Code, Fix, Issue, quoted};

/// One of the two services that the app talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// The Auth0 tenant.
    Auth0,
    /// UserHub.
    UserHub,
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auth0 => "Auth0",
            Self::UserHub => "UserHub",
        })
    }
}

impl Issue {
    /// E1: the service cannot be reached at all.
    pub fn unreachable(service: Service, host: &str) -> Self {
        Self::new(
            Code::ServiceUnreachable,
            format!("We could not reach {service}"),
            format!("This computer is offline, or a firewall blocks {host}."),
            "Check that a web page opens in your browser, then try again. \
             If your company uses a proxy, set it in the system's network settings.",
        )
        .in_window(
            "Check that a web page opens in your browser, then try again. If your company uses a proxy, add it in Settings.",
        )
        .fixes([Fix::TryAgain, Fix::NetworkSettings])
        .passing()
    }

    /// E1: the service answers, but not with anything that can be used: errors of its own, or a foreign page.
    pub fn unusable_answers(service: Service, host: &str) -> Self {
        Self::new(
            Code::ServiceUnreachable,
            format!("{service} answers, but not in a way that we can use"),
            format!(
                "{service} has trouble at the moment, or something between this computer and \
                 {host} answers in its place."
            ),
            "Try again in a few minutes. If it stays so, ask whether your company uses a proxy \
             or a filter.",
        )
        .fixes([Fix::TryAgain, Fix::NetworkSettings])
        .passing()
    }

    /// E1: something in between answered in the service's place, or the service's front did. What the answer looks like
    /// is named; it says nothing of keys, permissions, people or connections.
    pub fn answered_in_between(service: Service, host: &str, looks: &str) -> Self {
        Self::new(
            Code::ServiceUnreachable,
            format!("Something between this computer and {service} answered in its place"),
            format!(
                "The answer was {looks}, which is not {service}'s own. A firewall, a proxy or the login page of a network \
                 answers like this. It says nothing about your keys, permissions or people."
            ),
            format!(
                "Open a web page in your browser: if this network wants you to sign in, do so, then try again. If it stays \
                 so, ask whoever runs the network to let this computer reach {host}."
            ),
        )
        .fixes([Fix::TryAgain, Fix::NetworkSettings])
        .passing()
    }

    /// E1: a service understood a call and did not take it; its own words are quoted.
    pub fn call_refused(service: Service, words: &str) -> Self {
        Self::new(
            Code::ServiceUnreachable,
            format!("{service} did not take what it was asked"),
            format!("{service} says: {}.", quoted(words)),
            "Try again in a few minutes. If it stays so, send these words with the report for support.",
        )
        .fixes([Fix::TryAgain])
        .passing()
    }

    /// E1: no tenant has answered at the domain, but Auth0 has not said that there is none either.
    pub fn no_tenant_or_in_between(domain: &str, looks: &str) -> Self {
        Self::new(
            Code::ServiceUnreachable,
            format!("Nobody has answered at {domain} as an Auth0 tenant does"),
            format!(
                "The answer was {looks}, which is not Auth0's own. Either something between this computer and Auth0 answered \
                 in its place, or the name or the region of the tenant is mistyped."
            ),
            format!(
                "Open a web page in your browser: if this network wants you to sign in, do so, then try again. Check that \
                 {domain} is the domain on the application's Settings tab in Auth0. If it is, ask whoever runs the network \
                 to let this computer reach it."
            ),
        )
        .fixes([Fix::TryAgain, Fix::OpenAuth0, Fix::NetworkSettings])
        .passing()
    }

    /// E14: the service has asked us to slow down for longer than we wait. `when` is when it may be asked again, as in
    /// `in 40 seconds`, where it said so.
    pub fn slowed_down(service: Service, when: Option<&str>) -> Self {
        let why = match when {
            Some(when) => format!(
                "{service} has answered that too much was asked of it, and wants to be asked again {when}."
            ),
            None => format!("{service} has kept answering that too much is asked of it."),
        };
        Self::new(
            Code::RateLimited,
            format!("{service} is limiting how fast we may go"),
            why,
            try_again(when.unwrap_or("later")),
        )
        .fixes([Fix::TryAgain, Fix::LearnMore])
        .passing()
    }

    /// E14: the tenant has no tokens left for its applications (contract auth0-api 2.3, M2M quota). `when` is when Auth0 will
    /// give some again, as in `after 27 November, 02:40 (in 12 hours)`.
    pub fn token_quota_used_up(when: &str) -> Self {
        Self::new(
            Code::RateLimited,
            format!("Auth0 gives this application access again {when}"),
            "Auth0 has answered the sign-in of the application that its tokens are used up. Tokens for applications \
             are counted by the day, the hour or the month, by your Auth0 plan or by a quota that was set for the application.",
            format!(
                "{} To have a sync wait for it: --wait-for-hours. To go on sooner, raise the quota in Auth0.",
                try_again(when)
            ),
        )
        .in_window(format!(
            "{} Settings can let a sync wait for it instead of ending. To go on sooner, raise the quota in Auth0.",
            try_again(when)
        ))
        .fixes([Fix::TryAgain, Fix::LearnMore])
        .passing()
    }
}

fn try_again(when: &str) -> String {
    format!("Try again {when}. What is done stays, and the next try goes on from there.")
}
