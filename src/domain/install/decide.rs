//! Makes the plan: which of the five changes is needed, and how it reads now and after.

use super::choices::{Choices, LiveUpdates, UserHubSide, Wanted};
use super::code::CodeDifference;
use super::found::{Action, Binding, Found, Kept};
use super::hidden::hidden;
use super::plan::{Change, Effect, FlowEntry, Plan, Row};
use super::questions;
use super::record::Record;
use super::targets::{self, Target};
use super::token::TokenFacts;
use crate::domain::ids::{Auth0Domain, ClientId};
use crate::domain::issue::Issue;
use crate::domain::permissions::{Comparison, EVENTS, Permission};
use crate::domain::snippet::{API_KEY, CONNECTION_ID, NAME};

/// More Actions than this cannot run in one flow (contract auth0-api 7.2).
const MOST_IN_FLOW: usize = 20;

/// A plan, with what the engine needs to carry it out.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What is shown. Its number is given by the engine.
    pub plan: Plan,
    /// The application.
    pub application: Target<ClientId>,
    /// The Action; of no meaning in a first half.
    pub action: Target<String>,
    /// The Login flow as it is to be. The Action that is still to be made has an empty id.
    pub flow: Vec<Binding>,
}

impl Decision {
    /// Whether a change has to be made.
    pub fn is_needed(&self, change: Change) -> bool {
        let row = self.plan.row(change);
        row.is_some_and(|row| matches!(row.effect, Effect::Create | Effect::Change))
    }
}

/// Decides what a set-up has to do.
///
/// # Errors
/// An [`Issue`] where it cannot be done at all: the Login flow is full, what would be overwritten cannot be read, or there is
/// no application whose permission alone was wanted.
pub fn decide(
    domain: &Auth0Domain,
    found: &Found,
    wanted: &Wanted,
    choices: &Choices,
    record: Option<&Record>,
    token: TokenFacts,
) -> Result<Decision, Issue> {
    if let Some(what) = record.and_then(|record| hidden(record, found)) {
        return Err(Issue::not_readable(what));
    }
    let application = targets::application(found, wanted, choices, record);
    let action = targets::action(found, wanted, choices, record);
    let name_of_ours = match &action {
        Target::Use(id) => found.action(id).map_or(NAME, |action| &action.name),
        Target::Make(name) => name,
        Target::Unsure => NAME,
    };
    let ours = Binding {
        action_id: action.used().cloned().unwrap_or_default(),
        display_name: name_of_ours.to_owned(),
    };
    let flow = targets::flow_with(&found.flow, &ours, choices.place);
    let is_alone = choices.events == LiveUpdates::Alone;
    if is_alone && matches!(application, Target::Make(_)) {
        return Err(Issue::no_application_for_events());
    }
    let userhub = wanted.userhub.as_ref().filter(|_| !is_alone);
    if userhub.is_some() && flow.len() > MOST_IN_FLOW && flow.len() > found.flow.len() {
        return Err(Issue::flow_is_full(MOST_IN_FLOW));
    }
    if userhub.is_some() && flow != found.flow {
        let trouble = found.gaps.flow.of_flow(found.flow.len());
        trouble.map_or(Ok(()), Err)?;
    }
    let hides_grant =
        |id: &ClientId| found.grant(id).is_none() && found.gaps.grants.hides_one_of(id);
    if application.used().is_some_and(hides_grant) {
        return Err(Issue::not_readable("What the application may do"));
    }
    let mut questions = Vec::new();
    if application == Target::Unsure {
        questions.push(questions::application(found, wanted));
    }
    let mut rows = vec![
        application_row(found, &application),
        match permissions_row(found, &application) {
            row if is_alone => left_alone(row),
            row => row,
        },
    ];
    if choices.events != LiveUpdates::No {
        rows.push(events_row(found, &application));
    }
    match userhub {
        _ if is_alone => {}
        None => rows.extend(later(found)),
        Some(side) => {
            if action == Target::Unsure {
                questions.push(questions::action(found, wanted, choices, record));
            }
            rows.push(action_row(found, choices, &action));
            rows.push(secrets_row(found, &action, side, record));
            rows.push(flow_row(found, &flow, &action));
        }
    }
    for row in &mut rows {
        add_note(row, told(found, row.change));
    }
    let entry = |binding: &Binding| FlowEntry {
        name: binding.display_name.clone(),
        is_ours: binding.action_id == ours.action_id,
    };
    let plan = Plan {
        number: 0,
        domain: domain.clone(),
        rows,
        questions,
        flow_now: found.flow.iter().map(entry).collect(),
        flow_after: flow.iter().map(entry).collect(),
        code: choices.code,
        application: application.used().cloned(),
        token,
        undo: record.map(Record::undo_lines).unwrap_or_default(),
    };
    Ok(Decision {
        plan,
        application,
        action,
        flow,
    })
}

