//! Hands a set-up over, and takes one in: what [`domain::hand_over`](crate::domain::hand_over) writes is gathered from this
//! computer's files, and what it reads is put where this computer's runs go on from it.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::clock;
use crate::domain::certificate::Certificate;
use crate::domain::changes::Compared;
use crate::domain::hand_over::{self, Data, Page, Section, Unreadable};
use crate::domain::ids::{Auth0Domain, ConnectionId};
use crate::domain::issue::{Issue, thousands};
use crate::engine::practice::unusable;
use crate::engine::sink::Sink;
use crate::engine::{persistence, schedule};
use crate::protocol::event::Event;
use crate::protocol::history::{Line, Whose};
use crate::protocol::settings::{PersistedState, SavedSetup, VERSION};
use crate::protocol::setup_text;
use crate::protocol::ticket::Ticket;
use crate::store::file;
use crate::store::folder::DataFolder;
use crate::store::journal::{Identity, Past, check};
use crate::store::settings;

/// The most that is read of a file, and of what is compressed in it, in bytes: a journal of a million people has half of it.
const MOST: u64 = 2 << 30;

/// How many people who need attention are named on the page. The data have all of them.
const NAMED: usize = 500;

/// What is handed over.
#[derive(Clone, Debug)]
pub struct Order {
    /// The folder under which everything lies.
    pub folder: PathBuf,
    /// The set-up.
    pub setup: SavedSetup,
    /// Whether it says where the keys are. The keys themselves are never in it.
    pub key_places: bool,
}

/// A set-up that was taken in.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The set-up, as it is saved as a file.
    pub set_up: String,
    /// Whether what was compared and synced is here now. It stays away where something was here already.
    pub journal: bool,
    /// When everybody was last compared, as this computer knows it now.
    pub compared: Option<Compared>,
}

/// Writes the file, whole or not at all, for its owner alone: it names people.
///
/// # Errors
/// Why something could not be read, or the file not be written.
pub fn write(order: &Order, to: &Path, replace: bool) -> Result<(), Issue> {
    let refused = |error: io::Error| persistence::files::not_saved(to, &error);
    persistence::files::may_be_written(to, replace).map_err(refused)?;
    let text = text(order)?;
    file::write(to, text.as_bytes(), replace).map_err(refused)
}

/// What of a set-up decides where its files lie.
struct Places {
    profile: PathBuf,
    install: PathBuf,
    identity: Identity,
}

impl Places {
    /// `None` where it names no tenant or no connection yet: there is nothing then but the set-up.
    fn of(folder: &Path, setup: &SavedSetup) -> Option<Self> {
        let domain: Auth0Domain = setup_text::domain(&setup.domain).parse().ok()?;
        let connection: ConnectionId = setup.connection_id.trim().parse().ok()?;
        Some(Self {
            profile: folder.join("profiles").join(connection.as_str()),
            install: folder.join("install"),
            identity: Identity {
                auth0: domain.to_string(),
                connection: connection.to_string(),
            },
        })
    }

    fn seen(&self) -> PathBuf {
        self.profile.join("seen.json")
    }

    fn record(&self) -> PathBuf {
        let name = format!("install-{}.json", self.identity.auth0);
        self.install.join(name)
    }

    fn changes(&self) -> PathBuf {
        let name = format!("changes-{}.jsonl", self.identity.auth0);
        self.install.join(name)
    }
}

fn text(order: &Order) -> Result<String, Issue> {
    let mut data = Data::of(setup_text::write(&order.setup));
    let now = clock::timestamp();
    let made = format!(
        "Handed over on {} by UserHub Connect {}. It names people and holds no keys.",
        day(now),
        env!("CARGO_PKG_VERSION")
    );
    let mut sections = vec![set_up(&order.setup)];
    if let Some(places) = Places::of(&order.folder, &order.setup) {
        let failed = |error| unusable(&error, &DataFolder::at(order.folder.clone()));
        let past = Past::open(&places.profile).map_err(failed)?;
        if let Some(past) = &past {
            if past.identity().map_err(failed)?.as_ref() == Some(&places.identity) {
                data.journal = packed(&past.whole().map_err(failed)?);
            }
            sections.push(standing(past).map_err(failed)?);
            sections.push(problems(past).map_err(failed)?);
        }
        for (path, into) in [
            (places.seen(), &mut data.seen),
            (places.record(), &mut data.record),
            (places.changes(), &mut data.changes),
        ] {
            *into = small(&path)?;
        }
        sections.push(decisions(&places)?);
        sections.push(history(&places)?);
    }
    if order.key_places {
        sections.push(key_places(order));
    }
    sections.push(hand_over::runbook());
    let page = Page {
        title: format!("Handed over: {}", order.setup.title()),
        made,
        sections,
    };
    Ok(hand_over::write(&page, &data))
}

