//! Sees to one person of a plan: act, verify by what UserHub then holds, and say how it went.

use std::time::Duration;

use jiff::SignedDuration;

use crate::clients::error::{ClientError, Rejection, Service};
use crate::clients::userhub::{ErrorCode, Held, UserState};
use crate::clock;
use crate::domain::guard::Reach;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::{Issue, ProxyFault};
use crate::domain::plan::{Attention, Kept};
use crate::domain::profile::Fields;
use crate::domain::tally::Outcome;
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::engine::sync::context::RunContext;
use crate::store::journal::{Done, Item, ItemAction, Problem};

/// How seeing to one person ended.
pub(in crate::engine) enum Seen {
    /// It came to an outcome.
    Done(Box<Outcomes>),
    /// The run was stopped while this person waited for their turn.
    Stopped,
    /// A cause was met that meets everybody: there is no use in going on.
    EndsTheRun(Failure),
}

/// What became of a person.
pub(in crate::engine) struct Outcomes {
    pub(in crate::engine) done: Done,
    /// What was in the way, if anything was.
    pub(in crate::engine) cause: Option<Cause>,
}

/// Kinds of trouble that can be one cause behind many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Cause {
    /// UserHub does not find the person, although Auth0 has them.
    NotFound,
    /// Something has to be put right first; most often the connection.
    FailedPrecondition,
    /// A service gives no usable answer.
    Unavailable,
    /// A service kept asking to slow down for longer than we wait.
    SlowedDown(Service),
    /// UserHub refuses, for a reason that may be the person's or the connection's.
    Refused,
    /// UserHub does not take a value of this person's.
    NotTaken,
}

impl Cause {
    /// How far it can reach.
    pub(in crate::engine) const fn reach(self) -> Reach {
        match self {
            Self::Unavailable | Self::SlowedDown(_) => Reach::Outage,
            Self::FailedPrecondition => Reach::Shared,
            Self::NotFound | Self::Refused => Reach::Unproved,
            Self::NotTaken => Reach::Theirs,
        }
    }

    /// What a call's error tells, where it is no end of the run.
    fn of(error: &ClientError) -> Self {
        let refusal = match error {
            ClientError::SlowedDown { service, .. } => return Self::SlowedDown(*service),
            ClientError::NoTokens { .. } => return Self::SlowedDown(Service::Auth0),
            ClientError::Rejected(refusal) => refusal,
            _ => return Self::Unavailable,
        };
        match ErrorCode::of(refusal) {
            ErrorCode::ResourceExhausted => Self::SlowedDown(refusal.service),
            _ if refusal.service == Service::Auth0 => Self::Unavailable,
            ErrorCode::NotFound => Self::NotFound,
            ErrorCode::FailedPrecondition => Self::FailedPrecondition,
            ErrorCode::InvalidArgument => Self::NotTaken,
            ErrorCode::Unavailable => Self::Unavailable,
            ErrorCode::Unauthenticated | ErrorCode::PermissionDenied | ErrorCode::Other => {
                Self::Refused
            }
        }
    }
}

/// Reports somebody as changed who is known to be good, and gives what was in the way, if anything was.
pub(in crate::engine) async fn report(
    context: &RunContext,
    id: &Auth0UserId,
) -> Result<Option<Cause>, ClientError> {
    context.auth0.http().reserve_user_read().await?;
    match context.userhub.report_changed(id).await {
        Ok(()) => Ok(None),
        Err(ClientError::Stopped) => Err(ClientError::Stopped),
        Err(error) => Ok(Some(Cause::of(&error))),
    }
}

/// Brings one person over, or says why that could not be done.
pub(in crate::engine) async fn sync_user(context: &RunContext, item: Item) -> Seen {
    let answer = match item.action {
        ItemAction::Add => add(context, &item).await,
        ItemAction::Update => update(context, &item).await,
    };
    match answer {
        Ok((held, outcome)) => {
            checks::first_contact::brought(context.observer(), &item, held.as_ref(), outcome);
            verified(item, held, outcome)
        }
        Err(error) => troubled(context, item, error).await,
    }
}

