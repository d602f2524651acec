//! What a set-up decides, row by row.

mod odd;
mod recorded;
mod words;

use super::choices::{Answer, Choices, LiveUpdates, UserHubSide, Wanted};
use super::decide::{Decision, decide};
use super::found::{Action, Application, Binding, Deployment, Found, Grant, SecretSlot, Trigger};
use super::gaps::{Gaps, OddRecord};
use super::plan::{Change, Effect, Row};
use super::record::{ActionRecord, ApplicationRecord, GrantRecord, Record, SecretsRecord};
use super::targets::{Target, wanted_action};
use super::token::TokenFacts;
use crate::domain::ids::{Auth0Domain, ClientId};
use crate::domain::issue::{Code as IssueCode, Issue};
use crate::domain::permissions::Permission;
use crate::domain::secret::Secret;
use crate::domain::snippet::{API_KEY, CONNECTION_ID, Code};

const KEY: &str = "sk_planted_key_0123456789";

fn domain() -> Auth0Domain {
    "acme.eu.auth0.com".parse().unwrap()
}

fn token() -> TokenFacts {
    TokenFacts {
        domain: domain(),
        expires_at: None,
        missing: Vec::new(),
        missing_for_undo: Vec::new(),
        reads_secrets: true,
    }
}

fn wanted() -> Wanted {
    Wanted {
        application: None,
        userhub: Some(UserHubSide {
            connection: "conn_planted1".parse().unwrap(),
            key: Secret::new(KEY),
        }),
    }
}

fn first_half() -> Wanted {
    Wanted {
        userhub: None,
        ..wanted()
    }
}

fn application(id: &str, name: &str) -> Application {
    Application {
        client_id: ClientId::new(id),
        name: name.to_owned(),
        app_type: "non_interactive".to_owned(),
        grant_types: vec!["client_credentials".to_owned()],
        auth_method: "client_secret_post".to_owned(),
    }
}

fn four() -> Vec<String> {
    Permission::ALL.map(|p| p.as_str().to_owned()).to_vec()
}

fn grant(id: &str, permissions: &[&str]) -> Grant {
    Grant {
        id: format!("cgr_{id}"),
        client_id: ClientId::new(id),
        permissions: permissions.iter().map(|&p| p.to_owned()).collect(),
        allows_all: false,
        is_system: false,
    }
}

fn slots() -> Vec<SecretSlot> {
    [API_KEY, CONNECTION_ID]
        .map(|name| SecretSlot {
            name: name.to_owned(),
            set_at: "then".to_owned(),
        })
        .to_vec()
}

fn in_flow(ids: &[&str]) -> Vec<Binding> {
    let binding = |id: &&str| Binding {
        action_id: (*id).to_owned(),
        display_name: format!("Action {id}"),
    };
    ids.iter().map(binding).collect()
}

/// A tenant with two Actions of others in its flow, and nothing of ours.
fn empty() -> Found {
    Found {
        applications: vec![application("other", "Other")],
        grants: Vec::new(),
        used_elsewhere: Vec::new(),
        actions: Vec::new(),
        flow: in_flow(&["A", "B"]),
        trigger: Trigger {
            version: "v3".to_owned(),
            runtime: "node22".to_owned(),
        },
        gaps: Gaps::default(),
    }
}

fn our_action(found: &Found) -> Action {
    Action {
        id: "U".to_owned(),
        name: "UserHub".to_owned(),
        kept: wanted_action(found, Code::Documented, None),
        secrets: slots(),
        deployment: Deployment {
            status: "built".to_owned(),
            errors: Vec::new(),
            version: Some("1".to_owned()),
            is_current: true,
        },
    }
}

/// The tenant after a set-up, and its record.
fn stands() -> (Found, Record) {
    let mut found = empty();
    found.applications.push(application("ours", "UserHub"));
    let all = four();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    found.grants.push(grant("ours", &all));
    found.actions.push(our_action(&found));
    found.flow = in_flow(&["A", "B", "U"]);
    let record = Record {
        application: Some(ApplicationRecord::Used {
            client_id: ClientId::new("ours"),
        }),
        action: Some(ActionRecord::made(&found.actions[0])),
        secrets: Some(SecretsRecord {
            key: Secret::new(KEY).masked(),
            connection: "conn_planted1".parse().unwrap(),
            slots: slots(),
        }),
        ..Record::new(domain())
    };
    (found, record)
}

