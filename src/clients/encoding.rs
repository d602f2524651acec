//! Bodies that come compressed although nobody asked for it, as some proxies and filters send them.

use std::io::Read;

use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};

/// Why a body cannot be read as it was meant.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// What comes out of it is larger than an answer may be.
    TooLarge,
    /// What it looks like, in words that can be shown.
    Foreign(String),
}

/// How gzip begins; no JSON and no page does.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// How many encodings may lie around each other.
const MOST: usize = 3;

/// The body as it was before somebody compressed it; at most `most` bytes of it.
pub(crate) fn decoded(headers: &HeaderMap, mut body: Bytes, most: usize) -> Result<Bytes, Fault> {
    let named: Vec<String> = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !matches!(name.as_str(), "" | "identity"))
        .collect();
    // An answer without a body has none to read.
    if body.is_empty() {
        return Ok(body);
    }
    if named.is_empty() && body.starts_with(&GZIP) {
        return read(MultiGzDecoder::new(&body[..]), most, "gzip");
    }
    // The last that was named was done last.
    for name in named.iter().rev().take(MOST) {
        body = match name.as_str() {
            // Some that name an encoding have taken it off.
            "gzip" | "x-gzip" if !body.starts_with(&GZIP) => body,
            "gzip" | "x-gzip" => read(MultiGzDecoder::new(&body[..]), most, name)?,
            // The name stands for zlib's form, and some send it bare.
            "deflate" => read(ZlibDecoder::new(&body[..]), most, name)
                .or_else(|_| read(DeflateDecoder::new(&body[..]), most, name))?,
            _ => return Err(Fault::Foreign(looks(name))),
        };
    }
    Ok(body)
}

fn read(from: impl Read, most: usize, name: &str) -> Result<Bytes, Fault> {
    let mut out = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    match from.take(limit).read_to_end(&mut out) {
        Ok(_) if out.len() > most => Err(Fault::TooLarge),
        Ok(_) => Ok(out.into()),
        Err(_) => Err(Fault::Foreign(looks(name))),
    }
}

/// The longest name of an encoding that is shown.
const LONGEST: usize = 20;

fn looks(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(LONGEST)
        .collect();
    format!("compressed data ({name}) that was not asked for")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const TEXT: &[u8] = br#"{"a":1}"#;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn came(encoding: &str, body: &[u8]) -> Result<Bytes, Fault> {
        let mut headers = HeaderMap::new();
        if !encoding.is_empty() {
            headers.insert(CONTENT_ENCODING, encoding.parse().unwrap());
        }
        decoded(&headers, Bytes::copy_from_slice(body), 1000)
    }

    #[test]
    fn what_was_compressed_is_read_as_it_was_before() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(TEXT).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(TEXT).unwrap();
        for (encoding, body) in [
            ("", TEXT.to_vec()),
            ("identity", TEXT.to_vec()),
            ("gzip", gzip(TEXT)),
            ("X-GZIP", gzip(TEXT)),
            ("", gzip(TEXT)),
            ("gzip", TEXT.to_vec()),
            ("gzip, gzip", gzip(&gzip(TEXT))),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", bare.finish().unwrap()),
        ] {
            assert_eq!(came(encoding, &body).as_deref(), Ok(TEXT), "{encoding}");
        }
        assert_eq!(came("br", b"").as_deref(), Ok(&b""[..]));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_nothing_grows_without_end() {
        let named = |name| Err(Fault::Foreign(looks(name)));
        assert_eq!(came("br", b"xx"), named("br"));
        assert_eq!(came("zstd", b"xx"), named("zstd"));
        assert_eq!(came("deflate", b"{}"), named("deflate"));
        assert_eq!(came("gzip", &gzip(TEXT)[..12]), named("gzip"));
        assert_eq!(came("gzip", &gzip(&[b' '; 1001])), Err(Fault::TooLarge));
        assert!(came("gzip", &gzip(&[b' '; 1000])).is_ok());
    }
}
