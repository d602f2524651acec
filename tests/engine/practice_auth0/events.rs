//! The Events API, asked over raw HTTP, and the things that happen by themselves.

use super::*;
use reqwest::Response;
use userhub_connect::practice::auth0::{
    Act, Happening, Inject, LineEnd, StreamOptions, StreamRefusal,
};

const KINDS: &str = "event_type=user.created&event_type=user.updated&event_type=user.deleted";

fn with_events(people: u64) -> TenantOptions {
    let mut options = TenantOptions {
        people,
        ..TenantOptions::default()
    };
    options.permissions.push("read:events".to_owned());
    options
}

/// An open connection, and what has come through it.
struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    async fn open(caller: &Caller, query: &str) -> Self {
        let response = ask(caller, query).await;
        assert_eq!(response.status(), 200);
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/event-stream"));
        Self {
            response,
            text: String::new(),
        }
    }

    /// Reads until it holds this so often; `None` when the connection ends first.
    async fn until(&mut self, part: &str, times: usize) -> Option<&str> {
        let done = self.read_until(|stream| stream.text.matches(part).count() >= times);
        done.await.map(|()| self.text.as_str())
    }

    /// Reads until so many messages came whole: a piece of the answer may end within one.
    async fn until_messages(&mut self, times: usize) {
        let done = self.read_until(|stream| stream.messages().len() >= times);
        done.await.expect("the connection stays");
    }

    async fn read_until(&mut self, enough: impl Fn(&Self) -> bool) -> Option<()> {
        let read = async {
            let mut bytes = self.text.clone().into_bytes();
            while !enough(self) {
                let chunk = self.response.chunk().await.ok().flatten()?;
                bytes.extend_from_slice(&chunk);
                self.text = String::from_utf8_lossy(&bytes).into_owned();
            }
            Some(())
        };
        tokio::time::timeout(Duration::from_secs(20), read)
            .await
            .unwrap()
    }

    /// The messages that came whole.
    fn messages(&self) -> Vec<Value> {
        let data = self
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("data: "));
        data.filter_map(|data| serde_json::from_str(data).ok())
            .collect()
    }

    fn kinds_and_people(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let events = self.messages();
        let events = events.iter().filter(|message| message["event"].is_object());
        events
            .map(|message| {
                let event = &message["event"];
                (
                    text(&event["type"]),
                    text(&event["data"]["object"]["user_id"]),
                )
            })
            .collect()
    }
}

async fn ask(caller: &Caller, query: &str) -> Response {
    let url = format!("{}/api/v2/events?{query}", caller.tenant.url());
    let request = caller.client.get(url).bearer_auth(&caller.token);
    request.send().await.unwrap()
}

