//! Undoing: the steps of [`domain::install::undo`](crate::domain::install::undo()) are carried out in the opposite order.
//! Each thing is read again right before it is written, and a foreign change stops everything. At the end everything is
//! looked at again.

use tokio_util::sync::CancellationToken;

use super::action;
use super::context::{InstallContext, refused};
use super::reporter::{Reporter, failed};
use super::{flow, look};
use crate::domain::ids::ClientId;
use crate::domain::install::{
    self, Action, ActionBack, ActionRecord, Application, ApplicationRecord, Back, Change, Found,
    PermissionsBack, Record, Step, StepState, Undo, UndoPlan, differences, hidden,
};
use crate::domain::issue::Issue;
use crate::engine::failure::Failure;
use crate::protocol::install::{Event as InstallEvent, InstallEnd, InstallSetup, Report};

/// Looks at what undoing would do, and gives the review with the steps that it shows.
pub(super) async fn look(
    setup: InstallSetup,
    number: u64,
    stop: &CancellationToken,
) -> Result<(UndoPlan, Undo), Report> {
    let context = InstallContext::new(setup, stop).map_err(Report::problem)?;
    match reviewed(&context, number).await {
        Ok(Some(reviewed)) => Ok(reviewed),
        Ok(None) => Err(Report::of(InstallEnd::NothingToUndo)),
        Err(failure) => Err(failed(&context, &failure, Vec::new(), &Change::ALL)),
    }
}

async fn reviewed(
    context: &InstallContext,
    number: u64,
) -> Result<Option<(UndoPlan, Undo)>, Failure> {
    let Some(mut record) = context.record()? else {
        return Ok(None);
    };
    let (found, steps) = decided(context, &mut record).await?;
    let plan = UndoPlan {
        number,
        domain: context.setup.domain.clone(),
        rows: steps.review(&found),
        token: context.token(),
    };
    Ok(Some((plan, steps)))
}

/// Reads everything that bears on undoing, and decides what it has to do.
async fn decided(context: &InstallContext, record: &mut Record) -> Result<(Found, Undo), Failure> {
    if let Some(trouble) = context.trouble(true).await? {
        return Err(Issue::temporary_key(&trouble, 0, 5).into());
    }
    let mut found = look::read(context).await?;
    if let Some(what) = hidden(record, &found) {
        return Err(Issue::not_readable(what).into());
    }
    record.take_up(&found);
    if let Some(ApplicationRecord::Made { client_id, .. }) = &record.application
        && found.application(client_id).is_some()
        && context.api.is_used_elsewhere(client_id).await?
    {
        found.used_elsewhere.push(client_id.clone());
    }
    let steps = install::undo(record, &found);
    // What cannot be read of the flow may be ours, and an Action that is bound cannot be deleted.
    if (steps.flow.is_needed() || steps.action.is_needed())
        && let Some(issue) = found.gaps.flow.of_flow(found.flow.len())
    {
        return Err(issue.into());
    }
    Ok((found, steps))
}

/// Puts everything back and says what it came to. Where `shown` is what a person has agreed to, nothing else is done.
pub(super) async fn undo(
    setup: InstallSetup,
    shown: Option<Undo>,
    report: &Reporter,
    stop: &CancellationToken,
) -> Report {
    let context = match InstallContext::new(setup, stop) {
        Ok(context) => context,
        Err(issue) => return Report::problem(issue),
    };
    let mut work = Work {
        context: &context,
        report,
        done: Vec::new(),
        open: Vec::new(),
        notes: Vec::new(),
        deleted: None,
    };
    let ended = work.everything(shown.as_ref()).await;
    let Work {
        done,
        open,
        notes,
        deleted,
        ..
    } = work;
    match ended {
        Ok(end) => Report {
            end,
            done,
            open,
            notes,
            deleted,
        },
        Err(failure) => Report {
            notes,
            deleted,
            ..failed(&context, &failure, done, &Change::ALL)
        },
    }
}

struct Work<'a> {
    context: &'a InstallContext,
    report: &'a Reporter,
    done: Vec<Change>,
    /// What stays.
    open: Vec<Change>,
    notes: Vec<String>,
    deleted: Option<ClientId>,
}

