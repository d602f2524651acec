//! Maps the tokens onto all that egui itself draws, so that none of its own colours, corners and distances is left.

use std::collections::BTreeMap;

use eframe::egui::style::{
    HandleShape, ImeComposition, Interaction, KineticScrollStyle, NumericColorSpace,
    ScrollAnimation, ScrollFadeStyle, ScrollStyle, Selection, Spacing, TextCursorStyle,
    WidgetVisuals, Widgets,
};
use eframe::egui::{
    Color32, CornerRadius, CursorIcon, FontId, Margin, Shadow, Stroke, Style, TextStyle, Visuals,
    vec2,
};

use super::tokens::{line, motion, radius, size, space};
use super::{Palette, Text};

/// One appearance, as far as egui is concerned.
pub(super) struct Look {
    /// Its colours.
    pub(super) palette: &'static Palette,
    /// Whether words are lighter than their ground.
    pub(super) dark: bool,
    /// Whether nothing may move.
    pub(super) still: bool,
}

/// The whole of egui's style for one appearance.
pub(super) fn style(look: &Look) -> Style {
    Style {
        text_styles: text_styles(),
        drag_value_text_style: TextStyle::Body,
        spacing: spacing(),
        interaction: Interaction {
            tooltip_delay: 0.4,
            // A click on words belongs to what they stand in; screens have Copy for what is worth copying.
            selectable_labels: false,
            ..Interaction::default()
        },
        visuals: visuals(look),
        animation_time: if look.still { 0.0 } else { motion::DEFAULT },
        scroll_animation: if look.still {
            ScrollAnimation::none()
        } else {
            ScrollAnimation::duration(motion::EXPAND)
        },
        ..Style::default()
    }
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    Text::ALL
        .into_iter()
        .map(|text| (text.style(), text.font()))
        .collect()
}

fn spacing() -> Spacing {
    Spacing {
        item_spacing: vec2(space::S, space::S),
        window_margin: Margin::same(16),
        menu_margin: Margin::same(8),
        button_padding: vec2(size::PAD_X, size::PAD_Y),
        indent: size::ICON + space::S,
        interact_size: vec2(size::CONTROL, size::CONTROL),
        slider_width: 200.0,
        slider_rail_height: 6.0,
        combo_width: 160.0,
        text_edit_width: size::FIELD,
        // egui gives running text the height that its typeface asks for; the design asks for a little more.
        extra_text_line_spacing: 4.5,
        icon_width: size::ICON,
        icon_width_inner: 12.0,
        icon_spacing: space::S,
        tooltip_width: 360.0,
        menu_width: 280.0,
        menu_spacing: space::XS,
        combo_height: 320.0,
        scroll: scroll(),
        ..Spacing::default()
    }
}

fn scroll() -> ScrollStyle {
    ScrollStyle {
        floating: true,
        bar_width: 10.0,
        floating_width: 6.0,
        floating_allocated_width: 0.0,
        handle_min_length: 32.0,
        bar_inner_margin: space::XS,
        bar_outer_margin: space::XS,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.3,
        dormant_handle_opacity: 0.35,
        active_handle_opacity: 0.6,
        interact_handle_opacity: 1.0,
        fade: ScrollFadeStyle {
            strength: 0.0,
            size: 0.0,
        },
        kinetic: KineticScrollStyle::default(),
        ..ScrollStyle::floating()
    }
}

fn visuals(look: &Look) -> Visuals {
    let p = look.palette;
    let base = if look.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    Visuals {
        dark_mode: look.dark,
        override_text_color: None,
        weak_text_alpha: 1.0,
        weak_text_color: Some(p.text_secondary),
        widgets: widgets(p),
        selection: Selection {
            bg_fill: if p.accent_soft == p.surface {
                p.pressed
            } else {
                p.accent_soft
            },
            stroke: Stroke::new(line::THICK, p.accent),
        },
        ime_composition: ImeComposition {
            active_underline_stroke: Stroke::new(line::THICK, p.accent),
            inactive_underline_stroke: Stroke::new(line::THIN, p.border_control),
            ..base.ime_composition
        },
        hyperlink_color: p.accent,
        faint_bg_color: p.hover,
        extreme_bg_color: p.sunken,
        text_edit_bg_color: Some(p.surface),
        code_bg_color: p.sunken,
        warn_fg_color: p.warning,
        error_fg_color: p.danger,
        window_corner_radius: CornerRadius::same(radius::CARD),
        window_shadow: shadow(p),
        window_fill: p.surface,
        window_stroke: Stroke::new(line::THIN, p.border_subtle),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(radius::BANNER),
        panel_fill: p.canvas,
        popup_shadow: shadow(p),
        resize_corner_size: 12.0,
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(line::THICK, p.accent),
            preview: false,
            blink: !look.still,
            ..TextCursorStyle::default()
        },
        button_frame: true,
        collapsing_header_frame: false,
        indent_has_left_vline: false,
        striped: false,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        interact_cursor: Some(CursorIcon::PointingHand),
        image_loading_spinners: false,
        numeric_color_space: NumericColorSpace::GammaByte,
        disabled_alpha: 0.6,
        ..base
    }
}

fn widgets(p: &Palette) -> Widgets {
    let state = |ground: Color32, edge: Color32, words: Color32| WidgetVisuals {
        bg_fill: ground,
        weak_bg_fill: ground,
        bg_stroke: Stroke::new(line::THIN, edge),
        corner_radius: CornerRadius::same(radius::CONTROL),
        fg_stroke: Stroke::new(1.5, words),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(p.surface, p.border_subtle, p.text),
        inactive: state(p.surface, p.border_control, p.text),
        hovered: state(p.hover, p.text_secondary, p.text),
        active: state(p.pressed, p.text_secondary, p.text),
        open: state(p.pressed, p.border_control, p.text),
    }
}

/// The shadow under what floats: popups and drawers. Cards lie flat.
pub(super) fn shadow(p: &Palette) -> Shadow {
    Shadow {
        offset: [0, 8],
        blur: 24,
        spread: 0,
        color: p.shadow,
    }
}
