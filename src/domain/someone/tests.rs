//! Each situation has its verdict and its words.

use std::collections::HashSet;

use jiff::Timestamp;

use super::*;
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::profile::Profile;
use crate::domain::removal::{Account, Deletion, State};

fn at(text: &str) -> Timestamp {
    format!("2026-11-26T{text}Z").parse().unwrap()
}

fn profile(name: &str) -> Profile {
    Profile {
        display_name: Some(name.to_owned()),
        email: Some("ada@example.com".to_owned()),
        ..Profile::default()
    }
}

fn ada() -> Auth0Person {
    person("auth0|1", "Ada")
}

fn person(id: &str, name: &str) -> Auth0Person {
    Auth0Person {
        id: id.to_owned(),
        profile: Some(profile(name)),
        created_at: Some(at("01:00:00")),
        updated_at: Some(at("01:00:00")),
        is_listed: Some(true),
        ..Auth0Person::default()
    }
}

fn user(id: &str, external: &[&str]) -> UserHubUser {
    UserHubUser {
        id: UserHubUserId::new(id),
        external_ids: external.iter().map(|id| Auth0UserId::new(*id)).collect(),
        elsewhere: Vec::new(),
        account: Account {
            state: State::Active,
            disabled: false,
        },
        profile: profile("Ada"),
        created_at: None,
        other_tenant: None,
        connection_trouble: None,
        protected: None,
    }
}

/// Somebody was compared this morning, and an address is asked for at noon.
fn facts(auth0: Vec<Auth0Person>, userhub: Vec<UserHubUser>) -> Facts {
    Facts {
        asked: Asked::Email("ada@example.com".to_owned()),
        now: at("12:00:00"),
        domain: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
        auth0,
        id_is_malformed: false,
        userhub,
        userhub_seen: Seen::Answered,
        merged: None,
        deletion: None,
        known: Known {
            compared_at: Some(at("08:00:00")),
            ..Known::default()
        },
    }
}

fn both(change: impl FnOnce(&mut Facts)) -> Answer {
    let mut facts = facts(vec![ada()], vec![user("usr_1", &["auth0|1"])]);
    change(&mut facts);
    answer(&facts)
}

fn in_auth0(change: impl FnOnce(&mut Facts)) -> Answer {
    let mut facts = facts(vec![ada()], vec![]);
    change(&mut facts);
    answer(&facts)
}

fn in_userhub(change: impl FnOnce(&mut Facts)) -> Answer {
    let mut facts = facts(vec![], vec![user("usr_1", &["auth0|1"])]);
    change(&mut facts);
    answer(&facts)
}

fn nowhere(change: impl FnOnce(&mut Facts)) -> Answer {
    let mut facts = facts(vec![], vec![]);
    change(&mut facts);
    answer(&facts)
}

fn block(facts: &mut Facts) {
    facts.auth0[0].profile.as_mut().unwrap().disabled = true;
}

fn disable(facts: &mut Facts) {
    facts.userhub[0].account = Account {
        state: State::Disabled,
        disabled: true,
    };
    facts.userhub[0].profile.disabled = true;
}

fn mark(facts: &mut Facts) {
    facts.userhub[0].account.state = State::PendingDeletion;
}

fn rename(facts: &mut Facts) {
    facts.auth0[0].profile = Some(profile("Ada L."));
}

fn by_app(facts: &mut Facts, kind: OursKind) {
    facts.known.ours = Some(Ours {
        kind,
        at: at("10:00:00"),
        run: 7,
    });
}

fn asked_by_id(facts: &mut Facts) {
    facts.asked = Asked::Auth0Id {
        id: "auth0|1".to_owned(),
        connection: None,
    };
}

fn merged() -> Merged {
    Merged {
        id: "auth0|1".to_owned(),
        into: person("google-oauth2|2", "Ada G."),
    }
}