fn with(found: &Found, wanted: &Wanted, choices: &Choices, record: Option<&Record>) -> Decision {
    decide(&domain(), found, wanted, choices, record, token()).unwrap()
}

fn refused(found: &Found, wanted: &Wanted, record: Option<&Record>) -> Issue {
    let choices = Choices::default();
    decide(&domain(), found, wanted, &choices, record, token()).unwrap_err()
}

fn row(decision: &Decision, change: Change) -> &Row {
    decision.plan.row(change).unwrap()
}

fn effects(decision: &Decision) -> Vec<Effect> {
    decision.plan.rows.iter().map(|row| row.effect).collect()
}

fn texts(row: &Row) -> (&str, &str, &str) {
    (&row.title, &row.now, &row.after)
}

fn use_only() -> Choices {
    Choices {
        application: Some(Answer::UseTheOnly),
        action: Some(Answer::UseTheOnly),
        ..Choices::default()
    }
}

#[test]
fn a_tenant_without_anything_of_ours_gets_all_five() {
    let found = empty();
    let decision = with(&found, &wanted(), &Choices::default(), None);
    assert_eq!(
        effects(&decision),
        [
            Effect::Create,
            Effect::Create,
            Effect::Create,
            Effect::Create,
            Effect::Change
        ]
    );
    assert_eq!(decision.plan.changes(), 5);
    assert!(!decision.plan.is_first_half() && decision.plan.questions.is_empty());
    assert!(Change::ALL.iter().all(|change| decision.is_needed(*change)));
    let shown = |change| texts(row(&decision, change));
    assert_eq!(
        shown(Change::Application),
        (
            "Application \"UserHub\"",
            "does not exist",
            "created, Machine to Machine"
        )
    );
    let all = four().join(", ");
    assert_eq!(
        shown(Change::Permissions),
        ("Permissions", "–", all.as_str())
    );
    let (title, now, after) = shown(Change::Action);
    assert_eq!((title, now), ("Action \"UserHub\"", "does not exist"));
    assert_eq!(
        after,
        "created (node22, package @userhub/auth0-actions), built and deployed"
    );
    assert!(row(&decision, Change::Action).code.is_some());
    let (_, now, after) = shown(Change::Secrets);
    assert_eq!(now, "–");
    assert!(
        after.contains("CONNECTION_ID conn_planted1") && !after.contains(KEY),
        "{after}"
    );
    assert_eq!(
        shown(Change::Flow),
        (
            "Login flow",
            "1. Action A → 2. Action B",
            "1. Action A → 2. Action B → 3. UserHub"
        )
    );
    let ours: Vec<bool> = decision.plan.flow_after.iter().map(|e| e.is_ours).collect();
    assert_eq!(ours, [false, false, true]);
    assert!(decision.plan.flow_now.iter().all(|entry| !entry.is_ours));
    assert!(decision.plan.rows.iter().all(|row| row.note.is_none()));
}

#[test]
fn what_stands_needs_nothing() {
    let (found, record) = stands();
    let decision = with(&found, &wanted(), &Choices::default(), Some(&record));
    assert_eq!(effects(&decision), [Effect::Keep; 5]);
    assert_eq!(decision.plan.changes(), 0);
    assert!(!Change::ALL.iter().any(|change| decision.is_needed(*change)));
    assert_eq!(decision.application, Target::Use(ClientId::new("ours")));
    assert_eq!(decision.plan.application, Some(ClientId::new("ours")));
    let shown = |change| texts(row(&decision, change));
    assert_eq!(
        shown(Change::Application),
        (
            "Application \"UserHub\"",
            "exists, Machine to Machine, Client ID ours",
            "stays as it is"
        )
    );
    assert_eq!(
        shown(Change::Action),
        (
            "Action \"UserHub\"",
            "exists (node22, package @userhub/auth0-actions), deployed",
            "stays as it is"
        )
    );
    assert_eq!(
        shown(Change::Secrets).1,
        "API_KEY, CONNECTION_ID (values cannot be read)"
    );
    assert!(row(&decision, Change::Action).code.is_none());
    assert!(!decision.plan.undo.is_empty());
}

