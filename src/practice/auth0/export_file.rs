//! The export host: the file behind a signed link, made while it is sent and never held whole.

use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc;

use super::connection_ids::connection_named;
use super::export_jobs::{ExportField, ExportOrder, Format};
use super::shared::Shared;
use crate::practice::clock;
use crate::practice::faulty;
use crate::practice::front::LeaveOut;
use crate::practice::people::{Field, Person, write_text};

/// How long a link is good.
const LINK_SECONDS: i64 = 60;

/// How much of the file is made before it is handed on, and how many such pieces may wait.
const PIECE: usize = 64 * 1_024;
const WAITING: usize = 4;

/// The root properties of an export that names no fields; the service's own choice is not documented.
const USUAL: [&str; 9] = [
    "user_id",
    "email",
    "email_verified",
    "name",
    "nickname",
    "given_name",
    "family_name",
    "created_at",
    "updated_at",
];

/// The query of a signed link.
#[derive(Debug, Deserialize)]
pub(crate) struct Signed {
    #[serde(rename = "Expires")]
    expires: i64,
    #[serde(rename = "Signature")]
    signature: String,
}

impl Shared {
    /// A fresh link to a job's file.
    pub(crate) fn export_link(&self, id: &str, order: &ExportOrder) -> String {
        let tenant = self.options.domain.split('.').next().unwrap_or_default();
        let extension = match order.format {
            Format::Json => "json",
            Format::Csv => "csv",
        };
        let expires = clock::now() / 1_000 + LINK_SECONDS;
        let signature = self.sign(id, expires);
        let host = self.export_url();
        format!(
            "{host}/{id}/{tenant}.{extension}.gz?Expires={expires}&Key-Pair-Id=PRACTICE&Signature={signature}"
        )
    }

    fn sign(&self, id: &str, expires: i64) -> String {
        let mut hasher = self.export_key.build_hasher();
        hasher.write(id.as_bytes());
        hasher.write_i64(expires);
        format!("{:016x}", hasher.finish())
    }
}

pub(crate) async fn download(
    State(shared): State<Arc<Shared>>,
    Path((id, _file)): Path<(String, String)>,
    signed: Result<Query<Signed>, QueryRejection>,
    request: Request,
) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        shared
            .authorization_at_export_host
            .store(true, Ordering::Relaxed);
        return two_credentials();
    }
    let good = signed.is_ok_and(|Query(signed)| {
        let unexpired = signed.expires > clock::now() / 1_000 + shared.export_clock();
        unexpired && signed.signature == shared.sign(&id, signed.expires)
    });
    let job = shared
        .exports
        .get(&id)
        .filter(|job| good && job.is_complete());
    let Some(job) = job else {
        return faulty::expired_link();
    };
    let left_out = request.extensions().get::<LeaveOut>().copied();
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let sent = write_file(&shared, &job.order, left_out, &sender);
        if let Err(error) = sent {
            tracing::debug!(%error, "a practice export was not read to its end");
        }
    });
    let pieces = stream::unfold(receiver, async |mut receiver| {
        let piece = receiver.recv().await?;
        Some((Ok::<Bytes, io::Error>(piece), receiver))
    });
    let binary = [(header::CONTENT_TYPE, "application/gzip")];
    (StatusCode::OK, binary, Body::from_stream(pieces)).into_response()
}

/// The bucket refuses a request that is signed twice, as S3 does.
fn two_credentials() -> Response {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>InvalidArgument</Code><Message>\
                Only one auth mechanism allowed</Message></Error>";
    let xml = [(header::CONTENT_TYPE, "application/xml")];
    (StatusCode::BAD_REQUEST, xml, body).into_response()
}

/// Writes the whole file; fails when nobody reads it any more.
fn write_file(
    shared: &Shared,
    order: &ExportOrder,
    left_out: Option<LeaveOut>,
    sender: &mpsc::Sender<Bytes>,
) -> io::Result<()> {
    let columns = Columns::of(order);
    let mut file = GzEncoder::new(Vec::with_capacity(2 * PIECE), Compression::fast());
    let mut line = Vec::new();
    if order.format == Format::Csv {
        columns.write_head(&mut line);
        file.write_all(&line)?;
    }
    let connection = order.connection_id.as_deref();
    let connection = connection.and_then(connection_named);
    let mut left = order.limit.unwrap_or(u64::MAX);
    for number in shared.directory.numbers() {
        if left == 0 {
            break;
        }
        if left_out.is_some_and(|left_out| left_out.takes(number)) {
            continue;
        }
        let person = {
            let changes = shared.directory.read();
            let is_hidden = changes.hides(number);
            shared
                .directory
                .current(&changes, number)
                .filter(|_| !is_hidden)
        };
        let Some(person) = person else { continue };
        if connection.is_some_and(|name| !person.is_in_connection(name)) {
            continue;
        }
        left -= 1;
        line.clear();
        match order.format {
            Format::Json => columns.write_json(&mut line, &person),
            Format::Csv => columns.write_csv(&mut line, &person),
        }
        file.write_all(&line)?;
        if file.get_ref().len() >= PIECE {
            let piece = std::mem::replace(file.get_mut(), Vec::with_capacity(2 * PIECE));
            send(sender, piece)?;
        }
    }
    send(sender, file.finish()?)
}

