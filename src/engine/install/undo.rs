//! Undoing: everything is put back in the opposite order. What somebody else has changed since is not touched.

use tokio_util::sync::CancellationToken;

use super::action;
use super::desk::{Desk, refused};
use super::{Reporter, failed, flow, look};
use crate::app::install::{InstallEnd, InstallSetup, News, Report};
use crate::domain::install::{
    ActionRecord, ApplicationRecord, Binding, Change, Found, Record, Step, StepState,
};
use crate::domain::issue::Issue;
use crate::engine::issues::Failure;

/// Puts everything back and says what it came to.
pub(super) async fn undo(
    setup: InstallSetup,
    report: &Reporter,
    stop: &CancellationToken,
) -> Report {
    let desk = match Desk::new(setup, stop) {
        Ok(desk) => desk,
        Err(issue) => return Report::problem(issue),
    };
    let mut back = Back {
        desk: &desk,
        report,
        done: Vec::new(),
        notes: Vec::new(),
    };
    let ended = back.everything().await;
    let Back { done, notes, .. } = back;
    match ended {
        Ok(end) => Report {
            done,
            notes,
            ..Report::of(end)
        },
        Err(failure) => Report {
            notes,
            ..failed(&desk, &failure, done, &Change::ALL)
        },
    }
}

struct Back<'a> {
    desk: &'a Desk,
    report: &'a Reporter,
    done: Vec<Change>,
    notes: Vec<String>,
}

