//! What can be typed, as it is typed: validated for form by clap, and for meaning in `config`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::desktop::DesktopArgs;
use super::hand_over_args::HandOverArgs;
use super::removals_args::{RemovalsArgs, UndoArgs, run_number};
use crate::domain::changes::FULL_AFTER_DAYS;
use crate::domain::schedule::Rhythm;
use crate::practice::auth0::Plan;
use crate::protocol::trouble::Trouble;
use crate::protocol::unattended::Unattended;

/// Connects an Auth0 tenant to UserHub and keeps its users up to date there.
///
/// Without a command it opens a window that walks you through the set-up.
///
/// Start without an account:  userhub-connect sync --practice
/// Set up for real:           userhub-connect guide, then check, then sync
#[derive(Debug, Parser)]
#[command(name = "userhub-connect", version, verbatim_doc_comment, after_help = AFTER_HELP)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
    #[command(flatten)]
    pub(super) options: Options,
}

const AFTER_HELP: &str = "\
Secrets are never flags. They come from the environment (AUTH0_CLIENT_SECRET, USERHUB_ADMIN_KEY,
AUTH0_MANAGEMENT_TOKEN) or from a file (--auth0-client-secret-file, --userhub-key-file; - is
standard input). A Client Secret given neither way is looked for in this computer's password
store, where install and the window keep it.

