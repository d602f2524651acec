//! Bodies that the real services have sent, served again and read by the real clients.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

mod auth0;
mod description;
mod tapes;
mod userhub;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use tokio::net::TcpListener;

/// A server that gives to every call the answers that it was loaded with, one after the other, the last for ever.
#[derive(Clone)]
struct Replay {
    answers: Arc<Mutex<Vec<Recorded>>>,
    token: Arc<Mutex<Recorded>>,
    address: String,
}

/// An answer as it was recorded.
#[derive(Clone, Debug)]
struct Recorded {
    status: u16,
    body: String,
}

impl Recorded {
    fn ok(body: &(impl ToString + ?Sized)) -> Self {
        Self::new(200, body)
    }

    fn new(status: u16, body: &(impl ToString + ?Sized)) -> Self {
        Self {
            status,
            body: body.to_string(),
        }
    }

    fn respond(&self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap();
        let kind = match serde_json::from_str::<Value>(&self.body) {
            Ok(_) => "application/json; charset=utf-8",
            Err(_) => "text/plain",
        };
        (status, [(header::CONTENT_TYPE, kind)], self.body.clone()).into_response()
    }
}

/// The answer of `/oauth/token` where the token is not what is tested.
const GOOD_TOKEN: &str = r#"{"access_token":"test-access-token","scope":"read:users","expires_in":86400,"token_type":"Bearer"}"#;

impl Replay {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let replay = Self {
            answers: Arc::default(),
            token: Arc::new(Mutex::new(Recorded::ok(GOOD_TOKEN))),
            address: format!("http://{}", listener.local_addr().unwrap()),
        };
        let router = Router::new()
            .fallback(async |State(replay): State<Self>, uri: Uri| replay.answer(&uri))
            .with_state(replay.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        replay
    }

    fn answer(&self, uri: &Uri) -> Response {
        if uri.path() == "/oauth/token" {
            return self.token.lock().unwrap().respond();
        }
        let mut answers = self.answers.lock().unwrap();
        if answers.len() > 1 {
            answers.remove(0).respond()
        } else {
            answers[0].respond()
        }
    }

    /// Answers so from now on, behind a good token.
    fn load(&self, answers: impl IntoIterator<Item = Recorded>) {
        self.load_token(Recorded::ok(GOOD_TOKEN));
        *self.answers.lock().unwrap() = answers.into_iter().collect();
    }

    fn load_token(&self, answer: Recorded) {
        *self.token.lock().unwrap() = answer;
    }
}
