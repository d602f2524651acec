//! What is to be done about each thing, for the engine that does it; the plan says the same in words.

use super::choices::{Answer, Choices, LiveUpdates, Wanted};
use super::found::{Action, Application, Binding, Found, Kept};
use super::names;
use super::record::{ActionRecord, ApplicationRecord, Record};
use crate::domain::ids::{ClientId, ConnectionId};
use crate::domain::permissions::{EVENTS, Permission};
use crate::domain::snippet::Code;

/// What is to be done about one thing that may be there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<T> {
    /// Use what is there.
    Use(T),
    /// Make it, with this name.
    Make(String),
    /// A person has to choose first.
    Unsure,
}

impl<T> Target<T> {
    /// What is used, if something is.
    pub fn used(&self) -> Option<&T> {
        match self {
            Self::Use(it) => Some(it),
            Self::Make(_) | Self::Unsure => None,
        }
    }
}

/// Whether an application may be one of ours: by its name, or because the profile names it.
fn is_application_of_ours(application: &Application, wanted: &Wanted) -> bool {
    names::is_ours(&application.name) || wanted.application.as_ref() == Some(&application.client_id)
}

/// The applications that may be ours.
pub(super) fn applications<'a>(
    found: &'a Found,
    wanted: &'a Wanted,
) -> impl Iterator<Item = &'a Application> {
    let all = found.applications.iter();
    all.filter(|application| is_application_of_ours(application, wanted))
}

/// The Actions that may be ours: by their name, or because they use the package.
pub(super) fn actions(found: &Found) -> impl Iterator<Item = &Action> {
    let packages = Code::Documented.dependencies();
    found.actions.iter().filter(move |action| {
        let mut used = action.kept.dependencies.iter();
        names::is_ours(&action.name)
            || used.any(|(name, _)| packages.iter().any(|package| package.name == name))
    })
}

/// Which application is used, or whether one is made.
pub(super) fn application(
    found: &Found,
    wanted: &Wanted,
    choices: &Choices,
    record: Option<&Record>,
) -> Target<ClientId> {
    let recorded = record.and_then(|record| record.application.as_ref());
    let recorded = recorded.and_then(|recorded| recorded_application(found, recorded));
    let fit = |id: &ClientId| found.application(id).filter(|app| app.unfit().is_none());
    let ours: Vec<&Application> = applications(found, wanted).collect();
    let usable: Vec<&&Application> = ours.iter().filter(|app| app.unfit().is_none()).collect();
    // The application that the person names comes before the one that an earlier set-up of the tenant has used: the Client
    // Secret that they have is that one's.
    match (&choices.application, recorded) {
        (Some(Answer::Use(id)), _) => match fit(&ClientId::new(id.as_str())) {
            Some(application) => Target::Use(application.client_id.clone()),
            None => Target::Unsure,
        },
        (Some(Answer::Second), Some(id)) if other_connection(wanted, record).is_none() => {
            Target::Use(id)
        }
        (Some(Answer::Second), _) => Target::Make(free_application(found)),
        (answer, recorded) => match (&wanted.application, recorded, answer, &usable[..]) {
            (Some(id), ..) if fit(id).is_some() => Target::Use(id.clone()),
            (_, Some(id), ..) => Target::Use(id),
            (_, _, Some(Answer::UseTheOnly), [only]) => Target::Use(only.client_id.clone()),
            _ if ours.is_empty() && found.gaps.applications.ours().next().is_none() => {
                Target::Make(free_application(found))
            }
            _ => Target::Unsure,
        },
    }
}

/// The connection that the recorded Action signs in for, where it is another than the wanted one.
pub(super) fn other_connection<'a>(
    wanted: &Wanted,
    record: Option<&'a Record>,
) -> Option<&'a ConnectionId> {
    let side = wanted.userhub.as_ref()?;
    let recorded = &record?.secrets.as_ref()?.connection;
    (*recorded != side.connection).then_some(recorded)
}

fn free_application(found: &Found) -> String {
    let taken = found.applications.iter().map(|a| a.name.as_str());
    let taken: Vec<&str> = taken.chain(found.gaps.applications.names()).collect();
    names::free(&taken)
}

impl Record {
    /// Settles what was cut off in the middle: what was about to be made, and is there after all, was made; what is not
    /// there was not, and what a person makes of that name later is theirs.
    pub fn take_up(&mut self, found: &Found) {
        if let Some(making @ ApplicationRecord::Making { name, .. }) = &self.application {
            self.application =
                recorded_application(found, making).map(|client_id| ApplicationRecord::Made {
                    client_id,
                    name: Some(name.clone()),
                });
        }
        if let Some(making @ ActionRecord::Making { .. }) = &self.action {
            let id = recorded_action(found, making);
            let there = id.and_then(|id| found.action(&id));
            self.action = there.map(ActionRecord::made);
        }
    }
}