/// What of the list behind a row could not be read.
fn told(found: &Found, change: Change) -> Option<String> {
    let gaps = &found.gaps;
    match change {
        Change::Application => {
            let read = found.applications.len();
            gaps.applications.told("application", "applications", read)
        }
        Change::Permissions => {
            let read = found.grants.len();
            let (one, several) = ("grant of permissions", "grants of permissions");
            gaps.grants.told(one, several, read)
        }
        Change::Action => gaps.actions.told("Action", "Actions", found.actions.len()),
        Change::Secrets | Change::Events => None,
        Change::Flow => {
            let (one, several) = ("entry of the Login flow", "entries of the Login flow");
            gaps.flow.told(one, several, found.flow.len())
        }
    }
}

/// Puts a sentence behind those that are there.
fn add_note(row: &mut Row, sentence: Option<String>) {
    row.note = match (row.note.take(), sentence) {
        (Some(there), Some(more)) => Some(format!("{there} {more}")),
        (there, more) => there.or(more),
    };
}

fn row(change: Change, title: &str, now: String, after: String, effect: Effect) -> Row {
    Row {
        change,
        title: title.to_owned(),
        now,
        after,
        effect,
        note: None,
        code: None,
    }
}

const NOT_THERE: &str = "does not exist";
const NOTHING: &str = "–";
const CHOOSE: &str = "depends on your choice";
const UNCHANGED: &str = "stays as it is";

fn application_row(found: &Found, target: &Target<ClientId>) -> Row {
    let change = Change::Application;
    let title = |name: &str| format!("Application \"{name}\"");
    match target {
        Target::Make(name) => {
            let after = "created, Machine to Machine".to_owned();
            row(
                change,
                &title(name),
                NOT_THERE.to_owned(),
                after,
                Effect::Create,
            )
        }
        Target::Use(id) => {
            let name = found.application(id).map_or(NAME, |app| &app.name);
            let now = format!("exists, Machine to Machine, Client ID {id}");
            row(
                change,
                &title(name),
                now,
                UNCHANGED.to_owned(),
                Effect::Keep,
            )
        }
        Target::Unsure => {
            let now = "one is there already".to_owned();
            row(change, &title(NAME), now, CHOOSE.to_owned(), Effect::Ask)
        }
    }
}

fn permissions_row(found: &Found, target: &Target<ClientId>) -> Row {
    let make = |now: &str, after: String, effect| {
        row(
            Change::Permissions,
            "Permissions",
            now.to_owned(),
            after,
            effect,
        )
    };
    let four = Permission::ALL.map(Permission::as_str).join(", ");
    let id = match target {
        Target::Unsure => return make(NOTHING, CHOOSE.to_owned(), Effect::Ask),
        Target::Make(_) => return make(NOTHING, four, Effect::Create),
        Target::Use(id) => id,
    };
    let Some(grant) = found.grant(id) else {
        return make(NOTHING, four, Effect::Create);
    };
    if grant.allows_all {
        let now = "all that there are";
        return make(now, UNCHANGED.to_owned(), Effect::Keep);
    }
    let now = match grant.permissions.len() {
        0 => NOTHING.to_owned(),
        _ => grant.permissions.join(", "),
    };
    let mut row = match targets::union(&grant.permissions, LiveUpdates::No) {
        Some(after) => make(&now, after.join(", "), Effect::Change),
        None => make(&now, UNCHANGED.to_owned(), Effect::Keep),
    };
    row.note = Comparison::of(&grant.permissions.join(" "))
        .note()
        .map(|note| format!("{note} They stay."))
        .map(|note| match grant.permissions.len() {
            _ if note.contains("one permission") => note.replace("They stay", "It stays"),
            _ => note,
        });
    row
}

