//! The fields of a page: what they ask for, how a pasted text was read, and what is the matter with it.

use eframe::egui::Ui;

use crate::app::focus::FocusTarget;
use crate::app::msg::{CredentialsMsg, Msg, NavigationMsg, Private, World};
use crate::app::pages::Page;
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::domain::issue::{Code, Fix, Issue};
use crate::domain::pasted::{Field, unusual_length};
use crate::protocol::places::Place;
use crate::ui::focus;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, FieldResponse, Tone};

pub(super) fn ui(ui: &mut Ui, page: &Page, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    if page.fields.is_empty() {
        return;
    }
    widgets::plain_card(ui, |ui| {
        for (at, field) in page.fields.iter().enumerate() {
            if at > 0 {
                widgets::gap(ui, space::L);
            }
            one_field(ui, *field, state, typed, said);
        }
        if page.fields.iter().any(|field| field.is_secret()) {
            widgets::gap(ui, space::S);
            where_kept(ui, page, state);
        }
    });
    widgets::gap(ui, space::M);
    what_was_pasted(ui, state, said);
}

fn one_field(ui: &mut Ui, field: Field, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Field(field));
    let mistake = state
        .credentials
        .mistake
        .as_ref()
        .filter(|(wrong, _)| *wrong == field)
        .map(|(_, issue)| issue.clone());
    let error = mistake.as_ref().map(|issue| line(issue, field));
    let input = draw(ui, field, error.as_deref(), wanted, typed);
    if let Some(text) = input.pasted {
        said.push(Msg::Credentials(CredentialsMsg::Pasted(
            field,
            Private(text),
        )));
        // What was pasted may belong elsewhere: it is put there before anything of this frame is shown.
        ui.ctx().request_discard("a pasted text finds its place");
    } else if input.changed {
        said.push(Msg::Credentials(CredentialsMsg::Edited(field)));
    } else if input.settled || input.submitted {
        said.push(Msg::Credentials(CredentialsMsg::Settled(field)));
    }
    match &mistake {
        Some(issue) => way_out(ui, issue, said),
        None => beside(ui, field, state, said),
    }
    practice_value(ui, field, state, said);
}

fn draw(
    ui: &mut Ui,
    field: Field,
    error: Option<&str>,
    wanted: bool,
    typed: &mut Typed,
) -> FieldResponse {
    let draft = typed.values.get_mut(field);
    if field.is_secret() {
        widgets::SecretField::new(field.label(), field.label())
            .hint(hint(field))
            .error(error)
            .focus(wanted)
            .show(ui, draft)
    } else {
        widgets::TextField::new(field.label(), field.label())
            .paste()
            .hint(hint(field))
            .error(error)
            .focus(wanted)
            .show(ui, draft)
    }
}

/// What is wrong, in one line above the field.
fn line(issue: &Issue, field: Field) -> String {
    if *issue == Issue::value_missing(field) {
        format!("Enter the {}", field.name())
    } else {
        issue.what.clone()
    }
}

/// Why it is wrong and what to do, under the field, with the buttons that do it.
fn way_out(ui: &mut Ui, issue: &Issue, said: &mut Vec<Msg>) {
    let words = if issue.code == Code::InputUnusable {
        issue.window_fix().to_owned()
    } else {
        format!("{} {}", issue.why, issue.window_fix())
    };
    widgets::secondary_text(ui, &words);
    if issue.code == Code::InputUnusable {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for fix in &issue.fixes {
            if widgets::secondary(ui, &fix.label()).clicked() {
                said.push(Msg::PressedFix(fix.clone()));
            }
        }
    });
}

/// What stands under a field with which nothing is the matter.
fn beside(ui: &mut Ui, field: Field, state: &State, said: &mut Vec<Msg>) {
    if field == Field::Domain
        && let Some(read_as) = &state.credentials.pasting.read_as
    {
        ui.horizontal_wrapped(|ui| {
            widgets::secondary_text(ui, read_as);
            if widgets::link(ui, "Change").clicked() {
                said.push(Msg::Credentials(CredentialsMsg::AskedToChange(field)));
            }
        });
    }
    // Nobody is told that a value is short while they are typing it.
    let is_typing = ui.memory(|memory| memory.has_focus(widgets::field_id(field.label())));
    if let Some(hint) =
        unusual_length(field, state.credentials.drafts.get(field)).filter(|_| !is_typing)
    {
        ui.horizontal_top(|ui| {
            widgets::icon(ui, Icon::Info, Tone::Quiet);
            ui.vertical(|ui| widgets::secondary_text(ui, &hint));
        });
    }
}

