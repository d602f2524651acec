//! Pasting and typing: any field takes any value, and says where it belongs.
//!
//! A text with several values fills all fields. A single value in the wrong field is named, and moved when the person
//! says so. A secret never stays in a field whose letters can be read.

use super::msg::World;
use super::state::State;
use super::{look, onboarding};
use crate::domain::issue::Issue;
use crate::domain::pasted::{self, Field, Kind, Pasted, classify};
use crate::domain::secret::Secret;
use crate::protocol::command::Command;

/// What the last paste was taken for.
#[derive(Debug, Default)]
pub struct Pasting {
    /// How the value of the domain's field was read, while it holds that value.
    pub read_as: Option<String>,
    /// The fields that one text filled, where it filled more than the one that was pasted into.
    pub filled: Vec<Field>,
    /// What could not be used as it is.
    pub remarks: Vec<&'static str>,
    /// A temporary key was among it. It was not kept.
    pub temporary_key: bool,
    /// A secret that was pasted where everybody could read it: taken out, and kept until it is moved.
    stray: Option<Secret>,
}

/// Puts each value of a pasted text where it belongs. A text with nothing in it that we know stays as it is.
pub(super) fn paste(state: &mut State, field: Field, text: &str) -> Vec<Command> {
    let found = pasted::read(text);
    if state.world == Some(World::Practice) && looks_real(&found) {
        return refuse_real_key(state, field);
    }
    state.pasting = Pasting {
        remarks: found.remarks.iter().map(|remark| remark.text()).collect(),
        temporary_key: found.management_token.is_some(),
        ..Pasting::default()
    };
    let values = values(&found, text);
    let mut commands = match &values[..] {
        // A temporary key belongs into none of the fields, and so changes none that holds something.
        several if found.management_token.is_some() => {
            let is_free = |place: &Field| state.drafts.get(*place).trim().is_empty();
            let free = several.iter().filter(|(place, _)| is_free(place));
            fill(state, &free.cloned().collect::<Vec<_>>())
        }
        [(place, value)] if *place != field => in_wrong_field(state, field, *place, value),
        [] => keep(state, field, text),
        several => {
            let mut commands = fill(state, several);
            if !several.iter().any(|(place, _)| *place == field) {
                commands.extend(change(state, field, ""));
            }
            if several.len() > 1 {
                state.pasting.filled = several.iter().map(|(place, _)| *place).collect();
            }
            commands
        }
    };
    let domain = found.domain.as_ref();
    if domain.is_some() && state.mistake.is_none() {
        state.pasting.read_as = found.read_as().into_iter().next();
    }
    commands.extend(after(state));
    commands
}

/// Enters a value, as if the person had typed it. What hung on the former one goes with it.
#[must_use]
fn change(state: &mut State, field: Field, value: &str) -> Vec<Command> {
    value.clone_into(state.drafts.get_mut(field));
    onboarding::edited(state, field)
}

#[must_use]
fn fill(state: &mut State, values: &[(Field, String)]) -> Vec<Command> {
    let filled = values.iter();
    filled
        .flat_map(|(field, value)| change(state, *field, value))
        .collect()
}

/// The values of a text, each with the field where it belongs.
fn values(found: &Pasted, text: &str) -> Vec<(Field, String)> {
    // A dashboard address of the region `us` may mean two domains: it is kept whole, and read when it is used.
    let domain = found.domain.as_ref().map(|domain| {
        if domain.second.is_some() {
            pasted::address_in(text).unwrap_or_else(|| domain.first.to_string())
        } else {
            domain.first.to_string()
        }
    });
    let secret = |value: &Option<Secret>| value.as_ref().map(|value| value.expose().to_owned());
    [
        (Field::Domain, domain),
        (
            Field::ClientId,
            found.client_id.as_ref().map(ToString::to_string),
        ),
        (Field::ClientSecret, secret(&found.client_secret)),
        (
            Field::ConnectionId,
            found.connection_id.as_ref().map(ToString::to_string),
        ),
        (Field::ApiKey, secret(&found.api_key)),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field, value?)))
    .collect()
}

/// A single value that belongs elsewhere: it stays where it was pasted, unless it is a secret that could be read there.
///
/// Where the field takes it all the same, because its shape is only a habit, it is simply kept.
#[must_use]
fn in_wrong_field(state: &mut State, field: Field, place: Field, value: &str) -> Vec<Command> {
    let kind = classify(value);
    if field.accepts(kind) {
        return keep(state, field, value);
    }
    let is_stray = place.is_secret() && !field.is_secret();
    if is_stray {
        state.pasting.stray = Some(Secret::new(value));
    }
    let commands = change(state, field, if is_stray { "" } else { value });
    state.mistake = Some((field, Issue::wrong_kind(kind, field)));
    commands
}

/// Keeps a text that holds nothing we know, without the blanks, quotes and `Bearer` around it.
#[must_use]
fn keep(state: &mut State, field: Field, text: &str) -> Vec<Command> {
    let commands = change(state, field, &pasted::clean(text));
    judge(state, field);
    commands
}

