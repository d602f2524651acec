//! The two secrets of the open set-up: where they are, and forgetting or replacing them.

use eframe::egui::Ui;

use crate::app::msg::{Msg, SetupsMsg, ToForget, World};
use crate::app::state::State;
use crate::domain::issue::Fix;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Button};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if state.world.is_none() {
        return;
    }
    widgets::card(ui, "Keys", |ui| {
        for field in [Field::ClientSecret, Field::ApiKey] {
            one(ui, state, field, said);
        }
    });
    widgets::gap(ui, space::M);
}

fn one(ui: &mut Ui, state: &State, field: Field, said: &mut Vec<Msg>) {
    widgets::fact_row(ui, field.label(), &standing(state, field));
    ui.horizontal_wrapped(|ui| {
        let replace = format!("Replace the {}", field.name());
        if Button::link("Replace").named(&replace).show(ui).clicked() {
            said.push(Msg::PressedFix(Fix::PasteAgain(field)));
        }
        let forget = format!("Forget the {}", field.name());
        let has = !state.credentials.drafts.get(field).is_empty();
        if has && Button::link("Forget").named(&forget).show(ui).clicked() {
            let what = ToForget::Key(field);
            said.push(Msg::Setups(SetupsMsg::AskedToForget(what)));
        }
    });
    if state.setups.asked_to_forget == Some(ToForget::Key(field)) {
        widgets::gap(ui, space::S);
        let title = format!("Forget the {}?", field.name());
        let words = "It leaves this computer, and the checks that need it go with it. To use it again, paste it again.";
        let where_to_find = match field {
            Field::ApiKey => " UserHub shows a key only once: without it you make a new one.",
            _ => " Auth0 shows it on the page of the application.",
        };
        let body = format!("{words}{where_to_find}");
        super::ask::ask_to_forget(ui, (&title, &body), "Forget this key", said);
    }
}

/// Where a key is, in words.
fn standing(state: &State, field: Field) -> String {
    let secret = Secret::new(state.credentials.drafts.get(field));
    if secret.is_empty() {
        return "Not there yet".to_owned();
    }
    let masked = secret.masked();
    if state.world == Some(World::Practice) {
        format!("{masked} · kept until you leave practice")
    } else if state.is_kept(field) {
        format!("{masked} · saved in the password store of this computer")
    } else {
        format!("{masked} · kept until you close the app")
    }
}
