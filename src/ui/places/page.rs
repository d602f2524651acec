//! A page of the set-up, drawn from its row in the table of pages: why, the web page to open, the documented steps
//! with their values, the fields, and what the checks came to.

use eframe::egui::Ui;

use crate::app::msg::{Msg, Private, World};
use crate::app::pages::{Page, Part};
use crate::app::state::State;
use crate::domain::guide::{Known, Step, Value};
use crate::domain::pasted::Field;
use crate::domain::snippet::Code;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, CopyButton, Shown, StepPress, StepRow, StepValue};

pub(super) fn ui(ui: &mut Ui, state: &mut State, said: &mut Vec<Msg>) {
    let Some(page) = state.place.page() else {
        return;
    };
    let number = Part::ALL
        .iter()
        .position(|part| *part == page.part)
        .unwrap_or_default()
        + 1;
    let place = format!("Part {number} · {}", page.part.title());
    widgets::page_heading(ui, Some(&place), page.heading, Some(page.why));
    widgets::gap(ui, space::L);
    let known = state.known();
    if let Some((place, label)) = page.open {
        let link = place.link(known.domain.as_ref(), known.client_id.as_ref());
        if widgets::open_page(ui, label, &link) {
            said.push(Msg::AskedToOpen(place));
        }
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

fn steps(ui: &mut Ui, page: &Page, state: &State, known: &Known, said: &mut Vec<Msg>) {
    if page.steps.is_empty() {
        return;
    }
    widgets::plain_card(ui, |ui| {
        for (at, step) in page.rows().enumerate() {
            one_step(ui, at + 1, step, state, known, said);
        }
    });
    widgets::gap(ui, space::M);
}

/// One documented step: a tick to keep one's place, its words, what it may be called today, and values to copy.
fn one_step(
    ui: &mut Ui,
    number: usize,
    step: &'static Step,
    state: &State,
    known: &Known,
    said: &mut Vec<Msg>,
) {
    let texts: Vec<String> = step.enter.iter().map(|value| value.text(known)).collect();
    let values: Vec<StepValue<'_>> = step
        .enter
        .iter()
        .zip(&texts)
        .filter(|(value, _)| **value != Value::Snippet)
        .map(|(value, text)| StepValue {
            name: name(*value),
            shown: shown(*value, text, known),
        })
        .collect();
    let row = StepRow {
        number,
        words: step.words,
        label: step.label,
        also_called: step.also_called,
        values: &values,
        ticked: Some(state.ticks.contains(step.id)),
        help: None,
        question: None,
    };
    match widgets::step_row(ui, &row) {
        Some(StepPress::Tick) => said.push(Msg::Ticked(step.id)),
        // A plain value lies in the clipboard already; a secret is put there here, whole.
        Some(StepPress::Copied(at)) => match step.enter.get(at) {
            Some(Value::ClientSecret) => ui.ctx().copy_text(state.drafts.client_secret.clone()),
            Some(Value::ApiKey) => ui.ctx().copy_text(state.drafts.api_key.clone()),
            Some(_) | None => {}
        },
        None => {}
    }
    if step.enter.contains(&Value::Snippet) {
        widgets::code_box(
            ui,
            ui.scope_id().with("snippet"),
            "The Action's code",
            Code::Documented.text(),
        );
        CopyButton::new("the code")
            .label("Copy code")
            .copy(ui, Code::Documented.text());
    }
}

/// How a value is shown: a secret masked, and what is not known yet in words.
fn shown<'a>(value: Value, text: &'a str, known: &Known) -> Shown<'a> {
    match value {
        Value::Fixed(_) | Value::Permissions | Value::Snippet => Shown::Plain(text),
        Value::Domain if known.domain.is_some() => Shown::Plain(text),
        Value::ClientId if known.client_id.is_some() => Shown::Plain(text),
        Value::ConnectionId if known.connection_id.is_some() => Shown::Plain(text),
        Value::ClientSecret if known.client_secret.is_some() => Shown::Masked(text),
        Value::ApiKey if known.api_key.is_some() => Shown::Masked(text),
        Value::Domain
        | Value::ClientId
        | Value::ConnectionId
        | Value::ClientSecret
        | Value::ApiKey => Shown::Missing(text),
    }
}

/// The name by which copying a value is announced.
fn name(value: Value) -> &'static str {
    match value {
        Value::Fixed(text) => text,
        Value::Domain => "Auth0 domain",
        Value::ClientId => "Client ID",
        Value::ClientSecret => "Client Secret",
        Value::Permissions => "the four permissions",
        Value::ConnectionId => "connection ID",
        Value::ApiKey => "API key",
        Value::Snippet => "the code",
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
    let mistake = state
        .mistake
        .as_ref()
        .filter(|(wrong, _)| *wrong == field)
        .map(|(_, issue)| issue.clone());
    let error = mistake.as_ref().map(|issue| issue.what.as_str());
    let draft = state.drafts.get_mut(field);
    let input = match field {
        Field::ClientSecret | Field::ApiKey => {
            widgets::SecretField::new(field.label(), field.label())
                .hint(hint(field))
                .error(error)
                .show(ui, draft)
        }
        Field::Domain | Field::ClientId | Field::ConnectionId => {
            widgets::TextField::new(field.label(), field.label())
                .paste()
                .hint(hint(field))
                .error(error)
                .show(ui, draft)
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
            Field::ConnectionId => side
                .map(|side| side.connection.to_string())
                .unwrap_or_default(),
            Field::ApiKey => side
                .map(|side| side.key.expose().to_owned())
                .unwrap_or_default(),
        };
        said.push(Msg::Pasted(field, Private(value)));
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
        Field::ClientSecret => "On the Credentials tab. Starts hidden; click Copy in Auth0.",
        Field::ConnectionId => "Starts with conn_. You can paste the whole page address.",
        Field::ApiKey => "Starts with sk_.",
    }
}