/// Says at once what is the matter with a field's value, where that can be seen without asking anybody.
fn judge(state: &mut State, field: Field) {
    let text = state.drafts.get(field).to_owned();
    if text.trim().is_empty() {
        return;
    }
    let kind = classify(&text);
    let mistake = if field == Field::Domain {
        let problem = pasted::read_domain(&text).err();
        problem.map(|problem| Issue::domain(&text, problem))
    } else {
        (!field.accepts(kind)).then(|| Issue::wrong_kind(kind, field))
    };
    if let Some(issue) = mistake {
        let is_secret = matches!(kind, Kind::ApiKey | Kind::ClientSecret | Kind::Token);
        if is_secret && !field.is_secret() {
            state.drafts.get_mut(field).clear();
            if kind != Kind::Token {
                state.pasting.stray = Some(Secret::new(&text));
            }
        }
        state.mistake = Some((field, issue));
    }
}

/// Nobody has typed for a moment: what was typed is judged, and what can be checked by itself is checked.
pub(super) fn settled(state: &mut State, field: Field) -> Vec<Command> {
    if state.drafts.get(field).trim().is_empty() {
        return Vec::new();
    }
    if state.world == Some(World::Practice) && looks_real(&pasted::read(state.drafts.get(field))) {
        return refuse_real_key(state, field);
    }
    judge(state, field);
    after(state)
}

/// Starts the check of the page as soon as its values are there, once for the same values.
fn after(state: &mut State) -> Vec<Command> {
    let Some(scope) = state.place.page().and_then(|page| page.check) else {
        return Vec::new();
    };
    let asked = state.checks.scope == Some(scope) || state.proved.contains(&scope);
    if state.mistake.is_some() || asked || state.setup(scope).is_err() {
        return Vec::new();
    }
    onboarding::check(state, scope)
}

/// Takes the value out of the field that it was pasted into, and puts it where it belongs.
pub(super) fn move_to(state: &mut State, place: Field) -> Vec<Command> {
    let Some((from, _)) = state.mistake.take() else {
        return Vec::new();
    };
    let stray = state.pasting.stray.take();
    let text = stray.map_or_else(
        || std::mem::take(state.drafts.get_mut(from)),
        |secret| secret.expose().to_owned(),
    );
    let mut commands = onboarding::edited(state, from);
    commands.extend(paste(state, place, &text));
    state.pasting.filled = vec![place];
    state.look.turn(look::Target::Field(from));
    commands
}

/// Empties a field of practice that a real key was put into, and says why.
fn refuse_real_key(state: &mut State, field: Field) -> Vec<Command> {
    let commands = change(state, field, "");
    state.mistake = Some((field, Issue::practice_needs_no_key(field)));
    commands
}

