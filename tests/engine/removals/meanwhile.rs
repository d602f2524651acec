//! What changes while something is under way: what is done by itself is turned off in the middle of it, and somebody leaves
//! between a comparison and its plan.

use std::fs;
use std::sync::mpsc::{Receiver, channel};

use serde_json::json;
use userhub_connect::domain::removal::Outcome;
use userhub_connect::engine::sink::Sink;
use userhub_connect::engine::worker::Worker;
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::removal::{Preview, RemovalReport};

use super::policy::{days_pass, turn_on};
use super::{leave, plain, removals, state, synced};
use crate::stage::Stage;

/// A worker as the window has it. `hear` meets each event in the middle of the work, before anything else is done.
fn worker(hear: impl Fn(&Event) + Send + Sync + 'static) -> (Worker, Receiver<Event>) {
    let (sender, events) = channel();
    let sink = Sink::new(move |event| {
        hear(&event);
        drop(sender.send(event));
    });
    (Worker::start(sink).unwrap(), events)
}

/// Syncs, and does something between the comparison and the plan. Gives what became of those who were to be removed or
/// restored.
fn sync(
    stage: &Stage,
    hear: impl Fn(&Event) + Send + Sync + 'static,
    between: impl Fn(),
) -> Vec<Outcome> {
    let (worker, events) = worker(hear);
    worker.send(Command::Compare {
        setup: stage.setup(),
        list_plan: false,
    });
    let mut outcomes = Vec::new();
    for event in events {
        match event {
            Event::PlanReady(plan) => {
                between();
                worker.send(Command::Run { plan: plan.run });
            }
            Event::Removal(event) => {
                if let RemovalReport::Did(did) = event.told {
                    outcomes.push(did.outcome);
                }
            }
            Event::Finished { .. } => return outcomes,
            _ => {}
        }
    }
    panic!("it never ended")
}

#[test]
fn what_is_turned_off_or_changed_in_the_middle_goes_on_with_nobody() {
    for is_changed in [false, true] {
        let stage = synced(60);
        let who = plain(&stage, 3);
        turn_on(&stage, "mark");
        leave(&stage, &who);
        days_pass(&stage, 3);
        let file = stage.setup().profile.join("removal-policy.json");
        let hear = move |event: &Event| {
            if let Event::Removal(event) = event
                && let RemovalReport::Preview(Preview {
                    carried_out: true, ..
                }) = event.told
            {
                if is_changed {
                    let text = fs::read_to_string(&file).unwrap();
                    fs::write(&file, text.replace("mark", "disable")).unwrap();
                } else {
                    fs::remove_file(&file).unwrap();
                }
            }
        };
        let words = if is_changed {
            "What is done by itself was changed since."
        } else {
            "What is done by itself was turned off."
        };
        let left = Outcome::Left(words.to_owned());
        assert_eq!(sync(&stage, hear, || ()), vec![left; 3]);
        for id in &who {
            assert_eq!(state(&stage, id), "ACTIVE");
        }
    }
}

#[test]
fn who_leaves_again_before_the_plan_is_carried_out_is_not_restored() {
    let stage = synced(60);
    let gone = plain(&stage, 2);
    leave(&stage, &gone);
    for id in &gone {
        removals(&stage, "mark --yes").word(id).run().exits(0);
        stage.create(json!({ "user_id": id, "name": "Back Again" }));
    }
    let leaves = || assert!(stage.tenant().delete_person(&gone[1]));
    assert_eq!(sync(&stage, |_| (), leaves), [Outcome::Done]);
    assert_eq!(state(&stage, &gone[0]), "ACTIVE");
    assert_eq!(state(&stage, &gone[1]), "PENDING_DELETION");
}
