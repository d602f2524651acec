//! Pasting and typing.

use super::*;
use crate::app::msg::{Msg, NavigationMsg, SetupsMsg, World};
use crate::app::state::State;
use crate::app::tests::{pasted as paste, real, update};
use crate::protocol::places::Place;

const BLOCK: &str = "https://manage.auth0.com/dashboard/eu/acme/applications/AbCdEfGhIjKlMnOpQrStUvWxYz012345/settings\nconn_26yEiYymqy6ZmG";

#[test]
fn a_block_of_text_fills_every_field_that_it_has_a_value_for_and_says_so() {
    let mut state = real();
    paste(&mut state, Field::Domain, BLOCK);
    assert_eq!(state.credentials.drafts.domain, "acme.eu.auth0.com");
    assert_eq!(
        state.credentials.drafts.client_id,
        "AbCdEfGhIjKlMnOpQrStUvWxYz012345"
    );
    assert_eq!(
        state.credentials.drafts.connection_id,
        "conn_26yEiYymqy6ZmG"
    );
    assert_eq!(state.credentials.pasting.filled.len(), 3);
}

#[test]
fn what_people_copy_along_is_cut_off() {
    for text in [
        "https://acme.eu.auth0.com/",
        " Acme.EU.auth0.com\n",
        "\"acme.eu.auth0.com\"",
        "Bearer acme.eu.auth0.com",
        "acme.eu.auth0.com/api/v2/",
    ] {
        let mut state = real();
        paste(&mut state, Field::Domain, text);
        assert_eq!(
            state.credentials.drafts.domain, "acme.eu.auth0.com",
            "{text}"
        );
        assert!(state.credentials.mistake.is_none(), "{text}");
    }
}

#[test]
fn a_value_in_the_wrong_field_is_named_and_moved_when_the_person_says_so() {
    let mut state = real();
    paste(&mut state, Field::ApiKey, "conn_26yEiYymqy6ZmG");
    assert_eq!(state.credentials.drafts.api_key, "conn_26yEiYymqy6ZmG");
    assert!(state.credentials.drafts.connection_id.is_empty());
    let fix = crate::domain::issue::Fix::MoveTo(Field::ConnectionId);
    assert!(
        state
            .credentials
            .mistake
            .as_ref()
            .is_some_and(|(_, issue)| issue.fixes.contains(&fix))
    );
    update(&mut state, Msg::PressedFix(fix));
    assert!(state.credentials.drafts.api_key.is_empty() && state.credentials.mistake.is_none());
    assert_eq!(
        state.credentials.drafts.connection_id,
        "conn_26yEiYymqy6ZmG"
    );
}

#[test]
fn a_secret_never_stays_where_it_could_be_read_and_still_can_be_moved() {
    let mut state = real();
    paste(
        &mut state,
        Field::ConnectionId,
        "sk_1234567890abcdefghijklmn",
    );
    assert!(state.credentials.drafts.connection_id.is_empty());
    assert!(!format!("{state:?}").contains("sk_1234"));
    let fix = crate::domain::issue::Fix::MoveTo(Field::ApiKey);
    update(&mut state, Msg::PressedFix(fix));
    assert_eq!(
        state.credentials.drafts.api_key,
        "sk_1234567890abcdefghijklmn"
    );
}

const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2FjbWUuZXUuYXV0aDAuY29tLyIsImF1ZCI6Imh0dHBzOi8vYWNtZS5ldS5hdXRoMC5jb20vYXBpL3YyLyIsInNjb3BlIjoicmVhZDpjbGllbnRzIiwiZXhwIjo0MTAyNDQ0ODAwfQ.c2lnbmF0dXJl";

