//! The limits of the services in the window: another application that takes its part, and what a sync has learnt of it.

use userhub_connect::window::Options;

use crate::checks;
use crate::hands::{open_with, press, wait_for};
use crate::people::set_up;
use crate::window::{Steps as _, Window};

#[test]
fn half_of_the_limit_is_left_to_another_application_and_the_result_tells_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = Options::new(folder.path().to_owned(), false);
    options.world.people = 120;
    options.world.userhub_latency = std::time::Duration::from_millis(20);
    let mut window = set_up(open_with(Window::new(), options));
    press(&mut window, "Show me trouble");
    press(
        &mut window,
        "Another application takes half of the limit (E14)",
    );
    wait_for(&mut window, "8 of them are another's");
    press(&mut window, "Sync now");
    wait_for(
        &mut window,
        "Auth0 allows 16 requests a second, and we keep to that.",
    );
    checks::screen(&window);
    wait_for(&mut window, "119 of 120 people are in UserHub.");
    wait_for(&mut window, "the tenant allows 16 a second; others took ");
    checks::screen(&window);
}

#[test]
fn whether_a_sync_waits_for_hours_is_chosen_in_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = crate::hands::open_practice(&folder);
    wait_for(&mut window, "Auth0 and UserHub answer");
    press(&mut window, "Settings");
    press(&mut window, "Wait when a service asks for hours");
    checks::screen(&window);
    window.let_pass(1.0);
    window.run_steps(3);
    let file = folder.path().join("settings.json");
    window.step_until("it is kept", |_| {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("\"wait_for_hours\": true"))
    });
}
