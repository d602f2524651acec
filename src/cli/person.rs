//! `person`: one person on both sides as they are now, the verdict first.

use serde_json::{Value, json};

use super::args::{Options, PersonArgs};
use super::exit::Exit;
use super::out::Out;
use super::practice;
use super::talk::Conversation;
use crate::domain::issue::in_one_line;
use crate::domain::profile::{Field, Profile};
use crate::domain::someone::{Auth0Person, UserHubUser};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::someone::{Someone, SomeoneRequest};
use crate::protocol::ticket::Ticket;

/// Asks about somebody. The verdict decides nothing about the exit code: it is an answer.
pub(super) fn run(options: &Options, args: &PersonArgs, out: Out) -> Exit {
    let started = practice::setup(options)
        .and_then(|(setup, world)| Ok((setup, world, Conversation::start()?)));
    let (setup, _world, conversation) = match started {
        Ok(started) => started,
        Err(issue) => return out.problem(&issue),
    };
    conversation.send(Command::Someone(SomeoneRequest {
        setup: Box::new(setup),
        who: args.who.clone(),
        ticket: Ticket::default(),
    }));
    while let Some(event) = conversation.next() {
        if let Event::Someone(told) = event {
            return match told.result {
                Ok(someone) if out.is_json() => {
                    Out::event(&as_json(&someone));
                    Exit::Done
                }
                Ok(someone) => {
                    tell(&someone);
                    Exit::Done
                }
                Err(issue) => out.problem(&issue),
            };
        }
    }
    // The worker broke off, and has said so.
    Exit::Interrupted
}

fn tell(someone: &Someone) {
    Out::line(in_one_line(&someone.answer.text));
    if !someone.answer.fix.is_empty() {
        Out::line(in_one_line(&someone.answer.fix));
    }
    for person in &someone.auth0 {
        Out::line(format!("\nAuth0    {}", in_one_line(&person.id)));
        let blank = Profile::default();
        fields(person.profile.as_ref().unwrap_or(&blank));
        for (name, at) in [
            ("created", person.created_at),
            ("changed", person.updated_at),
        ] {
            if let Some(at) = at {
                Out::line(format!("  {name:<20} {at}"));
            }
        }
    }
    for user in &someone.userhub {
        let state = user.account.state.word();
        Out::line(format!(
            "\nUserHub  {}  {state}",
            in_one_line(user.id.as_str())
        ));
        fields(&user.profile);
        for id in &user.external_ids {
            Out::line(format!("  {:<20} {}", "Auth0 id", in_one_line(id.as_str())));
        }
        if let Some(why) = &user.protected {
            Out::line(format!("  {:<20} {}", "note", in_one_line(why)));
        }
    }
}

fn fields(profile: &Profile) {
    for field in Field::ALL {
        if let Some(text) = profile.text(field) {
            Out::line(format!("  {:<20} {}", field.name(), in_one_line(text)));
        }
    }
}

fn as_json(someone: &Someone) -> Value {
    json!({
        "event": "person",
        "verdict": someone.answer.verdict.code(),
        "text": someone.answer.text,
        "fix": someone.answer.fix,
        "auth0": someone.auth0.iter().map(auth0_as_json).collect::<Vec<Value>>(),
        "userhub": someone.userhub.iter().map(userhub_as_json).collect::<Vec<Value>>(),
        "merged_into": someone.merged_into,
        "timeline": someone.timeline.iter().map(|moment| json!({
            "at": moment.at.to_string(),
            "what": moment.what,
        })).collect::<Vec<Value>>(),
    })
}

fn auth0_as_json(person: &Auth0Person) -> Value {
    json!({
        "id": person.id,
        "profile": person.profile.as_ref().map(profile_as_json),
        "unreadable": person.unreadable,
        "connection": person.connection,
        "created_at": person.created_at.map(|at| at.to_string()),
        "updated_at": person.updated_at.map(|at| at.to_string()),
        "merged": person.merged,
    })
}

fn userhub_as_json(user: &UserHubUser) -> Value {
    json!({
        "id": user.id.as_str(),
        "external_ids": user.external_ids,
        "other_connections": user.elsewhere,
        "state": user.account.state.word(),
        "profile": profile_as_json(&user.profile),
        "created_at": user.created_at.map(|at| at.to_string()),
        "protected": user.protected,
    })
}

fn profile_as_json(profile: &Profile) -> Value {
    json!({
        "displayName": profile.display_name,
        "email": profile.email,
        "emailVerified": profile.email_verified,
        "phoneNumber": profile.phone_number,
        "phoneNumberVerified": profile.phone_number_verified,
        "imageUrl": profile.image_url,
        "disabled": profile.disabled,
    })
}
