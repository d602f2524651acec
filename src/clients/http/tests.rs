//! The door, held against a server that answers as a test has written it: what is tried again and what is not, what is
//! counted, what is learnt from the head, and where every limit lies.

use std::sync::{Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::streaming::{Opened, build_stream_client};
use super::*;
use crate::clients::error::Form;

/// What the server does with one request.
#[derive(Clone)]
enum Act {
    /// Answers with these bytes, after so many milliseconds.
    Answers(String, u64),
    /// Cuts the connection.
    Cuts,
    /// Never answers.
    Hangs,
}

/// A server whose last act is repeated.
struct Server {
    base: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn that(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&heard);
        tokio::spawn(async move {
            for turn in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let act = acts.get(turn).or(acts.last()).unwrap().clone();
                tokio::spawn(serve(stream, act, Arc::clone(&notes)));
            }
        });
        Self { base, heard }
    }

    fn heard(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.clone()
    }
}

async fn serve(mut stream: TcpStream, act: Act, notes: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).await.unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    notes.lock().unwrap().push(head);
    match act {
        Act::Answers(bytes, after) => {
            tokio::time::sleep(Duration::from_millis(after)).await;
            // Whoever has gone away meanwhile needs no answer.
            drop(stream.write_all(bytes.as_bytes()).await);
        }
        Act::Cuts => {}
        Act::Hangs => std::future::pending().await,
    }
}

/// An answer, whole, with these lines in its head.
fn answer(status: u16, lines: &[&str], body: &str) -> Act {
    Act::Answers(text(status, lines, body), 0)
}

fn text(status: u16, lines: &[&str], body: &str) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("{line}\r\n")).collect();
    let lines = lines.concat();
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Word\r\nconnection: close\r\ncontent-length: {length}\r\n{lines}\r\n{body}"
    )
}

/// An answer that comes in these pieces.
fn in_pieces(pieces: &[&str]) -> Act {
    let one = |piece: &&str| format!("{:x}\r\n{piece}\r\n", piece.len());
    let body = pieces.iter().map(one).collect::<Vec<_>>().concat();
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked";
    Act::Answers(format!("{head}\r\n\r\n{body}0\r\n\r\n"), 0)
}

const JSON: &str = "content-type: application/json";
const HTML: &str = "content-type: text/html";

fn ok() -> Act {
    answer(200, &[JSON], "{}")
}

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(20),
    idle: Duration::from_secs(20),
    total: Duration::from_secs(20),
    download: Duration::from_secs(20),
    body: 64,
    attempts: 3,
    patience: Duration::from_secs(5),
};

/// A door to the server, with the end of every wait in it.
fn door(service: Service, server: &Server, limits: Limits) -> (Http, CancellationToken) {
    let stop = CancellationToken::new();
    let route = Route {
        base: server.base.clone(),
        certificates: Vec::new(),
        proxy: None,
        manner: Manner::USUAL,
    };
    let http = Http::new(service, route, limits, stop.clone()).unwrap();
    (http, stop)
}

fn get(lane: RateBucket) -> Call {
    Call::get("/things?id=somebody".to_owned(), lane)
}

/// Sends a call whose answer is read as text. A refusal is read where it begins with `no`.
async fn sent(http: &Http, call: &Call) -> Result<String, ClientError> {
    let bearer = Secret::new("sk_planted_key");
    let read = |reply: &Reply| match String::from_utf8_lossy(&reply.body).into_owned() {
        odd if odd.contains("odd") => Err(format!("this is {odd}")),
        text => Ok(text),
    };
    let refusal = |reply: &Reply| {
        reply.body.starts_with(b"no").then(|| Rejection {
            service: Service::UserHub,
            form: Form::UserHub,
            status: reply.status.as_u16(),
            code: "NO".to_owned(),
            reason: String::new(),
            message: "with sk_planted_key".to_owned(),
        })
    };
    http.send(call, Some(&bearer), read, refusal).await
}

/// Asks a new server that does this, as UserHub. Gives the result, and how many requests there were.
async fn asked(acts: Vec<Act>) -> (Result<String, ClientError>, u64) {
    let server = Server::that(acts).await;
    let (http, _) = door(Service::UserHub, &server, LIMITS);
    let result = sent(&http, &get(RateBucket::Users)).await;
    assert_eq!(http.calls(), server.heard().len() as u64);
    (result, http.calls())
}