#[track_caller]
fn says(answer: &Answer, code: &str, words: &str) {
    assert_eq!(answer.verdict.code(), code, "{answer:?}");
    assert!(
        answer.text.contains(words),
        "{:?} lacks {words:?}",
        answer.text
    );
    // The window has buttons where a terminal has commands.
    assert!(
        !answer.window_fix(None).contains("userhub-connect"),
        "{answer:?}"
    );
    assert!(
        answer.fix.is_empty() || !answer.window_fix(None).is_empty(),
        "{answer:?}"
    );
}

macro_rules! situations {
    ($($name:ident: $answer:expr, $code:literal, $words:literal;)*) => {
        $(
            #[test]
            fn $name() {
                says(&$answer, $code, $words);
            }
        )*

        #[test]
        fn every_situation_has_words_and_a_verdict_of_its_own() {
            let answers = [$($answer),*];
            let codes: HashSet<&str> = answers.iter().map(|one| one.verdict.code()).collect();
            let texts: HashSet<&str> = answers.iter().map(|one| one.text.as_str()).collect();
            assert!(codes.len() >= 45, "{}", codes.len());
            assert_eq!(texts.len(), answers.len());
            for one in answers {
                assert!(one.text.ends_with('.') && !one.text.contains(".."), "{}", one.text);
            }
        }
    };
}

