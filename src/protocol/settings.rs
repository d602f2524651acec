//! What is kept between starts, as it lies in the settings file: how the person wants the app to be, and every set-up with
//! what was typed, ticked and checked. No secret is among it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use super::checks;
use super::checks::{Check, CheckState, Scope};
use super::places::{Part, Place};
use super::setup::Endpoints;
use crate::domain::changes::FULL_AFTER_DAYS;
use crate::domain::pasted::{Field, read_domain};

/// The number of the file's form.
pub const VERSION: u32 = 1;

/// The id of the practice set-up. There is one, and it is kept in a file of its own.
pub const PRACTICE: &str = "practice";

/// Everything that is kept between starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersistedState {
    /// How the person wants the app to be.
    pub settings: Settings,
    /// The set-ups, in the order in which they were begun.
    pub setups: Vec<SavedSetup>,
    /// The set-up that is open, by its id.
    pub open: Option<String>,
    /// What the password store is still to forget.
    pub to_forget: Vec<SavedKey>,
    /// The tasks on this computer that are still to be removed, by their connection.
    pub tasks_to_remove: BTreeSet<String>,
}

/// A secret, by its place in the password store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedKey {
    /// Whose.
    pub setup: String,
    /// Which.
    pub field: Field,
}

/// How the person wants the app to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in Settings"
)]
pub struct Settings {
    /// Light, dark, or what the system has.
    pub theme: ThemeChoice,
    /// The size of text and all else, in percent.
    pub text_size: u16,
    /// Stronger differences between light and dark.
    pub higher_contrast: bool,
    /// No movement.
    pub reduce_motion: bool,
    /// The address of a proxy; empty for what the system says.
    pub proxy: String,
    /// The path of a file with a company's certificate; empty for none.
    pub certificate: String,
    /// How hard the services are asked.
    pub speed: Speed,
    /// Whether a sync waits where a service asks for hours, in the place of ending.
    pub wait_for_hours: bool,
    /// Whether a copied secret leaves the clipboard after a minute.
    pub clear_clipboard: bool,
    /// For how many days the history is kept.
    pub history_days: u16,
    /// The version of the program that was started last; empty before the first start.
    pub version: String,
    /// After how many days without a complete comparison a set-up is no longer called well.
    pub full_after_days: u16,
    /// The size of the window, in points at a text size of 100 %.
    #[serde(deserialize_with = "size")]
    pub window: Option<[f32; 2]>,
}

/// The most points that a window may have along one side; no screen has more.
const MOST_POINTS: f32 = 32_768.0;

/// The size of a window, or none for a value that can be none: a size is not worth losing the set-ups for. A number that is
/// too large for its kind would be written down as nothing, which the next start could not read.
fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<[f32; 2]>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    let size: Option<[f32; 2]> = serde_json::from_value(value).unwrap_or_default();
    Ok(size.filter(|sides| sides.iter().all(|side| (1.0..=MOST_POINTS).contains(side))))
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            text_size: 100,
            higher_contrast: false,
            reduce_motion: false,
            proxy: String::new(),
            certificate: String::new(),
            speed: Speed::Normal,
            wait_for_hours: false,
            clear_clipboard: true,
            history_days: 90,
            version: String::new(),
            full_after_days: FULL_AFTER_DAYS,
            window: None,
        }
    }
}

impl Settings {
    /// How the real services are reached.
    pub fn endpoints(&self) -> Endpoints {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Endpoints {
            ca_certificate: given(&self.certificate).map(Into::into),
            proxy: given(&self.proxy),
            gentle: self.speed == Speed::Gentle,
            wait_for_hours: self.wait_for_hours,
            ..Endpoints::live()
        }
    }
}

/// Which of the two appearances is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// What the system has, live.
    #[default]
    System,
    /// Dark words on light ground.
    Light,
    /// Light words on dark ground.
    Dark,
}

/// How hard the services are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Speed {
    /// Half the usual pace, which leaves more of the limits to others.
    Gentle,
    /// The usual pace.
    #[default]
    Normal,
}

/// What a set-up is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Environment {
    /// The tenant that customers sign in to.
    #[default]
    Production,
    /// A tenant to try things in.
    Test,
    /// The practice world.
    Practice,
}

impl Environment {
    /// What a person can choose from.
    pub const CHOICES: [Self; 2] = [Self::Production, Self::Test];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Production => "Production",
            Self::Test => "Test",
            Self::Practice => "Practice",
        }
    }
}

