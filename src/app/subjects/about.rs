//! The program itself: what is new in it since the last start, and the licences of its parts.

use crate::app::effects::Effects;
use crate::domain::releases;
use crate::protocol::settings::Settings;

/// This version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the person says about the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutMsg {
    /// They want to see the licences, or have seen them.
    ToggledLicences,
    /// They have read what is new.
    ReadNews,
}

/// What is shown of the program.
#[derive(Debug, Default)]
pub struct About {
    /// Whether the licences are shown.
    pub licences: bool,
    /// The version of the last start, where this one is newer and the person has not read what is new.
    pub news_since: Option<String>,
}

impl About {
    pub(in crate::app) fn update(&mut self, msg: AboutMsg) -> Effects {
        match msg {
            AboutMsg::ToggledLicences => self.licences = !self.licences,
            AboutMsg::ReadNews => self.news_since = None,
        }
        Effects::none()
    }

    /// The program starts with these settings, which say from now on that this version was seen. The first start of all has
    /// nothing that would be new.
    pub(in crate::app) fn started(&mut self, settings: &mut Settings) {
        let before = std::mem::replace(&mut settings.version, VERSION.to_owned());
        let is_new = !before.is_empty() && !releases::since(&before).is_empty();
        self.news_since = is_new.then_some(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(version: &str) -> (About, Settings) {
        let mut settings = Settings {
            version: version.to_owned(),
            ..Settings::default()
        };
        let mut about = About::default();
        about.started(&mut settings);
        (about, settings)
    }

    #[test]
    fn what_is_new_is_told_once_after_an_upgrade_and_never_at_the_first_start() {
        for (before, told) in [
            ("", false),
            (VERSION, false),
            ("99.0.0", false),
            ("0.0.9", true),
        ] {
            let (mut about, mut settings) = after(before);
            assert_eq!(about.news_since.is_some(), told, "{before}");
            assert_eq!(settings.version, VERSION);
            let _none = about.update(AboutMsg::ReadNews);
            assert_eq!(about.news_since, None);
            about.started(&mut settings);
            assert_eq!(about.news_since, None, "{before}");
        }
    }
}
