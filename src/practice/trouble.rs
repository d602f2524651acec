//! Trouble on demand: rules that say which requests go wrong, and how.
//!
//! [`Trouble`] is read by the one layer that stands before every practice service (`front.rs`); what a fault
//! looks like on the wire is in `faulty.rs`.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use super::people::Dice;

/// The rules of one service; clones share them.
#[derive(Clone, Default)]
pub struct Trouble(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    turns: Vec<Turn>,
    /// How often chance has decided: each time it rolls anew, and in a run like this one the same.
    rolls: u64,
}

/// Which requests meet a fault: those that match, after the first `skip` of them, `times` times.
///
/// As JSON: `{"path_contains":"/users","times":3,"fault":{"status":503}}`, or `{"share":0.004,"fault":"corrupt"}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The HTTP method; any when absent.
    #[serde(default)]
    pub method: Option<String>,
    /// A part of the path and query as they are sent (percent-encoded); any when absent.
    #[serde(default)]
    pub path_contains: Option<String>,
    /// How many matching requests pass first.
    #[serde(default)]
    pub skip: u64,
    /// How many requests then meet the fault; `u64::MAX` means until the rules are cleared.
    #[serde(default = "until_cleared")]
    pub times: u64,
    /// Which share of the matching requests is meant, from 0 to 1; all when absent. Chance chooses them, from a fixed seed.
    #[serde(default = "all_of_them")]
    pub share: f64,
    /// What happens to them.
    pub fault: Fault,
}

/// What goes wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 429 with the service's own body.
    TooManyRequests {
        /// The value of `Retry-After`; no such header when absent.
        #[serde(default)]
        retry_after_secs: Option<u64>,
    },
    /// This status with the service's own JSON error body.
    Status(u16),
    /// A page of HTML with this status, as a proxy in between would send.
    HtmlPage(u16),
    /// 200 with JSON that stops in the middle.
    InvalidJson,
    /// The right head, a part of the body, and then the connection is cut.
    ResetInBody,
    /// The connection is cut without an answer. The request is not carried out.
    ResetBeforeAnswer,
    /// The request is carried out, and then the connection is cut without an answer.
    ResetAfterWork,
    /// The right answer with a few bytes in the middle of its body that are others, as after a broken cache.
    Corrupt,
    /// The body ends early but properly: for an export, a gzip stream without its end.
    TruncatedBody,
    /// A well-formed export with about half of the people.
    ShortExport,
    /// A well-formed export without the people of these places, counted from 0 in the order of creation: with a high
    /// `to` it ends early, else it lacks a part of its middle.
    ExportLacks {
        /// The first place that is left out.
        from: u64,
        /// The first place behind it that is there again.
        to: u64,
    },
    /// Pages are smaller than they were asked for, as of a server that caps their size. Later pages begin where such a
    /// server lets them begin, and totals stay right.
    ShortPages {
        /// The most that a page holds.
        most: usize,
    },
    /// A page of people whose `total` is this JSON value instead, or that has none.
    Total(Option<serde_json::Value>),
    /// Pages of people lack the first of them, while totals stay right: lists and searches that have lost somebody.
    PagesLackOne,
    /// UserHub's list never ends: from its third page on the next token is that of the second page again.
    TokensGoRound,
    /// The right answer, its body at this rate.
    SlowDrip {
        /// Bytes of the body in each second, at least 10.
        bytes_per_second: u64,
    },
    /// The right answer after this time; in JSON a number of milliseconds.
    Delay(#[serde(deserialize_with = "milliseconds")] Duration),
    /// No answer ever comes.
    Hang,
    /// 302 to another address.
    Redirect {
        /// The value of `Location`.
        to: String,
    },
    /// 403 with the XML that the export host sends for a link that is too old.
    ExpiredLink,
}

/// Something that happens once, after a number of matching requests were answered.
struct Turn {
    method: Option<String>,
    path_contains: Option<String>,
    left: u64,
    action: Box<dyn FnOnce() + Send>,
}

impl Rule {
    /// A rule for every request, until the rules are cleared.
    pub fn always(fault: Fault) -> Self {
        Self {
            method: None,
            path_contains: None,
            skip: 0,
            times: u64::MAX,
            share: all_of_them(),
            fault,
        }
    }

    /// The same rule for this share of the matching requests only.
    #[must_use]
    pub fn for_share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// The same rule for requests whose path and query hold this text only.
    #[must_use]
    pub fn on_path(mut self, part: &str) -> Self {
        self.path_contains = Some(part.to_owned());
        self
    }

    /// The same rule for one HTTP method only.
    #[must_use]
    pub fn on_method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// The same rule, met by this many requests only.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = times;
        self
    }

    /// The same rule after this many matching requests have passed.
    #[must_use]
    pub fn after(mut self, skip: u64) -> Self {
        self.skip = skip;
        self
    }

    /// Counts one matching request and says whether it meets the fault; `luck` is what was rolled for it, from 0 to 1.
    fn takes(&mut self, luck: f64) -> bool {
        if luck >= self.share {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if self.times != u64::MAX {
            self.times -= 1;
        }
        true
    }
}

impl Trouble {
    /// Adds a rule. The first rule that is due decides what a request meets.
    pub fn add(&self, rule: Rule) {
        self.lock().rules.push(rule);
    }

    /// Takes away all rules and all turns that have not come.
    pub fn clear(&self) {
        *self.lock() = State::default();
    }

