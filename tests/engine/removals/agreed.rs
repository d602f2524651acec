//! What a person has agreed to in the window: those whom they were shown, and nobody else, whatever has changed since.

use std::sync::mpsc::channel;

use userhub_connect::engine::sink::Sink;
use userhub_connect::engine::worker::Worker;
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::removal::{
    Decision, Ended, RemovalAction, RemovalReport, RemovalRequest, Who,
};
use userhub_connect::protocol::ticket::Ticket;

use super::{leave, plain, state, synced};
use crate::stage::Stage;

/// Asks as the window does, and gives who was left out and what it came to.
fn ask(stage: &Stage, action: RemovalAction, shown: Option<&[String]>) -> (Vec<String>, Ended) {
    let (sender, events) = channel();
    let worker = Worker::start(Sink::new(move |event| drop(sender.send(event)))).unwrap();
    worker.send(Command::Removal(RemovalRequest {
        setup: Box::new(stage.setup()),
        action,
        shown: shown.map(<[String]>::to_vec),
        ticket: Ticket::default(),
    }));
    let mut left_out = Vec::new();
    for event in events {
        if let Event::Removal(event) = event {
            match event.told {
                RemovalReport::Preview(preview) => {
                    left_out = preview.left_out.into_iter().map(|one| one.id).collect();
                }
                RemovalReport::Ended(ended) => return (left_out, ended.unwrap()),
                _ => {}
            }
        }
    }
    panic!("it never ended")
}

#[test]
fn only_those_who_were_shown_are_marked_taken_back_and_restored() {
    let stage = synced(40);
    let gone = plain(&stage, 3);
    leave(&stage, &gone);
    let mark = |ids: &[String]| RemovalAction::Decide {
        decision: Decision::Mark,
        who: Who::Ids(ids.to_vec()),
        carry_out: true,
        confirmed: None,
    };
    // The third one became free for this after the review: they were named there as somebody who stays.
    let (left_out, ended) = ask(&stage, mark(&gone), Some(&gone[..2]));
    assert_eq!((left_out, ended.done), (vec![gone[2].clone()], 2));
    assert_eq!(state(&stage, &gone[0]), "PENDING_DELETION");
    assert_ne!(state(&stage, &gone[2]), "PENDING_DELETION");

    let run = ended.run.unwrap();
    let restore = RemovalAction::Restore {
        who: Who::Run(run),
        carry_out: true,
    };
    let (_, ended) = ask(&stage, restore, Some(&gone[..1]));
    assert_eq!(ended.done, 1);
    assert_ne!(state(&stage, &gone[0]), "PENDING_DELETION");
    assert_eq!(state(&stage, &gone[1]), "PENDING_DELETION");

    let added = plain(&stage, 5);
    let sync = 1;
    let undo = RemovalAction::Undo {
        run: sync,
        carry_out: true,
    };
    let (_, ended) = ask(&stage, undo, Some(&added[4..]));
    assert_eq!(ended.done, 1);
    assert_eq!(state(&stage, &added[4]), "PENDING_DELETION");
    assert_ne!(state(&stage, &added[3]), "PENDING_DELETION");
}