situations! {
    both_agree: both(|_| {}), "agree", "Ada is in both, and they agree.";
    blocked_in_both: both(|f| { block(f); disable(f); }), "blocked", "blocked in Auth0, and disabled in UserHub";
    blocked_and_userhub_does_not_know: both(block), "blocked_in_auth0_only", "still has them as active";
    disabled_in_userhub_by_somebody: both(disable), "disabled_in_userhub", "Auth0 has not blocked them";
    disabled_by_the_app_and_back: both(|f| { disable(f); by_app(f, OursKind::Disabled); }),
        "disabled_by_app", "the app disabled them in UserHub on 26 November 2026 at 10:00 UTC";
    changed_after_the_comparison: both(|f| { rename(f); f.auth0[0].updated_at = Some(at("11:59:20")); }),
        "changed_since_comparison", "changed 40 seconds ago, after the last comparison";
    userhub_keeps_its_own: both(|f| { rename(f); f.known.keeps_own = true; }), "kept_by_userhub", "fields, although";
    they_differ: both(rename), "differ", "they differ in these fields: name";
    the_connection_is_broken: both(|f| { rename(f); f.userhub[0].connection_trouble = Some("BROKEN".to_owned()); }),
        "connection_broken", "does not work (BROKEN)";
    the_address_changed: both(|f| f.auth0[0].profile.as_mut().unwrap().email = Some("a@new.example".to_owned())),
        "address_changed", "a@new.example in Auth0, ada@example.com in UserHub";
    marked_by_somebody: both(mark), "marked_in_userhub", "which this app did not do";
    marked_by_the_app_and_back: both(|f| { mark(f); by_app(f, OursKind::Marked); }),
        "marked_by_app", "is in Auth0 again; the app marked them";
    taken_back_by_an_undo: both(|f| { mark(f); by_app(f, OursKind::TakenBack); }),
        "taken_back", "the sync that added them to UserHub was taken back";
    archived: both(|f| f.userhub[0].account.state = State::Archived), "archived_in_userhub", "ARCHIVED";
    linked_in_userhub: both(|f| f.userhub[0].external_ids.push(Auth0UserId::new("auth0|2"))),
        "linked_in_userhub", "for other people of Auth0: auth0|2";
    twice_in_userhub: both(|f| f.userhub.push(user("usr_2", &[]))), "twice_in_userhub", "UserHub has 2 users with this address";
    an_odd_record: both(|f| f.auth0[0].unreadable = Some("odd".to_owned())), "unreadable", "cannot be read: odd";

    created_seconds_ago: in_auth0(|f| f.auth0[0].created_at = Some(at("11:59:20"))), "created_just_now", "created 40 seconds ago";
    the_index_lags: in_auth0(|f| f.auth0[0].is_listed = Some(false)), "index_lag", "its index is behind";
    created_after_the_comparison: in_auth0(|f| f.auth0[0].created_at = Some(at("09:00:00"))),
        "created_since_comparison", "created 3 hours ago, after the last comparison";
    blocked_and_never_imported: in_auth0(block), "blocked_never_imported", "was never imported";
    refused_by_userhub: in_auth0(|f| f.known.problem = Some(("UserHub does not take the address".to_owned(), "Change it.".to_owned()))),
        "refused_by_userhub", "could not bring them over. UserHub does not take the address.";
    planned_and_not_done: in_auth0(|f| f.known.is_planned = true), "planned", "no sync has done that yet";
    nothing_was_compared: in_auth0(|f| f.known.compared_at = None), "never_compared", "nothing was compared";
    taken_out_in_userhub: in_auth0(|f| f.known.synced_at = Some(at("07:00:00"))), "removed_in_userhub", "somebody has taken them out";
    same_address_through_another_connection: in_auth0(|f| {
        let mut other = user("usr_9", &[]);
        other.elsewhere = vec!["STRIPE".to_owned()];
        f.userhub.push(other);
    }), "other_connection", "who came through STRIPE: usr_9";
    no_reason_is_known: in_auth0(|_| {}), "not_imported", "nothing on this computer says why";
    the_key_may_not_read: in_auth0(|f| f.userhub_seen = Seen::NotAllowed), "userhub_not_readable", "No sync of this computer";

    two_with_one_address: both(|f| {
        f.auth0.push(person("google-oauth2|2", "Ada G."));
        f.userhub.push(user("usr_2", &["google-oauth2|2"]));
    }), "several_with_address", "UserHub has all of them";
    two_with_one_address_and_one_missing: both(|f| f.auth0.push(person("google-oauth2|2", "Ada G."))),
        "several_with_address_some_in_userhub", "missing there: Ada G. (google-oauth2|2)";
    two_with_one_address_and_both_missing: in_auth0(|f| f.auth0.push(person("google-oauth2|2", "Ada G."))),
        "several_with_address_none_in_userhub", "UserHub has none of them";
    many_of_one_name: both(|f| {
        f.asked = Asked::Name("Ada".to_owned());
        f.auth0.push(person("google-oauth2|2", "Ada G."));
    }), "several_by_name", "Auth0 has 2 people who fit this name: Ada (auth0|1), Ada G. (google-oauth2|2)";
    many_in_userhub_alone: in_userhub(|f| f.userhub.push(user("usr_2", &["auth0|2"]))),
        "several_only_in_userhub", "Auth0 has none of them";

    deleted: in_userhub(|_| {}), "deleted", "Auth0 does not have Ada. They were deleted there.";
    deleted_and_when: in_userhub(|f| f.deletion = Some(Deletion { at: at("09:01:00"), by: Some("the dashboard".to_owned()) })),
        "deleted_when_known", "They were deleted there on 26 November 2026 at 09:01 UTC by the dashboard.";
    deleted_before_a_sync_missed_them: in_userhub(|f| f.known.missed_since = Some(at("08:00:00"))),
        "deleted_when_known", "before 26 November 2026 at 08:00 UTC";
    deleted_with_a_subscription: in_userhub(|f| f.userhub[0].protected = Some("has a subscription".to_owned())),
        "deleted", "the user has a subscription";
    deleted_and_kept: in_userhub(|f| f.known.kept_at = Some(at("09:00:00"))), "deleted_kept", "decided to keep them";
    deleted_and_disabled_by_the_app: in_userhub(|f| { disable(f); by_app(f, OursKind::Disabled); }),
        "deleted_disabled_by_app", "The app disabled them";
    deleted_and_disabled: in_userhub(disable), "deleted_disabled", "which this app did not do";
    deleted_and_marked_by_the_app: in_userhub(|f| { mark(f); by_app(f, OursKind::Marked); }),
        "deleted_marked_by_app", "The app marked them for deletion";
    deleted_and_marked: in_userhub(mark), "deleted_marked", "marked for deletion in UserHub, which this app did not do";
    merged_and_in_userhub: in_userhub(|f| f.merged = Some(merged())), "merged", "auth0|1 was merged into Ada G. (google-oauth2|2)";
    merged_and_both_in_userhub: in_userhub(|f| {
        f.merged = Some(merged());
        f.userhub[0].external_ids.push(Auth0UserId::new("google-oauth2|2"));
    }), "merged_both_in_userhub", "UserHub still has them as usr_1";
    merged_and_in_neither: nowhere(|f| { asked_by_id(f); f.merged = Some(merged()); }), "merged", "UserHub does not have it either";
    of_another_tenant: in_userhub(|f| f.userhub[0].other_tenant = Some("umbrella (us)".to_owned())),
        "other_tenant", "from the Auth0 tenant umbrella (us)";
    through_another_connection: in_userhub(|f| {
        f.userhub[0].external_ids.clear();
        f.userhub[0].elsewhere = vec!["AMAZON_COGNITO".to_owned()];
    }), "through_other_connection", "another connection (AMAZON_COGNITO)";
    through_no_connection: in_userhub(|f| f.userhub[0].external_ids.clear()), "through_no_connection", "made in UserHub";

    in_neither_any_more: nowhere(|f| { asked_by_id(f); f.known.synced_at = Some(at("07:00:00")); }),
        "gone_from_both", "Neither Auth0 nor UserHub has the id auth0|1 any more.";
    an_address_nowhere: nowhere(|_| {}), "nowhere", "has the address ada@example.com";
    a_name_nowhere: nowhere(|f| f.asked = Asked::Name("Ada".to_owned())), "nowhere", "has the name Ada";
    an_id_nowhere: nowhere(asked_by_id), "no_such_auth0_id", "Auth0 (acme.eu.auth0.com) does not have the id auth0|1";
    an_id_of_userhubs_nowhere: nowhere(|f| f.asked = Asked::UserHubId("usr_7".to_owned())),
        "no_such_userhub_id", "UserHub does not have the id usr_7";
    no_id_at_all: nowhere(|f| { asked_by_id(f); f.id_is_malformed = true; }), "no_id", "nobody can have the id auth0|1";
    an_id_with_another_connection: nowhere(|f| f.asked = Asked::Auth0Id {
        id: "auth0|1".to_owned(),
        connection: Some("conn_2".to_owned()),
    }), "other_connection_asked", "names the connection conn_2";
}

