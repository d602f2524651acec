//! `verify`: both sides read anew, counted and compared; told as text or as JSON, and kept in a file if that is wanted.

use std::collections::BTreeMap;
use std::path::Path;

use super::args::{Options, VerifyArgs};
use super::exit::Exit;
use super::out::Out;
use super::sync::because;
use super::talk::Conversation;
use super::{json, practice};
use crate::domain::certificate::{Certificate, Found};
use crate::domain::issue::{Issue, in_one_line};
use crate::engine::persistence;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{End, Reading, Summary};

/// How many people are named for each kind of difference; the rest are counted.
const NAMED: u64 = 5;
/// Each time that so many records more were read it is said, away from a terminal.
const TOLD_EVERY: u64 = 100_000;

/// Reads both sides and says whether they agree.
pub(super) fn run(options: &Options, args: &VerifyArgs, out: Out) -> Exit {
    let started = ready(args).and_then(|()| {
        let (setup, world) = practice::setup(options)?;
        Ok((setup, world, Conversation::start()?))
    });
    match started {
        // The world lives until both sides are read.
        Ok((setup, _world, conversation)) => Telling::new(out).listen(setup, &conversation, args),
        Err(issue) => finish(out, &Summary::default(), &End::Problem(Box::new(issue))),
    }
}

/// Looks whether the file can be saved before anything is read for it.
fn ready(args: &VerifyArgs) -> Result<(), Issue> {
    args.save
        .as_deref()
        .map_or(Ok(()), persistence::history::may_be_saved)
}

/// What was told, and whom each kind of difference has met.
struct Telling {
    out: Out,
    told: u64,
    kinds: BTreeMap<&'static str, u64>,
}

impl Telling {
    fn new(out: Out) -> Self {
        Self {
            out,
            told: 0,
            kinds: BTreeMap::new(),
        }
    }

    fn listen(mut self, setup: Setup, conversation: &Conversation, args: &VerifyArgs) -> Exit {
        self.out.say(format!(
            "Auth0 {} and UserHub are read and compared. Nothing is changed.",
            setup.domain
        ));
        let profile = setup.profile.clone();
        conversation.send(Command::Verify { setup });
        while let Some(event) = conversation.next() {
            match event {
                Event::Reading(reading) => self.reading(&reading),
                Event::Differs(found) => self.differs(&found),
                Event::Finished { summary, end } => {
                    let saved = match (&args.save, &end) {
                        (Some(file), End::Done) => save(&profile, file, self.out),
                        _ => Ok(()),
                    };
                    self.count_the_rest();
                    let exit = finish(self.out, &summary, &end);
                    return saved.map_or_else(|exit| exit, |()| exit);
                }
                // What other commands report.
                _ => {}
            }
        }
        // The worker broke off, and has said so.
        finish(self.out, &Summary::default(), &End::Interrupted)
    }

    fn reading(&mut self, reading: &Reading) {
        let read = reading.auth0 + reading.userhub;
        if read / TOLD_EVERY == self.told {
            return;
        }
        self.told = read / TOLD_EVERY;
        if self.out.is_json() {
            return Out::event(&json::reading(reading));
        }
        self.out.say(format!(
            "Read {} from Auth0, {} from UserHub{}",
            reading.auth0,
            reading.userhub,
            because(reading.waiting.as_ref())
        ));
    }

    fn differs(&mut self, found: &Found) {
        if self.out.is_json() {
            return Out::event(&json::differs(found));
        }
        let kind = found.finding.word();
        let count = self.kinds.entry(kind).or_default();
        *count += 1;
        if *count <= NAMED {
            let (id, words) = (in_one_line(&found.id), in_one_line(&found.finding.words()));
            Out::line(format!("{}  {id}: {words}", label(kind)));
        }
    }

    fn count_the_rest(&self) {
        for (kind, count) in &self.kinds {
            if *count > NAMED {
                let more = count - NAMED;
                Out::line(format!(
                    "{}  and {more} more (--json and --save name everybody)",
                    label(kind)
                ));
            }
        }
    }
}

/// A kind as it stands before a person.
fn label(kind: &str) -> String {
    format!(
        "{:<15}",
        kind.replace('_', " ").replace("userhub", "UserHub")
    )
}

/// Saves the certificate that was made last, and tells a problem with that.
fn save(profile: &Path, file: &Path, out: Out) -> Result<(), Exit> {
    match persistence::history::certificate_to_file(profile, file) {
        Ok(()) => {
            out.say(format!("Written to {}", file.display()));
            Ok(())
        }
        Err(issue) => Err(out.problem(&issue)),
    }
}

fn finish(out: Out, summary: &Summary, end: &End) -> Exit {
    let certificate = summary.certificate.as_deref();
    let exit = match (end, certificate) {
        (End::Done, Some(certificate)) if certificate.agree() && certificate.is_complete() => {
            Exit::Done
        }
        (End::Done, _) => Exit::Attention,
        (End::Interrupted, _) => {
            out.say("Stopped. Nothing was changed.");
            Exit::Interrupted
        }
        (End::Problem(issue), _) => out.problem(issue),
    };
    if out.is_json() {
        Out::event(&json::verified(summary));
    } else if let Some(certificate) = certificate {
        tell(certificate, summary);
    }
    exit
}

fn tell(certificate: &Certificate, summary: &Summary) {
    for (name, side, taken_back) in [
        ("Auth0", &certificate.auth0, certificate.taken_back),
        ("UserHub", &certificate.userhub, 0),
    ] {
        let left_out = match taken_back {
            0 => String::new(),
            some => format!(" besides {some} who are left out"),
        };
        Out::line(format!(
            "{name:<8} {} users{left_out} ({}), ids: sha256 {}",
            side.users,
            side.how_words(),
            side.digest
        ));
    }
    let only = match certificate.only_in_userhub {
        0 => String::new(),
        1 => " 1 person is only in UserHub, which is no difference.".to_owned(),
        many => format!(" {many} people are only in UserHub, which is no difference."),
    };
    let (auth0, userhub) = (summary.auth0_requests, summary.userhub_requests);
    let seconds = summary.took.as_secs_f64();
    Out::line(format!(
        "{}{only} ({auth0} requests to Auth0, {userhub} to UserHub, {seconds:.1} s)",
        certificate.verdict()
    ));
}