async fn refusal(caller: &Caller, query: &str) -> (u16, String) {
    let response = ask(caller, query).await;
    let status = response.status().as_u16();
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(body["statusCode"], status);
    (status, body["message"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn what_happens_to_people_comes_through_an_open_connection() {
    let caller = Caller::new(with_events(30)).await;
    let mut stream = Stream::open(&caller, KINDS).await;
    assert!(
        stream
            .until("retry: 2000\n\n", 1)
            .await
            .unwrap()
            .starts_with(":connected\n\n")
    );
    let (one, two) = (caller.tenant.id_of(1), caller.tenant.id_of(2));
    let named = object_of(&json!({"name": "Ada"}));
    assert!(caller.tenant.change_person(&one, &named));
    caller.tenant.sign_in(&two);
    let new = caller.tenant.sign_up();
    assert!(caller.tenant.merge_people(&two, &one));
    stream.until_messages(5).await;
    let told = stream.kinds_and_people();
    let told: Vec<_> = told
        .iter()
        .map(|(kind, who)| (kind.as_str(), who))
        .collect();
    assert_eq!(
        told,
        [
            ("user.updated", &one),
            ("user.updated", &two),
            ("user.created", &new),
            ("user.deleted", &two),
            ("user.updated", &one),
        ]
    );
    let messages = stream.messages();
    assert_eq!(messages[0]["event"]["data"]["object"]["name"], "Ada");
    assert_ne!(
        messages[0]["event"]["data"]["previous_object"]["name"],
        "Ada"
    );
    assert!(messages[3]["event"]["data"]["object"]["deleted_at"].is_string());
    let identities = &messages[4]["event"]["data"]["object"]["identities"];
    assert_eq!(identities.as_array().unwrap().len(), 2);
    // An offset in the middle, in either form, goes on after it.
    let offset = messages[2]["offset"].as_str().unwrap();
    let mut later = Stream::open(&caller, &format!("{KINDS}&from={}", encoded(offset))).await;
    later.until_messages(2).await;
    assert_eq!(later.kinds_and_people().len(), 2);
    // Only what is asked for comes.
    let query = "event_type=user.deleted&from_timestamp=2020-01-01T00:00:00Z";
    let mut deleted = Stream::open(&caller, query).await;
    deleted.until_messages(1).await;
    assert_eq!(
        deleted.kinds_and_people(),
        [("user.deleted".to_owned(), two)]
    );
}

#[tokio::test]
async fn a_connection_is_refused_for_each_reason_in_its_own_words() {
    let caller = Caller::new(with_events(10)).await;
    let cursor = (400, "Invalid cursor format.".to_owned());
    assert_eq!(refusal(&caller, "from=nonsense").await, cursor);
    let kind = (400, "Unsupported event type.".to_owned());
    assert_eq!(refusal(&caller, "event_type=user.sneezed").await, kind);
    for moment in ["2026-11-26T10:00:00.000Z", "2026-11-26T10:00:00%2B00:00"] {
        let query = format!("from_timestamp={moment}");
        assert_eq!(refusal(&caller, &query).await.0, 400);
    }
    let mut stream = Stream::open(&caller, KINDS).await;
    caller.tenant.sign_up();
    stream.until_messages(1).await;
    let offset = stream.messages()[0]["offset"].as_str().unwrap().to_owned();
    caller.tenant.lose_offsets();
    let gone = refusal(&caller, &format!("from={}", encoded(&offset))).await;
    assert_eq!(gone.0, 410);
    caller.tenant.set_stream_options(StreamOptions {
        refuse: Some(StreamRefusal::Scope),
        ..StreamOptions::default()
    });
    assert!(refusal(&caller, KINDS).await.1.contains("read:events"));
    let without = Caller::new(TenantOptions::default()).await;
    let (status, words) = refusal(&without, KINDS).await;
    assert!(status == 403 && words.contains("read:events"), "{words}");
}

#[tokio::test]
async fn a_plan_has_so_many_connections_and_a_closed_one_is_free_again() {
    for (plan, slots) in [
        (Plan::Free, 1),
        (Plan::Essentials, 4),
        (Plan::Enterprise, 8),
    ] {
        let options = TenantOptions {
            plan,
            ..with_events(10)
        };
        let caller = Caller::new(options).await;
        let mut open = Vec::new();
        while open.len() < slots {
            let answer = ask(&caller, KINDS).await;
            if answer.status() == 200 {
                open.push(answer);
            } else {
                assert_eq!(answer.status(), 429);
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (status, words) = refusal(&caller, KINDS).await;
        assert!(
            status == 403 && words.starts_with("Maximum concurrent"),
            "{words}"
        );
        drop(open);
        while caller.tenant.streams().0 > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn a_connection_ends_by_rotation_with_its_token_and_on_demand() {
    let caller = Caller::new(with_events(10)).await;
    let options = |rotation_ms| StreamOptions {
        rotation_ms,
        heartbeat_ms: 20,
        ..StreamOptions::default()
    };
    caller.tenant.set_stream_options(options(200));
    let mut stream = Stream::open(&caller, KINDS).await;
    stream.until("event: offset-only\n", 2).await.unwrap();
    assert!(stream.text.contains(": heartbeat\n"));
    assert_eq!(stream.until("never", 1).await, None);
    caller.tenant.set_stream_options(options(60_000));
    for (what, seen) in [
        (Inject::Cut, ""),
        (Inject::Close, ""),
        (Inject::Error("timeout".to_owned()), r#""code":"timeout""#),
    ] {
        let mut stream = Stream::open(&caller, KINDS).await;
        stream.until("heartbeat", 1).await.unwrap();
        assert_eq!(caller.tenant.inject(what), 1);
        assert_eq!(stream.until("never", 1).await, None);
        assert!(stream.text.contains(seen));
    }
    // It ends with a whole second: long enough to open a stream with, on any machine.
    caller.tenant.set_token_lifetime(Duration::from_secs(3));
    let mut short = Caller {
        tenant: caller.tenant.clone(),
        client: caller.client.clone(),
        token: String::new(),
    };
    let token = short.token(&short.good_credentials()).await.json();
    token["access_token"]
        .as_str()
        .unwrap()
        .clone_into(&mut short.token);
    let mut stream = Stream::open(&short, KINDS).await;
    assert_eq!(stream.until("never", 1).await, None);
}

#[tokio::test]
async fn each_form_of_a_stream_can_be_asked_for() {
    let caller = Caller::new(with_events(10)).await;
    let url = format!("{}/_practice/events", caller.tenant.url());
    let steer = async |said: Value| post(&caller, &url, &said).await.status().as_u16();
    assert_eq!(
        steer(json!({"line_end": "cr_lf", "piece": 3, "twice": true})).await,
        200
    );
    assert_eq!(caller.tenant.stream_options().line_end, LineEnd::CrLf);
    assert_eq!(steer(json!({"no_such_option": 1})).await, 400);
    let mut stream = Stream::open(&caller, KINDS).await;
    caller.tenant.sign_up();
    stream.until_messages(2).await;
    stream.until("}\r\n\r\n", 2).await.unwrap();
    let told = stream.kinds_and_people();
    assert_eq!(told[0], told[1]);
    assert_eq!(steer(json!({"inject": {"raw": "id: 7\n\n"}})).await, 200);
    stream.until("id: 7\r\n", 1).await.unwrap();
    assert_eq!(
        steer(json!({"twice": false, "swapped": true, "line_end": "lf", "piece": 0})).await,
        200
    );
    let first = stream.messages()[0]["offset"].as_str().unwrap().to_owned();
    let people = [caller.tenant.sign_up(), caller.tenant.sign_up()];
    let mut swapped = Stream::open(&caller, &format!("{KINDS}&from={}", encoded(&first))).await;
    swapped.until_messages(2).await;
    let told = swapped.kinds_and_people();
    assert_eq!((&told[0].1, &told[1].1), (&people[1], &people[0]));
    assert_eq!(swapped.messages()[0]["offset"], first);
}

#[tokio::test]
async fn things_happen_by_themselves_and_the_same_for_a_seed() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let caller = Caller::new(with_events(50)).await;
        let what = Happening {
            count: Some(60),
            ..Happening::of(60_000.0)
        };
        assert!(caller.tenant.happen(&what));
        assert!(!caller.tenant.happen(&Happening::of(-1.0)));
        let mut stream = Stream::open(
            &caller,
            &format!("{KINDS}&from_timestamp=2020-01-01T00:00:00Z"),
        )
        .await;
        stream.until_messages(60).await;
        let mut events = stream.kinds_and_people();
        events.truncate(60);
        told.push(events);
    }
    assert_eq!(told[0], told[1]);
    for kind in ["user.created", "user.updated", "user.deleted"] {
        assert!(told[0].iter().any(|(seen, _)| seen == kind), "{kind}");
    }
}

#[tokio::test]
async fn one_thing_can_be_let_happen() {
    let caller = Caller::new(with_events(50)).await;
    let url = format!("{}/_practice/happen", caller.tenant.url());
    let post = async |said: Value| {
        let answer = post(&caller, &url, &said).await;
        assert_eq!(answer.status(), 200);
        serde_json::from_slice::<Value>(&answer.bytes().await.unwrap()).unwrap()
    };
    let who = caller.tenant.id_of(3);
    post(json!({"act": "change", "who": who, "fields": {"name": "Ada"}})).await;
    assert_eq!(caller.tenant.person(&who).unwrap()["name"], "Ada");
    let new = post(json!({"act": Act::SignUp})).await;
    assert!(caller.tenant.person(new["id"].as_str().unwrap()).is_some());
    post(json!({"act": "leave", "who": who})).await;
    assert!(caller.tenant.person(&who).is_none());
    let before = caller.tenant.count();
    let gone = post(json!({"delete_connection": "acme-saml"})).await;
    assert!(gone["users"].as_u64().unwrap() > 0);
    assert_eq!(
        before - caller.tenant.count(),
        gone["users"].as_u64().unwrap()
    );
}

async fn post(caller: &Caller, url: &str, said: &Value) -> Response {
    let request = caller.client.post(url).body(said.to_string());
    let request = request.header("content-type", "application/json");
    request.send().await.unwrap()
}

fn object_of(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}
