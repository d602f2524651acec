//! A schedule as the files and the commands of each system: pure texts, so that all of them can be shown before anything is
//! installed, and tested without the system.
//!
//! The program is called with values that are no secrets. Keys are in none of these files: an unattended run finds them itself.

mod kinds;
mod launchd;
mod systemd;
mod windows;

pub use kinds::{
    Command, File, INTERVALS, Installed, Platform, Rendered, Rhythm, Schedule, name_for,
};

/// Renders a schedule for a system.
pub fn render(schedule: &Schedule, platform: &Platform) -> Rendered {
    match platform {
        Platform::SystemdUser { units } => systemd::user(schedule, units),
        Platform::SystemdSystem => systemd::system(schedule),
        Platform::Launchd { home, user } => launchd::render(schedule, home, *user),
        Platform::Windows { folder } => windows::render(schedule, folder),
    }
}

#[cfg(test)]
mod tests;
