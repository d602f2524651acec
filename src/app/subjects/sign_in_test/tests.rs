//! Watching for a sign-in.

use super::*;
use crate::app::msg::{CredentialsMsg, Msg};
use crate::app::state::State;
use crate::app::tests::{VALUES, controls, filled, pasted, update};
use crate::domain::pasted::Field;
use crate::domain::sign_in::Proof;
use crate::protocol::event::Event;

fn maria() -> SignIn {
    SignIn {
        id: Auth0UserId::new("auth0|1"),
        who: "maria@acme.example".to_owned(),
        email: None,
        at: Timestamp::UNIX_EPOCH,
    }
}

fn report(state: &mut State, ticket: Ticket, news: sign_in_test::Event) {
    update(state, Msg::Reported(Event::SignInTest { news, ticket }));
}

/// Begins a watch and gives its number.
fn begin(state: &mut State) -> Ticket {
    let commands = update(state, Msg::SignInTest(SignInTestMsg::Start));
    let [Command::WatchSignIn { ticket, .. }] = commands[..] else {
        panic!("{commands:?}")
    };
    report(
        state,
        ticket,
        sign_in_test::Event::Began(Timestamp::UNIX_EPOCH),
    );
    ticket
}

#[test]
fn whatever_value_changes_ends_the_test_and_its_late_proof_is_dropped() {
    let ways: [fn(&mut State, Field, &str) -> crate::app::effects::Effects; 2] = [
        |state, field, _| {
            let edited = CredentialsMsg::Edited(field);
            crate::app::update(state, Msg::Credentials(edited))
        },
        |state, field, text| {
            let text = crate::app::msg::Private(text.to_owned());
            let pasted = CredentialsMsg::Pasted(field, text);
            crate::app::update(state, Msg::Credentials(pasted))
        },
    ];
    for change in ways {
        for (field, text) in VALUES {
            let mut state = filled();
            let ticket = begin(&mut state);
            let effects = change(&mut state, field, text);
            assert_eq!(
                controls(&effects),
                [Control::Stop(Queue::SignInTest)],
                "{field:?}"
            );
            let proof = Proof::Added(Timestamp::UNIX_EPOCH);
            let late = sign_in_test::Event::Over(Verdict::Proved(maria(), proof));
            report(&mut state, ticket, late);
            assert!(state.sign_in_test.proved_by().is_none());
        }
    }
    // A value that is moved empties the field where it was.
    let mut state = filled();
    begin(&mut state);
    let issue = crate::domain::issue::Issue::value_malformed(Field::ApiKey);
    state.credentials.mistake = Some((Field::ApiKey, issue));
    "conn_26yEiYymqy6ZmG".clone_into(&mut state.credentials.drafts.api_key);
    let fix = crate::domain::issue::Fix::MoveTo(Field::ConnectionId);
    let effects = crate::app::update(&mut state, Msg::PressedFix(fix));
    assert_eq!(controls(&effects), [Control::Stop(Queue::SignInTest)]);
    // What was pasted is the same as before: it is looked at anew.
    pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
    assert!(!state.sign_in_test.is_on());
}

#[test]
fn who_was_known_before_proves_nothing_while_it_watches_on() {
    let mut state = filled();
    let ticket = begin(&mut state);
    report(&mut state, ticket, sign_in_test::Event::SignedIn(maria()));
    report(
        &mut state,
        ticket,
        sign_in_test::Event::KnownAlready(maria()),
    );
    let Phase::Watching { signed_in, .. } = &state.sign_in_test.phase else {
        panic!("{:?}", state.sign_in_test)
    };
    assert_eq!(signed_in[..], [(maria(), true)]);
    report(
        &mut state,
        ticket,
        sign_in_test::Event::Over(Verdict::CannotTell(maria())),
    );
    assert!(!state.sign_in_test.is_on() && state.sign_in_test.proved_by().is_none());
}
