//! A page of the set-up, drawn from its row in the table of pages: why, the web page to open, the documented steps
//! with their values, the fields, and what the checks came to.

use eframe::egui::{OpenUrl, Ui};

use crate::app::msg::{Msg, Private, World};
use crate::app::pages::{Page, Part};
use crate::app::state::State;
use crate::domain::guide::{Known, Step, Value};
use crate::domain::pasted::Field;
use crate::domain::permissions::Permission;
use crate::domain::snippet::SNIPPET;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner};

pub(super) fn ui(ui: &mut Ui, state: &mut State, said: &mut Vec<Msg>) {
    let Some(page) = state.place.page() else {
        return;
    };
    let number = Part::ALL.iter().position(|part| *part == page.part).unwrap_or_default() + 1;
    let place = format!("Part {number} · {}", page.part.title());
    widgets::page_heading(ui, Some(&place), page.heading, Some(page.why));
    widgets::gap(ui, space::L);
    let known = state.known();
    if let Some((place, label)) = page.open {
        open_button(ui, label, &place.link(known.domain.as_ref(), known.client_id.as_ref()));
        widgets::gap(ui, space::M);
    }
    if let Some(caution) = page.caution {
        Banner::warning(caution).show(ui);
        widgets::gap(ui, space::M);
    }
    steps(ui, page, state, &known, said);
    fields(ui, page, state, said);
    super::check::results(ui, state, said);
}

/// Opens a web page, and offers its address for copying.
fn open_button(ui: &mut Ui, label: &str, link: &str) {
    ui.horizontal(|ui| {
        if widgets::secondary(ui, label).clicked() {
            ui.ctx().open_url(OpenUrl::new_tab(link));
        }
        widgets::copy_button(ui, "Copy the link", link);
    });
}

fn steps(ui: &mut Ui, page: &Page, state: &State, known: &Known, said: &mut Vec<Msg>) {
    if page.steps.is_empty() {
        return;
    }
    widgets::plain_card(ui, |ui| {
        for step in page.rows() {
            one_step(ui, step, state, known, said);
        }
    });
    widgets::gap(ui, space::M);
}

/// One documented step: a tick to keep one's place, its words, what it may be called today, and values to copy.
fn one_step(ui: &mut Ui, step: &'static Step, state: &State, known: &Known, said: &mut Vec<Msg>) {
    let mut ticked = state.ticks.contains(step.id);
    let words = match step.label {
        Some(label) => format!("{}  {}", step.id, step.words.replace(label, &format!("**{label}**"))),
        None => format!("{}  {}", step.id, step.words),
    };
    if widgets::tick_row(ui, &mut ticked, &words).changed() {
        said.push(Msg::Ticked(step.id));
    }
    ui.indent(step.id, |ui| {
        if let Some(other) = step.also_called {
            widgets::small(ui, &format!("Auth0 may call it: {other}"));
        }
        for value in step.enter {
            enter(ui, *value, state, known);
        }
    });
}

/// A value to enter elsewhere, with its Copy button. A secret is shown masked and copied whole.
fn enter(ui: &mut Ui, value: Value, state: &State, known: &Known) {
    let secret = match value {
        Value::ClientSecret => Some(&state.drafts.client_secret),
        Value::ApiKey => Some(&state.drafts.api_key),
        Value::Fixed(_)
        | Value::Domain
        | Value::ClientId
        | Value::Permissions
        | Value::ConnectionId
        | Value::Snippet => None,
    };
    match (value, secret) {
        (Value::Snippet, _) => {
            widgets::code_box(ui, SNIPPET);
            widgets::copy_button(ui, "Copy code", SNIPPET);
        }
        (Value::Permissions, _) => {
            for permission in Permission::ALL {
                widgets::value_chip(ui, permission.as_str(), permission.as_str());
            }
        }
        (_, Some(secret)) if !secret.is_empty() => {
            widgets::value_chip(ui, &value.text(known), secret);
        }
        _ => {
            let text = value.text(known);
            widgets::value_chip(ui, &text, &text);
        }
    }
}

fn fields(ui: &mut Ui, page: &Page, state: &mut State, said: &mut Vec<Msg>) {
    if page.fields.is_empty() {
        return;
    }
    widgets::plain_card(ui, |ui| {
        for field in page.fields {
            one_field(ui, *field, state, said);
            widgets::gap(ui, space::M);
        }
    });
    widgets::gap(ui, space::M);
}

fn one_field(ui: &mut Ui, field: Field, state: &mut State, said: &mut Vec<Msg>) {
    let mistake = state.mistake.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, issue)| issue.clone());
    let error = mistake.as_ref().map(|issue| issue.what.as_str());
    let draft = state.drafts.get_mut(field);
    let input = match field {
        Field::ClientSecret | Field::ApiKey => {
            widgets::SecretField::new(field.label()).hint(hint(field)).error(error).show(ui, draft)
        }
        Field::Domain | Field::ClientId | Field::ConnectionId => {
            widgets::TextField::new(field.label()).hint(hint(field)).error(error).show(ui, draft)
        }
    };
    if let Some(text) = input.pasted {
        said.push(Msg::Pasted(field, Private(text)));
    } else if input.changed {
        said.push(Msg::Edited(field));
    }
    if let Some(issue) = &mistake {
        widgets::small(ui, &issue.fix);
    }
    if state.world == Some(World::Practice)
        && let Some(setup) = state.practice.ready()
        && widgets::link(ui, &format!("Use the practice {}", field.name())).clicked()
    {
        let side = setup.userhub.as_ref();
        let value = match field {
            Field::Domain => setup.domain.to_string(),
            Field::ClientId => setup.client_id.to_string(),
            Field::ClientSecret => setup.client_secret.expose().to_owned(),
            Field::ConnectionId => side.map(|side| side.connection.to_string()).unwrap_or_default(),
            Field::ApiKey => side.map(|side| side.key.expose().to_owned()).unwrap_or_default(),
        };
        said.push(Msg::Pasted(field, Private(value)));
    }
}

fn hint(field: Field) -> &'static str {
    match field {
        Field::Domain => {
            "Paste the address of any Auth0 dashboard page. Or type the domain, for example acme.eu.auth0.com."
        }
        Field::ClientId => "In the header of the application's page. Usually 32 letters and digits.",
        Field::ClientSecret => "On the Credentials tab. Starts hidden; click Copy in Auth0.",
        Field::ConnectionId => "Starts with conn_. You can paste the whole page address.",
        Field::ApiKey => "Starts with sk_.",
    }
}
