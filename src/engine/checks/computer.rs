//! What this computer has, found out before anything is set up; and a look for one person in Auth0.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::{Auth0, Person, UserQuery, escaped};
use crate::clients::error::{ClientError, Service};
use crate::clients::http::{Http, Limits, Route};
use crate::clients::userhub;
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::engine::failure;
use crate::engine::failure::{Failure, client_issue};
use crate::engine::persistence;
use crate::engine::session;
use crate::engine::sink::Sink;
use crate::protocol::checks::{Check, CheckState, FoundPerson};
use crate::protocol::event::Event;
use crate::protocol::setup::{Endpoints, Setup};
use crate::protocol::ticket::Ticket;
use crate::store::secrets::{SecretStore, Trouble};

/// The Auth0 dashboard's host, which a person opens anyway: any answer shows that Auth0 can be reached.
const AUTH0: &str = "https://manage.auth0.com";

/// How far the clock may be off, in seconds. Auth0's tokens have times in them that must fit.
const CLOCK_MAY_DIFFER: i64 = 60;

/// How many people a search shows.
const SHOWN: usize = 10;

/// Looks at the network, the clock and the password store, and reports each.
pub(in crate::engine) async fn look(
    endpoints: &Endpoints,
    secrets: Option<&Arc<dyn SecretStore>>,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let send = |name, state, why: String, fix: String, issue: Option<Issue>| {
        let check = Check {
            name,
            state,
            why,
            fix,
            issue: issue.map(Box::new),
            at: clock::timestamp(),
            passed_before: None,
        };
        sink.send(Event::Computer { check, ticket });
    };
    let tell = |name, state, why, fix: &str| send(name, state, why, fix.to_owned(), None);
    let problem = |why, issue: Issue| {
        let fix = issue.window_fix().to_owned();
        send(
            "computer.network",
            CheckState::Problem,
            why,
            fix,
            Some(issue),
        );
    };
    let auth0_base = endpoints.auth0.as_deref().unwrap_or(AUTH0);
    let userhub_base = endpoints.userhub.as_deref().unwrap_or(userhub::BASE);
    let routes = session::route_to(endpoints, auth0_base)
        .and_then(|auth0| Ok((auth0, session::route_to(endpoints, userhub_base)?)));
    let date = match routes {
        Ok((auth0, userhub)) => {
            let (auth0, userhub) = tokio::join!(
                answers(Service::Auth0, auth0, stop),
                answers(Service::UserHub, userhub, stop)
            );
            let in_words = |error: &ClientError, service, base| {
                failure::no_answer(error, service, base, endpoints)
            };
            let seen = (
                auth0
                    .as_ref()
                    .map_err(|error| in_words(error, Service::Auth0, auth0_base)),
                userhub
                    .as_ref()
                    .map_err(|error| in_words(error, Service::UserHub, userhub_base)),
            );
            match network(seen) {
                Ok(seen) => tell("computer.network", CheckState::Passed, seen, ""),
                Err((why, issue)) => problem(why, issue),
            }
            auth0
                .as_ref()
                .ok()
                .or(userhub.as_ref().ok())
                .copied()
                .flatten()
        }
        // The proxy or the certificate of the settings cannot be used.
        Err(Failure::Issue(issue)) => {
            problem(format!("{}. {}", issue.what, issue.why), *issue);
            None
        }
        Err(Failure::Client(_) | Failure::Store(_)) => None,
    };
    let (state, why, fix) = clock_state(date);
    tell("computer.clock", state, why, fix);
    let (state, why, fix) = match secrets {
        Some(secrets) => passwords(&persistence::settings::status(secrets, stop).await),
        None => (
            CheckState::Note,
            "Not opened: practice keys are kept until you leave practice".to_owned(),
            "",
        ),
    };
    tell("computer.passwords", state, why, fix);
}

async fn answers(
    service: Service,
    route: Route,
    stop: &CancellationToken,
) -> Result<Option<jiff::Timestamp>, ClientError> {
    Http::new(service, route, Limits::CHECK, stop.clone())?
        .answers()
        .await
}

/// What the two answers say of the network: which service does not answer, and why, in the words that a sync has for it.
fn network<T>(
    (auth0, userhub): (Result<T, Issue>, Result<T, Issue>),
) -> Result<String, (String, Issue)> {
    let (who, issue) = match (auth0, userhub) {
        (Ok(_), Ok(_)) => return Ok("Auth0 and UserHub answer".to_owned()),
        (Err(issue), Ok(_)) => ("UserHub answers, but Auth0 does not", issue),
        (Ok(_), Err(issue)) => ("Auth0 answers, but UserHub does not", issue),
        (Err(issue), Err(_)) => ("Neither Auth0 nor UserHub answers", issue),
    };
    Err((format!("{who}. {}. {}", issue.what, issue.why), issue))
}

