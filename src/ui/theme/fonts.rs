//! The typefaces in the binary and the order in which a character is looked for in them.
//!
//! Inter comes before Phosphor everywhere: the icon typeface is as high as it is wide, and as the first of a
//! family it would set the height of every line. What neither holds is looked for in the system's typefaces
//! by eframe, so that names in any script are drawn right.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

const INTER: &str = "Inter";
const INTER_SEMIBOLD: &str = "Inter SemiBold";
const INTER_NUMBERS: &str = "Inter SemiBold Numbers";
const PHOSPHOR: &str = "Phosphor";

/// The family of headings, labels and buttons.
pub(super) fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// The family of counters.
pub(super) fn numbers() -> FontFamily {
    FontFamily::Name("numbers".into())
}

/// The family of icons that are drawn alone.
pub(super) fn icons() -> FontFamily {
    FontFamily::Name("icons".into())
}

/// What egui is told.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    // Hack and the emoji that come with egui stay as what a character is looked for in last.
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    for (name, bytes) in [
        (
            INTER,
            &include_bytes!("../../../assets/fonts/Inter-Regular.ttf")[..],
        ),
        (
            INTER_SEMIBOLD,
            include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf"),
        ),
        (
            INTER_NUMBERS,
            include_bytes!("../../../assets/fonts/Inter-SemiBold-Numbers.ttf"),
        ),
        (
            PHOSPHOR,
            include_bytes!("../../../assets/fonts/Phosphor.ttf"),
        ),
    ] {
        let data = FontData::from_static(bytes);
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let mut family = |family: FontFamily, first: &[&str], then: &[String]| {
        let names = first.iter().map(|&name| name.to_owned());
        let names = names.chain(then.iter().cloned()).collect();
        fonts.families.insert(family, names);
    };
    family(FontFamily::Proportional, &[INTER, PHOSPHOR], &fallback);
    family(semibold(), &[INTER_SEMIBOLD, PHOSPHOR], &fallback);
    family(
        numbers(),
        &[INTER_NUMBERS, INTER_SEMIBOLD, PHOSPHOR],
        &fallback,
    );
    family(icons(), &[PHOSPHOR], &[]);
    let mono = fonts.families.entry(FontFamily::Monospace).or_default();
    mono.insert(1.min(mono.len()), INTER.to_owned());
    mono.push(PHOSPHOR.to_owned());
    fonts
}