Exit codes:
  0    everybody is accounted for; verify: both sides agree
  1    finished, and some people need attention, differ, or could not be proved
  2    a value, a file or the data folder is missing or cannot be used
  3    credentials or permissions were refused, or a change of install was
  4    a service could not be reached, or asks for a wait that is too long
  5    stopped by a safety check, or another sync is running
  130  interrupted; the next sync goes on from there";

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Print the documented set-up steps, with the values to enter and the pages to open
    Guide(GuideArgs),
    /// Check the set-up, stage by stage, and say what is wrong and how to fix it
    ///
    /// Nothing is changed, unless --add-person is given.
    Check(CheckArgs),
    /// Set up the Auth0 side: application, permissions, Action, Login flow
    ///
    /// Needs a temporary key that you copy in Auth0 (APIs > Auth0 Management API > API Explorer), in the variable
    /// AUTH0_MANAGEMENT_TOKEN or on standard input. Every change is shown before it is made, everything that was there stays,
    /// and --undo takes it back. Without USERHUB_ADMIN_KEY and USERHUB_CONNECTION_ID it does the first half, says what to
    /// do in UserHub, and ends with 1; run again with both, it finishes.
    Install(InstallArgs),
    /// Bring every Auth0 user into UserHub and prove it
    ///
    /// Reads both sides, shows what is to be done, does it, and verifies each person. Nothing is changed in Auth0, and people
    /// who left it stay in UserHub until you decide; `removals policy` lets that be done by itself. A sync that was interrupted
    /// goes on where it stopped.
    Sync(SyncArgs),
    /// Read both sides anew and say whether they agree, user by user; nothing is changed
    ///
    /// Counts the users of both sides, compares the seven fields of each, and names whoever is missing or different. People
    /// who are only in UserHub are listed and are no difference. A sync that was interrupted can be gone on with afterwards.
    Verify(VerifyArgs),
    /// Say what is the matter with one person, on both sides as they are now; nothing is changed
    ///
    /// The verdict comes first, with its cause; the exit code is 0 whatever it is. No earlier sync is needed.
    Person(PersonArgs),
    /// List people who left Auth0 and are still in UserHub, or decide what becomes of them
    ///
    /// Nothing happens to anybody before you decide, one by one or with `policy` for all who have waited long enough. Without
    /// --yes a decision is shown and not carried out, and the command ends with 2. Whatever is done can be taken back with
    /// restore for as long as UserHub can: it deletes those who are marked when its grace period is over.
    Removals(RemovalsArgs),
    /// Take back what a sync added: those who are as it left them are marked for deletion in UserHub
    ///
    /// Whoever was there before, was changed since, has a subscription or belongs to another connection stays and is named.
    /// Without --yes it is shown and not done, and the command ends with 2. To have them back: removals restore --run.
    Undo(UndoArgs),
    /// Bring changes over as they happen, until it is stopped
    ///
    /// Compares everybody first, or goes on from the last comparison. With the permission read:events, Auth0 tells of
    /// changes as they happen; without it, they are looked for now and then. A sync or another command may be started
    /// meanwhile: the watch waits for it and goes on. Killed at any moment, it goes on with nothing lost.
    Watch(WatchArgs),
    /// List earlier runs, or write down whom one of them was about
    ///
    /// Nobody is asked anything: runs are kept on this computer for 90 days. Without --connection-id those of all
    /// connections are listed.
    History(HistoryArgs),
    /// Keep people up to date when nobody is there: install, look at, print or remove a schedule
    ///
    /// Uses what the computer has: systemd, launchd or the Task Scheduler. No key is written anywhere; `sync --help` says
    /// where an unattended run finds them.
    Schedule(ScheduleArgs),
    /// Hand a set-up over: one file for a colleague or an auditor, or go on from such a file
    ///
    /// The file is a page to read: the set-up, what was decided, its history and certificate, what is open, and who does what
    /// when something fails. Opened on another computer, a sync goes on from it with those who have changed. It names people
    /// and holds no keys.
    HandOver(HandOverArgs),
    /// Print the code of the Post Login Action, or what a tool needs to install it
    ///
    /// What is known of the tenant is filled in, and no secret ever is.
    Snippet(SnippetArgs),
    /// Serve a made-up Auth0 and UserHub on this computer, to explore with curl
    ///
    /// Prints one line of JSON with the addresses and keys, and runs until Ctrl-C.
    Practice,
    /// Put this program into the menu of your desktop, or take it out (Linux)
    ///
    /// For a program that was unpacked into a folder; a package does this by itself.
    Desktop(DesktopArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Look at the Action too: where it lies, whether it runs, and whether it comes through a made-up sign-in
    ///
    /// This needs a temporary key of Auth0's Management API in AUTH0_MANAGEMENT_TOKEN; without one it says what could not
    /// be seen. It also says what has changed since it was checked last.
    #[arg(long)]
    pub(super) all: bool,
    /// Prove the connection by bringing this one person into UserHub
    #[arg(long, value_name = "USER_ID", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) add_person: Option<String>,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
#[expect(clippy::struct_excessive_bools, reason = "flags, as they are typed")]
pub(super) struct InstallArgs {
    /// Show what there is now and what there will be after, and change nothing
    #[arg(long, group = "what")]
    pub(super) plan: bool,
    /// Make the changes
    #[arg(long, group = "what")]
    pub(super) yes: bool,
    /// Take back what was changed; what somebody else has changed since stays
    #[arg(long, group = "what")]
    pub(super) undo: bool,
    /// Forget what --undo would need; Auth0 stays as it is
    #[arg(long, group = "what")]
    pub(super) forget: bool,
    /// Use the application and the Action named UserHub that are there already
    #[arg(long, conflicts_with = "second")]
    pub(super) use_existing: bool,
    /// Make a second application and a second Action beside those that are there
    #[arg(long)]
    pub(super) second: bool,
    /// Use the Action with this id
    #[arg(long, value_name = "ID")]
    pub(super) action: Option<String>,
    /// The Action's place in the Login flow, from 1; without it, it comes last or stays where it is
    #[arg(long, value_name = "N", value_parser = place)]
    pub(super) place: Option<usize>,
    /// Give the application the permission read:events too, by which changes arrive within seconds
    #[arg(long, conflicts_with_all = ["undo", "forget"])]
    pub(super) with_events: bool,
    /// Give the application that permission, and change nothing else
    #[arg(long, conflicts_with_all = ["undo", "forget", "with_events"])]
    pub(super) only_events: bool,
    /// The form of the Action's code
    #[arg(long, value_enum, default_value_t = ActionForm::Documented, value_name = "FORM")]
    pub(super) form: ActionForm,
}

fn place(text: &str) -> Result<usize, String> {
    let place = text.parse().ok().filter(|place| (1..=20).contains(place));
    place.ok_or_else(|| "a place is a number from 1 to 20".to_owned())
}

/// The forms of the Action's code that Auth0 can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ActionForm {
    /// As UserHub documents it, with its package
    Documented,
    /// Without the package, for when Auth0 cannot add it
    WithoutPackage,
}

#[derive(Debug, Args)]
pub(super) struct GuideArgs {
    /// The steps that add the permission for live updates (read:events), in the place of the documented ones
    #[arg(long)]
    pub(super) events: bool,
}

