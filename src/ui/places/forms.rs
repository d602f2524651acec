//! The login Action in every form: for pasting with and without the package, and for a developer's tools.

use eframe::egui::Ui;

use super::Footer;
use crate::app::msg::{GuideMsg, Msg, NavigationMsg};
use crate::app::state::State;
use crate::domain::snippet::{Code, File, Form};
use crate::protocol::places::Place;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, CopyButton};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    widgets::page_heading(
        ui,
        None,
        "Choose a form of the Action",
        Some(
            "All five do the same in the end. Take another one if Auth0 cannot add the package, or if a developer goes on \
             from here. There is no secret in any of them.",
        ),
    );
    widgets::gap(ui, space::L);
    widgets::plain_card(ui, |ui| choice(ui, state.guide.form, said));
    widgets::gap(ui, space::M);
    Banner::warning("Before you use it")
        .body(state.guide.form.warning())
        .show(ui);
    widgets::gap(ui, space::M);
    for file in state.guide.form.files(&state.known()) {
        one_file(ui, state.guide.form, &file);
    }
}

/// The five forms, and for a tool's form which code it brings.
fn choice(ui: &mut Ui, chosen: Form, said: &mut Vec<Msg>) {
    let forms = Form::ALL.map(|form| {
        if form.is_for_a_tool() {
            form.with(chosen.code())
        } else {
            form
        }
    });
    let rows = forms.map(|form| (form.title(), form.purpose()));
    let at = forms.iter().position(|form| *form == chosen);
    let pressed = widgets::hinted_radio_rows(ui, "Form of the Action", &rows, at);
    if let Some(form) = pressed.and_then(|at| forms.get(at)) {
        said.push(Msg::Guide(GuideMsg::ChoseForm(*form)));
    }
    if chosen.is_for_a_tool() {
        widgets::divider(ui);
        let mut without = chosen.code() == Code::WithoutPackage;
        let hint = "Choose this if Auth0 cannot add @userhub/auth0-actions.";
        if widgets::tick_row(
            ui,
            "Bring the code without the package",
            Some(hint),
            &mut without,
        )
        .changed()
        {
            let code = if without {
                Code::WithoutPackage
            } else {
                Code::Documented
            };
            said.push(Msg::Guide(GuideMsg::ChoseForm(chosen.with(code))));
        }
    }
}

/// A file's text. The button stands above it, since some texts are long.
fn one_file(ui: &mut Ui, form: Form, file: &File) {
    let (name, what, label) = if form.is_for_a_tool() {
        widgets::label(ui, file.name);
        widgets::gap(ui, space::XS);
        (file.name, file.name, format!("Copy {}", file.name))
    } else {
        ("The Action's code", "the code", "Copy code".to_owned())
    };
    CopyButton::new(what).label(&label).copy(ui, &file.text);
    widgets::gap(ui, space::S);
    let id = ui.scope_id().with((form, file.name));
    widgets::code_box(ui, id, name, &file.text);
    widgets::gap(ui, space::M);
}

/// The way here from the pages that paste the code and add the package.
pub(super) fn way_in(ui: &mut Ui, place: Place, said: &mut Vec<Msg>) {
    let (words, label, form) = match place {
        Place::ActionCode => (
            "Does a developer go on from here?",
            "Show other forms",
            Form::Documented,
        ),
        Place::ActionDependency => (
            "If Auth0 cannot find it, use the form without the package.",
            "Show the form without the package",
            Form::WithoutPackage,
        ),
        _ => return,
    };
    widgets::small(ui, words);
    if widgets::link(ui, label).clicked() {
        said.push(Msg::Guide(GuideMsg::ChoseForm(form)));
    }
    widgets::gap(ui, space::M);
}

/// A pasted form leads back into the steps, past the package if it needs none; what a tool does is checked next.
pub(super) fn footer(form: Form) -> Footer {
    let (label, place) = match form {
        Form::Documented => ("Continue", Place::ActionDependency),
        Form::WithoutPackage => ("Continue without the package", Place::ActionSecrets),
        Form::Terraform(_) | Form::DeployCli(_) | Form::Auth0Cli(_) => {
            ("Continue to the check", Place::Check)
        }
    };
    Footer {
        primary: Some((
            label.to_owned(),
            Msg::Navigation(NavigationMsg::WentTo(place)),
        )),
        secondary: None,
    }
}