/// Where keys are kept, in one line with a lock. Saved is said only of what the password store has confirmed.
fn where_kept(ui: &mut Ui, page: &Page, state: &State) {
    let mut secrets = page.fields.iter().filter(|field| field.is_secret());
    let is_saved = secrets.all(|field| state.is_kept(*field));
    let words = match state.world {
        Some(World::Practice) => "Practice keys are kept until you leave practice.",
        _ if is_saved => {
            "Saved in your computer's password store. Never in a file, never in the log."
        }
        _ => "Kept until you close the app. Never in a file, never in the log.",
    };
    ui.horizontal_top(|ui| {
        widgets::icon(ui, Icon::LockSimple, Tone::Quiet);
        widgets::small(ui, words);
    });
}

/// What the last paste filled, and what in it could not be used.
fn what_was_pasted(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let names: Vec<&str> = state
        .credentials
        .pasting
        .filled
        .iter()
        .map(|field| field.name())
        .collect();
    let words = match &names[..] {
        [] => None,
        [one] => Some(format!("We put the value into {one}, where it belongs")),
        [first @ .., last] => Some(format!(
            "We filled {} fields: {} and {last}",
            names.len(),
            first.join(", ")
        )),
    };
    if let Some(words) = words {
        let before = state.credentials.pasting.replaced.iter();
        let before: Vec<String> = before
            .map(|(field, held)| format!("The {} was {held} before.", field.name()))
            .collect();
        let before = before.join(" ");
        let banner = Banner::success(&words);
        if before.is_empty() {
            banner.show(ui);
        } else {
            banner.body(&before).show(ui);
        }
        widgets::gap(ui, space::M);
    }
    for remark in &state.credentials.pasting.remarks {
        Banner::info(remark).show(ui);
        widgets::gap(ui, space::M);
    }
    if state.credentials.pasting.temporary_key {
        let pressed = Banner::info("This is a temporary key")
            .body("It was not kept. With such a key the app can do the Auth0 part for you.")
            .show_with(ui, |ui| {
                widgets::secondary(ui, "Let the app do it").clicked()
            });
        if pressed {
            said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Before)));
        }
        widgets::gap(ui, space::M);
    }
}

fn practice_value(ui: &mut Ui, field: Field, state: &State, said: &mut Vec<Msg>) {
    if state.world != Some(World::Practice) {
        return;
    }
    let Some(setup) = state.practice.world.ready() else {
        return;
    };
    if !widgets::link(ui, &format!("Use the practice {}", field.name())).clicked() {
        return;
    }
    let side = setup.userhub.as_ref();
    let value = match field {
        Field::Domain => setup.domain.to_string(),
        Field::ClientId => setup.client_id.to_string(),
        Field::ClientSecret => setup.client_secret.expose().to_owned(),
        Field::ConnectionId => side
            .map(|side| side.connection.to_string())
            .unwrap_or_default(),
        Field::ApiKey => side
            .map(|side| side.key.expose().to_owned())
            .unwrap_or_default(),
    };
    said.push(Msg::Credentials(CredentialsMsg::Pasted(
        field,
        Private(value),
    )));
}

/// What to do with a wish of a problem: only the window can copy.
pub(super) fn copied(ui: &Ui, fix: &Fix) {
    if let Fix::CopyPermissions(missing) = fix {
        let words: Vec<&str> = missing
            .iter()
            .map(|permission| permission.as_str())
            .collect();
        let words = words.join(" ");
        widgets::announce(ui.ctx(), format!("Copied {words}"));
        ui.ctx().copy_text(words);
    }
}

fn hint(field: Field) -> &'static str {
    match field {
        Field::Domain => {
            "Paste the address of any Auth0 dashboard page. Or type the domain, for example acme.eu.auth0.com."
        }
        Field::ClientId => {
            "In the header of the application's page. Usually 32 letters and digits."
        }
        Field::ClientSecret => {
            "On the **Credentials** tab. Starts hidden; click **Copy** in Auth0."
        }
        Field::ConnectionId => "Starts with conn_. You can paste the whole page address.",
        Field::ApiKey => "Starts with sk_ or userhub_admin_.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_missing_value_is_asked_for_and_whatever_else_is_wrong_is_said() {
        let field = Field::ConnectionId;
        assert_eq!(
            line(&Issue::value_missing(field), field),
            "Enter the connection ID"
        );
        let other = Issue {
            what: "The part after conn_ is missing".to_owned(),
            ..Issue::value_malformed(field)
        };
        assert_eq!(line(&other, field), "The part after conn_ is missing");
    }
}
