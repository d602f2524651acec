//! What holds the person up: what is missing or wrong for the primary button of the place where they are. One rule for all
//! pages: the state tells it, whichever page has it, and the footer names it with a way there.

use super::context::Context;
use super::focus::{ACCESSES, FocusTarget, STATUS, WELCOME};
use super::pages::PAGES;
use crate::domain::ids::ConnectionId;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::places::Place;

/// What the primary button waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Missing {
    /// A value that is missing or wrong, and what is the matter with it.
    Value(Field, Box<Issue>),
    /// An answer on this page, by its id.
    Choice(&'static str),
    /// The temporary key.
    TemporaryKey,
}

impl Missing {
    /// What the place of the person waits for; `None` where its primary button can do what it says.
    pub fn of(ctx: &Context) -> Option<Self> {
        let value = |(field, issue)| Self::Value(field, Box::new(issue));
        let setup = |scope| ctx.setup(scope).err().map(value);
        match ctx.place {
            Place::Welcome => ctx.leaning.is_none().then_some(Self::Choice(WELCOME)),
            // In practice both services are inside this app.
            Place::Before if ctx.is_practice() => None,
            Place::Before => ACCESSES
                .into_iter()
                .find(|id| !ctx.ticks.contains(*id))
                .map(Self::Choice),
            Place::Connection => connection(ctx)
                .map(value)
                .or_else(|| ctx.said_status.is_none().then_some(Self::Choice(STATUS))),
            Place::Automatic => ctx
                .temporary_key
                .is_none()
                .then_some(Self::TemporaryKey)
                .or_else(|| setup(Scope::Tenant)),
            Place::Sync | Place::Someone | Place::KeepInSync => setup(Scope::Everything),
            place => place.page().and_then(|page| page.check).and_then(setup),
        }
    }

    /// Where it is put right.
    pub fn place(&self, here: Place) -> Place {
        match self {
            Self::Value(field, _) => page_of(*field).unwrap_or(here),
            Self::Choice(_) | Self::TemporaryKey => here,
        }
    }

    /// What the keyboard and the eye go to there.
    pub const fn target(&self) -> FocusTarget {
        match self {
            Self::Value(field, _) => FocusTarget::Field(*field),
            Self::Choice(id) => FocusTarget::Choice(id),
            Self::TemporaryKey => FocusTarget::TemporaryKey,
        }
    }

    /// What it is, in a sentence for the foot of the page.
    pub fn words(&self, here: Place) -> String {
        match self {
            Self::Value(field, issue) => {
                let place = self.place(here);
                let part = place.part().filter(|_| place != here);
                let at =
                    part.map_or_else(String::new, |part| format!(" in Part {}", part.number()));
                if **issue == Issue::value_missing(*field) {
                    format!("The {}{at} is missing", field.name())
                } else {
                    format!("The {}{at}: {}", field.name(), uncapital(&issue.what))
                }
            }
            Self::Choice(id) if *id == WELCOME => "Choose how to begin".to_owned(),
            Self::Choice(id) if *id == STATUS => "Say what status UserHub shows".to_owned(),
            Self::Choice(_) => "Tick what you have seen, or ask a colleague".to_owned(),
            Self::TemporaryKey => "The temporary key is missing".to_owned(),
        }
    }

    /// What the link there says.
    pub fn label(&self) -> String {
        match self {
            Self::Value(field, issue) if **issue == Issue::value_missing(*field) => {
                format!("Enter the {}", field.name())
            }
            Self::Value(field, _) => format!("Correct the {}", field.name()),
            Self::Choice(id) if *id == WELCOME => "Go to the choice".to_owned(),
            Self::Choice(id) if *id == STATUS => "Go to the question".to_owned(),
            Self::Choice(_) => "Go to the box".to_owned(),
            Self::TemporaryKey => "Go to the field".to_owned(),
        }
    }
}

/// What is the matter with the connection ID. Before there is a key nothing else can be said of it.
fn connection(ctx: &Context) -> Option<(Field, Issue)> {
    let field = Field::ConnectionId;
    match ctx.values.read(field) {
        Err(mistake) => Some(mistake),
        Ok(id) if id.parse::<ConnectionId>().is_err() => {
            Some((field, Issue::value_malformed(field)))
        }
        Ok(_) => None,
    }
}

fn page_of(field: Field) -> Option<Place> {
    let page = PAGES.iter().find(|page| page.fields.contains(&field))?;
    Some(page.place)
}

fn uncapital(words: &str) -> String {
    let mut signs = words.chars();
    match (signs.next(), signs.next()) {
        // A name of several capitals stays as it is written.
        (Some(first), Some(second)) if !second.is_uppercase() => {
            let rest = &words[first.len_utf8()..];
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => words.to_owned(),
    }
}
