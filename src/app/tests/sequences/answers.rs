//! What the worker may answer.

use super::super::check;
use crate::app::msg::Msg;
use crate::app::subjects::computer::CHECKS;
use crate::domain::ids::Auth0UserId;
use crate::domain::install::{Plan as InstallPlan, TokenFacts};
use crate::domain::issue::Issue;
use crate::domain::pasted::{Field, ManagementToken};
use crate::domain::roster::SyncStatus;
use crate::domain::sign_in::{Proof, SignIn};
use crate::domain::snippet::Code;
use crate::protocol::checks::{ALL, CheckState, FoundPerson, Scope, Subject};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::history;
use crate::protocol::install::{self, InstallEnd, Report};
use crate::protocol::persistence;
use crate::protocol::queue::Queue;
use crate::protocol::removal::{
    Ended, Planned, Preview, RemovalAction, RemovalEvent, RemovalReport, RemovalRequest,
};
use crate::protocol::setup::Setup;
use crate::protocol::sign_in_test::{self, Verdict};
use crate::protocol::someone::SomeoneEvent;
use crate::protocol::sync::{End, Plan, Progress, Reading, Summary};
use crate::protocol::users::{self, Look, Rows};

use super::{Play, Print, print};

impl Play {
    /// The worker answers one question, in one of the ways in which it may.
    pub(super) fn answer(&mut self, which: u8, how: u8) {
        if self.asked.is_empty() {
            return;
        }
        let at = usize::from(which) % self.asked.len();
        // What changes something is done one after the other; all else may be overtaken.
        let is_work = |(command, _): &(Command, Print)| command.queue() == Queue::Work;
        let first = self.asked.iter().position(is_work);
        let at = first.filter(|_| is_work(&self.asked[at])).unwrap_or(at);
        let (command, values) = self.asked.remove(at);
        for event in self.events(command, &values, how) {
            self.tell(Msg::Reported(event));
        }
    }

    fn events(&mut self, command: Command, values: &Print, how: u8) -> Vec<Event> {
        let with = values.join("|");
        match command {
            Command::Check {
                setup,
                scope,
                ticket,
                ..
            } => {
                let subjects: &[Subject] = match scope {
                    Scope::Tenant => &[Subject::Tenant],
                    Scope::Auth0 => &[Subject::Tenant, Subject::SignIn, Subject::Users],
                    Scope::Everything => &[
                        Subject::Tenant,
                        Subject::SignIn,
                        Subject::Users,
                        Subject::Key,
                        Subject::Connection,
                    ],
                };
                checked(subjects, &print(&setup), ticket, how)
            }
            Command::CheckAgain {
                setup,
                subject,
                ticket,
                ..
            } => checked(&[subject], &print(&setup), ticket, how),
            Command::LookAtComputer { ticket, .. } => CHECKS
                .map(|name| Event::Computer {
                    check: check(name, CheckState::Passed, None),
                    ticket,
                })
                .into(),
            Command::FindPeople { ticket, .. } => vec![Event::PeopleFound {
                found: Ok(vec![FoundPerson {
                    id: Auth0UserId::new("auth0|1"),
                    name: with,
                }]),
                ticket,
            }],
            Command::Compare { setup, .. } => self.compared(&setup, how),
            Command::RunPatiently { .. } | Command::People(users::Request::TryAgain { .. }) => {
                vec![Event::Progress(Progress::default()), finished(how)]
            }
            Command::WatchSignIn { ticket, .. } => {
                let sign_in = SignIn {
                    id: Auth0UserId::new("auth0|1"),
                    who: with,
                    email: None,
                    at: jiff::Timestamp::UNIX_EPOCH,
                };
                let proof = Proof::Added(jiff::Timestamp::UNIX_EPOCH);
                [
                    sign_in_test::Event::Began(jiff::Timestamp::UNIX_EPOCH),
                    sign_in_test::Event::Over(Verdict::Proved(sign_in, proof)),
                ]
                .map(|news| Event::SignInTest { news, ticket })
                .into()
            }
            Command::People(ask) => asked_of_users(ask, with),
            Command::Someone(request) => vec![Event::Someone(SomeoneEvent {
                result: Err(Box::new(
                    Issue::value_missing(Field::Domain).with_detail(&with),
                )),
                ticket: request.ticket,
            })],
            Command::History(ask) => vec![Event::History(of_history(ask))],
            Command::Removal(request) => of_removals(request, how),
            Command::Install { order, ticket } => {
                let news = self.installed(order, values, how);
                vec![Event::Install { news, ticket }]
            }
            Command::WriteFile { path, ticket, .. } => {
                let result = Ok(path);
                vec![Event::FileWritten { result, ticket }]
            }
            Command::Persist(order) => of_store(order, how),
            _ => Vec::new(),
        }
    }