/// Adds a person. The answer to an import is what UserHub then holds.
async fn add(context: &RunContext, item: &Item) -> Result<(Option<Held>, Outcome), ClientError> {
    let read = context.auth0.http().reserve_user_read().await?;
    let held = context.userhub.import(&item.id).await?;
    drop(read);
    if !was_there_before(&held, context.began.elapsed()) {
        return Ok((Some(held), Outcome::Added));
    }
    checks::first_contact::left_alone(context.observer(), item, &held);
    // The list was not to be had, or had left the person out: an import has changed nothing.
    if !item.expected.differing(&held.profile).is_empty() {
        return update(context, item).await;
    }
    Ok((Some(held), imported(context.listed)))
}

/// What importing somebody was whose date says that they were there before this run. A list that did not name them is a
/// better witness than a date.
const fn imported(listed: bool) -> Outcome {
    if listed {
        Outcome::Added
    } else {
        Outcome::UpToDate
    }
}

/// How much two dates of UserHub's may differ although they are of one moment: its `Date` is cut to seconds.
const BLUR: SignedDuration = SignedDuration::from_secs(5);

/// Whether UserHub knew the person before this run began, which has been going on for `running`.
///
/// Both dates are UserHub's own, since this computer's clock may be wrong by any time.
fn was_there_before(held: &Held, running: Duration) -> bool {
    let now = held.answered_at.unwrap_or_else(clock::timestamp);
    let running = SignedDuration::try_from(running).unwrap_or(SignedDuration::MAX);
    held.created_at
        .is_some_and(|at| now.duration_since(at) > running.saturating_add(BLUR))
}

/// Has UserHub read a person again, and looks at what it then holds.
async fn update(context: &RunContext, item: &Item) -> Result<(Option<Held>, Outcome), ClientError> {
    let read = context.auth0.http().reserve_user_read().await?;
    context.userhub.report_changed(&item.id).await?;
    drop(read);
    let held = match &item.userhub_id {
        Some(id) if context.reads => context.userhub.get(id).await?,
        // A key that may not read gets the person by importing them once more, which changes nothing.
        _ => Some(context.userhub.import(&item.id).await?),
    };
    Ok((held, Outcome::Updated))
}

/// Holds what UserHub has against what was expected.
fn verified(item: Item, held: Option<Held>, outcome: Outcome) -> Seen {
    let Some(held) = held else {
        let problem = Problem {
            reason: "UserHub does not hold this person after the change".to_owned(),
            fix:
                "Sync again. If it happens again, look for the person in the UserHub Admin console."
                    .to_owned(),
        };
        return attention(&item, problem, Some(Cause::NotTaken));
    };
    // An answer that names nobody of our connection is taken at its word; one that names others is not this person's.
    if !held.external_ids.is_empty() && !held.external_ids.contains(&item.id) {
        let problem = Problem {
            reason: "UserHub answered with somebody else".to_owned(),
            fix: "Look for the person in the UserHub Admin console, and sync again.".to_owned(),
        };
        return attention(&item, problem, Some(Cause::NotTaken));
    }
    if held.state == UserState::PendingDeletion {
        return attention(&item, pending_deletion(), None);
    }
    if let Some(reason) = &held.broken {
        return Seen::EndsTheRun(Issue::connection_not_active(Some(reason)).into());
    }
    let kept = Kept::between(&item.expected, &held.profile);
    // Whoever was to be updated and differs as before was not: UserHub keeps its own value.
    let unchanged = outcome == Outcome::Updated
        && !item.fields.is_empty()
        && kept.map_or(Fields::NONE, |kept| kept.fields) == item.fields;
    let done = Done {
        position: item.position,
        id: item.id,
        outcome: if unchanged {
            Outcome::UpToDate
        } else {
            outcome
        },
        held: Some((held.id, held.profile)),
        kept,
        problem: None,
    };
    Seen::Done(Box::new(Outcomes { done, cause: None }))
}