#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    /// The run whose people are wanted; without --csv they are printed
    #[arg(long, value_name = "RUN", value_parser = run_number)]
    pub(super) run: Option<i64>,
    /// The new file for the run's people, one a line, for spreadsheets; - is standard output
    #[arg(long, value_name = "FILE", requires = "run")]
    pub(super) csv: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct SyncArgs {
    /// Show what would be done, and change nothing
    #[arg(long, conflicts_with = "unattended")]
    pub(super) dry_run: bool,
    /// Bring over only those who have changed since everybody was compared last
    ///
    /// It takes a few requests where nobody has, whatever the size of the tenant. It says nothing of anybody else, and sees
    /// nobody leave: everybody is compared instead where that never was, was interrupted, or is too long ago.
    #[arg(long, conflicts_with = "dry_run")]
    pub(super) incremental: bool,
    /// After how many days everybody is compared again
    #[arg(
        long, value_name = "DAYS", requires = "incremental", default_value_t = FULL_AFTER_DAYS,
        value_parser = clap::value_parser!(u16).range(1..=365)
    )]
    pub(super) full_after: u16,
    #[command(flatten)]
    pub(super) unattended: UnattendedArgs,
    /// How long an unattended run waits in all, for the network and for other runs
    #[arg(
        long, value_name = "SECONDS", requires = "unattended", default_value_t = 600,
        value_parser = clap::value_parser!(u64).range(0..=86_400)
    )]
    pub(super) wait: u64,
}

impl SyncArgs {
    /// How a sync goes that nobody watches.
    pub(super) fn how(&self) -> Unattended {
        Unattended {
            changes: self.incremental.then_some(self.full_after),
            seen: self.unattended.yes,
            patience: Duration::from_secs(self.wait),
        }
    }
}

/// What a run that nobody watches is told.
#[derive(Debug, Args)]
pub(super) struct UnattendedArgs {
    /// Run as a schedule does: nobody is there to give keys or to look
    ///
    /// The keys come from files of mode 0600 (--auth0-client-secret-file, --userhub-key-file), from a service's credentials
    /// (auth0-secret, userhub-key) or from the password store, and never from the environment. It waits for the network and
    /// for its turn. A first sync that nobody has looked at is refused.
    #[arg(long)]
    pub(super) unattended: bool,
    /// Say that somebody has looked at the first sync
    #[arg(long, requires = "unattended")]
    pub(super) yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct ScheduleArgs {
    #[command(subcommand)]
    pub(super) verb: ScheduleVerb,
}

#[derive(Debug, Subcommand)]
pub(super) enum ScheduleVerb {
    /// Install a schedule for this set-up, in the place of the one before
    Install(RhythmArgs),
    /// Tell of the next run, the last one, the last success, and where the keys come from
    ///
    /// Ends with 1 where nothing has come through for longer than twice the interval.
    Status(SystemArgs),
    /// Show every file that would be installed, and install nothing
    Print(RhythmArgs),
    /// Remove the schedule and all that belongs to it
    Remove(SystemArgs),
}

#[derive(Debug, Args)]
pub(super) struct RhythmArgs {
    /// How often: 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d
    #[arg(long, value_name = "TIME", default_value = "15m")]
    pub(super) every: Rhythm,
    /// Watch all the time instead
    #[arg(long, conflicts_with = "every")]
    pub(super) live: bool,
    #[command(flatten)]
    pub(super) system: SystemArgs,
}

impl RhythmArgs {
    /// How often it is to run.
    pub(super) fn rhythm(&self) -> Rhythm {
        if self.live { Rhythm::Live } else { self.every }
    }
}

#[derive(Debug, Args)]
pub(super) struct SystemArgs {
    /// Of the computer, with a user of its own and encrypted credentials (systemd, as root)
    #[arg(long)]
    pub(super) system: bool,
}

#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    /// How often changes are looked for where Auth0 does not tell of them, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(30..=86_400))]
    pub(super) poll: u64,
    /// How often everybody is compared, in hours; 0 is only where it is needed
    #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u64).range(0..=8_760))]
    pub(super) full_every: u64,
    /// End by itself after so many seconds
    #[arg(long = "for", value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=31_536_000))]
    pub(super) lasts: Option<u64>,
    #[command(flatten)]
    pub(super) unattended: UnattendedArgs,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The new file for the certificate, with everybody in whom the sides differ, as JSON
    #[arg(long, value_name = "FILE", value_parser = new_file)]
    pub(super) save: Option<PathBuf>,
}

