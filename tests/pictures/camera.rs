//! A window on the practice world with a person's hands and a camera.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use eframe::egui::{self, Theme, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use userhub_connect::clock;
use userhub_connect::window::Options;

use crate::hands::{Page, open_with, pressable};
use crate::window::Window;

/// How long something is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a window looks.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) name: &'static str,
    theme: Theme,
    text_size: u16,
    size: [f32; 2],
}

impl Look {
    const ALL: [Self; 5] = [
        Self::new("light", Theme::Light, 100, [1120.0, 780.0]),
        Self::new("dark", Theme::Dark, 100, [1120.0, 780.0]),
        Self::new("light-200", Theme::Light, 200, [1120.0, 780.0]),
        Self::new("dark-200", Theme::Dark, 200, [1120.0, 780.0]),
        Self::new("low", Theme::Light, 100, [880.0, 600.0]),
    ];

    /// Light and dark, at 100 and 200 %.
    pub(crate) const USUAL: &'static [Self] = Self::ALL.split_at(4).0;

    const fn new(name: &'static str, theme: Theme, text_size: u16, size: [f32; 2]) -> Self {
        Self {
            name,
            theme,
            text_size,
            size,
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name == name)
    }
}

/// Where the picture of a screen is to lie, if there is to be one.
pub(crate) type Where<'a> = Box<dyn Fn(&str) -> Option<PathBuf> + 'a>;

/// A window that is gone through and pictured. A step that cannot be done is told, counted, and left out.
pub(crate) struct Camera<'a> {
    window: Page,
    path: Where<'a>,
    pub(crate) taken: usize,
    pub(crate) missed: usize,
    _folder: tempfile::TempDir,
}

impl<'a> Camera<'a> {
    /// Opens the app with a folder of its own.
    pub(crate) fn open(look: Look, path: Where<'a>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options::new(folder.path().to_owned(), false);
        let [width, height] = look.size;
        let window = Window::new()
            .size(width, height)
            .theme(look.theme)
            .text_size(look.text_size);
        let window = open_with(window, options);
        Self {
            window,
            path,
            taken: 0,
            missed: 0,
            _folder: folder,
        }
    }

    /// Takes a picture of what is there, once it has come to rest.
    pub(crate) fn shot(&mut self, screen: &str) {
        let Some(path) = (self.path)(screen) else {
            return;
        };
        self.window.run_steps(4);
        let image = self.window.render().expect("a picture");
        image.save(&path).expect("room for a picture");
        println!("{}", path.display());
        self.taken += 1;
    }

    /// The same after the page was scrolled down by about one window, unless all of it was seen already.
    pub(crate) fn shot_below(&mut self, screen: &str) {
        if (self.path)(screen).is_none() {
            return;
        }
        let before = self.pixels();
        self.scroll(-600.0);
        if self.pixels() != before {
            self.shot(screen);
        }
        self.scroll(6000.0);
    }

    /// The same at the end of the page.
    pub(crate) fn shot_at_end(&mut self, screen: &str) {
        if (self.path)(screen).is_none() {
            return;
        }
        self.scroll(-60_000.0);
        self.shot(screen);
        self.scroll(60_000.0);
    }

    fn pixels(&mut self) -> Vec<u8> {
        self.window.run_steps(4);
        self.window.render().expect("a picture").into_raw()
    }

    fn scroll(&mut self, by: f32) {
        let middle = self.window.ctx.content_rect().center() + egui::vec2(100.0, 0.0);
        self.window.hover_at(middle);
        self.window.event(egui::Event::MouseWheel {
            source: egui::MouseWheelSource::Wheel,
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, by),
            phase: egui::TouchPhase::Move,
            modifiers: egui::Modifiers::NONE,
        });
        self.window.run_steps(20);
        self.window.remove_cursor();
    }

    /// Presses what has this name, once it is there.
    pub(crate) fn press(&mut self, label: &str) -> bool {
        let found = self.wait(label, |window| pressable(window, label).is_some());
        if let Some(node) = pressable(&self.window, label) {
            // As an assistive technology presses it: it need not be scrolled into view.
            node.click_accesskit();
        }
        self.window.run_steps(3);
        found
    }

    /// Goes to a place of the rail, which large text folds into one line.
    pub(crate) fn go(&mut self, place: &str) {
        if pressable(&self.window, place).is_none() {
            let bar = ["All parts and places", " of 6 · "]
                .into_iter()
                .find_map(|words| self.window.query_all_by_label_contains(words).next());
            if let Some(bar) = bar {
                bar.click_accesskit();
            }
        }
        self.press(place);
    }

    /// Presses the first thing that has these words in its name, once it is there.
    pub(crate) fn press_like(&mut self, words: &str) -> bool {
        let named = |window: &Page| {
            let nodes = window.query_all_by_label_contains(words);
            nodes
                .filter_map(|node| node.accesskit_node().label())
                .find(|label| pressable(window, label).is_some())
        };
        self.wait(words, |window| named(window).is_some());
        let label = named(&self.window).unwrap_or_default();
        self.press(&label)
    }

    /// Types into a field.
    pub(crate) fn fill(&mut self, label: &str, text: &str) {
        if self.wait(label, |window| {
            window.query_all_by_label(label).any(is_field)
        }) {
            let field = self
                .window
                .query_all_by_label(label)
                .find(|node| is_field(*node));
            if let Some(field) = field {
                field.focus();
                field.type_text(text);
            }
        }
        self.window.run_steps(3);
    }

    /// Lets so many seconds pass.
    pub(crate) fn wait_a_while(&mut self, seconds: u64) {
        let began = clock::instant();
        while began.elapsed() < Duration::from_secs(seconds) {
            self.window.step();
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for words.
    pub(crate) fn see(&mut self, words: &str) -> bool {
        self.wait(words, |window| {
            window.query_all_by_label_contains(words).next().is_some()
        })
    }

    fn wait(&mut self, what: &str, there: impl Fn(&Page) -> bool) -> bool {
        let began = clock::instant();
        while began.elapsed() < PATIENCE {
            self.window.step();
            if there(&self.window) {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        eprintln!("not found: {what}");
        self.missed += 1;
        false
    }
}

fn is_field(node: egui_kittest::Node<'_>) -> bool {
    matches!(
        node.accesskit_node().role(),
        Role::TextInput | Role::PasswordInput | Role::SearchInput | Role::MultilineTextInput
    )
}
