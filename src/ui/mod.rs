//! The window: drawing only. It reads the state, and answers with what was pressed.

pub mod theme;
pub mod widgets;