    fn compared(&mut self, setup: &Setup, how: u8) -> Vec<Event> {
        let reading = Event::Reading(Reading::default());
        if how.is_multiple_of(3) {
            return vec![reading, finished(how)];
        }
        self.plans.push(print(setup));
        let plan = Plan {
            run: i64::try_from(self.plans.len() - 1).expect("few plans"),
            tally: crate::domain::tally::Tally::default(),
            open: u64::from(how % 2),
            continued: how.is_multiple_of(5),
            listed: true,
            not_proved: Vec::new(),
            outlook: Box::default(),
            removals_waiting: 0,
            taken_back: 0,
            taken_back_by: Vec::new(),
            summary: Summary::default(),
        };
        vec![reading, Event::PlanReady(Box::new(plan))]
    }

    fn installed(&mut self, order: install::Request, values: &Print, how: u8) -> install::Event {
        let install::Request::Look { setup, .. } = order else {
            let end = if how.is_multiple_of(2) {
                InstallEnd::Done
            } else {
                InstallEnd::Interrupted
            };
            return install::Event::Ended(Box::new(report(end)));
        };
        if how.is_multiple_of(3) {
            return install::Event::Ended(Box::new(report(InstallEnd::Interrupted)));
        }
        self.installs.push(values.clone());
        install::Event::Looked(Box::new(install_plan(
            self.installs.len() - 1,
            &setup.token,
        )))
    }
}

/// What is answered about runs that are over.
fn of_history(ask: history::Request) -> history::Event {
    match ask {
        history::Request::Runs { ticket, .. } => history::Event::Runs {
            result: Ok(Vec::new()),
            ticket,
        },
        history::Request::Open { ticket, .. } => history::Event::Opened {
            result: Err(Issue::cannot_start()),
            ticket,
        },
        history::Request::People { ticket, .. } => history::Event::People {
            result: Ok((Vec::new(), 0)),
            ticket,
        },
        history::Request::Save { to, ticket, .. } => history::Event::Saved {
            result: Ok(to),
            ticket,
        },
    }
}

/// What is answered about people who left.
fn of_removals(request: RemovalRequest, how: u8) -> Vec<Event> {
    let RemovalRequest { action, ticket, .. } = request;
    let carry_out = match action {
        RemovalAction::Board { .. } | RemovalAction::SetPolicy { .. } | RemovalAction::List => {
            let told = RemovalReport::Board(Ok(Box::default()));
            return vec![Event::Removal(RemovalEvent { told, ticket })];
        }
        RemovalAction::Decide { carry_out, .. }
        | RemovalAction::Restore { carry_out, .. }
        | RemovalAction::Undo { carry_out, .. } => carry_out,
    };
    let planned = Planned {
        id: "auth0|1".to_owned(),
        name: "auth0|1".to_owned(),
        act: None,
    };
    let preview = Preview {
        people: vec![planned],
        ..Preview::default()
    };
    let ended = Ended {
        preview: !carry_out,
        ..Ended::default()
    };
    let ended = if how.is_multiple_of(3) {
        Err(Box::new(Issue::cannot_start()))
    } else {
        Ok(ended)
    };
    [RemovalReport::Preview(preview), RemovalReport::Ended(ended)]
        .map(|told| Event::Removal(RemovalEvent { told, ticket }))
        .into()
}

