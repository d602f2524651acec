//! Server-sent events, parsed from bytes as they arrive: pure, bounded, and never at a loss.
//!
//! Comments are told, since they are signs of life; a frame with an id and no data is told, since its id moves the place in
//! the stream (contract keep-up 1.3). What is too large is told by its id instead of its data.

use std::time::Duration;

/// The longest line, in bytes.
pub const LONGEST_LINE: usize = 1 << 20;

/// The most data of one frame, in bytes.
pub const LARGEST_FRAME: usize = 4 << 20;

/// Something that a stream has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A comment: the other side is there.
    Comment,
    /// How long to wait before connecting again.
    Retry(Duration),
    /// A whole frame.
    Frame(Frame),
}

/// One frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The type; empty where none was named.
    pub event: String,
    /// The id, where one was named that can be used: not an empty one, and none that holds NUL.
    pub id: Option<String>,
    /// The data, its lines joined by `\n`; none where there was no such line, or too much of it.
    pub data: Option<String>,
    /// Whether there was more of it than is taken.
    pub too_large: bool,
}

/// Takes bytes, gives what they say. What is not whole at the end of the stream is not told.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what was seen of the line and of the frame, each for itself"
)]
pub struct Parser {
    line: Vec<u8>,
    /// Whether the rest of the line is thrown away.
    overlong: bool,
    /// Whether the last byte was a CR, so that an LF behind it ends no further line.
    after_cr: bool,
    /// Whether the first line has begun, before which there may be a byte order mark.
    begun: bool,
    frame: Frame,
    /// Whether the frame has a line that counts.
    open: bool,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl Parser {
    /// Takes the next bytes, and gives each thing that is whole now to `tell`, in order.
    pub fn feed(&mut self, bytes: &[u8], mut tell: impl FnMut(Said)) {
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            if self.after_cr {
                self.after_cr = false;
                if first == b'\n' {
                    rest = &rest[1..];
                    continue;
                }
            }
            let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let Some(end) = end else {
                return self.extend(rest);
            };
            self.extend(&rest[..end]);
            self.after_cr = rest[end] == b'\r';
            rest = &rest[end + 1..];
            if let Some(said) = self.end_line() {
                tell(said);
            }
        }
    }

