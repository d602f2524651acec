//! Drawing only: the app drains events and draws; screens get the state to read, the drafts to write into, and a list
//! to push messages into.

mod app;
mod appearance;
mod clipboard;
mod focus;
mod places;
mod practice;
mod shell;
pub mod theme;
mod times;
pub mod widgets;

pub use app::{App, Ask, AskWhere, OpenPage};
