//! A server that answers from memory, so that a bench measures the client alone.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::Builder;

/// A server on a port of its own; its threads end with the process.
pub(crate) struct Server(SocketAddr);

/// What is answered to the paths that a bench asks for.
struct Answers {
    page: Vec<u8>,
    export: Vec<u8>,
}

impl Server {
    /// Answers with `page` to a question for users, with `export` to one for the export's file.
    pub(crate) fn start(page: Vec<u8>, export: Vec<u8>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let answers = Arc::new(Answers { page, export });
        let accept = move || {
            for stream in listener.incoming().flatten() {
                let answers = Arc::clone(&answers);
                thread(move || serve(&stream, &answers));
            }
        };
        thread(accept);
        Self(address)
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0)
    }
}

fn thread(work: impl FnOnce() + Send + 'static) {
    Builder::new()
        .name("canned".to_owned())
        .spawn(work)
        .unwrap();
}

/// Answers one connection's requests until the client closes it.
fn serve(stream: &TcpStream, answers: &Answers) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    while let Some((path, length)) = head(&mut reader) {
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let answer: &[u8] = match path.as_str() {
            "/oauth/token" => {
                br#"{"access_token":"bench","expires_in":86400,"scope":"read:users"}"#
            }
            "/export" => &answers.export,
            _ => &answers.page,
        };
        let length = answer.len();
        let mut whole = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes();
        whole.extend_from_slice(answer);
        writer.write_all(&whole).unwrap();
    }
}

/// A request's path and the length of its body; `None` at the end of the connection.
fn head(reader: &mut BufReader<&TcpStream>) -> Option<(String, usize)> {
    let mut line = String::new();
    let mut path = None;
    let mut length = 0;
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let text = line.trim_end();
        if text.is_empty() {
            return Some((path?, length));
        }
        match (&path, text.split_once(": ")) {
            (None, _) => path = text.split([' ', '?']).nth(1).map(str::to_owned),
            (Some(_), Some((name, value))) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().unwrap();
            }
            (Some(_), _) => {}
        }
    }
}