/// A row of what is not part of this plan, whatever it lacks.
fn left_alone(row: Row) -> Row {
    Row {
        after: UNCHANGED.to_owned(),
        effect: Effect::Keep,
        ..row
    }
}

/// The permission for live updates, where it is wanted.
fn events_row(found: &Found, target: &Target<ClientId>) -> Row {
    let make = |now: &str, after: &str, effect| {
        let (now, after) = (now.to_owned(), after.to_owned());
        let mut row = row(
            Change::Events,
            "Permission for live updates",
            now,
            after,
            effect,
        );
        row.note = Some(
            "With it this app hears of changes in Auth0 within seconds. UserHub does not need it, and nothing can be changed \
             with it."
                .to_owned(),
        );
        row
    };
    let id = match target {
        Target::Unsure => return make(NOTHING, CHOOSE, Effect::Ask),
        Target::Make(_) => return make(NOTHING, EVENTS, Effect::Create),
        Target::Use(id) => id,
    };
    let is_there = found
        .grant(id)
        .is_some_and(|grant| grant.allows_all || grant.permissions.iter().any(|has| has == EVENTS));
    if is_there {
        make(EVENTS, UNCHANGED, Effect::Keep)
    } else {
        make(NOTHING, EVENTS, Effect::Create)
    }
}

/// The three rows that wait for the person's work in UserHub.
fn later(found: &Found) -> [Row; 3] {
    let row = |change, title: &str, now: String| {
        let after = "after Parts 3 and 4, with the API key and the connection ID".to_owned();
        row(change, title, now, after, Effect::Later)
    };
    let there = targets::actions(found).next();
    let now = there.map_or(NOT_THERE, |_| "one is there already");
    [
        row(
            Change::Action,
            &format!("Action \"{NAME}\""),
            now.to_owned(),
        ),
        row(Change::Secrets, "Secrets in the Action", NOTHING.to_owned()),
        row(Change::Flow, "Login flow", in_words(&found.flow)),
    ]
}

fn action_row(found: &Found, choices: &Choices, target: &Target<String>) -> Row {
    let title = |name: &str| format!("Action \"{name}\"");
    let make = |title: String, now: String, after: String, effect| {
        row(Change::Action, &title, now, after, effect)
    };
    match target {
        Target::Unsure => {
            let now = "one is there already".to_owned();
            make(title(NAME), now, CHOOSE.to_owned(), Effect::Ask)
        }
        Target::Make(name) => {
            let wanted = targets::wanted_action(found, choices.code, None);
            let after = format!("created ({}), built and deployed", described(&wanted));
            let mut row = make(title(name), NOT_THERE.to_owned(), after, Effect::Create);
            row.code = Some(CodeDifference::of(None, &wanted.code));
            row
        }
        Target::Use(id) => {
            let Some(action) = found.action(id) else {
                return make(
                    title(NAME),
                    NOT_THERE.to_owned(),
                    CHOOSE.to_owned(),
                    Effect::Ask,
                );
            };
            existing_action_row(found, choices, action)
        }
    }
}

fn existing_action_row(found: &Found, choices: &Choices, action: &Action) -> Row {
    let wanted = targets::wanted_action(found, choices.code, Some(&action.kept));
    let state = match (&action.deployment.version, action.deployment.is_current) {
        _ if action.deployment.has_failed() => "Auth0 could not prepare it",
        (None, _) => "not deployed",
        (Some(_), true) => "deployed",
        (Some(_), false) => "an older version is deployed",
    };
    let now = format!("exists ({}), {state}", described(&action.kept));
    let title = format!("Action \"{}\"", action.name);
    let changes = differences(&action.kept, &wanted);
    let deployed = action.deployment.is_current && action.deployment.version.is_some();
    if changes.is_empty() && deployed {
        return row(
            Change::Action,
            &title,
            now,
            UNCHANGED.to_owned(),
            Effect::Keep,
        );
    }
    let mut after = changes.join(", ");
    if !after.is_empty() {
        after.push_str(", ");
    }
    after.push_str("built and deployed");
    let mut row = row(Change::Action, &title, now, after, Effect::Change);
    row.code = Some(CodeDifference::of(Some(&action.kept.code), &wanted.code));
    if action.deployment.version.is_some() && !action.deployment.is_current {
        row.note = Some(
            "It has changes that were never deployed. Undoing puts back their code, but not the values of their secrets, \
             which nobody can read."
                .to_owned(),
        );
    }
    row
}

