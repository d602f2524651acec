//! Which screen a window opens on, where the system may have two kinds: Wayland, and X beside it or in its place.

use std::ffi::OsString;
use std::path::Path;

/// Where a window can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// Wayland, or whatever a system has that has neither.
    Usual,
    /// X. Wayland may be named too, and does not answer: what ended with its session is still in the environment.
    X,
    /// Wayland alone is named, and does not answer.
    WaylandGone,
    /// None is named.
    None,
}

/// Looks which screen answers.
#[cfg(target_os = "linux")]
pub(super) fn look() -> Screen {
    choose(
        |name| std::env::var_os(name).filter(|value| !value.is_empty()),
        |socket| std::os::unix::net::UnixStream::connect(socket).is_ok(),
    )
}

/// Every other system has one screen.
#[cfg(not(target_os = "linux"))]
pub(super) fn look() -> Screen {
    Screen::Usual
}

#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "tested everywhere")
)]
fn choose(named: impl Fn(&str) -> Option<OsString>, answers: impl Fn(&Path) -> bool) -> Screen {
    // A connection that was handed over is one that stands.
    if named("WAYLAND_SOCKET").is_some() {
        return Screen::Usual;
    }
    let has_x = named("DISPLAY").is_some();
    let Some(name) = named("WAYLAND_DISPLAY") else {
        return if has_x { Screen::X } else { Screen::None };
    };
    // The name alone means a place in this folder; a whole path stands for itself.
    let folder = named("XDG_RUNTIME_DIR").unwrap_or_default();
    if answers(&Path::new(&folder).join(name)) {
        Screen::Usual
    } else if has_x {
        Screen::X
    } else {
        Screen::WaylandGone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wayland_that_does_not_answer_leaves_the_window_to_x() {
        let chosen = |variables: &[(&str, &str)]| {
            let named = |name: &str| {
                let found = variables.iter().find(|(one, _)| *one == name);
                found.map(|(_, value)| OsString::from(value))
            };
            choose(named, |socket| socket == Path::new("/run/user/7/wayland-0"))
        };
        let folder = ("XDG_RUNTIME_DIR", "/run/user/7");
        let (alive, dead) = (
            ("WAYLAND_DISPLAY", "wayland-0"),
            ("WAYLAND_DISPLAY", "wayland-9"),
        );
        let x = ("DISPLAY", ":0");
        assert_eq!(chosen(&[folder, alive, x]), Screen::Usual);
        assert_eq!(
            chosen(&[("WAYLAND_DISPLAY", "/run/user/7/wayland-0")]),
            Screen::Usual
        );
        assert_eq!(chosen(&[folder, dead, x]), Screen::X);
        assert_eq!(chosen(&[folder, dead]), Screen::WaylandGone);
        assert_eq!(chosen(&[dead, ("WAYLAND_SOCKET", "7")]), Screen::Usual);
        assert_eq!(chosen(&[x]), Screen::X);
        assert_eq!(chosen(&[folder]), Screen::None);
    }
}
