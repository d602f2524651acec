//! Every form in which Auth0's events may come (contract keep-up 8), and every way in which a connection may end.

use serde_json::json;
use userhub_connect::practice::auth0::{Inject, LineEnd, StreamOptions, TenantOptions};

use super::{
    assert_agrees, happen, live, wait_for_change, wait_for_state, with_events, with_events_and,
};
use crate::stage::Stage;

fn with_streams(streams: StreamOptions) -> Stage {
    with_events_and(
        60,
        TenantOptions {
            streams,
            ..TenantOptions::default()
        },
    )
}

#[test]
fn whatever_form_events_come_in_all_of_them_arrive() {
    let usual = StreamOptions {
        heartbeat_ms: 50,
        ..StreamOptions::default()
    };
    let forms = [
        StreamOptions {
            line_end: LineEnd::Cr,
            piece: 1,
            retry: Some("abc".to_owned()),
            ..usual.clone()
        },
        StreamOptions {
            line_end: LineEnd::CrLf,
            piece: 7,
            twice: true,
            previous_object: false,
            retry: None,
            ..usual.clone()
        },
        StreamOptions {
            swapped: true,
            twice: true,
            users_only: true,
            retry: Some("0".to_owned()),
            rotation_ms: 300,
            ..usual
        },
    ];
    for form in forms {
        let stage = with_streams(form);
        let mut running = live(&stage);
        happen(&stage, 6_000.0, 100, &super::USUAL);
        stage.until("everything to happen", |stage| {
            stage.tenant().events() >= 100
        });
        let last = stage.tenant().sign_up();
        wait_for_change(&mut running, &last);
        running.terminate();
        running.finish().exits(0);
        assert_agrees(&stage);
    }
}

#[test]
fn a_stream_that_is_cut_again_and_again_loses_nothing() {
    let stage = with_events(60);
    let mut running = live(&stage);
    happen(&stage, 1_200.0, 60, &super::USUAL);
    for cut in 0..6 {
        let what = match cut % 3 {
            0 => Inject::Cut,
            1 => Inject::Close,
            _ => Inject::Error("connection_timeout".to_owned()),
        };
        stage.until("a connection", |stage| stage.tenant().streams().0 == 1);
        std::thread::sleep(std::time::Duration::from_millis(100));
        stage.tenant().inject(what);
        stage.until("its end", |stage| stage.tenant().streams().0 == 0);
    }
    stage.until("everything to happen", |stage| {
        stage.tenant().events() >= 60
    });
    let last = stage.tenant().sign_up();
    wait_for_change(&mut running, &last);
    assert!(stage.tenant().streams().1 >= 7);
    running.terminate();
    running.finish().exits(0);
    assert_agrees(&stage);
}

#[test]
fn frames_that_say_nothing_do_no_harm_and_one_that_cannot_be_read_is_made_up_for() {
    let stage = with_events(60);
    let mut running = live(&stage);
    for raw in [
        "id:\n\n",
        "id: \n\n",
        "id: a\0b\n\n",
        ": a comment\n",
        "data: [DONE]\n\n",
        "event: user.updated\ndata: {\"event\":{\"type\":\"user.updated\",\"a0purpose\":\"test\",\"data\":{\"object\":{\"user_id\":\"auth0|x\"}}}}\n\n",
        "event: organization.created\ndata: {\"event\":{\"type\":\"organization.created\"}}\n\n",
        "event: user.sneezed\ndata: {\"event\":{\"type\":\"user.sneezed\",\"data\":{\"object\":{\"user_id\":\"auth0|x\"}}}}\n\n",
    ] {
        assert_eq!(stage.tenant().inject(Inject::Raw(raw.to_owned())), 1);
    }
    let id = stage.tenant().id_of(5);
    stage.change(&id, json!({"name": "After all that"}));
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
    // Half a message of somebody whose id can be seen: they are looked at.
    let odd = format!(
        "event: user.updated\ndata: {{\"error\":7,\"event\":{{\"data\":{{\"object\":{{\"user_id\":\"{id}\"}}}}}}}}\n\n"
    );
    stage.tenant().inject(Inject::Raw(odd));
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "up_to_date");
    // One that is too large names nobody: everybody is compared, and it goes on.
    stage.tenant().inject(Inject::Oversized(2 << 20));
    wait_for_state(&mut running, "comparing");
    wait_for_state(&mut running, "live");
    stage.change(&id, json!({"name": "And after that"}));
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
    running.terminate();
    running.finish().exits(0);
}

#[test]
fn an_event_that_auth0_cannot_tell_is_passed_over_and_made_up_for() {
    let stage = with_events(60);
    let mut running = live(&stage);
    let id = stage.tenant().id_of(6);
    for _ in 0..3 {
        stage.until("a connection", |stage| stage.tenant().streams().0 == 1);
        stage
            .tenant()
            .inject(Inject::Error("payload_too_large".to_owned()));
        stage.until("its end", |stage| stage.tenant().streams().0 == 0);
    }
    wait_for_state(&mut running, "comparing");
    wait_for_state(&mut running, "live");
    stage.change(&id, json!({"name": "Behind it"}));
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
    running.terminate();
    running.finish().exits(0);
}

#[test]
fn a_token_that_ends_is_renewed() {
    let stage = with_events_and(
        30,
        TenantOptions {
            token_lifetime: std::time::Duration::from_secs(2),
            ..TenantOptions::default()
        },
    );
    let mut running = live(&stage);
    stage.until("three connections", |stage| stage.tenant().streams().1 >= 3);
    let id = stage.tenant().id_of(5);
    stage.change(&id, json!({"name": "Later"}));
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
    running.terminate();
    running.finish().exits(0);
}
