//! The heading of a review, with the tenant and until when the temporary key works.

use eframe::egui::Ui;

use crate::app::msg::{AutomaticMsg, Msg};
use crate::app::state::State;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Tone};

/// The heading, and until when the key works.
pub(super) fn heading(ui: &mut Ui, state: &State, title: &str, why: &str, said: &mut Vec<Msg>) {
    widgets::page_heading(ui, None, title, Some(why));
    widgets::gap(ui, space::M);
    let Some(facts) = state.automatic.facts() else {
        return;
    };
    let tenant = facts.domain.to_string();
    ui.horizontal_wrapped(|ui| {
        widgets::tag(ui, &tenant, Tone::Accent);
        let words = facts.expires_at.and_then(clock_time).map_or_else(
            || "The temporary key does not say when it ends.".to_owned(),
            |time| {
                format!(
                    "This key stops working at {time}. Auth0 does not let anyone cancel it sooner."
                )
            },
        );
        widgets::small(ui, &words);
        if widgets::link(ui, "Use another key").clicked() {
            said.push(Msg::Automatic(AutomaticMsg::AskedForNewKey));
        }
    });
    widgets::gap(ui, space::M);
}

/// A moment in seconds since 1970, as the clock on the wall shows it.
pub(super) fn clock_time(seconds: i64) -> Option<String> {
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    let zoned = at.to_zoned(jiff::tz::TimeZone::system());
    Some(zoned.strftime("%H:%M").to_string())
}