fn set_up(setup: &SavedSetup) -> Section {
    let value = |text: &str| match text.trim() {
        "" => "not known yet".to_owned(),
        text => text.to_owned(),
    };
    // What stands in a field and is no value of its kind may be a key in the wrong place: the file of the set-up leaves it out.
    let kept = setup_text::read(&setup_text::write(setup), String::new());
    let kept =
        kept.unwrap_or_else(|_| SavedSetup::new(String::new(), setup.environment, setup.colour));
    Section {
        heading: "The set-up",
        words: "To go on with it on another computer, open this file there in UserHub Connect: All set-ups, then Open a set-up file. \
                It needs both keys once, and goes on with those who have changed since."
            .to_owned(),
        columns: &["Name", "Value"],
        rows: vec![
            row(["Name", &kept.title()]),
            row(["Environment", setup.environment.word()]),
            row(["Auth0 domain", &value(&kept.domain)]),
            row(["Client ID", &value(&kept.client_id)]),
            row(["Connection ID", &value(&kept.connection_id)]),
        ],
        exact: None,
    }
}

type StoreResult<T> = Result<T, crate::store::StoreError>;

fn standing(past: &Past) -> StoreResult<Section> {
    let runs = past.runs()?;
    let certificate = runs.iter().find_map(|run| run.certificate.as_ref());
    let compared = past.compared()?;
    let mut rows = Vec::new();
    if let Some(compared) = compared {
        rows.push(row([
            "Everybody was last compared",
            &moment(compared.everybody_at),
        ]));
        rows.push(row([
            "Changes are brought over from",
            &moment(compared.changes_from),
        ]));
    }
    if let Some(certificate) = certificate {
        rows.push(row(["Certificate", &certificate.words()]));
    }
    let as_json = |certificate: &Certificate| certificate.as_json().to_string();
    let exact = certificate.map(|it| ("The certificate for programs:", as_json(it)));
    Ok(Section {
        heading: "How it stands",
        words: if rows.is_empty() {
            "No sync has come to its end here yet.".to_owned()
        } else {
            String::new()
        },
        columns: &["What", "Known"],
        rows,
        exact,
    })
}

/// Those who need attention today, as the Overview counts them.
fn problems(past: &Past) -> StoreResult<Section> {
    let mut rows = Vec::new();
    let mut unnamed = 0_u64;
    past.each_in_need(|person| {
        if rows.len() < NAMED {
            let name = person.name.or(person.email).unwrap_or_default();
            rows.push(row([&name, &person.id, &person.reason, &person.fix]));
        } else {
            unnamed += 1;
        }
    })?;
    let words = match (rows.is_empty(), unnamed) {
        (true, _) => "Nobody needs attention.".to_owned(),
        (false, 0) => String::new(),
        (false, more) => format!("{} more are named in History.", thousands(more)),
    };
    Ok(Section {
        heading: "Open problems",
        words,
        columns: &["Who", "Auth0 id", "Why", "What to do"],
        rows,
        exact: None,
    })
}

/// What people have decided: what was set up and undone in Auth0, and what was done about those who have left.
fn decisions(places: &Places) -> Result<Section, Issue> {
    let mut rows = Vec::new();
    for line in persistence::history::lines(&Whose::Profile(places.install.clone()))? {
        if let Line::Setup(entry) = line
            && entry.setup.domain.to_string() == places.identity.auth0
        {
            for change in &entry.setup.changes {
                let what = format!("{}: {}", entry.setup.what.words(), change.title);
                let how = format!("{} → {}", change.before, change.after);
                rows.push(row([&moment(entry.setup.began_at), &what, &how]));
            }
        }
    }
    for line in persistence::history::lines(&Whose::Profile(places.profile.clone()))? {
        if let Line::Run(entry) = line
            && entry.run.kind.is_decision()
        {
            let (at, what) = (moment(entry.run.started_at), entry.run.kind.words());
            rows.push(row([&at, what, &entry.run.result()]));
        }
    }
    Ok(Section {
        heading: "What was decided",
        words: if rows.is_empty() {
            "Nothing was set up by the app, and nobody was removed or restored.".to_owned()
        } else {
            String::new()
        },
        columns: &["When", "What", "Before and after"],
        rows,
        exact: None,
    })
}

fn history(places: &Places) -> Result<Section, Issue> {
    let lines = persistence::history::lines(&Whose::Profile(places.profile.clone()))?;
    let rows = lines.iter().filter_map(|line| match line {
        Line::Run(entry) => {
            let run = &entry.run;
            let number = run.id.to_string();
            Some(row([
                &number,
                &moment(run.started_at),
                run.kind.words(),
                &run.result(),
            ]))
        }
        Line::Setup(_) | Line::Unreadable(_) => None,
    });
    Ok(Section {
        heading: "History",
        words: String::new(),
        columns: &["Run", "When", "Kind", "Result"],
        rows: rows.collect(),
        exact: None,
    })
}