/// The application that an earlier set-up made or used, while it is there. One whose making was cut off is the one of
/// its name that was not there before.
pub(super) fn recorded_application(
    found: &Found,
    recorded: &ApplicationRecord,
) -> Option<ClientId> {
    match recorded {
        ApplicationRecord::Made { client_id, .. } | ApplicationRecord::Used { client_id } => found
            .application(client_id)
            .map(|application| application.client_id.clone()),
        ApplicationRecord::Making { name, before } => {
            let mut new = found.applications.iter().filter(|application| {
                application.name == *name
                    && application.unfit().is_none()
                    // It gets its permissions only once it is known: one that has some was made by a person.
                    && found.grant(&application.client_id).is_none()
                    && !before.contains(&application.client_id)
            });
            let only = new.next().filter(|_| new.next().is_none());
            only.map(|application| application.client_id.clone())
        }
    }
}

/// Which Action is used, or whether one is made. One that an earlier set-up has made for another connection is a
/// question: its key and its connection would be replaced.
pub(super) fn action(
    found: &Found,
    wanted: &Wanted,
    choices: &Choices,
    record: Option<&Record>,
) -> Target<String> {
    let recorded = record.and_then(|record| record.action.as_ref());
    let recorded = recorded.and_then(|recorded| recorded_action(found, recorded));
    let is_for_another = other_connection(wanted, record).is_some();
    let taken = found.actions.iter().map(|a| a.name.as_str());
    let taken: Vec<&str> = taken.chain(found.gaps.actions.names()).collect();
    let is_hidden = found.gaps.actions.ours().next().is_some();
    let ours: Vec<&Action> = actions(found).collect();
    match (&choices.action, recorded, &ours[..]) {
        (Some(Answer::Use(id)), ..) => match found.action(id) {
            Some(action) => Target::Use(action.id.clone()),
            None => Target::Unsure,
        },
        (_, Some(id), _) if !is_for_another => Target::Use(id),
        (None, Some(_), _) => Target::Unsure,
        (Some(Answer::Second), ..) => Target::Make(names::free(&taken)),
        (_, _, []) if !is_hidden => Target::Make(names::free(&taken)),
        (Some(Answer::UseTheOnly), _, [only]) => Target::Use(only.id.clone()),
        _ => Target::Unsure,
    }
}

/// The Action that an earlier set-up made or changed, as with an application.
pub(super) fn recorded_action(found: &Found, recorded: &ActionRecord) -> Option<String> {
    match recorded {
        ActionRecord::Made { id, .. } | ActionRecord::Changed { id, .. } => {
            found.action(id).map(|action| action.id.clone())
        }
        ActionRecord::Making { name, before } => {
            // It is deployed only once it is known, as with the permissions of an application.
            let mut new = found.actions.iter().filter(|action| {
                action.name == *name
                    && !before.contains(&action.id)
                    && action.deployment.version.is_none()
                    && found.place_of(&action.id).is_none()
            });
            let only = new.next().filter(|_| new.next().is_none());
            only.map(|action| action.id.clone())
        }
    }
}

/// The permissions to write: those that are there, in their order, and after them those of the four that are missing, and
/// the one for live updates where it is wanted. `None` when nothing is missing.
pub fn union(there: &[String], events: LiveUpdates) -> Option<Vec<String>> {
    let is_missing = |wanted: &&str| !there.iter().any(|has| has == wanted);
    let four = Permission::ALL.into_iter().map(Permission::as_str);
    let four = four.filter(|_| events != LiveUpdates::Alone);
    let wanted = four.chain((events != LiveUpdates::No).then_some(EVENTS));
    let missing: Vec<&str> = wanted.filter(is_missing).collect();
    let added = missing.iter().map(|permission| (*permission).to_owned());
    (!missing.is_empty()).then(|| there.iter().cloned().chain(added).collect())
}

/// What an Action is to be: the code, on what the tenant recommends, with the packages that the code needs. A package
/// that is there keeps its version.
pub fn wanted_action(found: &Found, code: Code, there: Option<&Kept>) -> Kept {
    let version = |name: &str, otherwise: &str| {
        let known = there.into_iter().flat_map(|kept| &kept.dependencies);
        let mut known = known.filter(|(other, _)| other == name);
        known
            .next()
            .map_or_else(|| otherwise.to_owned(), |(_, version)| version.clone())
    };
    let dependencies = code.dependencies().iter().map(|package| {
        let version = version(package.name, package.version);
        (package.name.to_owned(), version)
    });
    Kept {
        code: code.text().to_owned(),
        runtime: found.trigger.runtime.clone(),
        trigger_version: found.trigger.version.clone(),
        dependencies: dependencies.collect(),
    }
}

/// The Login flow with the Action in its place; every other one is kept, in its order. Without a place it stays where it
/// is, or comes last.
pub fn flow_with(flow: &[Binding], ours: &Binding, place: Option<usize>) -> Vec<Binding> {
    let there = flow.iter().position(|b| b.action_id == ours.action_id);
    let kept = there.and_then(|at| flow.get(at)).unwrap_or(ours).clone();
    let others = flow.iter().filter(|b| b.action_id != ours.action_id);
    let mut after: Vec<Binding> = others.cloned().collect();
    let place = place.or(there).unwrap_or(after.len()).min(after.len());
    after.insert(place, kept);
    after
}