/// Sorts out a call that brought no usable answer.
async fn troubled(context: &RunContext, item: Item, error: ClientError) -> Seen {
    let refusal = match error {
        ClientError::Stopped => return Seen::Stopped,
        // A service that wants to be left alone for long has nothing against this person.
        // Nor has this computer, where it has no further connection to give. What stands in between wants something of
        // whoever runs it, and would of everybody.
        ClientError::SlowedDown { .. }
        | ClientError::NoTokens { .. }
        | ClientError::NoMoreFiles { .. }
        | ClientError::Untrusted { .. }
        | ClientError::Proxy {
            fault: ProxyFault::WantsPassword,
            ..
        } => return Seen::EndsTheRun(error.into()),
        ClientError::Rejected(refusal) if refusal.service == Service::UserHub => refusal,
        error => return busy(&item, &error),
    };
    if refusal.reason.contains("PENDING_DELETION") {
        return attention(&item, pending_deletion(), None);
    }
    match ErrorCode::of(&refusal) {
        ErrorCode::Unauthenticated | ErrorCode::PermissionDenied => {
            Seen::EndsTheRun(ClientError::Rejected(refusal).into())
        }
        ErrorCode::NotFound => not_found(context, item, &refusal).await,
        ErrorCode::ResourceExhausted | ErrorCode::Unavailable => {
            busy(&item, &ClientError::Rejected(refusal))
        }
        ErrorCode::FailedPrecondition => {
            attention(&item, refused(&refusal), Some(Cause::FailedPrecondition))
        }
        ErrorCode::InvalidArgument => attention(&item, refused(&refusal), Some(Cause::NotTaken)),
        ErrorCode::Other => attention(&item, refused(&refusal), Some(Cause::Refused)),
    }
}

/// UserHub does not find a person. Auth0's answer by id is always up to date, and tells whether they have left.
async fn not_found(context: &RunContext, item: Item, refusal: &Rejection) -> Seen {
    let found = context.auth0.user(&item.id).await;
    if let Ok(found) = &found {
        checks::first_contact::not_found(context.observer(), found.is_some(), refusal);
    }
    match found {
        Ok(None) => {
            let done = done(&item.id, item.position, Outcome::Left, None);
            Seen::Done(Box::new(Outcomes { done, cause: None }))
        }
        Ok(Some(_)) => attention(&item, refused(refusal), Some(Cause::NotFound)),
        Err(ClientError::Stopped) => Seen::Stopped,
        Err(error @ (ClientError::NoTokens { .. } | ClientError::NoMoreFiles { .. })) => {
            Seen::EndsTheRun(error.into())
        }
        Err(error) => busy(&item, &error),
    }
}

fn busy(item: &Item, error: &ClientError) -> Seen {
    tracing::warn!(%error, "a person could not be seen to");
    let cause = Cause::of(error);
    let problem = Problem {
        reason: "The services gave no usable answer for this person".to_owned(),
        fix: "Sync again later: people who were left out are tried again each time.".to_owned(),
    };
    attention(item, problem, Some(cause))
}

/// One person's need for attention. `cause` is what may be everybody's; whoever is marked for deletion shows that
/// UserHub and its connection work.
fn attention(item: &Item, problem: Problem, cause: Option<Cause>) -> Seen {
    let done = done(&item.id, item.position, Outcome::Attention, Some(problem));
    Seen::Done(Box::new(Outcomes { done, cause }))
}

fn done(id: &Auth0UserId, position: i64, outcome: Outcome, problem: Option<Problem>) -> Done {
    Done {
        position,
        id: id.clone(),
        outcome,
        held: None,
        kept: None,
        problem,
    }
}

/// A refusal of one person, in words.
fn refused(refusal: &Rejection) -> Problem {
    let words = [refusal.code.as_str(), &refusal.reason, &refusal.message];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    Problem {
        reason: format!("UserHub did not take this person ({})", words.join(", ")),
        fix: "Look at the person in Auth0, correct what UserHub names, and sync again.".to_owned(),
    }
}