#[test]
fn what_the_app_did_leads_to_its_run_and_what_differs_to_a_sync() {
    let marked = in_userhub(|f| {
        mark(f);
        by_app(f, OursKind::Marked);
    });
    assert_eq!(marked.help(), Help::SeeRun(7));
    assert_eq!(both(rename).help(), Help::SyncOne);
    assert_eq!(both(|_| {}).help(), Help::Nothing);
    assert_eq!(both(|_| {}).verdict.mood(), Mood::Well);
    assert_eq!(in_userhub(|_| {}).help(), Help::Decide);
    assert_eq!(nowhere(|_| {}).verdict.mood(), Mood::Open);
}

#[test]
fn what_happened_is_told_in_its_order_and_of_one_person_alone() {
    let mut one = facts(vec![ada()], vec![user("usr_1", &["auth0|1"])]);
    one.known.synced_at = Some(at("07:00:00"));
    one.userhub[0].created_at = Some(at("06:00:00"));
    one.auth0[0].updated_at = Some(at("09:30:00"));
    let told: Vec<String> = timeline(&one).into_iter().map(|it| it.what).collect();
    assert_eq!(
        told,
        [
            "Created in Auth0",
            "Created in UserHub",
            "Brought over by a sync",
            "Everybody was compared",
            "Last changed in Auth0, or signed in",
        ]
    );
    one.auth0.push(person("google-oauth2|2", "Ada G."));
    assert_eq!(timeline(&one), []);
}