/// The colour by which a set-up is told from others, always beside its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colour {
    /// Blue.
    #[default]
    Blue,
    /// Green.
    Green,
    /// Amber.
    Amber,
    /// Red.
    Red,
    /// Grey.
    Grey,
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Blue, Self::Green, Self::Amber, Self::Red, Self::Grey];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blue => "Blue",
            Self::Green => "Green",
            Self::Amber => "Amber",
            Self::Red => "Red",
            Self::Grey => "Grey",
        }
    }
}

/// A set-up: one Auth0 tenant and one UserHub tenant, and how far the person has come with them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedSetup {
    /// What tells it from the others; also the name of its entries in the password store.
    pub id: String,
    /// The name that the person gave it.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub environment: Environment,
    /// Its colour.
    #[serde(default)]
    pub colour: Colour,
    /// The Auth0 domain, as it was typed.
    #[serde(default)]
    pub domain: String,
    /// The Client ID.
    #[serde(default)]
    pub client_id: String,
    /// The connection ID.
    #[serde(default)]
    pub connection_id: String,
    /// Whether there is a Client Secret. Itself it is in the password store.
    #[serde(default)]
    pub has_client_secret: bool,
    /// Whether there is an API key. Itself it is in the password store.
    #[serde(default)]
    pub has_api_key: bool,
    /// Where the person is.
    pub place: Place,
    /// The steps that the person has ticked.
    #[serde(default)]
    pub ticks: BTreeSet<String>,
    /// The pages that the person has been through.
    #[serde(default)]
    pub visited: BTreeSet<String>,
    /// What the person has answered, by the question's name.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// What was proved by checks and not changed since.
    #[serde(default)]
    pub proved: BTreeSet<Scope>,
    /// The parts that checks have proved, with the time of the last one.
    #[serde(default)]
    pub proved_at: BTreeMap<Part, Timestamp>,
    /// The page of each part where the person was last.
    #[serde(default)]
    pub last_in: BTreeMap<Part, Place>,
    /// What the person says that UserHub shows as the connection's status.
    #[serde(default)]
    pub said_status: Option<SaidStatus>,
    /// Who does the Auth0 part.
    #[serde(default)]
    pub way: Way,
    /// What was checked last.
    #[serde(default)]
    pub scope: Option<Scope>,
    /// What the last checks came to.
    #[serde(default)]
    pub checks: Vec<SavedCheck>,
    /// When that was.
    #[serde(default)]
    pub checked_at: Option<Timestamp>,
    /// What each check came to last, whenever that was: what Part 6 shows.
    #[serde(default)]
    pub seen: Vec<SavedCheck>,
    /// The last sync that came to its end.
    #[serde(default)]
    pub last_sync: Option<LastSync>,
    /// How changes are to reach UserHub.
    #[serde(default)]
    pub keep: Keep,
    /// The connection of the task on this computer, where there was one when it was last looked for.
    #[serde(default)]
    pub task_of: Option<String>,
    /// Whether everything was set up once; what goes wrong later takes that not back.
    #[serde(default)]
    pub finished: bool,
}

/// How changes are to reach UserHub. Each has what those before it have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Keep {
    /// When somebody presses Sync.
    #[default]
    ByHand,
    /// While the window is open.
    WhileOpen,
    /// Also when it is closed, by a task of this computer's.
    AlsoClosed,
}

impl Keep {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::ByHand, Self::WhileOpen, Self::AlsoClosed];
}

impl SavedSetup {
    /// A set-up of which nothing is known yet.
    pub fn new(id: String, environment: Environment, colour: Colour) -> Self {
        Self {
            id,
            name: String::new(),
            environment,
            colour,
            domain: String::new(),
            client_id: String::new(),
            connection_id: String::new(),
            has_client_secret: false,
            has_api_key: false,
            place: Place::Before,
            ticks: BTreeSet::new(),
            visited: BTreeSet::new(),
            answers: BTreeMap::new(),
            proved: BTreeSet::new(),
            proved_at: BTreeMap::new(),
            last_in: BTreeMap::new(),
            said_status: None,
            way: Way::default(),
            scope: None,
            checks: Vec::new(),
            checked_at: None,
            seen: Vec::new(),
            last_sync: None,
            keep: Keep::default(),
            task_of: None,
            finished: false,
        }
    }

    /// The connection of the task on this computer, where this set-up has one. A version before this one did not write down
    /// where it had installed it.
    pub fn task(&self) -> Option<&str> {
        let id = self.connection_id.trim();
        let chosen = (self.keep == Keep::AlsoClosed && !id.is_empty()).then_some(id);
        self.task_of
            .as_deref()
            .or(chosen)
            .filter(|_| !self.is_practice())
    }

