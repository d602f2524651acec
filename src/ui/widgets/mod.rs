//! The parts that screens are built of. Each takes plain data, draws it, and answers with what was pressed.
//!
//! Nothing here knows the application's state. What a part keeps between frames (that a Copy button was just
//! pressed, that a detail is open) lies in egui's memory under the part's id. Every part has a role and a name
//! for assistive technology, and says its colours by use, so that a screen needs no colour and no size.

mod access;
mod banner;
mod button;
mod card;
mod focus;
mod icon;
mod status;
mod text;

pub use access::announce;
pub use banner::{Banner, Tone};
pub use button::{Button, icon_button, link, primary, secondary};
pub use card::{card, divider, gap, plain_card};
pub use icon::icon;
pub use status::{Status, status_row};
pub use text::{
    card_heading, display_heading, label, marked, mono, page_heading, paragraph, secondary_text,
    small,
};

/// Registers what all parts share: the focus ring and the announcer.
pub(super) fn install(ctx: &eframe::egui::Context) {
    ctx.add_plugin(focus::FocusRing::default());
    ctx.add_plugin(access::Announcer);
}
