//! One person in both services, field by field, side by side.

use eframe::egui::Ui;

use crate::domain::profile::{Field, Profile};
use crate::domain::tally::capital;
use crate::protocol::users::Side;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Tone};

/// Draws both sides; where both have the person, the fields in which they differ are marked.
pub(super) fn ui(ui: &mut Ui, auth0: &Side, userhub: &Side) {
    ui.scope(|ui| sides(ui, auth0, userhub));
}

fn sides(ui: &mut Ui, auth0: &Side, userhub: &Side) {
    let blank = Profile::default();
    let of = |side: &Side| match side {
        Side::Holds(profile) | Side::Marked(profile) => Some(profile.clone()),
        _ => None,
    };
    let notes = (note(auth0), note(userhub));
    let (auth0, userhub) = (of(auth0), of(userhub));
    let both = auth0.is_some() && userhub.is_some();
    pair(ui, ("**Auth0**", "**UserHub**"));
    if notes != ("", "") {
        pair(ui, notes);
    }
    let differing = auth0
        .as_ref()
        .unwrap_or(&blank)
        .differing(userhub.as_ref().unwrap_or(&blank));
    for one in Field::ALL {
        widgets::gap(ui, space::S);
        // A field and what it holds stand together.
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.spacing_mut().interact_size.y = 0.0;
        let differs = both && differing.contains(one);
        ui.horizontal_wrapped(|ui| {
            widgets::label(ui, &capital(one.words()));
            if differs {
                widgets::icon(ui, Icon::ArrowsLeftRight, Tone::Warning);
                widgets::tag(ui, "different", Tone::Warning);
            }
        });
        let value = |profile: &Option<Profile>| match profile {
            None => "–".to_owned(),
            Some(profile) => value(profile, one),
        };
        pair(ui, (&value(&auth0), &value(&userhub)));
    }
}

fn value(profile: &Profile, field: Field) -> String {
    let flag = matches!(
        field,
        Field::EmailVerified | Field::PhoneNumberVerified | Field::Disabled
    );
    match profile.text(field) {
        Some(_) if flag => "yes".to_owned(),
        None if flag => "no".to_owned(),
        Some("") => "empty".to_owned(),
        // A picture may lie in its address as a whole.
        Some(text) if text.chars().count() > 120 => {
            let start: String = text.chars().take(120).collect();
            format!("{start}…")
        }
        Some(text) => text.to_owned(),
        None => "–".to_owned(),
    }
}

/// What is said of a side beside its fields.
fn note(side: &Side) -> &str {
    match side {
        Side::Holds(_) => "",
        Side::Marked(_) => "Marked for deletion",
        Side::Unknown => "Not known",
        Side::Nobody => "Not there",
        Side::Unreadable(why) => why,
    }
}

fn pair(ui: &mut Ui, (left, right): (&str, &str)) {
    ui.columns(2, |columns| {
        if let [one, other] = columns {
            widgets::secondary_text(one, left);
            widgets::secondary_text(other, right);
        }
    });
}
