//! Files that are saved and opened: where they go, and that no secret is in them.

use jiff::Timestamp;

use super::update;
use crate::app::effects::WindowTask;
use crate::app::msg::{ExportMsg, Msg, SetupFileMsg, SupportMsg};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::app::subjects::export::{Report, What};
use crate::app::subjects::support::Folder;
use crate::domain::report::Format;
use crate::domain::summary::Form;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::history;
use crate::protocol::settings::{Colour, Environment, SavedSetup};
use crate::protocol::setup_text::write;

fn saved(msg: ExportMsg) -> Vec<Command> {
    let mut state = State::new("folder".into());
    "the-client-secret-wX9f".clone_into(&mut state.credentials.drafts.client_secret);
    "sk_the-admin-key-Rr81".clone_into(&mut state.credentials.drafts.api_key);
    let asked = ExportMsg::Asked(What::Summary(Form::Html));
    update(&mut state, Msg::Export(asked));
    "/there/summary.html".clone_into(&mut state.export.path);
    update(&mut state, Msg::Export(msg))
}

#[test]
fn what_is_saved_holds_no_secret_but_its_end() {
    let commands = saved(ExportMsg::Named(Some("/there/summary.html".into())));
    let [Command::WriteFile { text, replace, .. }] = &commands[..] else {
        panic!("{commands:?}")
    };
    assert!(text.contains("wX9f") && text.contains("Rr81") && *replace);
    assert!(!text.contains("the-client-secret") && !text.contains("the-admin-key"));
}

#[test]
fn a_path_that_was_typed_never_replaces_a_file() {
    let commands = saved(ExportMsg::Typed);
    let [Command::WriteFile { replace: false, .. }] = &commands[..] else {
        panic!("{commands:?}")
    };
}

#[test]
fn with_no_window_of_the_systems_the_path_is_asked_for_here() {
    let mut state = State::new("folder".into());
    let asked = ExportMsg::Asked(What::Summary(Form::Text));
    update(&mut state, Msg::Export(asked));
    assert!(update(&mut state, Msg::Export(ExportMsg::Named(None))).is_empty());
    assert!(state.export.typed);
}

#[test]
fn a_report_goes_where_it_was_named_or_typed_and_replaces_nothing_that_was_typed() {
    let report = What::Run(Report {
        profile: "profile".into(),
        run: 7,
        at: Timestamp::UNIX_EPOCH,
        format: Format::Csv,
    });
    let mut state = State::new("folder".into());
    let asked = crate::app::update(&mut state, Msg::Export(ExportMsg::Asked(report)));
    assert!(
        matches!(&asked.tasks[..], [WindowTask::AskWhereToSave(name)] if name == "userhub-connect-run-7-1970-01-01.csv"),
        "{asked:?}"
    );
    let mut saved = |msg| match &update(&mut state, Msg::Export(msg))[..] {
        [
            Command::History(history::Request::Save {
                to,
                run: 7,
                replace,
                ..
            }),
        ] => (to.clone(), *replace),
        other => panic!("{other:?}"),
    };
    let named = saved(ExportMsg::Named(Some("/there/all of it".into())));
    assert_eq!(named, ("/there/all of it".into(), true));
    "/there/report".clone_into(&mut state.export.path);
    let typed = update(&mut state, Msg::Export(ExportMsg::Typed));
    assert!(
        matches!(&typed[..], [Command::History(history::Request::Save { to, replace: false, .. })] if to.ends_with("report.csv")),
        "{typed:?}"
    );
}

#[test]
fn what_became_of_an_earlier_file_is_not_said_of_the_one_that_is_asked_for_now() {
    let mut state = State::new("folder".into());
    let ask = |state: &mut State, form| {
        update(state, Msg::Export(ExportMsg::Asked(What::Summary(form))));
        let named = ExportMsg::Named(Some("there".into()));
        match update(state, Msg::Export(named)).pop() {
            Some(Command::WriteFile { ticket, .. }) => ticket,
            other => panic!("{other:?}"),
        }
    };
    let first = ask(&mut state, Form::Html);
    ask(&mut state, Form::Text);
    let result = Ok("there".into());
    let late = Event::FileWritten {
        result,
        ticket: first,
    };
    update(&mut state, Msg::Reported(late));
    assert!(state.export.result.is_loading());
}

const SECRET: &str = "s3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_X";

fn setup() -> SavedSetup {
    let mut setup = SavedSetup::new("setup-1".to_owned(), Environment::Test, Colour::Green);
    "Acme".clone_into(&mut setup.name);
    "https://manage.auth0.com/dashboard/eu/acme/users".clone_into(&mut setup.domain);
    "abcdefghijklmnopqrstuvwxyz012345".clone_into(&mut setup.client_id);
    "conn_26yEiYymqy6ZmG".clone_into(&mut setup.connection_id);
    setup.ticks.insert("A1".to_owned());
    setup
}

