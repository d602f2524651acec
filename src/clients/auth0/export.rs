//! Export jobs: the official way to all people of a tenant that has more than 1,000.

use std::io::{self, Write as _};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use flate2::write::MultiGzDecoder;
use percent_encoding::utf8_percent_encode;
use serde_json::json;

use super::users::SEGMENT;
use super::wire::{Job, USER_FIELDS};
use super::{Auth0, Call, ClientError, Person, RateBucket};
use crate::clients::error::{Form, Rejection, Service};
use crate::clients::foreign::looks;
use crate::clients::loopback::is_loopback;
use crate::clients::transport::transport_error;
use crate::domain::ids::JobId;
use crate::domain::secret::Secret;

/// The longest line of an export that is kept, in bytes; longer ones are counted as unreadable.
const LONGEST_LINE: usize = 4 * 1024 * 1024;
/// How many people are given on at once, however many one piece of the file holds.
const MOST_AT_ONCE: usize = 1000;
/// From this many unreadable records on a file that has more of them than of others is no export.
const MOST_UNREADABLE: u64 = 10_000;
/// How much a file may unpack to whatever its size, in bytes, and beyond that by which factor. People's records shrink to a
/// tenth; what shrinks to a five-hundredth was made to fill a disk.
const FREE_UNPACKED: u64 = 64 * 1024 * 1024;
const MOST_UNPACKED: u64 = 500;

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
        self.start_export_within(self.http.limits().patience).await
    }

    /// Asks Auth0 to write all people into a file. A limit on that is waited out for so long at most.
    pub async fn start_export_within(&self, patience: Duration) -> Result<ExportJob, ClientError> {
        let fields: Vec<_> = USER_FIELDS
            .iter()
            .map(|name| json!({ "name": name }))
            .collect();
        let body = json!({ "format": "json", "fields": fields });
        let call = Call::post(
            "/api/v2/jobs/users-exports".to_owned(),
            body.to_string().into_bytes(),
            RateBucket::Other,
        )
        .waiting_at_most(patience.min(self.http.limits().patience));
        self.api(call, |reply| {
            crate::clients::call::json(reply).map(|job: Job| job.into_job())
        })
        .await
    }

    /// The next piece of a file. What the first one shows of its form is written down.
    async fn next_piece(
        &self,
        response: &mut reqwest::Response,
        is_first: &mut bool,
    ) -> reqwest::Result<Option<bytes::Bytes>> {
        let piece = response.chunk().await?;
        if let (Some(piece), true) = (&piece, std::mem::take(is_first)) {
            self.http.observer().export_began(piece, &USER_FIELDS);
        }
        Ok(piece)
    }

    /// Looks at an export job; `None` when Auth0 no longer knows it. Each look gives a fresh link.
    pub async fn export(&self, id: &JobId) -> Result<Option<ExportJob>, ClientError> {
        let path = format!("/api/v2/jobs/{}", utf8_percent_encode(id.as_str(), SEGMENT));
        let call = Call::get(path, RateBucket::Other);
        match self
            .api(call, |reply| {
                crate::clients::call::json(reply).map(|job: Job| job.into_job())
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
        let mut is_first = true;
        while let Some(chunk) = self
            .http
            .or_stopped(self.next_piece(&mut response, &mut is_first))
            .await?
            .map_err(lost)?
        {
            lines.feed(chunk);
            give(&mut lines, &mut sink, &unreadable).await?;
        }
        lines.end();
        give(&mut lines, &mut sink, &unreadable).await?;
        Ok(lines.readable)
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

/// Gives on the people of what has arrived.
async fn give<F, E>(
    lines: &mut Lines,
    sink: &mut F,
    unreadable: &impl Fn(&str) -> ClientError,
) -> Result<(), E>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), E>,
    E: From<ClientError>,
{
    loop {
        let people = lines
            .next_people()
            .map_err(|error| unreadable(&error.to_string()))?;
        if people.is_empty() {
            return Ok(());
        }
        sink(people).await?;
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
///
/// A small piece may unpack to very much: it is unpacked a little at a time, and no more people are held at once than are
/// given on.
#[derive(Default)]
struct Lines {
    unpacker: Option<Unpacker>,
    /// What has arrived and is not unpacked yet.
    packed: Bytes,
    /// What is unpacked and not cut yet.
    plain: Bytes,
    line: Vec<u8>,
    too_long: bool,
    ended: bool,
    arrived: u64,
    unpacked: u64,
    readable: u64,
    unreadable: u64,
}

enum Unpacker {
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
    Plain,
}

impl Lines {
    /// Takes the next piece of the file, once there are no more people in the one before.
    fn feed(&mut self, chunk: Bytes) {
        // A client on the way may have unpacked the file already: its first bytes tell.
        if let (None, Some(first)) = (&self.unpacker, chunk.first()) {
            self.unpacker = Some(if *first == 0x1f {
                Unpacker::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
            } else {
                Unpacker::Plain
            });
        }
        self.arrived += chunk.len() as u64;
        self.packed = chunk;
    }

    /// There is no further piece.
    fn end(&mut self) {
        self.ended = true;
    }

    /// The next people, at most [`MOST_AT_ONCE`]; nobody when another piece is needed, or at the file's end.
    fn next_people(&mut self) -> io::Result<Vec<Person>> {
        let mut people = Vec::new();
        loop {
            self.cut(&mut people);
            self.judge()?;
            if people.len() == MOST_AT_ONCE || !self.unpack()? {
                break;
            }
        }
        if people.is_empty() && self.ended {
            people.extend(self.last_line()?);
        }
        Ok(people)
    }

    /// Unpacks a little more; whether there was anything to unpack.
    fn unpack(&mut self) -> io::Result<bool> {
        self.plain = match self.unpacker.as_mut() {
            Some(Unpacker::Gzip(decoder)) if !self.packed.is_empty() => {
                // One call fills the decoder's own buffer once, whatever it is given.
                let taken = decoder.write(&self.packed)?;
                if taken == 0 && decoder.get_ref().is_empty() {
                    return Err(io::Error::other("it cannot be unpacked any further"));
                }
                self.packed.advance(taken);
                std::mem::take(decoder.get_mut()).into()
            }
            Some(Unpacker::Gzip(decoder)) if self.ended => {
                // This fails when the file broke off: gzip says at its end how long it was.
                decoder.try_finish()?;
                let rest = std::mem::take(decoder.get_mut());
                self.unpacker = None;
                rest.into()
            }
            Some(Unpacker::Plain) if !self.packed.is_empty() => std::mem::take(&mut self.packed),
            _ => return Ok(false),
        };
        self.unpacked += self.plain.len() as u64;
        Ok(true)
    }

    /// Whether this can be an export at all.
    fn judge(&self) -> io::Result<()> {
        if self.unreadable > MOST_UNREADABLE && self.unreadable > self.readable {
            return Err(io::Error::other("most of its records cannot be read"));
        }
        let most = FREE_UNPACKED.max(self.arrived.saturating_mul(MOST_UNPACKED));
        if self.unpacked > most {
            return Err(io::Error::other("it unpacks to far more than people take"));
        }
        Ok(())
    }

    /// Cuts what is unpacked into people, until it is used up or they are as many as are given on at once.
    fn cut(&mut self, people: &mut Vec<Person>) {
        while people.len() < MOST_AT_ONCE && !self.plain.is_empty() {
            let Some(end) = line_end(&self.plain) else {
                let rest = std::mem::take(&mut self.plain);
                self.keep(&rest);
                return;
            };
            let line = self.plain.split_to(end + 1);
            self.keep(&line[..end]);
            people.extend(self.take_line());
        }
    }

    /// The person after the last line's end. What is there must be whole.
    fn last_line(&mut self) -> io::Result<Option<Person>> {
        if self.line.iter().all(u8::is_ascii_whitespace) && !self.too_long {
            return Ok(None);
        }
        // Of a line that was not kept nobody can say whether it is whole.
        let is_whole =
            !self.too_long && serde_json::from_slice::<serde::de::IgnoredAny>(&self.line).is_ok();
        if !is_whole {
            return Err(io::Error::other("the last line breaks off"));
        }
        Ok(self.take_line())
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
        let is_readable = person.source.profile.is_ok();
        self.readable += u64::from(is_readable);
        self.unreadable += u64::from(!is_readable);
        self.line.clear();
        self.too_long = false;
        Some(person)
    }
}

/// Where the first line ends.
fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const FILE: &[u8] =
        b"{\"user_id\":\"auth0|1\"}\n{\"user_id\":\"auth0|2\"}\n\n[odd]\n{\"user_id\":\"a|3\"}";

    /// Everybody of a file that arrives in these pieces, and the most who came at once.
    fn people(chunks: &[&[u8]]) -> io::Result<(Vec<Person>, usize, u64)> {
        let mut lines = Lines::default();
        let (mut people, mut most) = (Vec::new(), 0);
        for number in 0..=chunks.len() {
            match chunks.get(number) {
                Some(chunk) => lines.feed(Bytes::copy_from_slice(chunk)),
                None => lines.end(),
            }
            loop {
                let some = lines.next_people()?;
                if some.is_empty() {
                    break;
                }
                most = most.max(some.len());
                people.extend(some);
            }
        }
        Ok((people, most, lines.readable))
    }

    /// The ids of the readable people, `None` for the others, and how many could be read.
    fn read(chunks: &[&[u8]]) -> io::Result<(Vec<Option<String>>, u64)> {
        let (people, _, readable) = people(chunks)?;
        let id = |person: Person| {
            let is_readable = person.source.profile.is_ok();
            is_readable.then(|| person.source.id.to_string())
        };
        Ok((people.into_iter().map(id).collect(), readable))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
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

    #[test]
    fn a_last_line_that_is_too_long_to_be_kept_is_not_taken_for_whole() {
        let mut file = b"{\"user_id\":\"auth0|1\"}\n".to_vec();
        file.resize(file.len() + LONGEST_LINE + 10, b'x');
        for packed in [file.clone(), gzip(&file)] {
            let why = read(&packed.chunks(1 << 16).collect::<Vec<_>>()).unwrap_err();
            assert!(why.to_string().contains("breaks off"), "{why}");
        }
        file.push(b'\n');
        assert_eq!(
            read(&[&file]).unwrap().0,
            [Some("auth0|1".to_owned()), None]
        );
    }

    #[test]
    fn a_small_piece_that_holds_many_people_gives_few_at_once() {
        let mut file = Vec::new();
        for number in 0..20_000 {
            file.extend_from_slice(format!("{{\"user_id\":\"a|{number}\"}}\n").as_bytes());
        }
        for whole in [gzip(&file), file] {
            let (people, most, readable) = people(&[&whole]).unwrap();
            assert_eq!((people.len(), readable), (20_000, 20_000));
            assert_eq!(most, MOST_AT_ONCE);
            assert_eq!(people[19_999].source.id.as_str(), "a|19999");
        }
    }

    #[test]
    fn a_file_of_unreadable_records_is_given_up_soon() {
        let file = gzip(&b"{}\n".repeat(1_000_000));
        assert!(file.len() < 16_384);
        let mut lines = Lines::default();
        lines.feed(file.into());
        let mut given = 0;
        let why = loop {
            match lines.next_people() {
                Ok(people) => given += people.len() as u64,
                Err(why) => break why,
            }
        };
        assert!(why.to_string().contains("cannot be read"), "{why}");
        assert!(given <= MOST_UNREADABLE, "{given} were given on");
        // Odd records among others end nothing.
        let mut mixed = b"{}\n".repeat(15_000);
        mixed.splice(0..0, b"{\"user_id\":\"a|1\"}\n".repeat(15_000));
        assert_eq!(read(&[&mixed]).unwrap().1, 15_000);
    }

    #[test]
    fn a_file_that_unpacks_to_very_much_is_given_up() {
        let mut blank = vec![b' '; 1024 * 1024 - 1];
        blank.push(b'\n');
        let file = gzip(&blank.repeat(100));
        let why = read(&[&file]).unwrap_err();
        assert!(why.to_string().contains("far more"), "{why}");
        let fits = gzip(&blank.repeat(60));
        assert_eq!(read(&[&fits]).unwrap(), (Vec::new(), 0));
    }
}
