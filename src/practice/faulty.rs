//! What faults look like on the wire: error pages, broken bodies, slow bodies.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::{Stream, StreamExt as _, stream};
use serde_json::{Map, Value};

/// Auth0's and UserHub's own content type.
pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// The status of this number, or 500 when there is no such status.
pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    (status, [(header::CONTENT_TYPE, JSON)], body.into()).into_response()
}

/// 429 with a service's own body, with or without `Retry-After`.
pub(crate) fn too_many_requests(body: String, retry_after_secs: Option<u64>) -> Response {
    let mut response = json(StatusCode::TOO_MANY_REQUESTS, body);
    if let Some(seconds) = retry_after_secs {
        let value = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The kind of page that a proxy or a load balancer puts in the service's place.
pub(crate) fn html_page(status: StatusCode) -> Response {
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>{status}</title></head>\
         <body><center><h1>{status}</h1></center><hr><center>edge</center></body></html>\n"
    );
    (
        status,
        [(header::CONTENT_TYPE, "text/html; charset=UTF-8")],
        page,
    )
        .into_response()
}

/// 200 with JSON that stops in the middle of a string.
pub(crate) fn broken_json() -> Response {
    json(
        StatusCode::OK,
        r#"{"start":0,"users":[{"user_id":"auth0|5f7"#,
    )
}

/// 302 to another address.
pub(crate) fn redirect(to: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, to.to_owned())]).into_response()
}

/// What the export host says of a link that is too old (the common S3 body; contract auth0-api 4.3).
pub(crate) fn expired_link() -> Response {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>\
                <Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires></Error>";
    (
        StatusCode::FORBIDDEN,
        [(header::CONTENT_TYPE, "application/xml")],
        body,
    )
        .into_response()
}

/// The same head, a part of the body, and then the connection is cut.
pub(crate) fn cut_in_body(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        // Without this the new body would go out in chunks; the promise of a full body is part of the fault.
        head.headers
            .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    let reset = async {
        // Time for the head and the part of the body to leave before the connection goes.
        tokio::time::sleep(Duration::from_millis(10)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    };
    let cut = without_end(body).chain(stream::once(reset));
    Response::from_parts(head, Body::from_stream(cut))
}

/// The same answer with eight bytes in the middle of its body turned into what no text and no compressed file has there.
pub(crate) async fn corrupted(response: Response) -> Response {
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let (mut body, middle) = (body.to_vec(), body.len() / 2);
    for byte in body.iter_mut().skip(middle).take(8) {
        *byte = 0xFF;
    }
    Response::from_parts(head, body.into())
}

/// The same head, but a body that ends early as if that were all.
pub(crate) fn end_early(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from_stream(without_end(body)))
}

/// The same answer, its body in small pieces, ten a second.
pub(crate) fn slow_drip(response: Response, bytes_per_second: u64) -> Response {
    let piece = usize::try_from(bytes_per_second / 10)
        .unwrap_or(usize::MAX)
        .max(1);
    let (mut head, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        head.headers
            .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    let pieces = body.into_data_stream().flat_map(move |frame| {
        stream::iter(match frame {
            Ok(bytes) => in_pieces(bytes, piece).into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        })
    });
    let slowly = pieces.then(async |piece| {
        tokio::time::sleep(Duration::from_millis(100)).await;
        piece
    });
    Response::from_parts(head, Body::from_stream(slowly))
}

fn in_pieces(mut bytes: Bytes, size: usize) -> Vec<Bytes> {
    let mut pieces = Vec::with_capacity(bytes.len() / size + 1);
    while bytes.len() > size {
        pieces.push(bytes.split_to(size));
    }
    pieces.push(bytes);
    pieces
}

/// The same answer with another JSON object in it.
pub(crate) async fn changed(
    response: Response,
    change: impl FnOnce(&mut Map<String, Value>),
) -> Response {
    let (mut head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let Ok(mut object) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return Response::from_parts(head, body.into());
    };
    change(&mut object);
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Value::Object(object).to_string().into())
}

/// The body's frames, the last of them only by half.
fn without_end(body: Body) -> impl Stream<Item = Result<Bytes, io::Error>> + Send {
    let frames = Box::pin(body.into_data_stream().fuse());
    stream::unfold((frames, None::<Bytes>), async |(mut frames, held)| {
        let mut held = match held {
            Some(held) => held,
            None => frames.next().await?.ok()?,
        };
        match frames.next().await {
            Some(Ok(next)) => Some((Ok(held), (frames, Some(next)))),
            // The stream is at its end: an empty frame stands for "nothing more is held".
            _ if held.is_empty() => None,
            _ => {
                let half = held.split_to(held.len() / 2);
                Some((Ok(half), (frames, Some(Bytes::new()))))
            }
        }
    })
}