/// What differs between an Action as it is and as it is to be, in words.
fn differences(there: &Kept, wanted: &Kept) -> Vec<String> {
    let mut changes = Vec::new();
    if there.code != wanted.code {
        changes.push("code replaced".to_owned());
    }
    if there.runtime != wanted.runtime {
        changes.push(format!("runtime {}", wanted.runtime));
    }
    if there.trigger_version != wanted.trigger_version {
        changes.push(format!("trigger version {}", wanted.trigger_version));
    }
    let names = |kept: &Kept| -> Vec<String> {
        let mut names: Vec<String> = kept.dependencies.iter().map(|(n, _)| n.clone()).collect();
        names.sort();
        names
    };
    if names(there) != names(wanted) {
        changes.push(match wanted.dependencies.len() {
            0 => "no package".to_owned(),
            _ => format!("package {}", names(wanted).join(", ")),
        });
    }
    changes
}

fn described(kept: &Kept) -> String {
    let packages: Vec<&str> = kept.dependencies.iter().map(|(n, _)| n.as_str()).collect();
    match packages.len() {
        0 => format!("{}, no package", kept.runtime),
        _ => format!("{}, package {}", kept.runtime, packages.join(", ")),
    }
}

fn secrets_row(
    found: &Found,
    target: &Target<String>,
    side: &UserHubSide,
    record: Option<&Record>,
) -> Row {
    let make = |now: String, after: String, effect| {
        row(Change::Secrets, "Secrets in the Action", now, after, effect)
    };
    let after = format!(
        "{API_KEY} {}, {CONNECTION_ID} {}",
        side.key.masked(),
        side.connection.as_str()
    );
    let action = match target {
        Target::Unsure => return make(NOTHING.to_owned(), CHOOSE.to_owned(), Effect::Ask),
        Target::Make(_) => return make(NOTHING.to_owned(), after, Effect::Create),
        Target::Use(id) => found.action(id),
    };
    let slots = action.map_or(&[][..], |action| &action.secrets);
    let names: Vec<&str> = slots.iter().map(|slot| slot.name.as_str()).collect();
    let now = match names.len() {
        0 => NOTHING.to_owned(),
        _ => format!("{} (values cannot be read)", names.join(", ")),
    };
    let ours = record.and_then(|record| record.secrets.as_ref());
    let same = ours.is_some_and(|ours| {
        ours.key == side.key.masked() && ours.connection == side.connection && ours.slots == slots
    });
    match (same, slots.is_empty()) {
        (true, _) => make(now, UNCHANGED.to_owned(), Effect::Keep),
        (false, true) => make(now, after, Effect::Create),
        (false, false) => make(now, after, Effect::Change),
    }
}

fn flow_row(found: &Found, flow: &[Binding], target: &Target<String>) -> Row {
    let make = |after: String, effect| {
        row(
            Change::Flow,
            "Login flow",
            in_words(&found.flow),
            after,
            effect,
        )
    };
    if *target == Target::Unsure {
        return make(CHOOSE.to_owned(), Effect::Ask);
    }
    if flow == found.flow {
        return make(UNCHANGED.to_owned(), Effect::Keep);
    }
    let mut row = make(in_words(flow), Effect::Change);
    let used = target.used().map_or("", String::as_str);
    let mut others = targets::actions(found).filter(|action| action.id != used);
    if let Some(other) = others.find(|action| found.place_of(&action.id).is_some()) {
        row.note = Some(format!(
            "The Action \"{}\" stays in the flow too, so UserHub may be told of each sign-in twice.",
            other.name
        ));
    }
    row
}

/// `1. Add roles → 2. Risk check`.
fn in_words(flow: &[Binding]) -> String {
    let numbered = (1..).zip(flow);
    let shown: Vec<String> = numbered
        .map(|(number, binding)| format!("{number}. {}", binding.display_name))
        .collect();
    match shown.len() {
        0 => "empty".to_owned(),
        _ => shown.join(" → "),
    }
}