    fn extend(&mut self, bytes: &[u8]) {
        if self.overlong {
            return;
        }
        let room = LONGEST_LINE - self.line.len();
        self.overlong = bytes.len() > room;
        self.line.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn end_line(&mut self) -> Option<Said> {
        let mut line = std::mem::take(&mut self.line);
        let overlong = std::mem::take(&mut self.overlong);
        if !std::mem::replace(&mut self.begun, true) && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        let said = self.read_line(&line, overlong);
        line.clear();
        // The room is used again, unless one long line has made it large.
        if line.capacity() <= 64 * 1024 {
            self.line = line;
        }
        said
    }

    fn read_line(&mut self, line: &[u8], overlong: bool) -> Option<Said> {
        if line.is_empty() {
            let frame = std::mem::take(&mut self.frame);
            return std::mem::take(&mut self.open).then_some(Said::Frame(frame));
        }
        if line.starts_with(b":") {
            return Some(Said::Comment);
        }
        let colon = line.iter().position(|&byte| byte == b':');
        let (name, value) = match colon {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => self.add_data(value, overlong),
            b"event" if !overlong => {
                self.open = true;
                self.frame.event = String::from_utf8_lossy(value).into_owned();
            }
            b"id" if !overlong => {
                self.open = true;
                let text = String::from_utf8_lossy(value).into_owned();
                // An empty one, or one that is none, takes nothing back.
                if !text.is_empty() && !text.contains('\0') {
                    self.frame.id = Some(text);
                }
            }
            b"retry" => {
                let text = std::str::from_utf8(value).unwrap_or_default();
                let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let number = is_number.then(|| text.parse().unwrap_or(u64::MAX));
                return number.map(|number| Said::Retry(Duration::from_millis(number)));
            }
            _ => {}
        }
        None
    }

    fn add_data(&mut self, value: &[u8], overlong: bool) {
        self.open = true;
        let frame = &mut self.frame;
        let so_far = frame.data.as_ref().map_or(0, String::len);
        frame.too_large |= overlong || so_far + value.len() > LARGEST_FRAME;
        if frame.too_large {
            frame.data = None;
            return;
        }
        let text = String::from_utf8_lossy(value);
        match &mut frame.data {
            None => frame.data = Some(text.into_owned()),
            Some(data) => {
                data.push('\n');
                data.push_str(&text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(chunks: &[&[u8]]) -> Vec<Said> {
        let (mut parser, mut said) = (Parser::default(), Vec::new());
        for chunk in chunks {
            parser.feed(chunk, |one| said.push(one));
        }
        said
    }

    fn frame(event: &str, id: Option<&str>, data: Option<&str>) -> Said {
        Said::Frame(Frame {
            event: event.to_owned(),
            id: id.map(str::to_owned),
            data: data.map(str::to_owned),
            too_large: false,
        })
    }

    /// The sample of the documentation.
    const SAMPLE: &str = ":connected\n\nretry: 2000\n\nevent: user.created\nid: MTIzNDIzNDEzCg==\n\
        data: {\"offset\":\"MTIzNDIzNDEzCg==\"}\n\nevent: offset-only\nid: 4LcuTXmVDASuNRQt\n\
        data: {\"offset\":\"4LcuTXmVDASuNRQt\"}\n\n: heartbeat\n\n";

    fn of_sample() -> Vec<Said> {
        let data = |offset: &str| format!("{{\"offset\":\"{offset}\"}}");
        let (one, two) = ("MTIzNDIzNDEzCg==", "4LcuTXmVDASuNRQt");
        vec![
            Said::Comment,
            Said::Retry(Duration::from_secs(2)),
            frame("user.created", Some(one), Some(&data(one))),
            frame("offset-only", Some(two), Some(&data(two))),
            Said::Comment,
        ]
    }

    #[test]
    fn the_documented_sample_is_read_whatever_ends_its_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = SAMPLE.replace('\n', end);
            assert_eq!(parse(&[text.as_bytes()]), of_sample(), "{end:?}");
        }
        assert_eq!(parse(&[b"\xEF\xBB\xBF:x\n"]), [Said::Comment]);
    }

    #[test]
    fn fields_are_read_as_their_rules_say() {
        // Without the blank, in several lines, with a comment inside, and with names that nobody knows.
        let text = b"data:one\n: still there\nfuture: x\ndata: two\ndata\n\n";
        let whole = frame("", None, Some("one\ntwo\n"));
        assert_eq!(parse(&[text]), [Said::Comment, whole]);
        // An empty id and one with NUL take nothing back; an id alone is a frame.
        assert_eq!(parse(&[b"id: 7\nid:\n\n"]), [frame("", Some("7"), None)]);
        assert_eq!(
            parse(&[b"id: 7\nid: a\0b\n\n"]),
            [frame("", Some("7"), None)]
        );
        assert_eq!(parse(&[b"id:\n\n"]), [frame("", None, None)]);
        assert_eq!(parse(&[b"\n\n\nfuture: x\n\n"]), []);
        // What is not whole is not told.
        assert_eq!(parse(&[b"id: 7\ndata: x\n"]), []);
        let retries: [(&[u8], _); 4] = [
            (b"retry: 0\n", vec![Said::Retry(Duration::ZERO)]),
            (b"retry: abc\n", vec![]),
            (b"retry: -1\n", vec![]),
            (
                b"retry: 99999999999999999999999\n",
                vec![Said::Retry(Duration::from_millis(u64::MAX))],
            ),
        ];
        for (text, said) in retries {
            assert_eq!(parse(&[text]), said);
        }
    }

    #[test]
    fn what_is_too_large_is_told_by_its_id_and_nothing_behind_it_is_lost() {
        let long = vec![b'x'; LONGEST_LINE + 1];
        let line = [b"event: e\ndata: ", &long[..], b"\nid: 8\n\nid: 9\n\n"].concat();
        let said = parse(&[&line]);
        let told = Said::Frame(Frame {
            event: "e".to_owned(),
            id: Some("8".to_owned()),
            data: None,
            too_large: true,
        });
        assert_eq!(said, [told, frame("", Some("9"), None)]);
        let mut parser = Parser::default();
        let (mut said, half) = (Vec::new(), vec![b'y'; LONGEST_LINE / 2]);
        for _ in 0..9 {
            parser.feed(b"data: ", |one| said.push(one));
            parser.feed(&half, |one| said.push(one));
            parser.feed(b"\n", |one| said.push(one));
        }
        parser.feed(b"id: 7\n\n", |one| said.push(one));
        let [Said::Frame(frame)] = said.as_slice() else {
            panic!("{} things", said.len());
        };
        assert!(frame.too_large && frame.data.is_none() && frame.id.as_deref() == Some("7"));
    }

    /// Bytes that are mostly the grammar's own.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let part = prop_oneof![
            Just(b"data: ".to_vec()),
            Just(b"data:".to_vec()),
            Just(b"id: ".to_vec()),
            Just(b"event: user.updated".to_vec()),
            Just(b"retry: 10".to_vec()),
            Just(b": heartbeat".to_vec()),
            Just(b"\n".to_vec()),
            Just(b"\r".to_vec()),
            Just(b"\r\n".to_vec()),
            Just("zażółć 東京 🦀".as_bytes().to_vec()),
            Just(b"\0".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..6),
        ];
        proptest::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
    }

    proptest! {
        /// However the bytes are cut into chunks, they say the same.
        #[test]
        fn chunks_make_no_difference(text in bytes(), size in 1_usize..9) {
            let chunks: Vec<&[u8]> = text.chunks(size).collect();
            prop_assert_eq!(parse(&chunks), parse(&[&text]));
        }

        /// Whatever came before, two ends of lines make the parser ready for a whole frame.
        #[test]
        fn nothing_spoils_what_comes_behind_it(text in bytes()) {
            let behind = frame("user.deleted", Some("7"), Some("{}"));
            let whole = [&text[..], b"\n\nevent: user.deleted\nid: 7\ndata: {}\n\n"].concat();
            prop_assert_eq!(parse(&[&whole]).pop(), Some(behind));
        }
    }
}