fn new_file(text: &str) -> Result<PathBuf, String> {
    match text {
        "" => Err("a file is needed".to_owned()),
        "-" => Err("a file is needed; on standard output, --json tells the same".to_owned()),
        file => Ok(PathBuf::from(file)),
    }
}

#[derive(Debug, Args)]
pub(super) struct PersonArgs {
    /// An email address, a name, an Auth0 user_id or a UserHub id
    #[arg(value_name = "WHO")]
    pub(super) who: String,
}

#[derive(Debug, Args)]
pub(super) struct SnippetArgs {
    /// The form to print
    #[arg(long, value_enum, default_value_t = FormName::Documented, value_name = "FORM")]
    pub(super) form: FormName,
    /// Let a tool's form install the code that needs no package
    #[arg(long)]
    pub(super) without_package: bool,
}

/// The forms of the Action, by their names in `domain::snippet`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormName {
    /// The code that UserHub documents, to paste into Auth0
    Documented,
    /// Code for a tenant that cannot install the package, to paste into Auth0
    WithoutPackage,
    /// A configuration for Terraform: the application and the Action
    Terraform,
    /// Lines for the tenant.yaml of auth0-deploy-cli
    DeployCli,
    /// A script for the Auth0 CLI
    #[value(name = "auth0-cli")]
    Auth0Cli,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags, as they are typed")]
pub(super) struct Options {
    /// The Auth0 domain, or the address of any page of the tenant's Auth0 dashboard
    #[arg(long, global = true, env = "AUTH0_DOMAIN", value_name = "DOMAIN", help_heading = SETUP)]
    pub(super) auth0_domain: Option<String>,
    /// The Client ID of the Auth0 application
    #[arg(long, global = true, env = "AUTH0_CLIENT_ID", value_name = "ID", help_heading = SETUP)]
    pub(super) auth0_client_id: Option<String>,
    /// A file with the Client Secret of the Auth0 application; - is standard input
    #[arg(long, global = true, value_name = "FILE", help_heading = SETUP)]
    pub(super) auth0_client_secret_file: Option<PathBuf>,
    /// The connection ID in UserHub, conn_...
    #[arg(long, global = true, env = "USERHUB_CONNECTION_ID", value_name = "ID", help_heading = SETUP)]
    pub(super) connection_id: Option<String>,
    /// The connection ID where it was typed. What is exported for every command narrows nothing down.
    #[arg(skip)]
    pub(super) typed_connection: Option<String>,
    /// A file with the Admin API key of UserHub; - is standard input
    #[arg(long, global = true, value_name = "FILE", help_heading = SETUP)]
    pub(super) userhub_key_file: Option<PathBuf>,
    /// Print one JSON object a line instead of text
    #[arg(long, global = true, help_heading = GENERAL)]
    pub(super) json: bool,
    /// Leave half of what is free of the services' limits to others; a sync takes about twice as long
    #[arg(long, global = true, help_heading = GENERAL)]
    pub(super) gentle: bool,
    /// Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours
    #[arg(long, global = true, help_heading = GENERAL)]
    pub(super) wait_for_hours: bool,
    /// Keep everything that is written under this folder
    #[arg(long, global = true, value_name = "DIR", help_heading = GENERAL)]
    pub(super) data_dir: Option<PathBuf>,
    /// Trust the certificates in this PEM file too (company proxies)
    #[arg(long, global = true, value_name = "FILE", help_heading = GENERAL)]
    pub(super) ca_certificate: Option<PathBuf>,
    /// Ask this address of this computer instead of the Auth0 tenant's (practice and tests)
    #[arg(long, global = true, value_name = "URL", help_heading = PRACTICE)]
    pub(super) auth0_url: Option<String>,
    /// Ask this address of this computer instead of UserHub's (practice and tests)
    #[arg(long, global = true, value_name = "URL", help_heading = PRACTICE)]
    pub(super) userhub_url: Option<String>,
    /// Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer
    #[arg(long, global = true, help_heading = PRACTICE)]
    pub(super) practice: bool,
    /// How many people the practice tenant has
    #[arg(long, global = true, value_name = "N", default_value_t = 250, value_parser = clap::value_parser!(u64).range(0..=1_000_000), help_heading = PRACTICE)]
    pub(super) practice_people: u64,
    /// The Auth0 plan whose limits the practice tenant keeps to
    ///
    /// unlimited; free: 2 requests a second; essentials: 500 reads of users a minute, with bursts of 40; enterprise: 16
    /// requests a second, with bursts of 50; or a plan of your own, as in burst:60,rate:60
    #[arg(long, global = true, default_value = "unlimited", value_parser = practice_plan, value_name = "PLAN", help_heading = PRACTICE)]
    pub(super) practice_plan: Plan,
    /// Whether the reads of the practice UserHub count against that limit
    #[arg(long, global = true, value_enum, default_value_t = Pulls::Counted, value_name = "HOW", help_heading = PRACTICE)]
    pub(super) practice_pulls: Pulls,
    /// How many requests a second other applications want of that limit
    #[arg(long, global = true, default_value_t = 0.0, value_parser = rate, value_name = "RATE", help_heading = PRACTICE)]
    pub(super) practice_others: f64,
    /// How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]
    #[arg(long, global = true, value_name = "MS", value_parser = clap::value_parser!(u64).range(0..=60_000), help_heading = PRACTICE)]
    pub(super) practice_latency: Option<u64>,
    /// Let the practice application read events as they happen, as the permission read:events does
    #[arg(long, global = true, help_heading = PRACTICE)]
    pub(super) practice_events: bool,
    /// How many things happen to practice's people by themselves in a minute: sign-ups, changes, sign-ins, and the like
    #[arg(long, global = true, value_name = "N", default_value_t = 0.0, value_parser = a_minute, help_heading = PRACTICE)]
    pub(super) practice_happen: f64,
    /// Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others
    #[arg(long, global = true, value_name = "TROUBLE", value_parser = trouble, help_heading = PRACTICE)]
    pub(super) practice_trouble: Option<Trouble>,
    /// Forget what the practice UserHub has, and start over
    #[arg(long, global = true, help_heading = PRACTICE)]
    pub(super) practice_reset: bool,
}