/// Where the keys are, and where new ones come from.
fn key_places(order: &Order) -> Section {
    let mut rows = vec![
        row([
            "Client Secret",
            "In Auth0: Applications, this application, Settings. On the computer that handed this over: in its password store, under \
             UserHub Connect.",
        ]),
        row([
            "API key",
            "UserHub shows a key once. On the computer that handed this over: in its password store, under UserHub Connect. Else create a \
             new one in the UserHub Admin console, under API keys.",
        ]),
    ];
    let connection = order.setup.connection_id.trim();
    for installed in schedule::installed(&DataFolder::at(order.folder.clone())) {
        let [secret, key] = &installed.key_files;
        let files = [("Client Secret", secret), ("API key", key)];
        for (name, path) in files {
            if let (Some(path), true) = (path, installed.connection == connection) {
                let place = format!("The schedule takes it from {}.", path.display());
                rows.push(row([name, &place]));
            }
        }
    }
    Section {
        heading: "Where the keys are",
        words: "No key is in this file. Give the keys to whoever takes over by a password manager, never by mail.".to_owned(),
        columns: &["Key", "Where"],
        rows,
        exact: None,
    }
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn moment(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::system());
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

fn day(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::system());
    at.strftime("%-d %B %Y").to_string()
}

/// A small file as it is packed; nothing where it is not there.
fn small(path: &Path) -> Result<String, Issue> {
    match file::read_up_to(path, MOST) {
        Ok(bytes) => Ok(packed(&bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            let issue = Issue::file_not_read(&path.display().to_string());
            Err(issue.with_detail(&error.to_string()))
        }
    }
}

fn packed(bytes: &[u8]) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing into memory cannot go wrong.
    let _written = encoder.write_all(bytes);
    STANDARD.encode(encoder.finish().unwrap_or_default())
}

/// What was packed, as long as it is no more than [`MOST`].
fn unpacked(text: &str) -> io::Result<Vec<u8>> {
    let packed = STANDARD.decode(text).map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    let mut decoder = DeflateDecoder::new(packed.as_slice()).take(MOST + 1);
    decoder.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Reads a hand-over and puts what it has where this computer's runs go on from it. Nothing that is here is replaced, and no
/// path is taken from the file.
///
/// # Errors
/// That the file is none, or damaged; or why it could not be put there.
pub fn open(folder: &Path, from: &Path) -> Result<Taken, Issue> {
    let none = || Issue::no_setup_file();
    let read = file::is_there(from).and_then(|_| file::read_up_to(from, MOST));
    let bytes = read.map_err(|error| {
        let issue = Issue::file_not_read(&from.display().to_string());
        issue.with_detail(&error.to_string())
    })?;
    let text = String::from_utf8(bytes).map_err(|_| none())?;
    let data = hand_over::read(&text).map_err(|why| match why {
        Unreadable::Other => none(),
        Unreadable::Newer => Issue::newer_setup_file(),
    })?;
    let setup = setup_text::read(&data.set_up, String::new())?;
    let mut taken = Taken {
        set_up: data.set_up.clone(),
        journal: false,
        compared: None,
    };
    let Some(places) = Places::of(folder, &setup) else {
        return Ok(taken);
    };
    let data_folder = DataFolder::at(folder.to_owned());
    let failed = |error| unusable(&error, &data_folder);
    let damaged = |error: io::Error| none().with_detail(&error.to_string());
    let connection: ConnectionId = places.identity.connection.parse().map_err(|_| none())?;
    // All of it is read and looked at before any of it is written.
    let beside = beside(&places, &data).map_err(damaged)?;
    let journal = unpacked(&data.journal).map_err(damaged)?;
    let profile = data_folder.profile(&connection).map_err(failed)?;
    let carried = if data.journal.is_empty() {
        None
    } else {
        check(&journal, &profile, &places.identity, clock::timestamp()).map_err(|error| {
            // What is wrong with it is the file's fault, not the folder's.
            none().with_detail(&error.to_string())
        })?
    };
    // What goes with the journal: on a computer that has a journal of its own, its own holds. The journal comes last, for with
    // it everything counts; whoever is cut off before it opens the file again, and goes on.
    if let Some(carried) = carried {
        data_folder.installs().map_err(failed)?;
        for (path, bytes) in beside {
            if !path.exists() {
                let written = file::write(&path, &bytes, false);
                written.map_err(|error| persistence::files::not_saved(&path, &error))?;
            }
        }
        taken.journal = carried.put().map_err(failed)?;
    }
    let past = Past::open(&profile).map_err(failed)?;
    if let Some(past) = past {
        taken.compared = past.compared().map_err(failed)?;
    }
    Ok(taken)
}

/// What goes with the journal, each file as it will lie there.
///
/// # Errors
/// Where one is damaged or says nothing that this version reads.
fn beside(places: &Places, data: &Data) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let whole = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).is_ok();
    let lines = |bytes: &[u8]| {
        let mut lines = bytes.split(|byte| *byte == b'\n');
        lines.all(|line| line.trim_ascii().is_empty() || whole(line))
    };
    let mut all = Vec::new();
    for (path, packed, is_read) in [
        (places.seen(), &data.seen, &whole as &dyn Fn(&[u8]) -> bool),
        (places.record(), &data.record, &whole),
        (places.changes(), &data.changes, &lines),
    ] {
        if packed.is_empty() {
            continue;
        }
        let bytes = unpacked(packed)?;
        if !is_read(&bytes) {
            return Err(io::Error::new(
                ErrorKind::InvalidData,
                "a part of it cannot be read",
            ));
        }
        all.push((path, bytes));
    }
    Ok(all)
}

