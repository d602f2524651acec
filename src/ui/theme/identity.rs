//! By what the desktop knows the window: its app id, its name and its icon.

use std::sync::Arc;

use eframe::egui::{IconData, ViewportBuilder};

/// The app id: the name of the desktop entry, and what Wayland and X11 are told, so that the two are matched.
pub const APP_ID: &str = "com.userhub.connect";

/// The product's name, which begins every window's title.
pub const APP_NAME: &str = "UserHub Connect";

/// The window as it opens the first time: its title, app id, icon, and sizes in points.
pub fn viewport() -> ViewportBuilder {
    let window = ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title(APP_NAME)
        .with_inner_size([1120.0, 780.0])
        .with_min_inner_size([880.0, 600.0]);
    match icon() {
        Some(icon) => window.with_icon(Arc::new(icon)),
        None => window,
    }
}

/// The icon, for desktops that do not take it from the desktop entry.
fn icon() -> Option<IconData> {
    let png = include_bytes!("../../../assets/icons/com.userhub.connect-128.png");
    eframe::icon_data::from_png_bytes(png).ok()
}