const SETUP: &str = "Values of the set-up";
const GENERAL: &str = "General";
const PRACTICE: &str = "Practice";

/// Whether UserHub's reads count against the tenant's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Pulls {
    /// Each counts as a request
    Counted,
    /// They cost nothing
    Free,
}

/// Reads what is to go wrong.
fn trouble(text: &str) -> Result<Trouble, String> {
    let all = || Trouble::ALL.into_iter().filter(|one| one.is_of_services());
    all().find(|one| one.word() == text).ok_or_else(|| {
        let words: Vec<&str> = all().map(Trouble::word).collect();
        format!("it is one of {}", words.join(", "))
    })
}

/// Reads a plan of contract auth0-api 5.1, or one of one's own.
fn practice_plan(text: &str) -> Result<Plan, String> {
    match text {
        "unlimited" => Ok(Plan::Unlimited),
        "free" => Ok(Plan::Free),
        "essentials" => Ok(Plan::Essentials),
        "enterprise" => Ok(Plan::Enterprise),
        _ => own_plan(text).ok_or_else(|| {
            "it is unlimited, free, essentials, enterprise, or a plan like burst:60,rate:60"
                .to_owned()
        }),
    }
}

fn own_plan(text: &str) -> Option<Plan> {
    let (burst, per_second) = text.split_once(',')?;
    let burst = burst.trim().strip_prefix("burst:")?.parse().ok()?;
    let per_second = rate(per_second.trim().strip_prefix("rate:")?).ok()?;
    (burst > 0 && per_second > 0.0).then_some(Plan::Own { burst, per_second })
}

/// Reads how many things happen in a minute, up to 600,000.
fn a_minute(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    number
        .filter(|number| (0.0..=600_000.0).contains(number))
        .ok_or_else(|| "it is how many things happen in a minute, up to 600000".to_owned())
}

/// Reads a number of requests a second, up to a million.
fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text
        .parse()
        .map_err(|_| "it is a number of requests a second".to_owned())?;
    if (0.0..=1e6).contains(&rate) {
        Ok(rate)
    } else {
        Err("it is a number of requests a second, up to a million".to_owned())
    }
}
