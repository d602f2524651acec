//! The contrast of every pair of colours that meet, by WCAG 2's relative luminance, and the typefaces' characters.

use eframe::egui::{Color32, Context, FontFamily, RawInput};

use super::palette::{DARK, DARK_HIGHER, LIGHT, LIGHT_HIGHER};
use super::*;

const APPEARANCES: [(&str, &Palette); 4] = [
    ("light", &LIGHT),
    ("dark", &DARK),
    ("light, higher contrast", &LIGHT_HIGHER),
    ("dark, higher contrast", &DARK_HIGHER),
];

fn luminance(color: Color32) -> f64 {
    let part = |byte: u8| {
        let value = f64::from(byte) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(color.r()) + 0.7152 * part(color.g()) + 0.0722 * part(color.b())
}

fn contrast(one: Color32, other: Color32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn at_least(least: f64, name: &str, pairs: &[(&str, Color32, Color32)]) {
    for (pair, front, ground) in pairs {
        let seen = contrast(*front, *ground);
        assert!(seen >= least, "{name}: {pair} has {seen:.2}, not {least}");
    }
}

#[test]
fn the_measure_itself_is_right() {
    assert!((contrast(LIGHT.text, LIGHT.surface) - 15.96).abs() < 0.01);
    assert!((contrast(DARK.accent, DARK.surface) - 8.14).abs() < 0.01);
}

#[test]
fn words_have_four_and_a_half_to_one() {
    for (name, p) in APPEARANCES {
        for ground in [
            p.canvas,
            p.surface,
            p.sunken,
            p.hover,
            p.pressed,
            p.accent_soft,
        ] {
            at_least(
                4.5,
                name,
                &[
                    ("text", p.text, ground),
                    ("secondary text", p.text_secondary, ground),
                    ("accent", p.accent, ground),
                ],
            );
        }
        for ground in [p.canvas, p.surface, p.sunken] {
            at_least(
                4.5,
                name,
                &[
                    ("words of what cannot be used", p.text_disabled, ground),
                    ("success", p.success, ground),
                    ("warning", p.warning, ground),
                    ("danger", p.danger, ground),
                ],
            );
        }
        for ground in [p.success_soft, p.warning_soft, p.danger_soft, p.accent_soft] {
            at_least(
                4.5,
                name,
                &[
                    ("text in a banner", p.text, ground),
                    ("secondary text in a banner", p.text_secondary, ground),
                    ("a link in a banner", p.accent, ground),
                ],
            );
        }
        at_least(
            4.5,
            name,
            &[
                ("primary button", p.on_accent, p.accent),
                (
                    "primary button under the pointer",
                    p.on_accent,
                    p.accent_hover,
                ),
                ("primary button pressed", p.on_accent, p.accent_pressed),
                ("danger button", p.on_danger, p.danger),
                (
                    "danger button under the pointer",
                    p.on_danger,
                    p.danger_hover,
                ),
                ("success in its banner", p.success, p.success_soft),
                ("warning in its banner", p.warning, p.warning_soft),
                ("danger in its banner", p.danger, p.danger_soft),
            ],
        );
    }
}

#[test]
fn edges_focus_and_tiles_have_three_to_one() {
    for (name, p) in APPEARANCES {
        for ground in [p.canvas, p.surface, p.sunken, p.hover] {
            at_least(
                3.0,
                name,
                &[
                    ("the edge of a control", p.border_control, ground),
                    ("focus", p.focus, ground),
                    ("an error's edge", p.danger, ground),
                ],
            );
        }
        let tiles = p.tiles;
        at_least(
            3.0,
            name,
            &[
                ("waiting", tiles.waiting, p.surface),
                ("working", tiles.working, p.surface),
                ("added", tiles.added, p.surface),
                ("updated", tiles.updated, p.surface),
                ("up to date", tiles.up_to_date, p.surface),
                ("attention", tiles.attention, p.surface),
            ],
        );
    }
}

#[test]
fn higher_contrast_is_higher() {
    for (plain, higher) in [(&LIGHT, &LIGHT_HIGHER), (&DARK, &DARK_HIGHER)] {
        assert!(contrast(higher.text, higher.surface) > 16.0);
        assert!(
            contrast(higher.border_control, higher.surface)
                > contrast(plain.border_control, plain.surface)
        );
        assert_eq!(higher.danger_soft, higher.surface);
    }
}

#[test]
fn nothing_in_the_type_scale_is_too_small() {
    for text in Text::ALL {
        assert!(text.size() >= 12.5, "{text:?}");
        assert!(text.line_height() > text.size() * 1.2, "{text:?}");
    }
}

#[test]
fn every_icon_and_every_script_of_the_interface_is_drawn() {
    let ctx = Context::default();
    install(&ctx);
    Theme::default().apply(&ctx);
    let mut output = ctx.run_ui(RawInput::default(), |ui| {
        ui.fonts_mut(|fonts| {
            for icon in Icon::ALL {
                for font in [Icon::font(20.0), Text::Body.font(), Text::Label.font()] {
                    assert!(fonts.has_glyph(&font, icon.char()), "{icon:?}");
                }
            }
            for text in Text::ALL {
                let words = "Ünïcode Ελληνικά Кириллица 0123456789 …–—•·“”‘’→←≈≤−×%";
                assert!(fonts.has_glyphs(&text.font(), words), "{text:?}");
            }
            let digits = "0123456789".chars();
            let widths = digits.map(|digit| fonts.glyph_width(&Text::Number.font(), digit));
            let widths: Vec<f32> = widths.collect();
            assert!(
                widths.windows(2).all(|two| (two[0] - two[1]).abs() < 0.001),
                "{widths:?}"
            );
        });
    });
    output.textures_delta.clear();
}

#[test]
fn the_icon_typeface_does_not_raise_the_lines() {
    let ctx = Context::default();
    install(&ctx);
    Theme::default().apply(&ctx);
    let mut output = ctx.run_ui(RawInput::default(), |ui| {
        let height = ui.fonts_mut(|fonts| fonts.row_height(&Text::Body.font()));
        assert!((17.0..19.0).contains(&height), "{height}");
        let families = ui.fonts(|fonts| fonts.definitions().families.clone());
        let first = |family| {
            families
                .get(&family)
                .and_then(|names| names.first())
                .cloned()
        };
        assert_eq!(first(FontFamily::Proportional).as_deref(), Some("Inter"));
        assert_eq!(first(FontFamily::Monospace).as_deref(), Some("Hack"));
    });
    output.textures_delta.clear();
}

#[test]
fn applying_sets_both_appearances_whole() {
    let ctx = Context::default();
    let theme = Theme {
        mode: Mode::Dark,
        text_size: 3.0,
        reduce_motion: true,
        ..Theme::default()
    };
    theme.apply(&ctx);
    let dark = ctx.style_of(egui::Theme::Dark);
    let light = ctx.style_of(egui::Theme::Light);
    assert_eq!(dark.visuals.panel_fill, DARK.canvas);
    assert_eq!(light.visuals.panel_fill, LIGHT.canvas);
    assert!(dark.animation_time <= 0.0 && !dark.visuals.text_cursor.blink);
    assert_eq!(light.text_styles.len(), Text::ALL.len());
    assert!((ctx.options(|options| options.zoom_factor) - 1.0).abs() < f32::EPSILON);
}

#[test]
fn the_window_has_an_icon_and_the_name_of_its_desktop_entry() {
    let window = viewport();
    assert_eq!(window.app_id.as_deref(), Some(APP_ID));
    assert_eq!(
        window.icon.map(|icon| (icon.width, icon.height)),
        Some((128, 128))
    );
    let entry = include_str!("../../../assets/com.userhub.connect.desktop");
    for line in [
        format!("Name={APP_NAME}"),
        format!("Icon={APP_ID}"),
        format!("StartupWMClass={APP_ID}"),
    ] {
        assert!(entry.lines().any(|one| one == line), "{line}");
    }
}
