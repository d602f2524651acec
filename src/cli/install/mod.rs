//! `install`: the automatic set-up as a table of now and after, as steps, and as what is left to do by hand.

mod words;

use super::args::{InstallArgs, Options};
use super::exit::Exit;
use super::out::Out;
use super::talk::Conversation;
use super::{config, json, practice};
use crate::domain::ids::ClientId;
use crate::domain::install::{Answer, Choices, LiveUpdates, Plan};
use crate::domain::issue::Issue;
use crate::domain::secret::Secret;
use crate::domain::snippet::Code;
use crate::engine::install;
use crate::engine::install::handover::Whose;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::install::{
    Event as InstallEvent, InstallEnd, InstallSetup, Report, Request as InstallRequest,
};
use crate::protocol::ticket::Ticket;
use crate::store::folder::DataFolder;
use crate::store::secrets::Keyring;

/// Runs the command.
pub(super) fn run(options: &Options, args: &InstallArgs, out: Out) -> Exit {
    let setup = if options.practice {
        practice::install(options)
    } else {
        config::install(options).map(|setup| (setup, None))
    };
    match setup {
        // The practice world lives until the set-up is over.
        Ok((setup, _world)) => Dialogue::new(options, setup, args, out)
            .map_or_else(|issue| out.problem(&issue), Dialogue::hold),
        Err(issue) => out.problem(&issue),
    }
}

impl InstallArgs {
    fn choices(&self) -> Choices {
        let both = match (self.use_existing, self.second) {
            (true, _) => Some(Answer::UseTheOnly),
            (_, true) => Some(Answer::Second),
            (false, false) => None,
        };
        let action = self.action.clone().map(Answer::Use);
        Choices {
            application: both.clone(),
            action: action.or(both),
            events: match (self.with_events, self.only_events) {
                (_, true) => LiveUpdates::Alone,
                (true, false) => LiveUpdates::Too,
                (false, false) => LiveUpdates::No,
            },
            place: self.place.map(|place| place.saturating_sub(1)),
            code: match self.form {
                super::args::ActionForm::Documented => Code::Documented,
                super::args::ActionForm::WithoutPackage => Code::WithoutPackage,
            },
        }
    }
}

struct Dialogue<'a> {
    conversation: Conversation,
    setup: InstallSetup,
    args: &'a InstallArgs,
    out: Out,
    /// The folder with the saved set-ups; `None` where nothing is kept in the password store, since the service is one of
    /// this computer: its secret opens nothing, and changes with each start.
    folder: Option<DataFolder>,
    /// The application, and the set-up under which its secret lies in the password store.
    application: Option<(ClientId, Option<String>)>,
}

impl<'a> Dialogue<'a> {
    fn new(
        options: &Options,
        setup: InstallSetup,
        args: &'a InstallArgs,
        out: Out,
    ) -> Result<Self, Issue> {
        let folder = match setup.endpoints.auth0 {
            Some(_) => None,
            None => Some(config::data_folder(options)?),
        };
        Ok(Self {
            conversation: Conversation::start()?,
            folder,
            setup,
            args,
            out,
            application: None,
        })
    }

    fn order(&self, order: InstallRequest) {
        self.conversation.send(Command::Install {
            order,
            ticket: Ticket::default(),
        });
    }

    fn hold(mut self) -> Exit {
        let setup = Box::new(self.setup.clone());
        self.order(if self.args.undo {
            InstallRequest::Undo { setup, seen: None }
        } else if self.args.forget {
            InstallRequest::Forget {
                folder: setup.folder,
                domain: setup.domain,
            }
        } else {
            InstallRequest::Look {
                setup,
                choices: self.args.choices(),
            }
        });
        while let Some(event) = self.conversation.next() {
            let Event::Install { news, .. } = event else {
                continue;
            };
            match news {
                InstallEvent::Looked(plan) => {
                    self.show(&plan);
                    if !plan.questions.is_empty() {
                        return self.ask(&plan);
                    }
                    if self.args.plan {
                        return Exit::Done;
                    }
                    self.order(InstallRequest::Act { plan: plan.number });
                }
                // Only the window asks for it.
                InstallEvent::UndoLooked(_) => {}
                InstallEvent::Step(step) if self.out.is_json() => {
                    Out::event(&json::install_step(&step));
                }
                InstallEvent::Step(step) => words::step(&step),
                InstallEvent::Application {
                    client_id,
                    client_secret,
                } => self.application(client_id, client_secret.as_ref()),
                InstallEvent::Ended(report) => return self.end(&report),
            }
        }
        Exit::Interrupted
    }

    fn show(&self, plan: &Plan) {
        if self.out.is_json() {
            Out::event(&json::install_plan(plan));
        } else {
            words::plan(plan, self.args.plan);
        }
    }

    /// Tells what has to be chosen. A plan was only to be shown, so that it is no mistake there.
    fn ask(&self, plan: &Plan) -> Exit {
        let Some(question) = plan.questions.first() else {
            return Exit::Done;
        };
        if self.args.plan {
            return Exit::Attention;
        }
        let flags = words::flags(question);
        self.out
            .problem(&Issue::choice_needed(&question.what, &flags))
    }

    /// The application stands; its secret goes where it is safe, and nowhere else.
    fn application(&mut self, client_id: ClientId, secret: Option<&Secret>) {
        let kept = secret.and_then(|secret| self.keep(client_id.clone(), secret));
        if self.out.is_json() {
            Out::event(&json::install_application(&client_id, kept.is_some()));
        }
        self.application = Some((client_id, kept));
    }

    fn keep(&self, client_id: ClientId, secret: &Secret) -> Option<String> {
        let folder = self.folder.as_ref()?;
        let store = Keyring::within(config::PATIENCE);
        let kept = install::handover::keep(folder, &store, &self.whose(client_id), secret);
        kept.map_err(|trouble| {
            self.out
                .say(format!("The Client Secret could not be kept: {trouble}."));
        })
        .ok()
    }

    /// Forgets the Client Secret of an application that is no longer there.
    fn forget(&self, deleted: Option<&ClientId>) {
        if let (Some(folder), Some(client_id)) = (&self.folder, deleted) {
            let store = Keyring::within(config::PATIENCE);
            install::handover::forget(folder, &store, &self.whose(client_id.clone()));
        }
    }

    fn whose(&self, client_id: ClientId) -> Whose {
        let userhub = self.setup.userhub.as_ref();
        Whose {
            domain: self.setup.domain.clone(),
            client_id,
            connection: userhub.map(|side| side.connection.clone()),
        }
    }

    fn end(&self, report: &Report) -> Exit {
        if self.out.is_json() {
            Out::event(&json::install_ended(report));
        } else {
            words::end(report, &self.setup, self.application.as_ref());
        }
        self.forget(report.deleted.as_ref());
        match &report.end {
            InstallEnd::Done
            | InstallEnd::Undone
            | InstallEnd::NothingToUndo
            | InstallEnd::Forgotten => Exit::Done,
            InstallEnd::FirstHalf | InstallEnd::UndoneInPart => Exit::Attention,
            InstallEnd::Interrupted => Exit::Interrupted,
            InstallEnd::Problem(issue) => self.out.problem(issue),
        }
    }
}
