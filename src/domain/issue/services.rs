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
            Code::E1,
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
            Code::E1,
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
            Code::E1,
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
            Code::E1,
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
            Code::E1,
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

    /// E14: the service has limited us for more than five minutes. Minutes are those still needed while we go on;
    /// `None` when we have given up.
    pub fn slowed_down(service: Service, minutes_left: Option<u64>) -> Self {
        let go_on = "Nothing to do. We slow down and go on.";
        let fix = match minutes_left {
            None => "Try again later. What is done stays, and the next try goes on from there."
                .to_owned(),
            Some(0 | 1) => format!("{go_on} About a minute left."),
            Some(minutes) => format!("{go_on} About {minutes} minutes left."),
        };
        let first = match minutes_left {
            None => Fix::TryAgain,
            Some(_) => Fix::Pause,
        };
        let why = match service {
            Service::Auth0 => "Free Auth0 plans allow about two requests a second.",
            Service::UserHub => "UserHub allows only so many requests in a time.",
        };
        Self::new(
            Code::E14,
            format!("{service} is limiting how fast we may go"),
            why,
            fix,
        )
        .fixes([first, Fix::LearnMore])
        .passing()
    }

    /// E14: the tenant has no tokens left for its applications (contract auth0-api 2.3, M2M quota).
    pub fn token_quota_used_up() -> Self {
        Self::new(
            Code::E14,
            "Auth0 gives this application no more access for now",
            "The number of tokens that your Auth0 plan allows is used up.",
            "Try again later, or raise the quota in Auth0. Progress is kept.",
        )
        .fixes([Fix::TryAgain, Fix::LearnMore])
        .passing()
    }
}
