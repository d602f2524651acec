//! The desktop around the program: its menu, its clipboard, its notifications, one window for each data folder, and how many files
//! the system lets it open.

pub mod clipboard;
pub mod menu;
pub(super) mod notification;
pub mod open_files;
pub mod single_instance;