/// The words for those who need attention before anything was tried.
pub(in crate::engine) fn words(attention: &Attention) -> Problem {
    match attention {
        Attention::PendingDeletion => pending_deletion(),
        Attention::Unreadable(why) => Problem {
            reason: why.clone(),
            fix: "Open the person in Auth0 and look for what is odd in their record.".to_owned(),
        },
    }
}

/// The words for somebody whom UserHub has marked for deletion.
pub(in crate::engine) fn pending_deletion() -> Problem {
    Problem {
        reason: "UserHub has marked this person for deletion".to_owned(),
        fix: "Restore the person in the UserHub Admin console if they should stay, and sync again."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::error::Form;
    use crate::domain::ids::UserHubUserId;
    use crate::domain::profile::Profile;

    fn named(name: &str) -> Profile {
        Profile {
            display_name: Some(name.to_owned()),
            ..Profile::default()
        }
    }

    fn rejection(service: Service, code: &str) -> Rejection {
        Rejection {
            service,
            form: Form::UserHub,
            status: 400,
            code: code.to_owned(),
            reason: String::new(),
            message: "no".to_owned(),
        }
    }

    #[test]
    fn what_is_in_the_way_reaches_as_far_as_the_service_itself_says() {
        let of = |error: ClientError| {
            let cause = Cause::of(&error);
            (cause, cause.reach())
        };
        let by = |service, code: &str| of(ClientError::Rejected(rejection(service, code)));
        let (auth0, userhub) = (Service::Auth0, Service::UserHub);
        let left = std::time::Duration::from_mins(5);
        let slowed = |service| ClientError::SlowedDown {
            service,
            waited: left,
            left,
        };
        let away = (Cause::Unavailable, Reach::Outage);
        for service in [auth0, userhub] {
            let too_many = (Cause::SlowedDown(service), Reach::Outage);
            assert_eq!(of(slowed(service)), too_many);
            assert_eq!(by(service, "RESOURCE_EXHAUSTED"), too_many);
            assert_eq!(by(service, "UNAVAILABLE"), away);
        }
        // Only Auth0 has tokens to give.
        let no_tokens = ClientError::NoTokens { left };
        assert_eq!(of(no_tokens), (Cause::SlowedDown(auth0), Reach::Outage));
        let odd = ClientError::Unreadable {
            service: userhub,
            path: "/".to_owned(),
            why: "odd".to_owned(),
        };
        assert_eq!(of(odd), away);
        for (code, cause, reach) in [
            ("NOT_FOUND", Cause::NotFound, Reach::Unproved),
            (
                "FAILED_PRECONDITION",
                Cause::FailedPrecondition,
                Reach::Shared,
            ),
            ("INVALID_ARGUMENT", Cause::NotTaken, Reach::Theirs),
            ("UNAUTHENTICATED", Cause::Refused, Reach::Unproved),
            ("ABORTED", Cause::Refused, Reach::Unproved),
        ] {
            assert_eq!(by(userhub, code), (cause, reach), "{code}");
            // Auth0 says nothing about UserHub's connection or person.
            assert_eq!(by(auth0, code), away, "{code}");
        }
    }

    #[test]
    fn a_refusal_is_told_in_the_services_words_without_gaps() {
        let told = refused(&rejection(Service::UserHub, "ABORTED"));
        assert_eq!(
            told.reason,
            "UserHub did not take this person (ABORTED, no)"
        );
        let reasoned = Rejection {
            reason: "EMAIL_TAKEN".to_owned(),
            ..rejection(Service::UserHub, "")
        };
        let told = refused(&reasoned);
        assert_eq!(
            told.reason,
            "UserHub did not take this person (EMAIL_TAKEN, no)"
        );
    }

    fn held(name: &str) -> Held {
        Held {
            id: UserHubUserId::new("usr_1"),
            state: UserState::Active,
            profile: named(name),
            external_ids: vec![Auth0UserId::new("auth0|1")],
            broken: None,
            created_at: None,
            changed_at: None,
            answered_at: None,
            connections_left_out: false,
        }
    }

    /// Somebody who is named Jane in Auth0, and is to be updated if UserHub had another name.
    fn item(had: Option<&str>) -> Item {
        let expected = named("Jane");
        Item {
            position: 7,
            id: Auth0UserId::new("auth0|1"),
            action: had.map_or(ItemAction::Add, |_| ItemAction::Update),
            fields: had.map_or(Fields::NONE, |had| expected.differing(&named(had))),
            expected,
            userhub_id: None,
        }
    }

    /// What became of them, and the reason that was given.
    fn judged(
        had: Option<&str>,
        held: Option<Held>,
        outcome: Outcome,
    ) -> (Outcome, Option<String>) {
        match verified(item(had), held, outcome) {
            Seen::Done(outcomes) => {
                let done = outcomes.done;
                assert_eq!((done.position, done.id.as_str()), (7, "auth0|1"));
                (done.outcome, done.problem.map(|problem| problem.reason))
            }
            _ => panic!("it ended the run"),
        }
    }

    #[test]
    fn what_userhub_then_holds_decides_what_became_of_a_person() {
        let (added, updated) = (Outcome::Added, Outcome::Updated);
        assert_eq!(judged(None, Some(held("Jane")), added), (added, None));
        assert_eq!(
            judged(Some("Joan"), Some(held("Jane")), updated),
            (updated, None)
        );
        // Asked to read her again, UserHub holds what it held: it keeps a value of its own.
        assert_eq!(
            judged(Some("Joan"), Some(held("Joan")), updated),
            (Outcome::UpToDate, None)
        );
        // Whoever is new is new, also with a value of UserHub's own.
        assert_eq!(judged(None, Some(held("Joan")), added), (added, None));
        let nobody = judged(None, None, added);
        assert_eq!(nobody.0, Outcome::Attention);
        assert!(nobody.1.unwrap().contains("does not hold this person"));
        let mut other = held("Jane");
        other.external_ids = vec![Auth0UserId::new("auth0|2")];
        let other = judged(None, Some(other), added);
        assert!(other.1.unwrap().contains("somebody else"));
        let mut unnamed = held("Jane");
        unnamed.external_ids.clear();
        assert_eq!(judged(None, Some(unnamed), added), (added, None));
    }

    #[test]
    fn a_person_who_is_marked_for_deletion_needs_attention_and_a_broken_connection_ends_the_run() {
        let mut marked = held("Jane");
        marked.state = UserState::PendingDeletion;
        // The mark goes first: a connection is broken for everybody, and a mark is this person's.
        marked.broken = Some("CREDENTIALS".to_owned());
        let (outcome, reason) = judged(None, Some(marked), Outcome::Added);
        assert_eq!(outcome, Outcome::Attention);
        assert!(reason.unwrap().contains("marked this person for deletion"));
        let mut broken = held("Jane");
        broken.broken = Some("CREDENTIALS".to_owned());
        let seen = verified(item(None), Some(broken), Outcome::Added);
        assert!(matches!(seen, Seen::EndsTheRun(_)));
    }

    #[test]
    fn a_list_is_a_better_witness_than_a_date() {
        assert_eq!(imported(true), Outcome::Added);
        assert_eq!(imported(false), Outcome::UpToDate);
    }

    #[test]
    fn who_was_there_before_the_run_is_told_by_userhubs_clock_alone() {
        let there_before = |created: &str, answered: &str| {
            let held = Held {
                created_at: created.parse().ok(),
                answered_at: answered.parse().ok(),
                ..held("Jane")
            };
            was_there_before(&held, Duration::from_secs(60))
        };
        assert!(!there_before(
            "2036-11-23T09:59:05Z",
            "2036-11-23T10:00:00Z"
        ));
        assert!(there_before("2036-11-23T09:58:50Z", "2036-11-23T10:00:00Z"));
        assert!(there_before("2006-11-23T09:58:50Z", "2006-11-23T10:00:00Z"));
    }
}
