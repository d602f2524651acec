//! Export jobs: the official way to all people of a tenant that has more than 1,000.

use std::io::Write as _;

use flate2::write::MultiGzDecoder;
use percent_encoding::utf8_percent_encode;
use serde_json::json;

use super::users::SEGMENT;
use super::wire::{Job, USER_FIELDS};
use super::{Auth0, Call, ClientError, Lane, Person};
use crate::clients::error::{Form, Rejection, Service};
use crate::clients::foreign::looks;
use crate::clients::http::is_loopback;
use crate::clients::transport::transport_error;
use crate::domain::ids::JobId;
use crate::domain::secret::Secret;

/// The longest line of an export that is kept, in bytes; longer ones are counted as unreadable.
const LONGEST_LINE: usize = 4 * 1024 * 1024;

/// An export job as the last look at it found it.
#[derive(Clone, Debug)]
pub struct ExportJob {
    /// The job's id, by which a later run finds it again for 24 hours.
    pub id: JobId,
    /// When Auth0 began it, by Auth0's clock.
    pub created_at: Option<jiff::Timestamp>,
    /// How far it is.
    pub state: ExportState,
}

/// How far an export job is.
#[derive(Clone, Debug)]
pub enum ExportState {
    /// Auth0 is still writing it.
    Running {
        /// How many seconds Auth0 thinks it will take.
        seconds_left: Option<f64>,
        /// How many per cent Auth0 says are done.
        percent: Option<f64>,
    },
    /// It lies ready at a signed link that works for 60 seconds. Whoever knows the link can read everybody.
    Ready(Secret),
    /// Auth0 has given up.
    Failed,
}

impl Auth0 {
    /// Asks Auth0 to write all people into a file.
    pub async fn start_export(&self) -> Result<ExportJob, ClientError> {
        let fields: Vec<_> = USER_FIELDS
            .iter()
            .map(|name| json!({ "name": name }))
            .collect();
        let body = json!({ "format": "json", "fields": fields });
        let call = Call::post(
            "/api/v2/jobs/users-exports".to_owned(),
            body.to_string().into_bytes(),
            Lane::Other,
        );
        self.api(call, |reply| {
            crate::clients::http::json(reply).map(|job: Job| job.into_job())
        })
        .await
    }