#[tokio::test]
async fn a_call_says_what_it_is_and_carries_its_key_and_userhubs_version() {
    for (service, has_version) in [(Service::UserHub, true), (Service::Auth0, false)] {
        let server = Server::that(vec![ok()]).await;
        let (http, _) = door(service, &server, LIMITS);
        assert_eq!(sent(&http, &get(RateBucket::Users)).await.unwrap(), "{}");
        let heard = server.heard().concat();
        assert!(
            heard.starts_with("get /things?id=somebody http/1.1"),
            "{heard}"
        );
        assert!(heard.contains("authorization: bearer sk_planted_key"));
        assert!(heard.contains("accept: application/json"));
        assert_eq!(
            heard.contains("userhub-api-version: 2025-05-01"),
            has_version
        );
        assert_eq!((http.calls(), http.looks(), http.overloads()), (1, 0, 0));
        http.count_call();
        assert_eq!(http.calls(), 2);
    }
}

#[tokio::test]
async fn what_somebody_in_between_answers_is_tried_again_and_named_for_what_it_is() {
    let redirect = || answer(302, &["location: /elsewhere"], "");
    let (result, calls) = asked(vec![redirect(), ok()]).await;
    assert_eq!((result.unwrap().as_str(), calls), ("{}", 2));
    for (act, expected) in [
        (redirect(), 302),
        (answer(200, &[HTML], "<p>Log in"), 200),
        (answer(403, &[HTML], "<html>"), 403),
        (answer(403, &[JSON], "{}"), 403),
    ] {
        let (result, calls) = asked(vec![act]).await;
        match result.unwrap_err() {
            ClientError::Intercepted { status, path, .. } => {
                assert_eq!((status, path.as_str(), calls), (expected, "/things", 3));
            }
            error => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn a_redirect_is_followed_by_no_client_that_is_built_here() {
    let redirect = answer(302, &["location: /elsewhere"], "");
    let server = Server::that(vec![redirect]).await;
    let (http, _) = door(Service::Auth0, &server, LIMITS);
    sent(&http, &get(RateBucket::Users)).await.unwrap_err();
    for client in [build_download_client(&http), build_stream_client(&http)] {
        let reply = client.unwrap().get(&server.base).send().await.unwrap();
        assert_eq!(reply.status(), 302);
    }
    assert!(
        server
            .heard()
            .iter()
            .all(|head| !head.contains("/elsewhere"))
    );
}

#[tokio::test]
async fn a_refusal_ends_it_at_once_and_one_that_may_pass_is_tried_again() {
    for (status, expected) in [(400, 1), (403, 1), (404, 1), (408, 3), (500, 3), (503, 3)] {
        // A firewall may write its pages over the service's own words.
        for kind in [JSON, HTML] {
            let (result, calls) = asked(vec![answer(status, &[kind], "no")]).await;
            match result.unwrap_err() {
                ClientError::Rejected(refusal) => {
                    assert_eq!((refusal.status, calls), (status, expected));
                    assert!(!refusal.message.contains("planted"));
                }
                error => panic!("{error}"),
            }
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_asked_for_again_and_said_without_the_query_or_the_key() {
    let (result, calls) = asked(vec![answer(200, &[JSON], "odd sk_planted_key"), ok()]).await;
    assert_eq!((result.unwrap().as_str(), calls), ("{}", 2));
    let (result, calls) = asked(vec![answer(200, &[JSON], "odd sk_planted_key")]).await;
    let said = result.unwrap_err().to_string();
    assert_eq!(calls, 3);
    assert!(said.contains("/things") && said.contains("odd"), "{said}");
    assert!(
        !said.contains("planted") && !said.contains("somebody"),
        "{said}"
    );
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_only_where_that_does_no_harm() {
    let (result, calls) = asked(vec![Act::Cuts, Act::Cuts, ok()]).await;
    assert_eq!((result.unwrap().as_str(), calls), ("{}", 3));
    let server = Server::that(vec![Act::Cuts]).await;
    let (http, _) = door(Service::UserHub, &server, LIMITS);
    let once = Call {
        repeatable: false,
        ..get(RateBucket::Users)
    };
    let error = sent(&http, &once).await.unwrap_err();
    assert!(matches!(error, ClientError::Unreachable { .. }), "{error}");
    assert_eq!((http.calls(), http.overloads()), (1, 0));
}

#[tokio::test]
async fn an_answer_may_be_as_large_as_its_limit_and_not_a_byte_larger() {
    let (full, more) = ("x".repeat(64), "x".repeat(65));
    let (short, long) = ("x".repeat(30), "x".repeat(40));
    for act in [answer(200, &[], &full), in_pieces(&[&short, &short])] {
        let (result, calls) = asked(vec![act]).await;
        assert!(result.unwrap().len() >= 60);
        assert_eq!(calls, 1);
    }
    for act in [answer(200, &[], &more), in_pieces(&[&long, &long])] {
        let (result, calls) = asked(vec![act]).await;
        let said = result.unwrap_err().to_string();
        assert!(said.contains("larger than 64 bytes"), "{said}");
        assert_eq!(calls, 1, "to ask again would bring the same");
    }
}

#[tokio::test]
async fn a_429_is_waited_out_and_is_no_attempt() {
    let slow = || answer(429, &["retry-after: 1"], "");
    let began = clock::instant();
    let server = Server::that(vec![slow(), slow(), ok()]).await;
    let limits = Limits {
        attempts: 1,
        patience: Duration::from_secs(60),
        ..LIMITS
    };
    let (http, _) = door(Service::Auth0, &server, limits);
    assert_eq!(sent(&http, &get(RateBucket::Users)).await.unwrap(), "{}");
    assert!(began.elapsed() >= Duration::from_millis(1_900));
    assert_eq!((http.calls(), http.overloads()), (3, 2));
}

#[tokio::test]
async fn a_pause_longer_than_the_patience_is_told_and_holds_for_whoever_asks_next() {
    let server = Server::that(vec![answer(429, &["retry-after: 7200"], "")]).await;
    let (http, _) = door(Service::Auth0, &server, LIMITS);
    assert_eq!(http.waited_for(), None);
    let is_two_hours = |left: Duration| left > Duration::from_mins(119);
    // The second and the third are not even sent.
    for lane in [RateBucket::Users, RateBucket::Free, RateBucket::Other] {
        match sent(&http, &get(lane)).await.unwrap_err() {
            ClientError::SlowedDown { left, .. } => assert!(is_two_hours(left), "{left:?}"),
            error => panic!("{error}"),
        }
        assert_eq!(http.calls(), 1);
    }
    assert!(http.pace().paused.is_some_and(is_two_hours));
    assert!(http.waited_for().is_some_and(is_two_hours));
    assert!(http.reserve_user_read().await.is_err());
}

#[tokio::test]
async fn short_pauses_are_waited_out_for_as_long_as_the_patience_lasts_in_all() {
    let server = Server::that(vec![answer(429, &["retry-after: 1"], "")]).await;
    let limits = Limits {
        patience: Duration::from_millis(2_500),
        ..LIMITS
    };
    let (http, _) = door(Service::Auth0, &server, limits);
    match sent(&http, &get(RateBucket::Users)).await.unwrap_err() {
        ClientError::SlowedDown { waited, .. } => assert!(waited >= Duration::from_secs(1)),
        error => panic!("{error}"),
    }
    assert!(http.calls() <= 3, "{}", http.calls());
}

#[tokio::test]
async fn a_call_may_have_less_patience_than_the_others() {
    let server = Server::that(vec![answer(429, &["retry-after: 3"], ""), ok()]).await;
    let (http, _) = door(Service::Auth0, &server, LIMITS);
    let call = get(RateBucket::Users).waiting_at_most(Duration::from_secs(1));
    let error = sent(&http, &call).await.unwrap_err();
    assert!(matches!(error, ClientError::SlowedDown { .. }), "{error}");
}

#[tokio::test]
async fn a_limit_is_learnt_from_what_counts_against_it_and_was_not_refused() {
    let told = ["x-ratelimit-limit: 50", "x-ratelimit-remaining: 40"];
    let refused = ["retry-after: 7200", told[0], "x-ratelimit-remaining: 0"];
    for (lane, act, learns) in [
        (RateBucket::Users, answer(200, &told, "{}"), true),
        (RateBucket::Look, answer(200, &told, "{}"), true),
        (RateBucket::Users, answer(404, &told, "no"), true),
        (RateBucket::Users, answer(429, &refused, ""), false),
        (RateBucket::Free, answer(200, &told, "{}"), false),
        (RateBucket::Free, answer(429, &refused, ""), false),
        (RateBucket::Other, answer(200, &told, "{}"), false),
    ] {
        let server = Server::that(vec![act]).await;
        let (http, _) = door(Service::Auth0, &server, LIMITS);
        drop(sent(&http, &get(lane)).await);
        let learnt = http.pace().learnt.map(|learnt| learnt.burst);
        assert_eq!(learnt, learns.then_some(50), "{lane:?}");
        assert_eq!(http.looks(), u64::from(lane == RateBucket::Look));
        assert_eq!(http.wants_look(), http.pacers.users.wants_look());
    }
}

#[tokio::test]
async fn a_look_is_wanted_where_little_is_left() {
    let told = ["x-ratelimit-limit: 50", "x-ratelimit-remaining: 1"];
    let server = Server::that(vec![answer(200, &told, "{}")]).await;
    let (http, _) = door(Service::Auth0, &server, LIMITS);
    assert!(!http.wants_look());
    sent(&http, &get(RateBucket::Users)).await.unwrap();
    let wanted = async {
        while !http.wants_look() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let most = Duration::from_secs(20);
    assert!(tokio::time::timeout(most, wanted).await.is_ok());
}

#[tokio::test]
async fn a_refusal_of_jobs_holds_reading_people_back_as_long_only_where_it_names_that_limit() {
    let told = ["x-ratelimit-limit: 50", "x-ratelimit-remaining: 40"];
    let learn = answer(200, &told, "{}");
    let refusal = |limit: Option<&str>| {
        let mut lines = vec!["retry-after: 7200", "x-ratelimit-remaining: 0"];
        lines.extend(limit);
        answer(429, &lines, "")
    };
    for (limit, is_learnt, holds) in [
        (Some("x-ratelimit-limit: 50"), true, true),
        (Some("x-ratelimit-limit: 10"), true, false),
        (Some("x-ratelimit-limit: 50"), false, false),
        (None, true, false),
        (None, false, false),
    ] {
        let first = if is_learnt { learn.clone() } else { ok() };
        let server = Server::that(vec![first, refusal(limit)]).await;
        let (http, _) = door(Service::Auth0, &server, LIMITS);
        sent(&http, &get(RateBucket::Users)).await.unwrap();
        let error = sent(&http, &get(RateBucket::Other)).await.unwrap_err();
        assert!(matches!(error, ClientError::SlowedDown { .. }), "{error}");
        let users = http.pace().paused.unwrap_or_default();
        assert_eq!(
            users > Duration::from_mins(100),
            holds,
            "{limit:?} {is_learnt}"
        );
        assert!(http.pacers.other.report().paused.is_some());
    }
}

#[tokio::test]
async fn refusals_one_after_another_are_waited_for_longer_each_until_an_answer_comes_through() {
    // Without a time of the service's own the pause doubles.
    let slow = || answer(429, &[], "");
    let last_pause = async |acts: Vec<Act>| {
        let count = acts.len();
        let server = Server::that(acts).await;
        let limits = Limits {
            attempts: 1,
            patience: Duration::ZERO,
            ..LIMITS
        };
        let (http, _) = door(Service::Auth0, &server, limits);
        for _ in 0..count {
            while let Some(left) = http.pace().paused {
                tokio::time::sleep(left).await;
            }
            drop(sent(&http, &get(RateBucket::Users)).await);
        }
        assert_eq!(http.calls(), count as u64);
        http.pace().paused.unwrap_or_default()
    };
    let long = Duration::from_millis(500);
    let refused = vec![slow(), slow(), slow(), slow(), slow()];
    assert!(last_pause(refused).await > long);
    let answered = vec![slow(), slow(), slow(), slow(), ok(), slow()];
    assert!(last_pause(answered).await < long);
    let failed = answer(503, &[], "no");
    let failed = vec![slow(), slow(), slow(), slow(), failed, slow()];
    assert!(last_pause(failed).await > long, "an error is no answer");
}

#[tokio::test]
async fn a_stop_ends_what_reads_at_once_and_lets_what_changes_come_to_its_end() {
    let server = Server::that(vec![Act::Hangs]).await;
    let (http, stop) = door(Service::UserHub, &server, LIMITS);
    assert!(http.pause(Duration::from_millis(20)).await.is_ok());
    let began = clock::instant();
    let call = get(RateBucket::Users);
    let (result, ()) = tokio::join!(sent(&http, &call), cancel_soon(&stop));
    assert!(matches!(result, Err(ClientError::Stopped)));
    assert!(began.elapsed() < GRACE, "a reading call has no grace");
    assert!(http.stop().is_cancelled());
    assert!(http.pause(Duration::ZERO).await.is_err());

    let slow = Act::Answers(text(200, &[JSON], "{}"), 600);
    let server = Server::that(vec![slow]).await;
    let (http, stop) = door(Service::UserHub, &server, LIMITS);
    let call = Call::post("/things".to_owned(), b"{}".to_vec(), RateBucket::Users);
    let (result, ()) = tokio::join!(sent(&http, &call), cancel_soon(&stop));
    assert_eq!(result.unwrap(), "{}");
    assert!(
        server
            .heard()
            .concat()
            .contains("content-type: application/json")
    );
}

async fn cancel_soon(stop: &CancellationToken) {
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.cancel();
}

#[tokio::test]
async fn silence_counts_as_overload_and_downloads_and_streams_may_take_longer() {
    let limits = Limits {
        idle: Duration::from_millis(200),
        total: Duration::from_millis(200),
        attempts: 1,
        ..LIMITS
    };
    let server = Server::that(vec![Act::Hangs]).await;
    let (http, _) = door(Service::UserHub, &server, limits);
    let error = sent(&http, &get(RateBucket::Users)).await.unwrap_err();
    assert!(matches!(error, ClientError::Unreachable { .. }), "{error}");
    assert_eq!(http.overloads(), 1);

    let slow = Act::Answers(text(200, &[], "{}"), 700);
    let server = Server::that(vec![slow]).await;
    let limits = Limits {
        idle: LIMITS.idle,
        ..limits
    };
    let (http, _) = door(Service::Auth0, &server, limits);
    let download = build_download_client(&http).unwrap();
    assert!(download.get(&server.base).send().await.is_ok());
    let limits = Limits {
        idle: Duration::from_millis(200),
        ..limits
    };
    let (http, _) = door(Service::Auth0, &server, limits);
    let stream = build_stream_client(&http).unwrap();
    assert!(stream.get(&server.base).send().await.is_ok());
}

#[tokio::test]
async fn an_answer_without_an_end_is_read_piece_by_piece() {
    let server = Server::that(vec![in_pieces(&["one", "two"])]).await;
    let (http, _) = door(Service::Auth0, &server, LIMITS);
    let client = build_stream_client(&http).unwrap();
    let call = get(RateBucket::Other);
    let opened = http.open(&client, &call, &Secret::new("a token")).await;
    let Ok(Opened::Stream(mut response)) = opened else {
        panic!("it was not opened");
    };
    let mut told = Vec::new();
    while let Some(piece) = http.piece(&mut response).await.unwrap() {
        assert!(!piece.is_empty());
        told.extend_from_slice(&piece);
    }
    assert_eq!(told, b"onetwo");
    assert_eq!(http.calls(), 1);
}

#[tokio::test]
async fn any_answer_shows_that_a_service_is_there_and_what_time_it_has() {
    let date = "date: Mon, 23 Nov 2026 10:00:00 GMT";
    let server = Server::that(vec![answer(404, &[date], "")]).await;
    let (http, _) = door(Service::Auth0, &server, LIMITS);
    let told = http.answers().await.unwrap();
    assert_eq!(told, Some("2026-11-23T10:00:00Z".parse().unwrap()));
    assert!(server.heard().concat().starts_with("get / "));
}

#[tokio::test]
async fn doors_can_share_an_observer_and_know_whether_they_lead_to_this_computer() {
    let server = Server::that(vec![ok()]).await;
    let (http, _) = door(Service::Auth0, &server, LIMITS);
    let shared = Arc::new(Observer::default());
    let http = http.observed_by(Arc::clone(&shared));
    assert!(std::ptr::eq(http.observer(), &raw const *shared));
    assert!(http.route().is_loopback());
    for base in ["https://acme.eu.auth0.com", "no address"] {
        let route = Route {
            base: base.to_owned(),
            ..http.route().clone()
        };
        assert!(!route.is_loopback(), "{base}");
    }
}

#[test]
fn the_bearer_header_is_marked_sensitive() {
    assert!(!format!("{:?}", bearer_header(&Secret::new("sk_planted"))).contains("planted"));
}
