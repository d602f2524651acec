//! Every colour of the window, by use. Colours are made here and nowhere else.

#![expect(
    clippy::disallowed_methods,
    reason = "the one place where colours are made"
)]

use eframe::egui::Color32;

/// The colours of one appearance, named by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The page behind the cards.
    pub canvas: Color32,
    /// Cards, fields and popups.
    pub surface: Color32,
    /// The rail and blocks of code.
    pub sunken: Color32,
    /// Lines that only decorate.
    pub border_subtle: Color32,
    /// The edges of what can be pressed or typed into.
    pub border_control: Color32,
    /// Text.
    pub text: Color32,
    /// Text that explains other text.
    pub text_secondary: Color32,
    /// The words of what cannot be used now.
    pub text_disabled: Color32,
    /// Links, the primary button, what is selected.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// The accent while it is pressed.
    pub accent_pressed: Color32,
    /// Words on the accent.
    pub on_accent: Color32,
    /// The ground of a selected row.
    pub accent_soft: Color32,
    /// Something went well.
    pub success: Color32,
    /// The ground of a banner that says so.
    pub success_soft: Color32,
    /// Something deserves attention, and nothing is broken.
    pub warning: Color32,
    /// The ground of a banner that says so.
    pub warning_soft: Color32,
    /// Something went wrong, or would do harm.
    pub danger: Color32,
    /// The ground of a banner that says so.
    pub danger_soft: Color32,
    /// The danger colour under the pointer.
    pub danger_hover: Color32,
    /// Words on the danger colour.
    pub on_danger: Color32,
    /// The ring around what has the keyboard.
    pub focus: Color32,
    /// The ground of a quiet control under the pointer.
    pub hover: Color32,
    /// The ground of a quiet control while it is pressed.
    pub pressed: Color32,
    /// The shadow of popups and drawers.
    pub shadow: Color32,
    /// The dimmed window behind a drawer.
    pub scrim: Color32,
    /// The tiles of the sync map.
    pub tiles: Tiles,
}

/// The colours of the sync map's tiles, one for each state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiles {
    /// Not yet begun.
    pub waiting: Color32,
    /// At work now.
    pub working: Color32,
    /// Added to UserHub.
    pub added: Color32,
    /// Changed in UserHub.
    pub updated: Color32,
    /// Nothing was to be done.
    pub up_to_date: Color32,
    /// A person has to look.
    pub attention: Color32,
}

/// Nothing at all: the ground of what has no ground.
pub const CLEAR: Color32 = Color32::TRANSPARENT;

/// Reads a colour as it is written in the design, with two zeros before it: `0x00RR_GGBB`.
const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

/// The light appearance.
pub(in crate::ui) const LIGHT: Palette = Palette {
    canvas: rgb(0x00F6_F7F9),
    surface: rgb(0x00FF_FFFF),
    sunken: rgb(0x00EC_EEF2),
    border_subtle: rgb(0x00D9_DDE4),
    border_control: rgb(0x0076_7F8D),
    text: rgb(0x001A_2230),
    text_secondary: rgb(0x004B_5565),
    text_disabled: rgb(0x005F_6979),
    accent: rgb(0x003F_3CBB),
    accent_hover: rgb(0x0033_309C),
    accent_pressed: rgb(0x0028_267D),
    on_accent: rgb(0x00FF_FFFF),
    accent_soft: rgb(0x00EC_ECFB),
    success: rgb(0x0017_663A),
    success_soft: rgb(0x00E4_F5EA),
    warning: rgb(0x007A_4B00),
    warning_soft: rgb(0x00FF_F1D6),
    danger: rgb(0x00AE_1F1A),
    danger_soft: rgb(0x00FC_E9E7),
    danger_hover: rgb(0x008E_1713),
    on_danger: rgb(0x00FF_FFFF),
    focus: rgb(0x003F_3CBB),
    hover: rgb(0x00EF_F1F5),
    pressed: rgb(0x00E3_E6EC),
    shadow: Color32::from_black_alpha(46),
    scrim: Color32::from_black_alpha(90),
    tiles: Tiles {
        waiting: rgb(0x007C_8594),
        working: rgb(0x003F_3CBB),
        added: rgb(0x0017_804A),
        updated: rgb(0x000E_7490),
        up_to_date: rgb(0x0066_7080),
        attention: rgb(0x00C0_261F),
    },
};

/// The dark appearance.
pub(in crate::ui) const DARK: Palette = Palette {
    canvas: rgb(0x0013_161B),
    surface: rgb(0x001B_1F26),
    sunken: rgb(0x000D_1014),
    border_subtle: rgb(0x0032_3945),
    border_control: rgb(0x007F_8998),
    text: rgb(0x00E9_ECF1),
    text_secondary: rgb(0x00B3_BBC8),
    text_disabled: rgb(0x0091_9BAA),
    accent: rgb(0x00A9_B0FF),
    accent_hover: rgb(0x00C3_C8FF),
    accent_pressed: rgb(0x008F_97F5),
    on_accent: rgb(0x0013_161B),
    accent_soft: rgb(0x0028_2C4A),
    success: rgb(0x007F_D8A2),
    success_soft: rgb(0x0015_301F),
    warning: rgb(0x00F2_C264),
    warning_soft: rgb(0x0035_280C),
    danger: rgb(0x00FF_9C92),
    danger_soft: rgb(0x003D_1A18),
    danger_hover: rgb(0x00FF_BBB4),
    on_danger: rgb(0x0013_161B),
    focus: rgb(0x00C3_C8FF),
    hover: rgb(0x0026_2B34),
    pressed: rgb(0x002F_3540),
    shadow: Color32::from_black_alpha(46),
    scrim: Color32::from_black_alpha(140),
    tiles: Tiles {
        waiting: rgb(0x006D_7787),
        working: rgb(0x00A9_B0FF),
        added: rgb(0x004F_BF7E),
        updated: rgb(0x004C_B7D3),
        up_to_date: rgb(0x0098_A2B1),
        attention: rgb(0x00FF_7B70),
    },
};

/// The light appearance with higher contrast.
pub(super) const LIGHT_HIGHER: Palette = LIGHT.higher(rgb(0x0000_0000));
/// The dark appearance with higher contrast.
pub(super) const DARK_HIGHER: Palette = DARK.higher(rgb(0x00FF_FFFF));

impl Palette {
    /// Text in black or white, edges as dark as words, and no tinted grounds.
    const fn higher(mut self, text: Color32) -> Self {
        self.border_control = self.text_secondary;
        self.border_subtle = self.text_secondary;
        self.text = text;
        self.text_secondary = text;
        self.text_disabled = self.border_control;
        self.accent_soft = self.surface;
        self.success_soft = self.surface;
        self.warning_soft = self.surface;
        self.danger_soft = self.surface;
        self.tiles.waiting = self.border_control;
        self
    }
}
