//! Every colour of the window, by use. Colours are made here and nowhere else.

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

/// Reads a colour as it is written in the design, `0xRRGGBB`.
const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

/// The light appearance.
pub(super) const LIGHT: Palette = Palette {
    canvas: rgb(0xF6_F7_F9),
    surface: rgb(0xFF_FF_FF),
    sunken: rgb(0xEC_EE_F2),
    border_subtle: rgb(0xD9_DD_E4),
    border_control: rgb(0x76_7F_8D),
    text: rgb(0x1A_22_30),
    text_secondary: rgb(0x4B_55_65),
    text_disabled: rgb(0x5F_69_79),
    accent: rgb(0x3F_3C_BB),
    accent_hover: rgb(0x33_30_9C),
    accent_pressed: rgb(0x28_26_7D),
    on_accent: rgb(0xFF_FF_FF),
    accent_soft: rgb(0xEC_EC_FB),
    success: rgb(0x17_66_3A),
    success_soft: rgb(0xE4_F5_EA),
    warning: rgb(0x7A_4B_00),
    warning_soft: rgb(0xFF_F1_D6),
    danger: rgb(0xAE_1F_1A),
    danger_soft: rgb(0xFC_E9_E7),
    danger_hover: rgb(0x8E_17_13),
    on_danger: rgb(0xFF_FF_FF),
    focus: rgb(0x3F_3C_BB),
    hover: rgb(0xEF_F1_F5),
    pressed: rgb(0xE3_E6_EC),
    shadow: Color32::from_black_alpha(46),
    scrim: Color32::from_black_alpha(90),
    tiles: Tiles {
        waiting: rgb(0x7C_85_94),
        working: rgb(0x3F_3C_BB),
        added: rgb(0x17_80_4A),
        updated: rgb(0x0E_74_90),
        up_to_date: rgb(0x66_70_80),
        attention: rgb(0xC0_26_1F),
    },
};

/// The dark appearance.
pub(super) const DARK: Palette = Palette {
    canvas: rgb(0x13_16_1B),
    surface: rgb(0x1B_1F_26),
    sunken: rgb(0x0D_10_14),
    border_subtle: rgb(0x32_39_45),
    border_control: rgb(0x7F_89_98),
    text: rgb(0xE9_EC_F1),
    text_secondary: rgb(0xB3_BB_C8),
    text_disabled: rgb(0x91_9B_AA),
    accent: rgb(0xA9_B0_FF),
    accent_hover: rgb(0xC3_C8_FF),
    accent_pressed: rgb(0x8F_97_F5),
    on_accent: rgb(0x13_16_1B),
    accent_soft: rgb(0x28_2C_4A),
    success: rgb(0x7F_D8_A2),
    success_soft: rgb(0x15_30_1F),
    warning: rgb(0xF2_C2_64),
    warning_soft: rgb(0x35_28_0C),
    danger: rgb(0xFF_9C_92),
    danger_soft: rgb(0x3D_1A_18),
    danger_hover: rgb(0xFF_BB_B4),
    on_danger: rgb(0x13_16_1B),
    focus: rgb(0xC3_C8_FF),
    hover: rgb(0x26_2B_34),
    pressed: rgb(0x2F_35_40),
    shadow: Color32::from_black_alpha(46),
    scrim: Color32::from_black_alpha(140),
    tiles: Tiles {
        waiting: rgb(0x6D_77_87),
        working: rgb(0xA9_B0_FF),
        added: rgb(0x4F_BF_7E),
        updated: rgb(0x4C_B7_D3),
        up_to_date: rgb(0x98_A2_B1),
        attention: rgb(0xFF_7B_70),
    },
};

/// The light appearance with higher contrast.
pub(super) const LIGHT_HIGHER: Palette = LIGHT.higher(rgb(0x00_00_00));
/// The dark appearance with higher contrast.
pub(super) const DARK_HIGHER: Palette = DARK.higher(rgb(0xFF_FF_FF));

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
