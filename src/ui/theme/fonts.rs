//! The typefaces in the binary and the order in which a character is looked for in them.
//!
//! Inter comes before Phosphor everywhere: the icon typeface is as high as it is wide, and as the first of a
//! family it would set the height of every line. What neither holds is looked for in the system's typefaces
//! by eframe, so that names in any script are drawn right; and what those do not hold either, in those of [`Carried`].

use std::sync::Arc;

use eframe::egui::epaint::text::{
    FallbackRequest, FontInsert, FontPriority, FontProvider, InsertFontFamily,
};
use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};
use epaint_default_fonts::HACK_REGULAR;

const INTER: &str = "Inter";
const INTER_SEMIBOLD: &str = "Inter SemiBold";
const INTER_NUMBERS: &str = "Inter SemiBold Numbers";
const PHOSPHOR: &str = "Phosphor";
const CODE: &str = "Hack";

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
    let mut fonts = FontDefinitions::empty();
    // Of the typefaces that come with egui one is used, for code.
    for (name, bytes) in [
        (CODE, HACK_REGULAR),
        (
            INTER,
            include_bytes!("../../../assets/fonts/Inter-Regular.ttf"),
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
    for (family, names) in [
        (FontFamily::Proportional, &[INTER, PHOSPHOR][..]),
        (semibold(), &[INTER_SEMIBOLD, PHOSPHOR]),
        (numbers(), &[INTER_NUMBERS, INTER_SEMIBOLD, PHOSPHOR]),
        (icons(), &[PHOSPHOR]),
        (FontFamily::Monospace, &[CODE, INTER, PHOSPHOR]),
    ] {
        let names = names.iter().map(|&name| name.to_owned());
        fonts.families.insert(family, names.collect());
    }
    fonts
}

/// Registers what is asked where neither egui's own typefaces nor the system's have a letter. Asked last: eframe registers the
/// system's before it makes the window's content.
pub(super) fn carry(ctx: &Context) {
    ctx.add_font_provider(Arc::new(Carried));
}

/// Typefaces for the scripts of names that a small machine, or one without any typeface, may be unable to draw. They are small
/// enough to carry; those of Chinese, Japanese and Korean are not.
struct Carried;

impl FontProvider for Carried {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let (name, bytes): (&str, &'static [u8]) = match request.cluster.chars().next()? {
            '\u{590}'..='\u{5FF}' | '\u{FB1D}'..='\u{FB4F}' => (
                "Noto Sans Hebrew",
                include_bytes!("../../../assets/fonts/NotoSansHebrew.ttf"),
            ),
            '\u{600}'..='\u{6FF}'
            | '\u{750}'..='\u{77F}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}' => (
                "Noto Sans Arabic",
                include_bytes!("../../../assets/fonts/NotoSansArabic.ttf"),
            ),
            '\u{900}'..='\u{97F}' => (
                "Noto Sans Devanagari",
                include_bytes!("../../../assets/fonts/NotoSansDevanagari.ttf"),
            ),
            '\u{E00}'..='\u{E7F}' => (
                "Noto Sans Thai",
                include_bytes!("../../../assets/fonts/NotoSansThai.ttf"),
            ),
            '\u{231A}'..='\u{23F3}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{2B1B}'..='\u{2B55}'
            | '\u{1F000}'..='\u{1FAFF}' => (
                "Noto Emoji",
                include_bytes!("../../../assets/fonts/NotoEmoji.ttf"),
            ),
            _ => return None,
        };
        Some(FontInsert::new(
            name,
            FontData::from_static(bytes),
            vec![InsertFontFamily {
                family: request.family.clone(),
                priority: FontPriority::Lowest,
            }],
        ))
    }
}