/// Whether a file begins as a hand-over does.
fn is_one(from: &Path) -> io::Result<bool> {
    file::is_there(from)?;
    let mut begin = Vec::new();
    fs::File::open(from)?.take(200).read_to_end(&mut begin)?;
    Ok(hand_over::begins(&begin))
}

/// Reads the file of a set-up. What a hand-over has beside it is put into the folder.
pub(in crate::engine) async fn read_setup(
    path: PathBuf,
    folder: PathBuf,
    ticket: Ticket,
    sink: &Sink,
) {
    let text = tokio::task::spawn_blocking(move || set_up_of(&path, &folder)).await;
    let text = text.unwrap_or_else(|_| Err(Issue::cannot_start()));
    let text = text.map_err(Box::new);
    sink.send(Event::SetUpRead { text, ticket });
}

fn set_up_of(path: &Path, folder: &Path) -> Result<String, Issue> {
    let unread = |error: io::Error| {
        let issue = Issue::file_not_read(&path.display().to_string());
        issue.with_detail(&error.to_string())
    };
    if is_one(path).map_err(unread)? {
        return open(folder, path).map(|taken| taken.set_up);
    }
    persistence::files::read_small(path).map_err(unread)
}

/// Hands a set-up over, and reports where the file lies.
pub(in crate::engine) async fn report(
    order: Order,
    path: PathBuf,
    replace: bool,
    ticket: Ticket,
    sink: &Sink,
) {
    let to = path.clone();
    let written = tokio::task::spawn_blocking(move || write(&order, &to, replace)).await;
    let result = written.unwrap_or_else(|_| Err(Issue::cannot_start()));
    let result = result.map(|()| path).map_err(Box::new);
    sink.send(Event::FileWritten { result, ticket });
}

/// Adds a set-up to those that the window shows, unless it is among them. Nothing is added to settings that cannot be read.
pub fn note(folder: &Path, set_up: &str) {
    let folder = DataFolder::at(folder.to_owned());
    let id = format!("setup-{}", clock::timestamp().as_millisecond());
    let (Some(mut kept), Ok(setup)) = (
        settings::peek::<PersistedState>(&folder.settings(), VERSION),
        setup_text::read(set_up, id),
    ) else {
        return;
    };
    let is_here = |one: &SavedSetup| {
        setup_text::domain(&one.domain) == setup.domain && one.connection_id == setup.connection_id
    };
    if !kept.setups.iter().any(is_here) {
        kept.setups.push(setup);
        if let Err(error) = settings::write(&folder.settings(), VERSION, &kept) {
            tracing::warn!(%error, "the set-up could not be saved for the window");
        }
    }
}

/// The saved set-up of a connection, as the window has it.
pub fn saved(folder: &Path, connection: &ConnectionId) -> Option<SavedSetup> {
    let folder = DataFolder::at(folder.to_owned());
    let kept: PersistedState = settings::peek(&folder.settings(), VERSION)?;
    let mut setups = kept.setups.into_iter();
    setups.find(|setup| setup.connection_id.trim() == connection.as_str())
}

/// The connections that have a profile here, in order of their names.
pub fn connections(folder: &Path) -> Vec<ConnectionId> {
    let entries = fs::read_dir(folder.join("profiles"));
    let names = entries.into_iter().flatten().flatten();
    let names = names.filter_map(|entry| entry.file_name().into_string().ok()?.parse().ok());
    let mut all: Vec<ConnectionId> = names.collect();
    all.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    all
}

/// The Auth0 domain of a connection, as its runs have written it down.
pub fn domain_of(folder: &Path, connection: &ConnectionId) -> Option<String> {
    let past = Past::open(&folder.join("profiles").join(connection.as_str())).ok()??;
    Some(past.identity().ok()??.auth0)
}