/// Whether the clock agrees with a service's, told by the date of its answer.
fn clock_state(theirs: Option<jiff::Timestamp>) -> (CheckState, String, &'static str) {
    let Some(theirs) = theirs else {
        return (
            CheckState::NotChecked,
            "Not checked, because no service has said what time it has".to_owned(),
            "",
        );
    };
    let off = clock::timestamp().duration_since(theirs).as_secs();
    if off.abs() <= CLOCK_MAY_DIFFER {
        return (CheckState::Passed, "Right".to_owned(), "");
    }
    let minutes = (off.abs() + 30) / 60;
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    let way = if off > 0 { "fast" } else { "slow" };
    (
        CheckState::Problem,
        format!("About {minutes} {unit} {way}. Signing in to Auth0 may not work"),
        "Set date and time to automatic in this computer's settings, then check again.",
    )
}

/// Whether keys can be kept from one start to the next.
fn passwords(status: &Result<(), Trouble>) -> (CheckState, String, &'static str) {
    match status {
        Ok(()) => (
            CheckState::Passed,
            "Keys are kept in this computer's password store".to_owned(),
            "",
        ),
        Err(_) => (
            CheckState::Note,
            "This computer has no password store that the app can use. Keys are kept until you close the app"
                .to_owned(),
            "",
        ),
    }
}

/// Searches Auth0 for people by an id, or by the beginning of an email address, and reports them.
pub(in crate::engine) async fn find_people(
    setup: &Setup,
    text: &str,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let found = match session::auth0(setup, Limits::CHECK, stop) {
        Ok(auth0) => search(&auth0, text)
            .await
            .map_err(|error| Box::new(client_issue(&error, setup))),
        Err(failure) => Err(Box::new(failure.issue(setup))),
    };
    sink.send(Event::PeopleFound { found, ticket });
}

async fn search(auth0: &Auth0, text: &str) -> Result<Vec<FoundPerson>, ClientError> {
    if text.contains('|') {
        let person = auth0.user(&Auth0UserId::new(text)).await?;
        return Ok(person.iter().map(shown).collect());
    }
    let query = UserQuery {
        q: (!text.is_empty()).then(|| format!("email:{}*", escaped(text))),
        sort: "created_at",
        page: 0,
    };
    let page = auth0.users(&query).await?;
    Ok(page.people.iter().take(SHOWN).map(shown).collect())
}

fn shown(person: &Person) -> FoundPerson {
    let id = person.source.id.clone();
    let profile = person.source.profile.as_ref().ok();
    let parts: Vec<&str> = profile
        .map(|profile| [&profile.display_name, &profile.email])
        .into_iter()
        .flatten()
        .filter_map(Option::as_deref)
        .collect();
    let name = match &parts[..] {
        [] => id.to_string(),
        [name, email] if name == email => (*name).to_owned(),
        parts => parts.join(" · "),
    };
    FoundPerson { id, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_more_than_a_minute_off_is_told_with_its_direction() {
        let off = |seconds| {
            let theirs = clock::timestamp()
                .checked_sub(jiff::SignedDuration::from_secs(seconds))
                .unwrap();
            clock_state(Some(theirs))
        };
        assert_eq!(off(30).0, CheckState::Passed);
        assert!(off(180).1.starts_with("About 3 minutes fast"));
        assert!(off(-400).1.starts_with("About 7 minutes slow"));
        assert_eq!(clock_state(None).0, CheckState::NotChecked);
    }

    #[test]
    fn the_service_that_does_not_answer_is_named() {
        let gone = || Err(Issue::unreachable(Service::Auth0, "acme.eu.auth0.com"));
        assert!(network((Ok(()), Ok(()))).is_ok());
        let (why, issue) = network((gone(), Ok(()))).unwrap_err();
        assert!(why.contains("Auth0 does not") && why.contains(&issue.why));
        let (why, _) = network::<()>((gone(), gone())).unwrap_err();
        assert!(why.starts_with("Neither"));
    }

    #[test]
    fn what_means_something_to_the_search_is_escaped() {
        assert_eq!(escaped("ann-lee@x.example"), "ann\\-lee@x.example");
        assert_eq!(escaped("a b*"), "a\\ b\\*");
    }
}