    /// Looks at an export job; `None` when Auth0 no longer knows it. Each look gives a fresh link.
    pub async fn export(&self, id: &JobId) -> Result<Option<ExportJob>, ClientError> {
        let path = format!("/api/v2/jobs/{}", utf8_percent_encode(id.as_str(), SEGMENT));
        let call = Call::get(path, Lane::Other);
        match self
            .api(call, |reply| {
                crate::clients::http::json(reply).map(|job: Job| job.into_job())
            })
            .await
        {
            Ok(job) => Ok(Some(job)),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Downloads an export and gives its people in batches to `sink`, in the file's order.
    ///
    /// The link is asked without a bearer token and redirects are not followed. It must be https, or lie on this
    /// computer when the tenant does. The answer is the number of people who could be read: in a page that somebody on
    /// the way has put in the file's place, that is nobody. A file that breaks off is an error: what `sink` was given
    /// until then is not everybody. An error of `sink` ends the download.
    pub async fn download_export<F, E>(&self, link: &Secret, mut sink: F) -> Result<u64, E>
    where
        F: AsyncFnMut(Vec<Person>) -> Result<(), E>,
        E: From<ClientError>,
    {
        let url = self.allowed_link(link.expose())?;
        let unreadable = |why: &str| ClientError::Unreadable {
            service: Service::Auth0,
            path: "the export file".to_owned(),
            why: why.to_owned(),
        };
        let lost = |error: reqwest::Error| transport_error(Service::Auth0, &error);
        self.http.count_call();
        let asked = self.downloads.get(url).send();
        let mut response = self.http.or_stopped(asked).await?.map_err(lost)?;
        let status = response.status();
        if status.is_redirection() {
            return Err(ClientError::Intercepted {
                service: Service::Auth0,
                path: "the export file".to_owned(),
                status: status.as_u16(),
                looks: looks(status, response.headers(), &[], &[]),
            }
            .into());
        }
        if !status.is_success() {
            return Err(ClientError::Rejected(Rejection {
                service: Service::Auth0,
                form: Form::Management,
                status: status.as_u16(),
                code: String::new(),
                reason: String::new(),
                message: "the export's link was refused".to_owned(),
            })
            .into());
        }
        let mut lines = Lines::default();
        while let Some(chunk) = self
            .http
            .or_stopped(response.chunk())
            .await?
            .map_err(lost)?
        {
            let people = lines
                .feed(&chunk)
                .map_err(|error| unreadable(&error.to_string()))?;
            if !people.is_empty() {
                sink(people).await?;
            }
        }
        let (rest, readable) = lines
            .finish()
            .map_err(|error| unreadable(&error.to_string()))?;
        sink(rest).await?;
        Ok(readable)
    }

    /// The link as an address that may be asked. One sample of the documentation lacks its `https://`.
    fn allowed_link(&self, link: &str) -> Result<url::Url, ClientError> {
        let refused = |why: &str| ClientError::Unreadable {
            service: Service::Auth0,
            path: "the export's link".to_owned(),
            why: why.to_owned(),
        };
        let full = if link.contains("://") {
            link.to_owned()
        } else {
            format!("https://{link}")
        };
        let url = url::Url::parse(&full).map_err(|_| refused("it is no address"))?;
        let local = self.http.route().is_loopback();
        match (url.scheme(), is_loopback(&url)) {
            ("https", false) => Ok(url),
            ("http" | "https", true) if local => Ok(url),
            (_, true) => Err(refused("it points to this computer")),
            (_, false) => Err(refused("it is not encrypted")),
        }
    }
}

impl Job {
    fn into_job(self) -> ExportJob {
        let state = match (self.status.as_str(), self.location) {
            ("completed", Some(link)) => ExportState::Ready(Secret::new(&link)),
            ("failed", _) => ExportState::Failed,
            // Any other word means that Auth0 is still at it (contract auth0-api 4.2).
            (_, _) => ExportState::Running {
                seconds_left: self.time_left_seconds,
                percent: self.percentage_done,
            },
        };
        ExportJob {
            id: JobId::new(self.id),
            created_at: self.created_at,
            state,
        }
    }
}

/// Takes the file's bytes as they arrive, unpacks them if they are gzip, and cuts them into people.
#[derive(Default)]
struct Lines {
    unpacker: Option<Unpacker>,
    line: Vec<u8>,
    too_long: bool,
    readable: u64,
}

enum Unpacker {
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
    Plain,
}

impl Lines {
    fn feed(&mut self, chunk: &[u8]) -> std::io::Result<Vec<Person>> {
        if chunk.is_empty() {
            return Ok(Vec::new());
        }
        // A client on the way may have unpacked the file already: its first bytes tell.
        let unpacker = self.unpacker.get_or_insert_with(|| {
            if chunk[0] == 0x1f {
                Unpacker::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
            } else {
                Unpacker::Plain
            }
        });
        match unpacker {
            Unpacker::Plain => Ok(self.cut(chunk)),
            Unpacker::Gzip(decoder) => {
                decoder.write_all(chunk)?;
                let bytes = std::mem::take(decoder.get_mut());
                Ok(self.cut(&bytes))
            }
        }
    }

    /// The people after the last line's end, and how many could be read in all.
    fn finish(mut self) -> std::io::Result<(Vec<Person>, u64)> {
        let mut people = Vec::new();
        if let Some(Unpacker::Gzip(decoder)) = self.unpacker.take() {
            // This fails when the file broke off: gzip says at its end how long it was.
            let bytes = decoder.finish()?;
            people = self.cut(&bytes);
        }
        if !self.line.iter().all(u8::is_ascii_whitespace) {
            if serde_json::from_slice::<serde::de::IgnoredAny>(&self.line).is_err() {
                return Err(std::io::Error::other("the last line breaks off"));
            }
            people.extend(self.take_line());
        }
        Ok((people, self.readable))
    }

    fn cut(&mut self, bytes: &[u8]) -> Vec<Person> {
        let mut people = Vec::new();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.keep(&rest[..end]);
            people.extend(self.take_line());
            rest = &rest[end + 1..];
        }
        self.keep(rest);
        people
    }

    fn keep(&mut self, part: &[u8]) {
        if self.line.len() + part.len() > LONGEST_LINE {
            self.too_long = true;
            self.line.clear();
        }
        if !self.too_long {
            self.line.extend_from_slice(part);
        }
    }

    fn take_line(&mut self) -> Option<Person> {
        if self.line.iter().all(u8::is_ascii_whitespace) && !self.too_long {
            self.line.clear();
            return None;
        }
        let person = Person::read(&self.line);
        self.readable += u64::from(person.source.profile.is_ok());
        self.line.clear();
        self.too_long = false;
        Some(person)
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const FILE: &[u8] =
        b"{\"user_id\":\"auth0|1\"}\n{\"user_id\":\"auth0|2\"}\n\n[odd]\n{\"user_id\":\"a|3\"}";

    /// The ids of the readable people, `None` for the others, and how many could be read.
    fn read(chunks: &[&[u8]]) -> std::io::Result<(Vec<Option<String>>, u64)> {
        let mut lines = Lines::default();
        let mut people = Vec::new();
        for chunk in chunks {
            people.extend(lines.feed(chunk)?);
        }
        let (rest, readable) = lines.finish()?;
        people.extend(rest);
        let id = |person: Person| {
            person
                .source
                .profile
                .is_ok()
                .then(|| person.source.id.to_string())
        };
        Ok((people.into_iter().map(id).collect(), readable))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn expected() -> (Vec<Option<String>>, u64) {
        let id = |text: &str| Some(text.to_owned());
        (vec![id("auth0|1"), id("auth0|2"), None, id("a|3")], 3)
    }

    #[test]
    fn packed_and_plain_files_give_the_same_people_however_they_are_cut() {
        let packed = gzip(FILE);
        assert_eq!(read(&[&packed]).unwrap(), expected());
        assert_eq!(
            read(&packed.chunks(7).collect::<Vec<_>>()).unwrap(),
            expected()
        );
        assert_eq!(
            read(&FILE.chunks(5).collect::<Vec<_>>()).unwrap(),
            expected()
        );
    }

    #[test]
    fn a_file_that_breaks_off_is_an_error_wherever_it_breaks() {
        let packed = gzip(FILE);
        for end in 1..packed.len() {
            assert!(read(&[&packed[..end]]).is_err(), "cut after {end} bytes");
        }
        assert!(read(&[&FILE[..FILE.len() - 3]]).is_err());
    }

    #[test]
    fn an_endless_line_is_one_unreadable_person() {
        let mut file = vec![b'x'; LONGEST_LINE + 10];
        file.extend_from_slice(b"\n{\"user_id\":\"auth0|1\"}\n");
        let (people, count) = read(&file.chunks(1 << 16).collect::<Vec<_>>()).unwrap();
        assert_eq!((people, count), (vec![None, Some("auth0|1".to_owned())], 1));
    }
}
