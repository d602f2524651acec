//! What follows when changes were made or put back.

use super::{Automatic, Purpose, Stage};
use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::private::Private;
use crate::app::signal::Signal;
use crate::domain::ids::ClientId;
use crate::domain::install::{Change, Choices, LiveUpdates};
use crate::domain::issue::Code;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::install::{InstallEnd, Report};

impl Automatic {
    /// What was being done is over.
    pub(super) fn ended(&mut self, report: Box<Report>, ctx: &Context) -> Effects {
        if let InstallEnd::Problem(issue) = &report.end
            && issue.code == Code::TemporaryKeyExpired
        {
            self.key = None;
        }
        let mut effects = match &self.stage {
            Stage::Working(work) if work.is_undoing() => {
                let back = work.put_back();
                self.undone(back, report.deleted.as_ref(), ctx)
            }
            _ => Signal::StepsDone(report.done.clone()).into(),
        };
        let has_action = self.choices.events != LiveUpdates::Alone;
        if has_action && matches!(report.end, InstallEnd::Done) {
            // The engine has looked at each change after it was made.
            effects.signal(Signal::ActionInstalled);
        }
        let work = match std::mem::take(&mut self.stage) {
            Stage::Working(work) => work,
            Stage::Key
            | Stage::Looking
            | Stage::Review(_)
            | Stage::ReviewUndo(_)
            | Stage::Over { .. } => Box::default(),
        };
        let stands = matches!(report.end, InstallEnd::Done | InstallEnd::FirstHalf);
        // What is put back can be set up again; an undoing that met a problem is tried again.
        if matches!(
            report.end,
            InstallEnd::Undone
                | InstallEnd::UndoneInPart
                | InstallEnd::NothingToUndo
                | InstallEnd::Forgotten
        ) {
            self.purpose = Purpose::SetUp;
        }
        let is_alone = self.choices.events == LiveUpdates::Alone;
        if is_alone && matches!(report.end, InstallEnd::Done) {
            // The page of live updates says what has come of it.
            self.choices.events = LiveUpdates::No;
            self.stage = Stage::Key;
            effects.signal(Signal::EventsAllowed);
            return effects;
        }
        self.stage = Stage::Over { work, report };
        let is_empty = |field| ctx.values.text(field).is_empty();
        if stands && !is_empty(Field::ClientId) && !is_empty(Field::ClientSecret) {
            effects.signal(Signal::Check(Scope::Auth0, None));
        }
        effects
    }

    /// What was put back is gone, and so is what was proved with it. An application that was there before keeps its values,
    /// and so does a set-up of the tenant that has another one.
    fn undone(&mut self, back: Vec<Change>, deleted: Option<&ClientId>, ctx: &Context) -> Effects {
        self.choices = Choices::default();
        let mut effects = Effects::none();
        let open = ctx.values.text(Field::ClientId).trim();
        let is_anothers = deleted.is_some_and(|id| !open.is_empty() && open != id.as_str());
        if !is_anothers && !back.is_empty() {
            effects.signal(Signal::StepsUndone(back));
        }
        let Some(deleted) = deleted else {
            return effects;
        };
        if open == deleted.as_str() {
            for field in [Field::ClientId, Field::ClientSecret] {
                effects.signal(Signal::Fill(field, Private(String::new())));
            }
        }
        effects.signal(Signal::ApplicationDeleted(deleted.clone()));
        effects
    }
}
