//! The button that opens a page of Auth0's or UserHub's in the browser.

use eframe::egui::Ui;

use crate::app::msg::{Msg, NavigationMsg, World};
use crate::app::state::State;
use crate::domain::links;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner};

/// The button that opens a web page, and what stands beside it.
pub(super) fn open_web_page(
    ui: &mut Ui,
    state: &State,
    place: links::Place,
    label: &str,
    said: &mut Vec<Msg>,
) {
    let known = state.known();
    let link = place.link(known.domain.as_ref(), known.client_id.as_ref());
    if widgets::open_page(ui, label, &link) {
        said.push(Msg::Navigation(NavigationMsg::OpenedPage(place)));
    }
    if let Some(clicks) = place.clicks() {
        widgets::secondary_text(ui, &format!("Then click {clicks}."));
    }
    if state.world == Some(World::Practice) && state.practice.note {
        widgets::gap(ui, space::S);
        Banner::info("In practice there is no web page to open")
            .body(
                "The practice Auth0 and UserHub are inside this app, and it has clicked through these steps for you. \
                 In a real set-up this button opens the page in your browser.",
            )
            .show(ui);
    }
    widgets::gap(ui, space::M);
}
