//! The practice Auth0 tenant, asked over raw HTTP: what the contract says must be what it does.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests are a client of their own and measure real time"
)]

mod events;
mod exports;
mod logs;
mod official;
mod set_up;
mod shapes;
mod tokens;
mod trouble;
mod users;
mod writes;

use self::shapes::{assert_same_shape, recorded};

use std::collections::HashSet;
use std::io::Read as _;
use std::time::Duration;

use flate2::read::GzDecoder;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Map, Value, json};
use userhub_connect::practice::auth0::{ExportBehaviour, Plan, Presence, Tenant, TenantOptions};
use userhub_connect::practice::trouble::{Fault, Rule};

/// A client of one tenant that knows nothing but HTTP.
struct Caller {
    tenant: Tenant,
    client: Client,
    token: String,
}

struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        let shown = String::from_utf8_lossy(&self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {shown}"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

impl Caller {
    /// Starts a tenant and fetches a token as any client would.
    async fn new(options: TenantOptions) -> Self {
        let mut caller = Self {
            tenant: Tenant::start(options).unwrap(),
            client: Client::builder().no_proxy().build().unwrap(),
            token: String::new(),
        };
        let reply = caller.token(&caller.good_credentials()).await;
        let answer = reply.json();
        answer["access_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut caller.token);
        caller
    }

    fn good_credentials(&self) -> Value {
        json!({
            "grant_type": "client_credentials",
            "client_id": self.tenant.client_id(),
            "client_secret": self.tenant.client_secret(),
            "audience": format!("https://{}/api/v2/", self.tenant.domain()),
        })
    }

    async fn token(&self, body: &Value) -> Reply {
        let request = self
            .client
            .post(format!("{}/oauth/token", self.tenant.url()))
            .header("content-type", "application/json");
        reply(request.body(body.to_string())).await.unwrap()
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let request = self
            .client
            .request(method, format!("{}{path}", self.tenant.url()))
            .bearer_auth(&self.token);
        let request = match body {
            Some(body) => request.body(body.to_string()),
            None => request,
        };
        reply(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, None).await
    }

    async fn find(&self, q: &str, rest: &str) -> Reply {
        let q = encoded(q);
        self.get(&format!("/api/v2/users?q={q}{rest}")).await
    }

    /// The ids that a search finds.
    async fn ids(&self, q: &str, rest: &str) -> Vec<String> {
        let found = self.find(q, rest).await;
        assert_eq!(found.status, 200, "{q}: {}", found.json());
        let found = found.json();
        let users = found.as_array().unwrap().iter();
        users
            .map(|user| user["user_id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Runs an export to its end and gives the link.
    async fn export(&self, order: Value) -> String {
        let job = self
            .ask(Method::POST, "/api/v2/jobs/users-exports", Some(order))
            .await;
        assert_eq!(job.status, 200, "{}", job.json());
        let id = job.json()["id"].as_str().unwrap().to_owned();
        loop {
            let job = self.get(&format!("/api/v2/jobs/{id}")).await.json();
            if job["status"] == "completed" {
                return job["location"].as_str().unwrap().to_owned();
            }
            assert_eq!(job["status"], "pending", "{job}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn download(&self, link: &str) -> Reply {
        reply(self.client.get(link)).await.unwrap()
    }
}

async fn reply(request: reqwest::RequestBuilder) -> reqwest::Result<Reply> {
    let response = request.send().await?;
    Ok(Reply {
        status: response.status(),
        headers: response.headers().clone(),
        body: response.bytes().await?.to_vec(),
    })
}

fn people(people: u64) -> TenantOptions {
    TenantOptions {
        people,
        ..TenantOptions::default()
    }
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn lines(body: &[u8]) -> Vec<Value> {
    let mut text = String::new();
    GzDecoder::new(body).read_to_string(&mut text).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
