//! What is typed after `hand-over`, apart from what is done about it, since that reads the other options too.

use std::path::PathBuf;

use clap::Args;

/// What is typed after `hand-over`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub(super) struct HandOverArgs {
    /// The new file to write, a page for any browser
    #[arg(long, value_name = "FILE", group = "which")]
    pub(super) save: Option<PathBuf>,
    /// The file to go on from; what is on this computer already stays
    #[arg(long, value_name = "FILE", group = "which")]
    pub(super) open: Option<PathBuf>,
    /// Leave out where the keys are
    #[arg(long, requires = "save")]
    pub(super) without_key_places: bool,
}
