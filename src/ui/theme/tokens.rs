//! Distances, radii, sizes and durations. A screen takes its numbers from here.

/// Distances on the grid of four points.
pub mod space {
    /// Between a label and its field.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Between cards.
    pub const M: f32 = 12.0;
    /// Inside a card.
    pub const L: f32 = 16.0;
    /// Between sections.
    pub const XL: f32 = 24.0;
    /// Around a page that stands alone.
    pub const XXL: f32 = 32.0;
    /// Above and below an empty state.
    pub const HUGE: f32 = 48.0;
    /// Left and right of a page's content.
    pub const PAGE_X: f32 = 28.0;
    /// Above and below a page's content.
    pub const PAGE_Y: f32 = 24.0;
}

/// The rounding of corners, in points.
pub mod radius {
    /// Chips and small marks.
    pub const CHIP: u8 = 4;
    /// Buttons and fields.
    pub const CONTROL: u8 = 6;
    /// Banners.
    pub const BANNER: u8 = 8;
    /// Cards and popups.
    pub const CARD: u8 = 10;
    /// Round ends: progress, pills.
    pub const FULL: u8 = 255;
}

/// The width of lines, in points.
pub mod line {
    /// Cards and controls.
    pub const THIN: f32 = 1.0;
    /// Errors, focus, what is selected.
    pub const THICK: f32 = 2.0;
    /// The edge of a banner.
    pub const EDGE: f32 = 4.0;
}

/// The sizes of things, in points.
pub mod size {
    /// The height of buttons and fields.
    pub const CONTROL: f32 = 36.0;
    /// The least height of a button within text.
    pub const INLINE: f32 = 28.0;
    /// An icon in a button or beside a heading.
    pub const ICON: f32 = 20.0;
    /// An icon beside text.
    pub const ICON_TEXT: f32 = 18.0;
    /// An icon beside small text.
    pub const ICON_SMALL: f32 = 16.0;
    /// The width of the rail.
    pub const RAIL: f32 = 288.0;
    /// The greatest width of the content.
    pub const CONTENT: f32 = 760.0;
    /// The greatest width of running text, which is about 72 characters.
    pub const TEXT: f32 = 530.0;
    /// The greatest width of a field.
    pub const FIELD: f32 = 460.0;
    /// The padding of buttons and fields, left and right.
    pub const PAD_X: f32 = 14.0;
    /// The padding of buttons and fields, above and below.
    pub const PAD_Y: f32 = 8.0;
    /// A tile of the sync map.
    pub const TILE: f32 = 15.0;
    /// Between two tiles.
    pub const TILE_GAP: f32 = 3.0;
    /// The height of a progress bar.
    pub const PROGRESS: f32 = 10.0;
}

/// How long movements last, in seconds.
pub mod motion {
    /// The change of a control under the pointer.
    pub const HOVER: f32 = 0.09;
    /// Whatever egui itself moves.
    pub const DEFAULT: f32 = 0.12;
    /// Opening a detail or a drawer.
    pub const EXPAND: f32 = 0.15;
    /// One page giving way to another.
    pub const PAGE: f32 = 0.22;
}

/// The text sizes that a person can choose, as factors.
pub mod text_size {
    /// The smallest.
    pub const MIN: f32 = 0.9;
    /// The largest.
    pub const MAX: f32 = 2.0;
    /// One step of the keyboard.
    pub const STEP: f32 = 0.1;
}
