//! The parts that screens are built of. Each takes plain data, draws it, and answers with what was pressed.
//!
//! Nothing here knows the application's state. What a part keeps between frames (that a Copy button was just
//! pressed, that a detail is open) lies in egui's memory under the part's id. Every part has a role and a name
//! for assistive technology, and says its colours by use, so that a screen needs no colour and no size.

mod access;
mod banner;
mod bars;
mod bidi;
mod button;
mod card;
mod check;
mod choice;
mod code;
mod copy;
mod counter;
mod details;
mod field;
mod flow;
mod focus;
mod folded;
mod icon;
mod identity;
mod issue;
mod list;
mod menu;
mod page;
mod pick;
mod plot;
mod progress;
mod question;
mod rail;
mod scroll_list;
mod secret;
mod small;
mod status;
mod step;
mod strip;
mod text;
mod tiles;
mod tone;

pub use access::announce;
pub use banner::Banner;
pub use bars::{Bar, bars};
pub use button::{Button, icon_button, link, primary, secondary};
pub use card::{card, divider, gap, plain_card};
pub use check::{CheckMark, check_row};
pub use choice::{
    RadioCard, hinted_radio_rows, radio_cards, radio_row, radio_rows, segments, tick_row,
};
pub use code::code_box;
pub use copy::{CopyButton, Shown, ValueChip};
pub use counter::{Counter, counters};
pub use details::details;
pub use field::{FieldResponse, TextField, error_line, field_id, forget_typing};
pub use flow::flow;
pub use folded::folded_bar;
pub use icon::icon;
pub use issue::{IssuePanel, IssuePress};
pub use list::{LIST_ROW, ListPress, ListRow, list_row};
pub use menu::menu;
pub use page::{FooterPress, held_up, in_view, page, page_footer};
pub use pick::{PICK_ROW, PickPress, PickRow, pick_row};
pub use plot::plot;
pub use progress::Progress;
pub use question::{Answer, Question};
pub use rail::{RailPart, rail_link, rail_part};
pub use scroll_list::{InSight, ScrollList};
pub use secret::SecretField;
pub use small::{empty_state, fact_row, filter_chip, open_page, practice_ribbon, tag};
pub use status::{Status, status_row};
pub use step::{StepPress, StepRow, StepValue, step_row};
pub use strip::{quiet_strip, strip};
pub use text::{
    card_heading, display_heading, label, look_at_heading, marked, mono, page_heading, paragraph,
    secondary_text, small,
};
pub use tiles::{Tile, TilesResponse, tiles, tiles_legend};
pub use tone::Tone;

#[cfg(test)]
mod tests;

/// Registers what all parts share: the typefaces, the focus ring and the announcer. Called once, before the first frame.
pub fn install(ctx: &eframe::egui::Context) {
    super::theme::install(ctx);
    ctx.add_plugin(focus::FocusRing::default());
    ctx.add_plugin(access::Announcer);
}