fn send(sender: &mpsc::Sender<Bytes>, piece: Vec<u8>) -> io::Result<()> {
    sender
        .blocking_send(piece.into())
        .map_err(|_| io::ErrorKind::BrokenPipe.into())
}

/// What each line of the file holds.
struct Columns(Vec<Column>);

struct Column {
    /// The property of a user, and the way to a value inside it.
    root: String,
    inside: Vec<String>,
    title: String,
}

impl Columns {
    fn of(order: &ExportOrder) -> Self {
        let usual: Vec<ExportField>;
        let fields = match order.fields.as_deref() {
            Some(fields) if !fields.is_empty() => fields,
            _ => {
                usual = USUAL.map(ExportField::named).to_vec();
                &usual
            }
        };
        Self(fields.iter().map(Column::of).collect())
    }

    fn write_head(&self, line: &mut Vec<u8>) {
        for (at, column) in self.0.iter().enumerate() {
            if at > 0 {
                line.push(b',');
            }
            write_cell(line, &column.title);
        }
        line.extend_from_slice(b"\r\n");
    }

    fn write_json(&self, line: &mut Vec<u8>, person: &Person) {
        line.push(b'{');
        let mut first = true;
        for column in &self.0 {
            // A property that the person lacks is left out.
            let Some(field) = person.get(&column.root) else {
                continue;
            };
            let start = line.len();
            if !first {
                line.push(b',');
            }
            write_text(line, &column.title);
            line.push(b':');
            if column.write_value(line, field) {
                first = false;
            } else {
                line.truncate(start);
            }
        }
        line.extend_from_slice(b"}\n");
    }

    fn write_csv(&self, line: &mut Vec<u8>, person: &Person) {
        for (at, column) in self.0.iter().enumerate() {
            if at > 0 {
                line.push(b',');
            }
            let value = person.get(&column.root).map(Field::to_value);
            match value.as_ref().and_then(|value| column.follow(value)) {
                None | Some(Value::Null) => {}
                // The service guards spreadsheets against formulas with an apostrophe.
                Some(Value::String(text)) => write_cell(line, &format!("'{text}")),
                Some(Value::Bool(flag)) => write_cell(line, &flag.to_string()),
                Some(Value::Number(number)) => write_cell(line, &number.to_string()),
                Some(other) => write_cell(line, &format!("'{other}")),
            }
        }
        line.extend_from_slice(b"\r\n");
    }
}

impl Column {
    fn of(field: &ExportField) -> Self {
        let path = field.name.replace('[', ".").replace(']', "");
        // An attribute may have dots of its own (a claim's address): such names are roots.
        let is_plain = !field.name.contains("://");
        let mut parts = path.split('.').map(str::to_owned);
        let (root, inside) = if is_plain {
            (parts.next().unwrap_or_default(), parts.collect())
        } else {
            (field.name.clone(), Vec::new())
        };
        Self {
            root,
            inside,
            title: field
                .export_as
                .clone()
                .unwrap_or_else(|| field.name.clone()),
        }
    }

    /// Appends the value; `false` when there is none at the end of the way.
    fn write_value(&self, line: &mut Vec<u8>, field: &Field) -> bool {
        if self.inside.is_empty() {
            field.write_json(line);
            return true;
        }
        let value = field.to_value();
        let found = self.follow(&value);
        if let Some(found) = found {
            line.extend_from_slice(found.to_string().as_bytes());
        }
        found.is_some()
    }

    fn follow<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.inside.iter().try_fold(value, |value, step| {
            let at = step.parse::<usize>().ok();
            value.get(step).or_else(|| at.and_then(|at| value.get(at)))
        })
    }
}

impl ExportField {
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            export_as: None,
        }
    }
}

fn write_cell(line: &mut Vec<u8>, text: &str) {
    line.push(b'"');
    line.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    line.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_column_is_a_property_or_a_value_inside_one() {
        let mut person = Person::new("auth0|1".to_owned(), 0, 0);
        person.set_identity("auth0|1");
        person.set_json("name", &json!("=1+1 \"x\""));
        let order = ExportOrder {
            fields: Some(vec![
                ExportField::named("name"),
                ExportField {
                    name: "identities[0].connection".to_owned(),
                    export_as: Some("provider".to_owned()),
                },
                ExportField::named("email"),
            ]),
            ..ExportOrder::default()
        };
        let columns = Columns::of(&order);
        let mut line = Vec::new();
        columns.write_json(&mut line, &person);
        let value: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(value["provider"], "Username-Password-Authentication");
        assert_eq!(value.as_object().unwrap().len(), 2);
        line.clear();
        columns.write_csv(&mut line, &person);
        let text = String::from_utf8(line).unwrap();
        assert_eq!(
            text,
            "\"'=1+1 \"\"x\"\"\",\"'Username-Password-Authentication\",\r\n"
        );
    }
}