    /// Its name: what the person chose, or the tenant's.
    pub fn title(&self) -> String {
        if !self.name.trim().is_empty() {
            return self.name.trim().to_owned();
        }
        if self.is_practice() {
            return "Practice".to_owned();
        }
        let tenant = read_domain(&self.domain).ok().and_then(|found| {
            let domain = found.first.to_string();
            domain.split('.').next().map(str::to_owned)
        });
        tenant.unwrap_or_else(|| "New set-up".to_owned())
    }

    /// Whether it is the practice world's.
    pub fn is_practice(&self) -> bool {
        self.environment == Environment::Practice
    }
}

/// The last sync of a set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSync {
    /// When it ended.
    pub at: Timestamp,
    /// What it came to, in a sentence.
    pub words: String,
    /// Whether some of it was taken back or brought back since.
    #[serde(default)]
    pub changed_since: bool,
}

impl LastSync {
    /// What it came to, and whether that is so still.
    pub fn said(&self) -> String {
        if self.changed_since {
            format!("{} UserHub was changed since.", self.words)
        } else {
            self.words.clone()
        }
    }
}

/// The result of one check, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCheck {
    name: String,
    state: CheckState,
    why: String,
    fix: String,
    at: Timestamp,
    #[serde(default)]
    passed_before: Option<Timestamp>,
}

impl SavedCheck {
    /// A check as it is kept.
    pub fn from(check: &Check) -> Self {
        Self {
            name: check.name.to_owned(),
            state: check.state,
            why: check.why.clone(),
            fix: check.fix.clone(),
            at: check.at,
            passed_before: check.passed_before,
        }
    }

    /// The check, if there is still one of its name.
    pub fn to_check(&self) -> Option<Check> {
        let name = checks::named(&self.name)?.name;
        Some(Check {
            name,
            state: self.state,
            why: self.why.clone(),
            fix: self.fix.clone(),
            issue: None,
            at: self.at,
            passed_before: self.passed_before,
        })
    }
}

/// What the person says that UserHub shows as the connection's status, which no call can see before there is a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SaidStatus {
    /// It says Active.
    Active,
    /// It says something else.
    SomethingElse,
}

/// How the Auth0 part is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Way {
    /// The person clicks through it.
    #[default]
    ByHand,
    /// The app does it with a temporary key.
    ByTheApp,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn window(json: &str) -> Option<[f32; 2]> {
        let settings = format!("{{\"text_size\": 150, \"window\": {json}}}");
        let settings: Settings = serde_json::from_str(&settings).unwrap();
        assert_eq!(settings.text_size, 150);
        settings.window
    }

    #[test]
    fn a_size_that_is_none_loses_nothing_else() {
        assert_eq!(window("[800, 600.5]"), Some([800.0, 600.5]));
        for odd in [
            "[1e39, 6]",
            "[null, 6]",
            "[-1, 6]",
            "[6]",
            "\"large\"",
            "{}",
            "null",
        ] {
            assert_eq!(window(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn settings_that_were_read_are_read_again(wide in any::<f64>(), high in any::<f64>()) {
            let read: Settings =
                serde_json::from_value(serde_json::json!({ "window": [wide, high] })).unwrap();
            let again: Settings = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
            prop_assert_eq!(read, again);
        }

        /// Another version knows other settings than this one: what it does not have is as it is at first, what only it has is
        /// passed over, and everything else is as it was written.
        #[test]
        fn of_another_versions_settings_all_that_both_know_is_read(
            text_size in 90_u16..=200,
            history_days in any::<u16>(),
            clear_clipboard in any::<bool>(),
            proxy in ".{0,20}",
            left_out in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
            others in prop::collection::btree_map("new_[a-z]{1,8}", ".{0,8}", 0..4),
        ) {
            let written = Settings {
                text_size,
                proxy,
                clear_clipboard,
                history_days,
                ..Settings::default()
            };
            let written = serde_json::to_value(&written).unwrap();
            let mut fields = written.as_object().unwrap().clone();
            let names: Vec<String> = fields.keys().cloned().collect();
            for index in left_out {
                fields.remove(index.get(&names));
            }
            let kept = fields.clone();
            for (name, value) in others {
                fields.insert(name.clone(), serde_json::json!({ name: [value, 1, null] }));
            }
            let state = serde_json::json!({ "settings": fields, "of_a_later_version": [{}] });
            let read: PersistedState = serde_json::from_value(state).unwrap();
            let read = serde_json::to_value(&read.settings).unwrap();
            let usual = serde_json::to_value(Settings::default()).unwrap();
            for name in names {
                let expected = kept.get(&name).unwrap_or(&usual[&name]);
                prop_assert_eq!(&read[&name], expected, "{}", name);
            }
        }
    }
}
