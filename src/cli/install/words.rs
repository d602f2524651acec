//! The automatic set-up in words, for a person at a terminal.

use crate::cli::next;
use crate::cli::out::Out;
use crate::domain::ids::ClientId;
use crate::domain::install::{Answer, Change, Effect, Plan, Question, Side, Step, StepState};
use crate::domain::links::Place;
use crate::protocol::install::{InstallEnd, InstallSetup, Report};

/// Prints the plan: for each change what there is now, and what there will be after.
pub(super) fn plan(plan: &Plan, only_shown: bool) {
    Out::line(format!(
        "The Auth0 side of {}. Nothing has been changed yet.",
        plan.domain
    ));
    for row in &plan.rows {
        Out::line(format!("\n{} [{}]", row.title, row.effect.word()));
        Out::line(format!("  now:    {}", row.now));
        Out::line(format!("  after:  {}", row.after));
        if let Some(note) = &row.note {
            Out::line(format!("  note:   {note}"));
        }
        let code = row.code.iter().filter(|_| row.effect != Effect::Keep);
        for code in code.filter(|code| !code.is_empty()) {
            Out::line("  code:");
            for line in &code.lines {
                let text = format!("    {} {}", line.side.sign(), line.text);
                Out::line(text.trim_end());
            }
        }
    }
    Out::line("");
    for question in &plan.questions {
        ask(question);
    }
    if !plan.token.missing_for_undo.is_empty() {
        Out::line(format!(
            "This temporary key can make the changes, but not undo them: it lacks {}.",
            plan.token.missing_for_undo.join(", ")
        ));
    }
    if !plan.undo.is_empty() {
        Out::line("What was set up here can be undone (install --undo):");
        for line in &plan.undo {
            Out::line(format!("  {line}"));
        }
    }
    if only_shown && plan.questions.is_empty() {
        Out::line(match plan.changes() {
            0 => "Everything is as it should be. There is nothing to change.".to_owned(),
            1 => format!("1 change. Make it with: {}", again()),
            count => format!("{count} changes. Make them with: {}", again()),
        });
    }
}

/// What was typed, as it makes the changes.
fn again() -> String {
    next::again(&["plan"], &["--yes".to_owned()])
}

fn ask(question: &Question) {
    Out::line(format!("{}.", question.what));
    for offer in &question.offers {
        Out::line(format!(
            "  {}: {} ({})",
            offer.label,
            offer.explanation,
            flag(question.about, &offer.answer)
        ));
        let code = offer.code.iter().filter(|code| !code.is_empty());
        for line in code.flat_map(|code| &code.lines) {
            if line.side != Side::Both {
                Out::line(format!("    {} {}", line.side.sign(), line.text));
            }
        }
    }
    Out::line("");
}

/// What is typed for an answer.
fn flag(about: Change, answer: &Answer) -> String {
    match (answer, about) {
        (Answer::Use(id), Change::Application) => format!("--auth0-client-id {id}"),
        (Answer::Use(id), _) => format!("--action {id}"),
        (Answer::UseTheOnly, _) => "--use-existing".to_owned(),
        (Answer::Second, _) => "--second".to_owned(),
        (Answer::Stop, _) => "do not run it again".to_owned(),
    }
}

/// The flags that answer a question, in a sentence.
pub(super) fn flags(question: &Question) -> String {
    let offers = question.offers.iter();
    let answers = offers.filter(|offer| offer.answer != Answer::Stop);
    let named: Vec<String> = answers
        .map(|offer| format!("{} ({})", flag(question.about, &offer.answer), offer.label))
        .collect();
    format!("Run it again with one of: {}.", named.join(", "))
}

/// Prints how far a change is.
pub(super) fn step(step: &Step) {
    let name = step.change.name();
    Out::line(match &step.state {
        StepState::Working(text) => format!("…        {name}: {text}"),
        StepState::Done(text) => format!("done     {name}: {text}"),
        StepState::Kept => format!("as it is {name}"),
        StepState::Left(why) => format!("STAYS    {name}: {why}"),
        StepState::Stopped => format!("STOPPED  {name}"),
    });
}

/// Prints what it came to.
pub(super) fn end(
    report: &Report,
    setup: &InstallSetup,
    application: Option<&(ClientId, Option<String>)>,
) {
    for note in &report.notes {
        Out::line(note);
    }
    match &report.end {
        InstallEnd::Done => {
            Out::line(format!(
                "\nThe Auth0 side is set up, and was seen to be. Next: {}",
                next::command("check")
            ));
            Out::line(format!(
                "To put everything back as it was: {}",
                next::command("install --undo")
            ));
        }
        InstallEnd::FirstHalf => first_half(setup, application),
        InstallEnd::Undone if report.notes.is_empty() => {
            Out::line("\nEverything was looked at again, and is as it was before.");
        }
        InstallEnd::Undone => {
            Out::line("\nWhat the set-up changed is put back; the rest is above.");
        }
        InstallEnd::UndoneInPart => Out::line(
            "\nNot everything is put back; what stays is named above. Undo can be run again, and install --forget lets it stay.",
        ),
        InstallEnd::NothingToUndo => Out::line("There is nothing to undo for this tenant."),
        InstallEnd::Forgotten => {
            Out::line("What undo would need is forgotten. Auth0 stays as it is.");
        }
        InstallEnd::Interrupted => {
            Out::line("\nStopped. What is done stays; run it again, and it goes on from there.");
        }
        InstallEnd::Problem(_) => {
            if !report.done.is_empty() {
                let names: Vec<&str> = report.done.iter().map(|change| change.name()).collect();
                Out::line(format!("\nThese stand: {}.", names.join(", ")));
            }
        }
    }
}

/// What is to be done in UserHub between the two halves.
fn first_half(setup: &InstallSetup, application: Option<&(ClientId, Option<String>)>) {
    let domain = &setup.domain;
    let console = Place::Connections.link(None, None);
    Out::line(format!(
        "\nThe first half is done. Now UserHub, by hand. Each step: {}",
        next::command("guide")
    ));
    Out::line(format!(
        "1. Open {console}, then {}. Click Setup next to Auth0 and enter:",
        Place::Connections.clicks().unwrap_or_default()
    ));
    Out::line(format!("   Domain         {domain}"));
    if let Some((id, kept)) = application {
        Out::line(format!("   Client ID      {id}"));
        Out::line(if let Some(setup) = kept {
            format!(
                "   Client Secret  in this computer's password store: UserHub Connect, {setup}/client-secret"
            )
        } else {
            let page = Place::Application.link(Some(domain), Some(id));
            format!("   Client Secret  on the tab Credentials of {page}")
        });
    }
    if application.is_some_and(|(_, kept)| kept.is_some()) {
        Out::line("   The window (userhub-connect) has all three ready to be copied.");
    }
    Out::line("   Save, and copy the connection ID (conn_...).");
    Out::line(format!(
        "2. There, {}: make an Admin API key for the Auth0 integration.",
        Place::ApiKeys.clicks().unwrap_or_default()
    ));
    Out::line(
        "3. Set USERHUB_ADMIN_KEY and USERHUB_CONNECTION_ID, and run this again. It goes on from here:",
    );
    Out::line(format!("   {}", again()));
}