impl Back<'_> {
    async fn everything(&mut self) -> Result<InstallEnd, Failure> {
        let desk = self.desk;
        let token = desk.token();
        let Some(mut record) = desk.file.read()? else {
            return Ok(InstallEnd::NothingToUndo);
        };
        if let Some(trouble) = token.trouble_with_undo(&desk.setup.domain, Desk::now()) {
            return Err(Issue::temporary_key(&trouble, 0, 5).into());
        }
        let _lock = desk.lock()?;
        let found = look::read(desk).await?;
        record.take_up(&found);
        self.flow(&mut record, &found).await?;
        self.action(&mut record, &found).await?;
        self.permissions(&mut record, &found).await?;
        self.application(&mut record).await?;
        desk.file.forget()?;
        Ok(InstallEnd::Undone)
    }

    fn tell(&mut self, change: Change, state: StepState) {
        if matches!(state, StepState::Done(_) | StepState::Kept) {
            self.done.push(change);
        }
        self.report.send(News::Step(Step { change, state }));
    }

    fn working(&mut self, change: Change, text: &str) {
        self.tell(change, StepState::Working(text.to_owned()));
    }

    async fn flow(&mut self, record: &mut Record, found: &Found) -> Result<(), Failure> {
        let change = Change::Flow;
        let Some(flow) = record.flow.clone().filter(|flow| flow.before != found.flow) else {
            self.tell(change, StepState::Kept);
            return Ok(());
        };
        self.working(change, "Putting the former Login flow back");
        let ours = record.action.as_ref().and_then(ActionRecord::id);
        let is_ours = |binding: &Binding| Some(binding.action_id.as_str()) == ours;
        let former = if found.flow == flow.after {
            let still_there = |b: &&Binding| found.action(&b.action_id).is_some();
            let former: Vec<Binding> = flow.before.iter().filter(still_there).cloned().collect();
            if former.len() < flow.before.len() {
                let note = "An Action that was in the Login flow has been deleted by somebody since, so it could not be put back.";
                self.notes.push(note.to_owned());
            }
            former
        } else if flow.before.iter().any(is_ours) {
            return Err(Issue::changed_meanwhile("The Login flow").into());
        } else {
            let note =
                "Somebody else has changed the Login flow since. Only UserHub was taken out of it.";
            self.notes.push(note.to_owned());
            found.flow.iter().filter(|b| !is_ours(b)).cloned().collect()
        };
        flow::replace(self.desk, &found.flow, &former).await?;
        record.flow = None;
        self.desk.file.write(record)?;
        self.tell(change, StepState::Done("As it was before".to_owned()));
        Ok(())
    }

    async fn action(&mut self, record: &mut Record, found: &Found) -> Result<(), Failure> {
        let there = record.action.as_ref().and_then(ActionRecord::id);
        let there = there.and_then(|id| found.action(id));
        let (Some(there), Some(recorded)) = (there, record.action.clone()) else {
            self.tell(Change::Action, StepState::Kept);
            self.tell(Change::Secrets, StepState::Kept);
            return Ok(());
        };
        let text = match recorded {
            ActionRecord::Making { .. } => String::new(),
            ActionRecord::Made { id, code } => {
                unchanged(&there.kept.code, &code)?;
                self.working(Change::Action, "Deleting the Action");
                let deleted = self.desk.api.delete_action(&id).await;
                deleted.map_err(refused("delete the Action"))?;
                "Deleted".to_owned()
            }
            ActionRecord::Changed {
                id,
                code,
                before,
                secrets,
                version,
                was_current,
            } => {
                if there.kept.code != before.code {
                    unchanged(&there.kept.code, &code)?;
                }
                self.working(Change::Action, "Putting the former Action back");
                let api = &self.desk.api;
                let untouched = there.kept == before && there.secrets == secrets;
                let untouched = untouched && there.deployment.version == version;
                if let Some(version) = version.as_ref().filter(|_| !untouched) {
                    let deployed = api.deploy_version(&id, version).await;
                    deployed.map_err(refused("deploy the former version"))?;
                    action::in_use(self.desk, &id).await?;
                }
                if !untouched && (version.is_none() || !was_current) {
                    let changed = api.change_action(&id, &before, None).await;
                    changed.map_err(refused("change the Action"))?;
                }
                if !untouched && version.is_none() {
                    self.notes.push(left_of_draft(&secrets));
                }
                "As it was before".to_owned()
            }
        };
        record.action = None;
        record.secrets = None;
        self.desk.file.write(record)?;
        self.tell(Change::Action, StepState::Done(text.clone()));
        self.tell(Change::Secrets, StepState::Done(text));
        Ok(())
    }

    async fn permissions(&mut self, record: &mut Record, found: &Found) -> Result<(), Failure> {
        let change = Change::Permissions;
        let recorded = record.grant.clone();
        let there = recorded.as_ref().and_then(|r| found.grant(&r.client_id));
        let (Some(recorded), Some(grant)) = (&recorded, there) else {
            self.tell(change, StepState::Kept);
            return Ok(());
        };
        self.working(change, "Taking the permissions away that were given");
        let is_former = |permission: &&String| !recorded.added.contains(permission);
        let former: Vec<String> = grant
            .permissions
            .iter()
            .filter(is_former)
            .cloned()
            .collect();
        let api = &self.desk.api;
        let done = if recorded.before.is_none() && former.is_empty() {
            api.delete_grant(&grant.id).await
        } else {
            api.set_permissions(&grant.id, &former).await
        };
        done.map_err(refused("take the permissions away"))?;
        record.grant = None;
        self.desk.file.write(record)?;
        self.tell(change, StepState::Done("As it was before".to_owned()));
        Ok(())
    }

    async fn application(&mut self, record: &mut Record) -> Result<(), Failure> {
        let change = Change::Application;
        let Some(ApplicationRecord::Made { client_id }) = &record.application else {
            self.tell(change, StepState::Kept);
            return Ok(());
        };
        self.working(change, "Deleting the application");
        let deleted = self.desk.api.delete_application(client_id).await;
        deleted.map_err(refused("delete the application"))?;
        self.tell(change, StepState::Done("Deleted".to_owned()));
        Ok(())
    }
}

/// Refuses to put something back over somebody else's work.
fn unchanged(now: &str, as_written: &str) -> Result<(), Failure> {
    if now == as_written {
        return Ok(());
    }
    Err(Issue::changed_meanwhile("The Action's code").into())
}

/// What cannot be put back of an Action that was never deployed before.
fn left_of_draft(secrets: &[crate::domain::install::SecretSlot]) -> String {
    let names: Vec<&str> = secrets.iter().map(|slot| slot.name.as_str()).collect();
    let values = match names.len() {
        0 => "the two secrets that were set in it stay".to_owned(),
        _ => format!(
            "the former values of {} cannot be put back",
            names.join(", ")
        ),
    };
    format!(
        "The Action was never deployed before, and Auth0 cannot take a deployment back: it stays deployed, but in no flow, so it \
         never runs; {values}."
    )
}
