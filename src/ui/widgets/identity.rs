//! Which part is which, from frame to frame.
//!
//! egui numbers the parts of a page in the order in which they are drawn, words among them. When a line comes or goes, what
//! stands under it has another number: a press that began before is lost, the keyboard is nowhere, and a screen reader hears a
//! status anew. Here a part is known by the place in the code that draws it, as in Jetpack Compose, within its container, and by
//! its words where one place draws several. Whatever is between hands the place on with `#[track_caller]`, which a closure and a
//! plain function do not: what they draw is told apart by its words, or else by its order among its equals.

use std::panic::Location;

use eframe::egui::{Id, IdMap, Rect, Response, Sense, Ui, UiBuilder, Vec2};

/// The id of the next part that is drawn from the caller's place. `words` tell those apart that one place draws in a row, where
/// they have any that stay the same.
#[track_caller]
pub(super) fn next(ui: &Ui, words: &str) -> Id {
    let place = Location::caller();
    one_of(
        ui,
        ui.scope_id()
            .with((place.file(), place.line(), place.column(), words)),
    )
}

/// Takes room for a part, as `allocate_exact_size` does.
#[track_caller]
pub(super) fn allocate(ui: &mut Ui, words: &str, wanted: Vec2, sense: Sense) -> (Rect, Response) {
    let id = next(ui, words);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    (rect, ui.interact(rect, id, sense))
}

/// A container: what is in it is known within it.
#[track_caller]
pub(super) fn container(ui: &Ui, words: &str) -> UiBuilder {
    UiBuilder::new().scope_id(next(ui, words))
}

/// How many parts had the same id in a pass.
#[derive(Clone, Default)]
struct Drawn {
    pass: u64,
    counts: IdMap<u32>,
}

/// Tells those apart that would have the same id: the first of a pass, the second and so on.
fn one_of(ui: &Ui, id: Id) -> Id {
    let pass = ui.ctx().cumulative_pass_nr();
    let at = ui.data_mut(|data| {
        let drawn = data.get_temp_mut_or_default::<Drawn>(Id::unique("parts of this pass"));
        if drawn.pass != pass {
            drawn.pass = pass;
            drawn.counts.clear();
        }
        let count = drawn.counts.entry(id).or_default();
        *count += 1;
        *count
    });
    id.with(at)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use egui_kittest::kittest::Queryable as _;

    use crate::ui::widgets::tests::window;
    use crate::ui::widgets::{Banner, card, secondary, small};

    #[test]
    fn a_press_that_began_before_a_line_came_is_not_lost_nor_is_the_keyboards_place() {
        let line = Rc::new(RefCell::new(false));
        let pressed = Rc::new(RefCell::new(0));
        let (is_there, count) = (Rc::clone(&line), Rc::clone(&pressed));
        let mut harness = window(move |ui| {
            if *is_there.borrow() {
                small(ui, "Looking again…");
                Banner::info("One more").show_with(ui, |ui| secondary(ui, "Another"));
                secondary(ui, "And another");
            }
            card(ui, "Who left", |ui| {
                if secondary(ui, "Keep").clicked() {
                    *count.borrow_mut() += 1;
                }
            });
        });
        harness.get_by_label("Keep").focus();
        harness.run();
        for is_there in [true, false] {
            // Asked for with the frame before in sight, and carried out in the one after.
            harness.get_by_label("Keep").click_accesskit();
            *line.borrow_mut() = is_there;
            harness.run();
            assert!(harness.get_by_label("Keep").is_focused());
        }
        assert_eq!(*pressed.borrow(), 2);
    }
}