    /// Runs `action` once, right after the `count`-th matching request from now was carried out and before
    /// its answer is sent.
    pub fn after_requests(
        &self,
        count: u64,
        method: Option<&str>,
        path_contains: Option<&str>,
        action: impl FnOnce() + Send + 'static,
    ) {
        self.lock().turns.push(Turn {
            method: method.map(str::to_owned),
            path_contains: path_contains.map(str::to_owned),
            left: count.max(1),
            action: Box::new(action),
        });
    }

    /// The fault that this request meets, if any; counts the request in every rule before that one.
    pub(crate) fn fault_for(&self, method: &str, path: &str) -> Option<Fault> {
        let mut state = self.lock();
        let State { rules, rolls, .. } = &mut *state;
        let rule = rules.iter_mut().find_map(|rule| {
            let meant = matches(
                rule.method.as_deref(),
                rule.path_contains.as_deref(),
                method,
                path,
            );
            (meant && rule.takes(roll(rolls, rule.share))).then(|| rule.fault.clone())
        });
        state.rules.retain(|rule| rule.times > 0);
        rule
    }

    /// Counts one request that was carried out, and runs what was planned for after it.
    pub(crate) fn carried_out(&self, method: &str, path: &str) {
        let mut due = Vec::new();
        {
            let mut state = self.lock();
            if state.turns.is_empty() {
                return;
            }
            let waiting = std::mem::take(&mut state.turns);
            for mut turn in waiting {
                let of_turn = (turn.method.as_deref(), turn.path_contains.as_deref());
                if matches(of_turn.0, of_turn.1, method, path) {
                    turn.left -= 1;
                }
                if turn.left == 0 {
                    due.push(turn.action);
                } else {
                    state.turns.push(turn);
                }
            }
        }
        // Run without the lock: an action may add rules.
        for action in due {
            action();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.lock().rules).finish()
    }
}

fn matches(
    method: Option<&str>,
    path_contains: Option<&str>,
    asked_method: &str,
    asked_path: &str,
) -> bool {
    method.is_none_or(|method| method.eq_ignore_ascii_case(asked_method))
        && path_contains.is_none_or(|part| asked_path.contains(part))
}

/// Rolls for a rule that is not meant for all.
fn roll(rolls: &mut u64, share: f64) -> f64 {
    const PARTS: u32 = 1 << 30;
    if share >= 1.0 {
        return 0.0;
    }
    *rolls += 1;
    let rolled = Dice::new(0x5EED, *rolls, 0x5A4E).below(u64::from(PARTS));
    u32::try_from(rolled).map_or(0.0, |rolled| f64::from(rolled) / f64::from(PARTS))
}

fn all_of_them() -> f64 {
    1.0
}

fn until_cleared() -> u64 {
    u64::MAX
}

fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn a_rule_skips_then_fires_its_times() {
        let trouble = Trouble::default();
        trouble.add(
            Rule::always(Fault::Status(503))
                .on_path("/users")
                .after(1)
                .times(2),
        );
        let mut met = Vec::new();
        for _ in 0..4 {
            assert_eq!(trouble.fault_for("GET", "/jobs"), None);
            met.push(trouble.fault_for("GET", "/api/v2/users").is_some());
        }
        assert_eq!(met, [false, true, true, false]);
    }

    #[test]
    fn a_share_of_the_requests_is_met_and_the_same_ones_each_time() {
        let met = || -> Vec<bool> {
            let trouble = Trouble::default();
            trouble.add(Rule::always(Fault::Corrupt).for_share(0.1));
            let ask = |_| trouble.fault_for("GET", "/users").is_some();
            (0..2_000).map(ask).collect()
        };
        let first = met();
        let count = first.iter().filter(|met| **met).count();
        assert!((150..250).contains(&count), "{count}");
        assert_eq!(first, met());
        let never = Trouble::default();
        never.add(Rule::always(Fault::Hang).for_share(0.0));
        assert!((0..100).all(|_| never.fault_for("GET", "/").is_none()));
    }

    #[test]
    fn rules_are_read_from_json() {
        let text = r#"[{"method":"get","fault":{"delay":250},"times":1},{"fault":"hang"},
            {"fault":{"too_many_requests":{"retry_after_secs":2}}},{"fault":{"html_page":502}},
            {"share":0.25,"fault":"corrupt"}]"#;
        let rules: Vec<Rule> = serde_json::from_str(text).unwrap();
        assert_eq!(rules[0].fault, Fault::Delay(Duration::from_millis(250)));
        assert_eq!(rules[1].fault, Fault::Hang);
        assert_eq!(rules[1].times, u64::MAX);
        assert!((rules[4].share - 0.25).abs() < 1e-9 && (rules[0].share - 1.0).abs() < 1e-9);
        assert!(serde_json::from_str::<Rule>(r#"{"fualt":"hang"}"#).is_err());
    }

    #[test]
    fn a_turn_runs_once_after_its_request() {
        let trouble = Trouble::default();
        let ran = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&ran);
        trouble.after_requests(2, Some("GET"), Some("page="), move || {
            seen.fetch_add(1, Ordering::SeqCst);
        });
        trouble.carried_out("GET", "/users?page=0");
        trouble.carried_out("POST", "/users?page=0");
        assert_eq!(ran.load(Ordering::SeqCst), 0);
        trouble.carried_out("GET", "/users?page=1");
        trouble.carried_out("GET", "/users?page=2");
        assert_eq!(ran.load(Ordering::SeqCst), 1);
    }
}