/// What the password store answers; of files nothing is said.
fn of_store(order: persistence::Request, how: u8) -> Vec<Event> {
    match order {
        persistence::Request::FindKeys { setup } => {
            vec![Event::Persistence(persistence::Event::Found {
                setup,
                keys: Vec::new(),
                trouble: None,
            })]
        }
        persistence::Request::KeepKey { setup, field, .. } => {
            let result = if how.is_multiple_of(4) {
                Err(Issue::keys_not_saved())
            } else {
                Ok(())
            };
            vec![Event::Persistence(persistence::Event::Key {
                setup,
                field,
                result,
            })]
        }
        persistence::Request::ForgetKeys { setup, fields } => {
            let news = |field| {
                Event::Persistence(persistence::Event::Key {
                    setup: setup.clone(),
                    field,
                    result: Ok(()),
                })
            };
            fields.into_iter().map(news).collect()
        }
        persistence::Request::RemoveTask { connection, .. } => {
            let result = match how % 3 {
                0 => Err(Issue::task_not_removed()),
                _ => Ok(()),
            };
            vec![Event::Persistence(persistence::Event::TaskRemoved {
                connection,
                result,
            })]
        }
        persistence::Request::Save { .. }
        | persistence::Request::ForgetAllKeys { .. }
        | persistence::Request::ForgetFiles { .. } => Vec::new(),
    }
}

fn checked(
    subjects: &[Subject],
    with: &Print,
    ticket: crate::protocol::ticket::Ticket,
    how: u8,
) -> Vec<Event> {
    let issue = (how.is_multiple_of(3)).then(Issue::key_refused);
    let state = match how % 3 {
        0 => CheckState::Problem,
        1 => CheckState::Passed,
        _ => CheckState::NotProved,
    };
    let mut events: Vec<Event> = ALL
        .iter()
        .filter(|entry| subjects.contains(&entry.subject))
        .map(|entry| {
            let mut check = check(entry.name, state, issue.clone());
            check.why = with.join("|");
            Event::Check { check, ticket }
        })
        .collect();
    events.push(Event::ChecksDone {
        problem: issue,
        ticket,
    });
    events
}

fn finished(how: u8) -> Event {
    Event::Finished {
        summary: Summary::default(),
        end: match how % 3 {
            0 => End::Interrupted,
            1 => End::Problem(Box::new(Issue::cannot_start())),
            _ => End::Done,
        },
    }
}

fn asked_of_users(ask: users::Request, with: String) -> Vec<Event> {
    let told = match ask {
        users::Request::Rows { query, ticket, .. } => users::Event::Rows {
            rows: Rows {
                query,
                ..Rows::default()
            },
            ticket,
        },
        users::Request::Unfinished { ticket, .. } => users::Event::Unfinished {
            found: None,
            ticket,
        },
        users::Request::Look { ticket, .. } => users::Event::Looked {
            look: Box::new(Look {
                id: with,
                ..Look::default()
            }),
            ticket,
        },
        users::Request::SyncOne { id, ticket, .. } => users::Event::SyncedOne {
            id,
            result: Ok(SyncStatus::Added),
            ticket,
        },
        users::Request::LoadRoster { .. } => users::Event::Squares {
            squares: crate::domain::roster::Squares::default(),
            counts: crate::domain::roster::Counts::default(),
            finished: 0,
        },
        users::Request::Groups { .. } => users::Event::Groups(Vec::new()),
        users::Request::Square { square, .. } => users::Event::Square {
            square,
            people: Vec::new(),
        },
        // It ends as a sync does.
        users::Request::TryAgain { .. } => return vec![finished(2)],
    };
    vec![Event::People(told)]
}

fn report(end: InstallEnd) -> Report {
    Report {
        end,
        done: Vec::new(),
        open: Vec::new(),
        notes: Vec::new(),
        deleted: None,
    }
}

fn install_plan(number: usize, token: &ManagementToken) -> InstallPlan {
    InstallPlan {
        number: number as u64,
        domain: token.domain.clone(),
        rows: Vec::new(),
        questions: Vec::new(),
        flow_now: Vec::new(),
        flow_after: Vec::new(),
        code: Code::Documented,
        application: None,
        token: TokenFacts::of(token),
        undo: Vec::new(),
    }
}