fn opened(state: &mut State, text: &str) -> Vec<Command> {
    let named = SetupFileMsg::Named(Some("there".into()));
    let asked = update(state, Msg::SetupFile(named));
    let [Command::ReadSetUp { ticket, .. }] = asked[..] else {
        panic!("{asked:?}")
    };
    let text = Ok(text.to_owned());
    update(state, Msg::Reported(Event::SetUpRead { text, ticket }))
}

#[test]
fn what_was_saved_is_opened_elsewhere_with_its_values_and_nothing_done() {
    let mut state = State::new("folder".into());
    opened(&mut state, &write(&setup()));
    let there = state.setups.open_setup().expect("it is open");
    assert_eq!(
        (there.title().as_str(), there.colour),
        ("Acme", Colour::Green)
    );
    assert_eq!(there.environment, Environment::Test);
    let drafts = &state.credentials.drafts;
    assert_eq!(drafts.domain, "acme.eu.auth0.com");
    assert_eq!(drafts.client_id, "abcdefghijklmnopqrstuvwxyz012345");
    assert_eq!(drafts.connection_id, "conn_26yEiYymqy6ZmG");
    assert!(state.guide.ticks.is_empty());
    assert_eq!(
        state.setup_file.result.ready().map(String::as_str),
        Some("Acme")
    );
}

#[test]
fn opened_twice_it_is_there_once() {
    let mut state = State::new("folder".into());
    opened(&mut state, &write(&setup()));
    state.now = Timestamp::from_second(9).unwrap();
    opened(&mut state, &write(&setup()));
    assert_eq!(state.setups.setups.len(), 1);
}

#[test]
fn a_secret_in_the_wrong_field_is_not_written() {
    let token =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FjbWUuZXUuYXV0aDAuY29tLyJ9.c2lnbmF0dXJl";
    for wrong in [SECRET, "sk_agX12345", token] {
        let mut setup = setup();
        for field in [
            &mut setup.name,
            &mut setup.domain,
            &mut setup.client_id,
            &mut setup.connection_id,
        ] {
            wrong.clone_into(field);
        }
        let text = write(&setup);
        assert!(!text.contains(wrong), "{text}");
    }
}

#[test]
fn what_is_no_set_up_changes_nothing_and_is_told() {
    let newer = write(&setup()).replace("\"version\": 1", "\"version\": 2");
    for text in [
        "",
        "{}",
        "[1]",
        "{\"kind\":\"another\",\"version\":1}",
        &newer,
    ] {
        let mut state = State::new("folder".into());
        assert!(opened(&mut state, text).is_empty());
        let result = state.setup_file.result.state();
        assert!(matches!(result, Remote::Failed(_)), "{text}");
        assert!(state.setups.setups.is_empty());
    }
}

fn reported() -> String {
    let mut state = State::new("folder".into());
    "the-client-secret-wX9f".clone_into(&mut state.credentials.drafts.client_secret);
    "sk_the-admin-key-Rr81".clone_into(&mut state.credentials.drafts.api_key);
    "http://me:hunter2@proxy.acme.com:8080".clone_into(&mut state.setups.settings.proxy);
    let asked = update(&mut state, Msg::Support(SupportMsg::AskedForReport));
    assert!(matches!(&asked[..], [Command::ReadLog { .. }]), "{asked:?}");
    let read = Event::LogRead {
        about: "UserHub Connect 1.2.3 on linux".to_owned(),
        log: "a line of it".to_owned(),
        contact: "3 held, 1 did not hold".to_owned(),
        runs: vec!["2026-11-27 12:00 UTC Undo, done: added 0".to_owned()],
    };
    update(&mut state, Msg::Reported(read));
    state.support.report.expect("a report")
}

#[test]
fn the_report_says_what_helps_and_holds_no_secret_not_even_its_end() {
    let report = reported();
    for there in [
        "1.2.3 on linux",
        "a line of it",
        "Proxy set here: yes",
        "3 held, 1 did",
        "12:00 UTC Undo, done",
    ] {
        assert!(report.contains(there), "{report}");
    }
    for gone in ["wX9f", "Rr81", "hunter2", "acme"] {
        assert!(!report.contains(gone), "{report}");
    }
}

#[test]
fn a_folder_that_could_not_be_shown_is_said_until_the_next_try() {
    let mut state = State::new("folder".into());
    update(&mut state, Msg::Support(SupportMsg::Opened(false)));
    assert!(state.support.not_opened);
    let asks = Msg::Support(SupportMsg::AskedToOpen(Folder::Log));
    let asked = crate::app::update(&mut state, asks);
    let [WindowTask::OpenFolder(path)] = &asked.tasks[..] else {
        panic!("{asked:?}")
    };
    assert!(path.ends_with("logs") && !state.support.not_opened);
}
