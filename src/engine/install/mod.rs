//! The automatic set-up: looks at the tenant, carries a plan out, and undoes what was done.
//!
//! `look` reads, `apply` makes the changes in order: `application`, `action`, which takes time (build, deploy), and `flow`, the
//! Login flow. `undo` takes back what was changed, `context` is what they all work with, `audit_log` keeps for History what was
//! changed. What is decided is in [`domain::install`](crate::domain::install).

mod action;
mod application;
mod apply;
mod audit_log;
mod context;
mod flow;
pub mod handover;
mod look;
mod reporter;
mod undo;
mod work;

use tokio_util::sync::CancellationToken;

pub(super) use self::context::{refused, time_at};

use self::audit_log::Note;
use self::reporter::{Prepared, Reporter};
use crate::domain::install::{Undo, What, changes_of};
use crate::domain::issue::Issue;
use crate::engine::sink::Sink;
use crate::protocol::install::{self, InstallEnd, Report};
use crate::protocol::ticket::Ticket;
use crate::store::installs::RecordFile;

/// Where what an order needs and leaves lies between orders.
#[derive(Debug, Default)]
pub(super) struct InstallState {
    prepared: Option<Prepared>,
    /// What undoing would do, as it was shown last, with its number.
    undo: Option<(u64, Undo)>,
    looks: u64,
}

/// Carries an order out.
pub(super) async fn handle(
    order: install::Request,
    shelf: &mut InstallState,
    sink: &Sink,
    ticket: Ticket,
    stop: &CancellationToken,
) {
    let report = Reporter {
        sink: sink.clone(),
        ticket,
    };
    let ended = match order {
        install::Request::Look { setup, choices } => {
            shelf.prepared = None;
            shelf.looks += 1;
            match look::look(*setup, choices, shelf.looks, stop).await {
                Ok(prepared) => {
                    let plan = prepared.decision.plan.clone();
                    shelf.prepared = Some(prepared);
                    report.send(install::Event::Looked(Box::new(plan)));
                    return;
                }
                Err(ended) => ended,
            }
        }
        install::Request::Act { plan } => match shelf.prepared.take() {
            Some(prepared)
                if prepared.decision.plan.number == plan
                    && prepared.decision.plan.questions.is_empty() =>
            {
                let changes = changes_of(&prepared.decision.plan);
                match Note::begin(&prepared.setup, What::Made, changes) {
                    Ok(note) => noted(note, apply::apply(prepared, &report, stop).await),
                    Err(issue) => Report::problem(issue),
                }
            }
            other => {
                shelf.prepared = other;
                Report::problem(Issue::no_such_plan())
            }
        },
        install::Request::LookUndo { setup } => {
            shelf.looks += 1;
            match undo::look(*setup, shelf.looks, stop).await {
                Ok((plan, steps)) => {
                    shelf.undo = Some((plan.number, steps));
                    report.send(install::Event::UndoLooked(Box::new(plan)));
                    return;
                }
                Err(ended) => ended,
            }
        }
        install::Request::Undo { setup, seen } => {
            let shown = shelf.undo.take();
            let shown = match seen {
                None => Ok(None),
                Some(seen) => match shown.filter(|(number, _)| *number == seen) {
                    Some((_, steps)) => Ok(Some(steps)),
                    None => Err(Issue::no_such_plan()),
                },
            };
            match shown.and_then(|shown| Ok((shown, Note::begin_undo(&setup)?))) {
                Ok((shown, note)) => noted(note, undo::undo(*setup, shown, &report, stop).await),
                Err(issue) => Report::problem(issue),
            }
        }
        install::Request::Forget { folder, domain } => {
            match RecordFile::of(&folder, &domain).forget() {
                Ok(()) => Report::of(InstallEnd::Forgotten),
                Err(error) => {
                    let shown = folder.display().to_string();
                    let issue = Issue::data_folder_unusable(&shown, error.fault())
                        .with_detail(&error.to_string());
                    Report::problem(issue)
                }
            }
        }
    };
    report.send(install::Event::Ended(Box::new(ended)));
}

/// Writes down what came of it, where there was something to change.
fn noted(note: Option<Note>, ended: Report) -> Report {
    if let Some(note) = note {
        note.end(&ended);
    }
    ended
}