/// Whether a text holds a key that is not one of the practice world's.
fn looks_real(found: &Pasted) -> bool {
    let real = |text: &str| !text.contains("practice");
    found.api_key.as_ref().is_some_and(|key| real(key.expose()))
        || found
            .client_secret
            .as_ref()
            .is_some_and(|secret| real(secret.expose()))
        || found.management_token.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::{Msg, Private};
    use crate::app::update;
    use crate::protocol::checks::Scope;
    use crate::protocol::lane::Lane;
    use crate::protocol::places::Place;

    const BLOCK: &str = "https://manage.auth0.com/dashboard/eu/acme/applications/AbCdEfGhIjKlMnOpQrStUvWxYz012345/settings\nconn_26yEiYymqy6ZmG";

    fn real() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        state
    }

    fn paste(state: &mut State, field: Field, text: &str) -> Vec<Command> {
        update(state, Msg::Pasted(field, Private(text.to_owned())))
    }

    #[test]
    fn a_block_of_text_fills_every_field_that_it_has_a_value_for_and_says_so() {
        let mut state = real();
        paste(&mut state, Field::Domain, BLOCK);
        assert_eq!(state.drafts.domain, "acme.eu.auth0.com");
        assert_eq!(state.drafts.client_id, "AbCdEfGhIjKlMnOpQrStUvWxYz012345");
        assert_eq!(state.drafts.connection_id, "conn_26yEiYymqy6ZmG");
        assert_eq!(state.pasting.filled.len(), 3);
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
            assert_eq!(state.drafts.domain, "acme.eu.auth0.com", "{text}");
            assert!(state.mistake.is_none(), "{text}");
        }
    }

    #[test]
    fn a_value_in_the_wrong_field_is_named_and_moved_when_the_person_says_so() {
        let mut state = real();
        paste(&mut state, Field::ApiKey, "conn_26yEiYymqy6ZmG");
        assert_eq!(state.drafts.api_key, "conn_26yEiYymqy6ZmG");
        assert!(state.drafts.connection_id.is_empty());
        let fix = crate::domain::issue::Fix::MoveTo(Field::ConnectionId);
        assert!(
            state
                .mistake
                .as_ref()
                .is_some_and(|(_, issue)| issue.fixes.contains(&fix))
        );
        update(&mut state, Msg::PressedFix(fix));
        assert!(state.drafts.api_key.is_empty() && state.mistake.is_none());
        assert_eq!(state.drafts.connection_id, "conn_26yEiYymqy6ZmG");
    }

    #[test]
    fn a_secret_never_stays_where_it_could_be_read_and_still_can_be_moved() {
        let mut state = real();
        paste(
            &mut state,
            Field::ConnectionId,
            "sk_1234567890abcdefghijklmn",
        );
        assert!(state.drafts.connection_id.is_empty());
        assert!(!format!("{state:?}").contains("sk_1234"));
        let fix = crate::domain::issue::Fix::MoveTo(Field::ApiKey);
        update(&mut state, Msg::PressedFix(fix));
        assert_eq!(state.drafts.api_key, "sk_1234567890abcdefghijklmn");
    }

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2FjbWUuZXUuYXV0aDAuY29tLyIsImF1ZCI6Imh0dHBzOi8vYWNtZS5ldS5hdXRoMC5jb20vYXBpL3YyLyIsInNjb3BlIjoicmVhZDpjbGllbnRzIiwiZXhwIjo0MTAyNDQ0ODAwfQ.c2lnbmF0dXJl";

    #[test]
    fn a_temporary_key_in_a_field_changes_no_field_that_holds_something() {
        let mut state = real();
        paste(&mut state, Field::Domain, "other.eu.auth0.com");
        paste(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
        paste(&mut state, Field::ApiKey, TOKEN);
        assert!(state.pasting.temporary_key);
        assert_eq!(state.drafts.domain, "other.eu.auth0.com");
        assert_eq!(state.drafts.api_key, "sk_1234567890abcdefghijklmn");
    }

    #[test]
    fn a_value_that_is_pasted_or_moved_ends_the_sign_in_test_and_the_proof_of_what_it_replaces() {
        let watching = || {
            let mut state = real();
            paste(&mut state, Field::Domain, "acme.eu.auth0.com");
            state.proof.watch.phase = crate::app::proof::Phase::Starting { held_up: None };
            state
        };
        let stops = |commands: &[Command]| {
            let stop = |one: &Command| matches!(one, Command::Stop(Lane::Watch));
            assert!(commands.iter().any(stop), "{commands:?}");
        };
        stops(&paste(
            &mut watching(),
            Field::ApiKey,
            "sk_1234567890abcdefghijklmn",
        ));
        stops(&paste(&mut watching(), Field::ClientSecret, BLOCK));
        let mut state = watching();
        state.mistake = Some((Field::ApiKey, Issue::value_malformed(Field::ApiKey)));
        "conn_26yEiYymqy6ZmG".clone_into(&mut state.drafts.api_key);
        let fix = crate::domain::issue::Fix::MoveTo(Field::ConnectionId);
        stops(&update(&mut state, Msg::PressedFix(fix)));
        // A block that has nothing for the field into which it was pasted empties that field.
        let mut state = real();
        paste(
            &mut state,
            Field::ClientSecret,
            "a-secret-of-the-application",
        );
        state.proved.insert(Scope::Auth0);
        let block = "acme.eu.auth0.com\nconn_26yEiYymqy6ZmG";
        paste(&mut state, Field::ClientSecret, block);
        assert!(state.drafts.client_secret.is_empty() && state.proved.is_empty());
    }

    #[test]
    fn the_tenant_is_checked_by_itself_once_for_a_value() {
        let mut state = real();
        update(&mut state, Msg::WentTo(Place::Tenant));
        "acme.eu.auth0.com".clone_into(&mut state.drafts.domain);
        update(&mut state, Msg::Edited(Field::Domain));
        assert_eq!(update(&mut state, Msg::Settled(Field::Domain)).len(), 1);
        assert!(update(&mut state, Msg::Settled(Field::Domain)).is_empty());
    }

    #[test]
    fn a_custom_domain_is_told_without_asking_anybody() {
        let mut state = real();
        update(&mut state, Msg::WentTo(Place::Tenant));
        assert!(paste(&mut state, Field::Domain, "login.acme.com").is_empty());
        let what = state.mistake.map(|(_, issue)| issue.what);
        assert_eq!(
            what.as_deref(),
            Some("login.acme.com is not an auth0.com domain")
        );
    }

    #[test]
    fn practice_keeps_no_real_key_whether_pasted_or_typed() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Practice));
        paste(&mut state, Field::ApiKey, "sk_1234567890abcdefghijklmn");
        assert!(state.drafts.api_key.is_empty() && state.mistake.is_some());
        "sk_1234567890abcdefghijklmn".clone_into(&mut state.drafts.api_key);
        update(&mut state, Msg::Edited(Field::ApiKey));
        update(&mut state, Msg::Settled(Field::ApiKey));
        assert!(state.drafts.api_key.is_empty() && state.mistake.is_some());
    }
}