impl Work<'_> {
    async fn everything(&mut self, shown: Option<&Undo>) -> Result<InstallEnd, Failure> {
        let context = self.context;
        if context.record()?.is_none() {
            return Ok(InstallEnd::NothingToUndo);
        }
        let _lock = context.lock().await?;
        let Some(mut record) = context.record()? else {
            return Ok(InstallEnd::NothingToUndo);
        };
        let (found, steps) = decided(context, &mut record).await?;
        if shown.is_some_and(|shown| *shown != steps) {
            return Err(Issue::changed_meanwhile("What undo would put back").into());
        }
        context.file.write(&record)?;
        self.flow(&steps.flow, &found.flow).await?;
        self.action(&steps.action, &mut record).await?;
        self.permissions(&steps.permissions).await?;
        self.application(&steps.application).await?;
        self.look_again(record, found.used_elsewhere).await
    }

    /// Looks at everything once more: nothing may be left to be put back. What stays keeps its record.
    async fn look_again(
        &mut self,
        record: Record,
        used_elsewhere: Vec<ClientId>,
    ) -> Result<InstallEnd, Failure> {
        let mut found = look::read(self.context).await?;
        found.used_elsewhere = used_elsewhere;
        if let Some(ApplicationRecord::Made { client_id, .. }) = &record.application
            && found.application(client_id).is_none()
        {
            self.deleted = Some(client_id.clone());
        }
        let again = install::undo(&record, &found);
        if let Some(change) = again.needed().first() {
            let what = match change {
                Change::Application => "The application",
                Change::Permissions | Change::Events => "What the application may do",
                Change::Action | Change::Secrets => "The Action",
                Change::Flow => "The Login flow",
            };
            self.done.clear();
            return Err(Issue::changed_meanwhile(what).into());
        }
        self.notes.extend(again.remainders());
        self.notes.extend(differences(&record, &found));
        let file = &self.context.file;
        if !self.open.is_empty() {
            file.write(&what_stays(record, &again))?;
            return Ok(InstallEnd::UndoneInPart);
        }
        match record.without_latest() {
            None => file.forget()?,
            Some(earlier) => {
                file.write(&earlier)?;
                let used = earlier.application.as_ref();
                let used = used.and_then(ApplicationRecord::client_id);
                let used = used.map_or_else(String::new, |id| format!(" with the Client ID {id}"));
                self.notes.push(format!(
                    "This tenant was set up more than once. The set-up{used} stays; undo again to take it back too."
                ));
            }
        }
        Ok(InstallEnd::Undone)
    }

    fn tell(&mut self, change: Change, state: StepState) {
        match state {
            StepState::Done(_) | StepState::Kept => self.done.push(change),
            StepState::Left(_) => self.open.push(change),
            StepState::Working(_) | StepState::Stopped => {}
        }
        self.report.send(InstallEvent::Step(Step { change, state }));
    }

    fn working(&mut self, change: Change, text: &str) {
        self.tell(change, StepState::Working(text.to_owned()));
    }

    /// Gives what is to be done about a change; where there is nothing to do, that is told.
    fn step<'b, T>(&mut self, change: Change, back: &'b Back<T>) -> Option<&'b T> {
        match back {
            Back::Do(it) => return Some(it),
            Back::Nothing => self.tell(change, StepState::Kept),
            Back::Stays(why) => self.tell(change, StepState::Left(why.clone())),
        }
        None
    }

    async fn flow(
        &mut self,
        back: &Back<Vec<install::Binding>>,
        seen: &[install::Binding],
    ) -> Result<(), Failure> {
        let change = Change::Flow;
        let Some(former) = self.step(change, back) else {
            return Ok(());
        };
        self.working(change, "Putting the Action's former place back");
        flow::replace(self.context, seen, former).await?;
        let names: Vec<&str> = former.iter().map(|b| b.display_name.as_str()).collect();
        self.tell(
            change,
            StepState::Done(match names.len() {
                0 => "Empty".to_owned(),
                _ => names.join(" → "),
            }),
        );
        Ok(())
    }

    async fn action(
        &mut self,
        back: &Back<ActionBack>,
        record: &mut Record,
    ) -> Result<(), Failure> {
        let Some(back) = self.step(Change::Action, back) else {
            self.tell_secrets(back);
            return Ok(());
        };
        let text = match back {
            ActionBack::Delete(there) => {
                self.working(Change::Action, "Deleting the Action");
                self.is_still(there).await?;
                let deleted = self.context.api.delete_action(&there.id).await;
                deleted.map_err(refused("delete the Action"))?;
                "Deleted"
            }
            ActionBack::Restore {
                there,
                version,
                draft,
            } => {
                self.working(Change::Action, "Putting the former Action back");
                self.is_still(there).await?;
                if let Some(ActionRecord::Changed { putting_back, .. }) = &mut record.action {
                    *putting_back = true;
                }
                self.context.file.write(record)?;
                let api = &self.context.api;
                if let Some(version) = version {
                    let deployed = api.deploy_version(&there.id, version).await;
                    deployed.map_err(refused("deploy the former version"))?;
                    action::in_use(self.context, &there.id).await?;
                }
                if let Some(draft) = draft {
                    let changed = api.change_action(&there.id, draft, None).await;
                    changed.map_err(refused("change the Action"))?;
                }
                "As it was before"
            }
        };
        self.tell(Change::Action, StepState::Done(text.to_owned()));
        self.tell(Change::Secrets, StepState::Done(text.to_owned()));
        Ok(())
    }

    /// The secrets go with their Action.
    fn tell_secrets(&mut self, action: &Back<ActionBack>) {
        let state = match action {
            Back::Stays(_) => StepState::Left("They stay with the Action.".to_owned()),
            Back::Nothing | Back::Do(_) => StepState::Kept,
        };
        self.tell(Change::Secrets, state);
    }

    /// Reads the Action again: only what was looked at is overwritten or deleted.
    async fn is_still(&self, seen: &Action) -> Result<(), Failure> {
        let now = self.context.api.action(&seen.id).await?;
        // A build that ends meanwhile pins packages, and a deployment of ours that ends brings its version: neither is a change
        // of somebody else's.
        let is_same =
            now.is_some_and(|now| now.kept.comes_of(&seen.kept) && now.secrets == seen.secrets);
        same(is_same, "The Action")
    }

    async fn permissions(&mut self, back: &Back<PermissionsBack>) -> Result<(), Failure> {
        let change = Change::Permissions;
        let Some(PermissionsBack { there, left }) = self.step(change, back) else {
            return Ok(());
        };
        self.working(change, "Taking the permissions away that were given");
        let api = &self.context.api;
        let now = api.grants().await?;
        let what = "What the application may do";
        same(now.items.iter().any(|grant| grant == there), what)?;
        let done = match left {
            None => api.delete_grant(&there.id).await,
            Some(left) => api.set_permissions(&there.id, left).await,
        };
        done.map_err(refused("take the permissions away"))?;
        self.tell(change, StepState::Done("Taken away".to_owned()));
        Ok(())
    }

    async fn application(&mut self, back: &Back<Application>) -> Result<(), Failure> {
        let change = Change::Application;
        let Some(there) = self.step(change, back) else {
            return Ok(());
        };
        self.working(change, "Deleting the application");
        let api = &self.context.api;
        let now = api.applications().await?;
        same(now.items.iter().any(|it| it == there), "The application")?;
        let deleted = api.delete_application(&there.client_id).await;
        deleted.map_err(refused("delete the application"))?;
        self.deleted = Some(there.client_id.clone());
        self.tell(change, StepState::Done("Deleted".to_owned()));
        Ok(())
    }
}

/// Stops where something is no longer what was looked at.
fn same(is_same: bool, what: &str) -> Result<(), Failure> {
    if is_same {
        return Ok(());
    }
    Err(Issue::changed_meanwhile(what).into())
}

/// The record without what is put back.
fn what_stays(record: Record, steps: &Undo) -> Record {
    let action_stays = steps.action.stays().is_some();
    Record {
        application: record
            .application
            .filter(|_| steps.application.stays().is_some()),
        grant: None,
        action: record.action.filter(|_| action_stays),
        secrets: record.secrets.filter(|_| action_stays),
        flow: record.flow.filter(|_| action_stays),
        earlier: record.earlier,
        ..Record::new(record.domain)
    }
}