#[test]
fn a_temporary_key_in_a_field_changes_no_field_that_holds_something() {
    let mut state = real();
    paste(&mut state, Field::Domain, "other.eu.auth0.com");
    paste(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
    paste(&mut state, Field::ApiKey, TOKEN);
    assert!(state.credentials.pasting.temporary_key);
    assert_eq!(state.credentials.drafts.domain, "other.eu.auth0.com");
    assert_eq!(
        state.credentials.drafts.api_key,
        "sk_1234567890abcdefghijklmn"
    );
}

#[test]
fn a_block_that_has_nothing_for_the_field_into_which_it_was_pasted_empties_that_field() {
    let mut state = real();
    paste(
        &mut state,
        Field::ClientSecret,
        "a-secret-of-the-application",
    );
    let block = "acme.eu.auth0.com\nconn_26yEiYymqy6ZmG";
    let text = Private(block.to_owned());
    let pasted = CredentialsMsg::Pasted(Field::ClientSecret, text);
    let ctx = state.context();
    let effects = state.credentials.update(pasted, &ctx);
    assert!(state.credentials.drafts.client_secret.is_empty());
    for changed in [Field::ClientSecret, Field::Domain, Field::ConnectionId] {
        let is_told = |signal: &Signal| matches!(signal, Signal::CredentialChanged(field) if *field == changed);
        assert!(effects.signals.iter().any(is_told), "{changed:?}");
    }
}

#[test]
fn a_custom_domain_is_told_without_asking_anybody() {
    let mut state = real();
    update(
        &mut state,
        Msg::Navigation(NavigationMsg::WentTo(Place::Tenant)),
    );
    assert!(paste(&mut state, Field::Domain, "login.acme.com").is_empty());
    let what = state.credentials.mistake.map(|(_, issue)| issue.what);
    assert_eq!(
        what.as_deref(),
        Some("login.acme.com is not an auth0.com domain")
    );
}

#[test]
fn practice_keeps_no_real_key_whether_pasted_or_typed() {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Setups(SetupsMsg::Began(World::Practice)));
    paste(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
    assert!(state.credentials.drafts.api_key.is_empty() && state.credentials.mistake.is_some());
    "sk_1234567890abcdefghijklmn".clone_into(&mut state.credentials.drafts.api_key);
    update(
        &mut state,
        Msg::Credentials(CredentialsMsg::Edited(Field::ApiKey)),
    );
    update(
        &mut state,
        Msg::Credentials(CredentialsMsg::Settled(Field::ApiKey)),
    );
    assert!(state.credentials.drafts.api_key.is_empty() && state.credentials.mistake.is_some());
}

#[test]
fn a_client_id_in_the_field_of_the_secret_is_named_and_moved() {
    let id = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";
    let mut state = real();
    paste(&mut state, Field::ClientSecret, id);
    let (field, issue) = state.credentials.mistake.clone().expect("a mistake");
    assert_eq!(field, Field::ClientSecret);
    assert_eq!(
        issue,
        Issue::wrong_kind(Kind::ClientId, Field::ClientSecret)
    );
    let moved = CredentialsMsg::MovedTo(Field::ClientId);
    update(&mut state, Msg::Credentials(moved));
    assert_eq!(state.credentials.drafts.client_id, id);
    assert!(state.credentials.drafts.client_secret.is_empty());
    assert!(state.credentials.mistake.is_none());
    // The shape is only a habit: beside another Client ID it may be a secret of an older application.
    paste(
        &mut state,
        Field::ClientSecret,
        "ZbCdEfGhIjKlMnOpQrStUvWxYz012345",
    );
    assert!(state.credentials.mistake.is_none());
}

#[test]
fn what_a_pasted_text_replaces_is_said() {
    let mut state = real();
    paste(&mut state, Field::Domain, "acme.eu.auth0.com");
    let address = "https://manage.auth0.com/dashboard/us/other/applications/AbCdEfGhIjKlMnOpQrStUvWxYz012345/settings";
    paste(&mut state, Field::ClientId, address);
    assert_eq!(
        state.credentials.pasting.replaced,
        [(Field::Domain, "acme.eu.auth0.com".to_owned())]
    );
}

#[test]
fn a_mistake_goes_when_its_field_is_emptied() {
    let mut state = real();
    paste(&mut state, Field::ApiKey, "conn_26yEiYymqy6ZmG");
    assert!(state.credentials.mistake.is_some());
    state.credentials.drafts.api_key.clear();
    let edited = CredentialsMsg::Edited(Field::ApiKey);
    update(&mut state, Msg::Credentials(edited));
    assert!(state.credentials.mistake.is_none());
}
