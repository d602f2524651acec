//! What can be typed for `removals` and `undo`.

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(super) struct RemovalsArgs {
    #[command(subcommand)]
    pub(super) what: Option<RemovalsVerb>,
}

#[derive(Debug, Subcommand)]
pub(super) enum RemovalsVerb {
    /// Keep them in UserHub, and do not ask again
    Keep(WhoArgs),
    /// Disable them in UserHub: they stay, and may not sign in
    Disable(RemoveArgs),
    /// Mark them for deletion in UserHub, which deletes them when its grace period is over and can restore them until then
    Mark(RemoveArgs),
    /// Take back what the app has done to them; whoever is restored counts as kept
    Restore(RestoreArgs),
    /// What is done by itself after a sync with people who have waited long enough: nothing, unless it was turned on
    Policy(PolicyArgs),
}

#[derive(Debug, Args)]
pub(super) struct PolicyArgs {
    #[command(subcommand)]
    pub(super) what: Option<PolicyVerb>,
}

#[derive(Debug, Subcommand)]
pub(super) enum PolicyVerb {
    /// Disable them in UserHub
    Disable(TurnOnArgs),
    /// Mark them for deletion in UserHub, which deletes them when its grace period is over
    Mark(TurnOnArgs),
    /// Do nothing by itself
    Off,
}

#[derive(Debug, Args)]
pub(super) struct TurnOnArgs {
    /// After how many days on the list, at least 1. Every guard holds, nobody with a subscription is among them, and what
    /// was done is in the history
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub(super) after_days: u16,
    /// The name of the set-up, typed: the Auth0 domain
    #[arg(long, value_name = "NAME")]
    pub(super) set_up: String,
}

#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct WhoArgs {
    /// Auth0's user_id, or UserHub's id
    #[arg(value_name = "ID", conflicts_with = "all")]
    pub(super) ids: Vec<String>,
    /// Everybody on the list; nobody with a subscription or in an owner's role is among them
    #[arg(long)]
    pub(super) all: bool,
    /// Do it; without this it is shown alone
    #[arg(long)]
    pub(super) yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    #[command(flatten)]
    pub(super) who: WhoArgs,
    /// The number of people, typed: where they are more or fewer, nothing is done, and where it is the right one, it
    /// overrides the guards by number
    #[arg(long, value_name = "N", value_parser = people_number)]
    pub(super) confirm: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// Auth0's user_id, or UserHub's id
    #[arg(value_name = "ID", conflicts_with = "all")]
    pub(super) ids: Vec<String>,
    /// Everybody whom the app has disabled or marked, by a removal or an undo, and nobody has brought back
    #[arg(long)]
    pub(super) all: bool,
    /// Do it; without this it is shown alone
    #[arg(long)]
    pub(super) yes: bool,
    /// Those of this run: a removal, or an undo
    #[arg(long, value_name = "N", conflicts_with_all = ["ids", "all"], value_parser = run_number)]
    pub(super) run: Option<i64>,
}

#[derive(Debug, Args)]
pub(super) struct UndoArgs {
    /// The number of the sync, as history has it
    #[arg(value_name = "RUN", value_parser = run_number)]
    pub(super) run: i64,
    /// Do it; without this it is shown alone
    #[arg(long)]
    pub(super) yes: bool,
}

/// Reads how many people they are.
fn people_number(text: &str) -> Result<u64, String> {
    (text.parse()).map_err(|_| "it is the number of people, in digits alone".to_owned())
}

/// Reads the number of a run.
pub(super) fn run_number(text: &str) -> Result<i64, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "it is the number of a run, from 1, as `history` has it".to_owned())
}
