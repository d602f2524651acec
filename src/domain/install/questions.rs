//! What only a person can choose, in words: something of the name is there already.

use super::choices::{Answer, Choices, Wanted};
use super::code::CodeDifference;
use super::found::Found;
use super::gaps::OddRecord;
use super::plan::{Change, Offer, Question};
use super::record::{ActionRecord, Record};
use super::targets;
use crate::domain::snippet::NAME;

/// A question with its two offers that are always there.
fn question(about: Change, what: String, mut offers: Vec<Offer>) -> Question {
    let offer = |answer, label: &str, explanation: &str| Offer {
        answer,
        label: label.to_owned(),
        explanation: explanation.to_owned(),
        code: None,
    };
    let stays = "What is there stays as it is.";
    offers.push(offer(Answer::Second, "Make a second one", stays));
    offers.push(offer(Answer::Stop, "Stop", "Nothing is changed."));
    Question {
        about,
        what,
        offers,
    }
}

/// What is there of the name in a form that Auth0 does not document.
fn cannot_be_read(thing: &str, hidden: Option<&OddRecord>) -> String {
    let name = hidden.and_then(|hidden| hidden.name.as_deref());
    format!(
        "An {thing} named {} is already there, but it cannot be read",
        name.unwrap_or(NAME)
    )
}

/// Which application.
pub(super) fn application(found: &Found, wanted: &Wanted) -> Question {
    let there: Vec<_> = targets::applications(found, wanted).collect();
    let usable = there.iter().filter(|app| app.unfit().is_none());
    let offers = usable.map(|app| Offer {
        answer: Answer::Use(app.client_id.to_string()),
        label: match there.len() {
            1 => "Use it".to_owned(),
            _ => format!("Use {}", app.client_id),
        },
        explanation: format!(
            "The application \"{}\" with the Client ID {} gets the permissions that are missing. Nothing else in it is \
             changed.",
            app.name, app.client_id
        ),
        code: None,
    });
    let offers = offers.collect();
    let hidden = found.gaps.applications.ours().next();
    let what = match &there[..] {
        [] => cannot_be_read("application", hidden),
        [only] => match only.unfit() {
            None => format!("An application named {} is already there", only.name),
            Some(why) => format!(
                "An application named {} is already there, but it cannot be used: {why}",
                only.name
            ),
        },
        several => format!(
            "{} applications of this name are already there",
            several.len()
        ),
    };
    question(Change::Application, what, offers)
}

/// Which Action.
pub(super) fn action(
    found: &Found,
    wanted: &Wanted,
    choices: &Choices,
    record: Option<&Record>,
) -> Question {
    let other = targets::other_connection(wanted, record);
    let recorded = record.and_then(|record| record.action.as_ref());
    let recorded = recorded.and_then(ActionRecord::id);
    let there: Vec<_> = targets::actions(found).collect();
    let offers = there.iter().map(|action| {
        let code = CodeDifference::of(Some(&action.kept.code), choices.code.text());
        let place = found.place_of(&action.id);
        let place = place.map_or_else(
            || "It is not in the Login flow".to_owned(),
            |at| format!("It is number {} in the Login flow", at + 1),
        );
        let code_changes = if code.is_empty() {
            "its code is the one that UserHub documents"
        } else {
            "its code is replaced"
        };
        Offer {
            answer: Answer::Use(action.id.clone()),
            label: match there.len() {
                1 => "Use it".to_owned(),
                _ => format!("Use \"{}\" ({})", action.name, action.id),
            },
            explanation: match other.filter(|_| recorded == Some(action.id.as_str())) {
                Some(other) => format!(
                    "{place}; {code_changes}. Its key and its connection are replaced, so {} is no longer told of sign-ins.",
                    other.as_str()
                ),
                None => format!("{place}; {code_changes}."),
            },
            code: Some(code),
        }
    });
    let offers = offers.collect();
    let hidden = found.gaps.actions.ours().next();
    let what = match (&there[..], other) {
        ([], None) => cannot_be_read("Action", hidden),
        (_, Some(other)) => format!(
            "This tenant has an Action for another UserHub connection, {}",
            other.as_str()
        ),
        ([only], None) => format!("An Action named {} is already there", only.name),
        (several, None) => format!("{} Actions for UserHub are already there", several.len()),
    };
    question(Change::Action, what, offers)
}