#[test]
fn the_login_flow_is_full_only_for_an_action_that_comes_into_it() {
    let mut full = empty();
    let ids: Vec<String> = (0..20).map(|n| format!("F{n}")).collect();
    full.flow = in_flow(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let issue = refused(&full, &wanted(), None);
    assert_eq!(issue.code, IssueCode::ChangeNotMade);
    assert!(issue.what.contains("20 Actions"), "{issue}");
    // Nothing is put into it in the first half.
    let half = with(&full, &first_half(), &Choices::default(), None);
    assert!(half.plan.is_first_half());
    // One less has room.
    full.flow.pop();
    with(&full, &wanted(), &Choices::default(), None);
    // Ours is among the twenty.
    let (mut found, record) = stands();
    found.flow.splice(
        0..2,
        in_flow(&ids[..19].iter().map(String::as_str).collect::<Vec<_>>()),
    );
    assert_eq!(found.flow.len(), 20);
    with(&found, &wanted(), &Choices::default(), Some(&record));
    // More than there can be, and ours among them: it is not put in.
    found.flow.extend(in_flow(&["more"]));
    with(&found, &wanted(), &Choices::default(), Some(&record));
}

#[test]
fn nothing_is_done_for_the_action_while_userhub_is_not_set_up() {
    let later = [Effect::Later; 3];
    let decision = with(&empty(), &first_half(), &Choices::default(), None);
    assert_eq!(effects(&decision)[2..], later);
    assert_eq!(decision.plan.changes(), 2);
    assert!(decision.plan.is_first_half());
    let (_, now, after) = texts(row(&decision, Change::Action));
    assert_eq!(now, "does not exist");
    assert_eq!(
        after,
        "after Parts 3 and 4, with the API key and the connection ID"
    );
    assert_eq!(
        row(&decision, Change::Flow).now,
        "1. Action A → 2. Action B"
    );
    // An Action of the name is no question yet.
    let mut found = empty();
    found.actions.push(our_action(&found));
    let decision = with(&found, &first_half(), &Choices::default(), None);
    assert!(decision.plan.questions.is_empty());
    assert_eq!(effects(&decision)[2..], later);
    assert_eq!(row(&decision, Change::Action).now, "one is there already");
    found.flow.clear();
    let decision = with(&found, &first_half(), &Choices::default(), None);
    assert_eq!(row(&decision, Change::Flow).now, "empty");
}

#[test]
fn each_state_of_the_permissions_has_its_row() {
    let (mut found, record) = stands();
    let mut state = |grants: Vec<Grant>| {
        found.grants = grants;
        let decision = with(&found, &wanted(), &Choices::default(), Some(&record));
        let row = row(&decision, Change::Permissions).clone();
        (row.effect, row.now, row.after, row.note)
    };
    let all = four();
    assert_eq!(
        state(Vec::new()),
        (Effect::Create, "–".into(), all.join(", "), None)
    );
    let (effect, now, after, note) = state(vec![grant("ours", &[])]);
    assert_eq!(
        (effect, now.as_str(), after),
        (Effect::Change, "–", all.join(", "))
    );
    assert_eq!(note, None);
    let (effect, now, after, _) = state(vec![grant("ours", &["read:users"])]);
    assert_eq!((effect, now.as_str()), (Effect::Change, "read:users"));
    assert!(
        after.starts_with("read:users, ") && after.split(", ").count() == 4,
        "{after}"
    );
    let more = |more: &[&str]| {
        let mut all: Vec<&str> = all.iter().map(String::as_str).collect();
        all.extend(more);
        vec![grant("ours", &all)]
    };
    let (effect, now, after, note) = state(more(&["read:logs"]));
    assert_eq!((effect, after.as_str()), (Effect::Keep, "stays as it is"));
    assert!(now.ends_with("read:logs"), "{now}");
    assert!(note.unwrap().ends_with("It stays."));
    let (_, _, _, note) = state(more(&["read:logs", "read:roles"]));
    assert!(note.unwrap().ends_with("They stay."));
    let everything = Grant {
        allows_all: true,
        ..grant("ours", &[])
    };
    let (effect, now, after, _) = state(vec![everything]);
    assert_eq!(
        (effect, now.as_str(), after.as_str()),
        (Effect::Keep, "all that there are", "stays as it is")
    );
    // Auth0's own grant is not ours to change.
    let system = Grant {
        is_system: true,
        ..grant("ours", &["read:users"])
    };
    assert_eq!(state(vec![system]).0, Effect::Create);
}

#[test]
fn each_state_of_an_action_that_is_there_has_its_row() {
    let (found, record) = stands();
    let shown = |change: &dyn Fn(&mut Action)| {
        let mut found = found.clone();
        change(&mut found.actions[0]);
        let decision = with(&found, &wanted(), &Choices::default(), Some(&record));
        row(&decision, Change::Action).clone()
    };
    let older = shown(&|action| action.deployment.is_current = false);
    assert_eq!(older.effect, Effect::Change);
    assert!(
        older.now.ends_with("an older version is deployed"),
        "{older:?}"
    );
    assert_eq!(older.after, "built and deployed");
    assert!(older.note.unwrap().contains("never deployed"));
    let never = shown(&|action| {
        action.deployment.version = None;
        action.deployment.is_current = true;
    });
    assert!(never.now.ends_with("not deployed"), "{never:?}");
    assert_eq!((never.effect, never.note), (Effect::Change, None));
    let never = shown(&|action| {
        action.deployment.version = None;
        action.deployment.is_current = false;
    });
    assert_eq!(never.note, None);
    let failed = shown(&|action| {
        action.deployment.status = "failed".to_owned();
        action.deployment.is_current = false;
    });
    assert!(
        failed.now.ends_with("Auth0 could not prepare it"),
        "{failed:?}"
    );
    let edited = shown(&|action| action.kept.code = "// theirs\n".to_owned());
    assert_eq!(
        (edited.effect, edited.after.as_str()),
        (Effect::Change, "code replaced, built and deployed")
    );
    assert_eq!(edited.code.unwrap().now.as_deref(), Some("// theirs\n"));
    assert_eq!(edited.note, None);
    let runtime = shown(&|action| action.kept.runtime = "node18".to_owned());
    assert_eq!(runtime.after, "runtime node22, built and deployed");
    assert!(runtime.now.starts_with("exists (node18, "), "{runtime:?}");
    let trigger = shown(&|action| action.kept.trigger_version = "v2".to_owned());
    assert_eq!(trigger.after, "trigger version v3, built and deployed");
    let package = shown(&|action| action.kept.dependencies.clear());
    assert_eq!(
        package.after,
        "package @userhub/auth0-actions, built and deployed"
    );
    assert!(package.now.contains("node22, no package"), "{package:?}");
    let pinned = shown(&|action| action.kept.dependencies[0].1 = "1.2.3".to_owned());
    assert_eq!(pinned.effect, Effect::Keep);
    let without = Choices {
        code: Code::WithoutPackage,
        ..Choices::default()
    };
    let decision = with(&found, &wanted(), &without, Some(&record));
    let row = row(&decision, Change::Action);
    assert_eq!(row.after, "code replaced, no package, built and deployed");
}

#[test]
fn secrets_stay_only_where_the_record_knows_each_of_them() {
    let (found, record) = stands();
    let effect = |found: &Found, record: &Record| {
        let decision = with(found, &wanted(), &Choices::default(), Some(record));
        row(&decision, Change::Secrets).effect
    };
    assert_eq!(effect(&found, &record), Effect::Keep);
    let mut other = record.clone();
    other.secrets.as_mut().unwrap().key = "another".to_owned();
    assert_eq!(effect(&found, &other), Effect::Change);
    let mut other = record.clone();
    other.secrets.as_mut().unwrap().slots[0].set_at = "later".to_owned();
    assert_eq!(effect(&found, &other), Effect::Change);
    let mut other = record.clone();
    other.secrets = None;
    assert_eq!(effect(&found, &other), Effect::Change);
    let mut none = found.clone();
    none.actions[0].secrets.clear();
    assert_eq!(effect(&none, &other), Effect::Create);
    let decision = with(&none, &wanted(), &Choices::default(), Some(&other));
    assert_eq!(row(&decision, Change::Secrets).now, "–");
    // The same values in an Action for another connection are another set-up's.
    let mut another = record;
    another.secrets.as_mut().unwrap().connection = "conn_another1".parse().unwrap();
    let used = Choices {
        action: Some(Answer::Use("U".to_owned())),
        ..Choices::default()
    };
    let decision = with(&found, &wanted(), &used, Some(&another));
    assert_eq!(row(&decision, Change::Secrets).effect, Effect::Change);
    let decision = with(&found, &wanted(), &Choices::default(), Some(&another));
    assert_eq!(decision.action, Target::Unsure);
    assert!(decision.plan.questions[0].what.contains("conn_another1"));
    assert_eq!(row(&decision, Change::Flow).effect, Effect::Ask);
    let second = Choices {
        action: Some(Answer::Second),
        ..Choices::default()
    };
    let decision = with(&found, &wanted(), &second, Some(&another));
    assert_eq!(decision.action, Target::Make("UserHub 2".to_owned()));
    let told = row(&decision, Change::Flow).note.clone().unwrap();
    assert!(told.contains("\"UserHub\" stays in the flow"), "{told}");
}

#[test]
fn something_of_the_name_is_a_question_until_it_is_answered() {
    let mut found = empty();
    found.applications.push(application("there", "UserHub"));
    let action = Action {
        name: "Mine".to_owned(),
        ..our_action(&found)
    };
    found.actions.push(action);
    let decision = with(&found, &wanted(), &Choices::default(), None);
    assert_eq!(effects(&decision), [Effect::Ask; 5]);
    assert_eq!(decision.plan.changes(), 0);
    let about: Vec<Change> = decision.plan.questions.iter().map(|q| q.about).collect();
    assert_eq!(about, [Change::Application, Change::Action]);
    let decision = with(&found, &wanted(), &use_only(), None);
    assert!(decision.plan.questions.is_empty());
    assert_eq!(decision.action, Target::Use("U".to_owned()));
    assert_eq!(row(&decision, Change::Action).title, "Action \"Mine\"");
    assert_eq!(decision.flow.last().unwrap().display_name, "Mine");
    // Of two none is the only one.
    found.applications.push(application("too", "UserHub 2"));
    found.actions.push(Action {
        id: "V".to_owned(),
        ..our_action(&found)
    });
    let decision = with(&found, &wanted(), &use_only(), None);
    assert_eq!(decision.application, Target::Unsure);
    assert_eq!(decision.action, Target::Unsure);
    let named = Choices {
        application: Some(Answer::Use("too".to_owned())),
        action: Some(Answer::Use("V".to_owned())),
        ..Choices::default()
    };
    let decision = with(&found, &wanted(), &named, None);
    assert_eq!(decision.application, Target::Use(ClientId::new("too")));
    assert_eq!(decision.action, Target::Use("V".to_owned()));
    let gone = Choices {
        application: Some(Answer::Use("gone".to_owned())),
        action: Some(Answer::Use("gone".to_owned())),
        ..Choices::default()
    };
    let decision = with(&found, &wanted(), &gone, None);
    assert_eq!(decision.application, Target::Unsure);
    assert_eq!(decision.action, Target::Unsure);
    let second = Choices {
        application: Some(Answer::Second),
        action: Some(Answer::Second),
        ..Choices::default()
    };
    let decision = with(&found, &wanted(), &second, None);
    assert_eq!(decision.application, Target::Make("UserHub 3".to_owned()));
    assert_eq!(decision.action, Target::Make("UserHub 2".to_owned()));
    // What the person names comes first.
    let named = Wanted {
        application: Some(ClientId::new("there")),
        ..wanted()
    };
    let decision = with(&found, &named, &Choices::default(), None);
    assert_eq!(decision.application, Target::Use(ClientId::new("there")));
}

#[test]
fn the_place_in_the_flow_is_the_one_that_was_chosen() {
    let (found, record) = stands();
    let place = |place| {
        let choices = Choices {
            place,
            ..Choices::default()
        };
        let decision = with(&found, &wanted(), &choices, Some(&record));
        let ids = decision.flow.iter().map(|b| b.action_id.clone());
        (ids.collect::<String>(), row(&decision, Change::Flow).effect)
    };
    assert_eq!(place(None), ("ABU".to_owned(), Effect::Keep));
    assert_eq!(place(Some(0)), ("UAB".to_owned(), Effect::Change));
    assert_eq!(place(Some(1)), ("AUB".to_owned(), Effect::Change));
    assert_eq!(place(Some(9)), ("ABU".to_owned(), Effect::Keep));
}
