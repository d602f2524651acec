//! Opens windows that no screen shows, and looks at them as a person or a screen reader would.
//!
//! ```ignore
//! let mut window = Window::new().size(900.0, 600.0).open_app(|cc| App::new(cc, settings));
//! window.get_by_label("Check now").click();
//! window.step_until("the check is done", |w| w.query_by_label("Connected").is_some());
//! checks::screen(&window);
//! ```

use std::thread;
use std::time::Duration;

use cpu_renderer::CpuRenderer;
use eframe::egui;
use egui_kittest::{Harness, HarnessBuilder, SnapshotOptions, SnapshotResults};
use userhub_connect::clock;
use userhub_connect::ui::widgets;

use crate::checks;

/// The most that a pixel may differ from its snapshot: what another processor may do to the edge of a letter, and less
/// than any eye sees. Not one pixel may differ by more.
const TOLERANCE: f32 = 0.6;

/// How long [`Steps::step_until`] waits, in real time.
const PATIENCE: Duration = Duration::from_secs(20);

/// The size of the window as it is first opened, in points.
const USUAL_SIZE: [f32; 2] = [1120.0, 780.0];

/// What a window is opened with.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    size: egui::Vec2,
    pixels_per_point: f32,
    theme: egui::Theme,
    text_size: Option<u16>,
}

impl Window {
    /// A window of the usual size, light, with text at 100 %, one pixel to the point.
    pub(crate) fn new() -> Self {
        Self {
            size: USUAL_SIZE.into(),
            pixels_per_point: 1.0,
            theme: egui::Theme::Light,
            text_size: None,
        }
    }

    /// In points at a text size of 100 %.
    pub(crate) fn size(self, width: f32, height: f32) -> Self {
        Self {
            size: egui::vec2(width, height),
            ..self
        }
    }

    /// As the screen has it, apart from the text size.
    pub(crate) fn pixels_per_point(self, pixels_per_point: f32) -> Self {
        Self {
            pixels_per_point,
            ..self
        }
    }

    pub(crate) fn theme(self, theme: egui::Theme) -> Self {
        Self { theme, ..self }
    }

    /// In percent. The window stays as large as it is, so that it holds less at 200. Without this, an app keeps
    /// the size from its own settings.
    pub(crate) fn text_size(self, percent: u16) -> Self {
        Self {
            text_size: Some(percent),
            ..self
        }
    }

    /// Opens a window round a piece of interface.
    pub(crate) fn open<'a>(self, mut draw: impl FnMut(&mut egui::Ui) + 'a) -> Harness<'a> {
        self.open_with((), move |ui, ()| draw(ui))
    }

    /// Opens a window round a piece of interface that changes a state; see [`Harness::state`].
    pub(crate) fn open_with<'a, State>(
        self,
        state: State,
        mut draw: impl FnMut(&mut egui::Ui, &mut State) + 'a,
    ) -> Harness<'a, State> {
        let mut has_typefaces = false;
        let draw = move |ui: &mut egui::Ui, state: &mut State| {
            if !has_typefaces {
                has_typefaces = true;
                widgets::install(ui.ctx());
                ui.ctx()
                    .request_discard("typefaces come with the next pass");
                return;
            }
            // The harness leaves the margin of a window transparent.
            let window = ui.ctx().content_rect();
            let canvas = ui.visuals().panel_fill;
            ui.ctx()
                .layer_painter(ui.layer_id())
                .rect_filled(window, 0, canvas);
            draw(ui, state);
        };
        self.fit(self.builder().build_ui_state(draw, state))
    }

    /// Opens the window of a whole app, which is then the harness's state.
    pub(crate) fn open_app<'a, App: eframe::App + 'static>(
        self,
        create: impl FnOnce(&mut eframe::CreationContext<'a>) -> App,
    ) -> Harness<'a, App> {
        // People have names in every script, and a bare machine has no typeface for some of them.
        self.fit(self.builder().allow_missing_glyphs().build_eframe(create))
    }

    fn builder<State>(self) -> HarnessBuilder<State> {
        Harness::builder()
            .with_size(self.size)
            .with_pixels_per_point(self.pixels_per_point)
            .with_theme(self.theme)
            .with_options(snapshot_options())
            .with_render_cursor(false)
            .renderer(CpuRenderer::default())
    }

    /// Sets the text size, and gives the window back the size that egui loses when an app chooses a text size before its
    /// first frame.
    fn fit<State>(self, mut harness: Harness<'_, State>) -> Harness<'_, State> {
        if let Some(percent) = self.text_size {
            harness.ctx.set_zoom_factor(f32::from(percent) / 100.0);
            harness.step();
        }
        let size = self.size / harness.ctx.zoom_factor();
        harness.set_size(size);
        harness.run_ok();
        harness
    }
}

/// Lets an app draw names in every script, as eframe does on a real screen: with this machine's own fonts.
pub(crate) fn draw_every_script(ctx: &egui::Context) {
    let fonts = egui_system_font_provider::SystemFontProvider::new();
    ctx.add_font_provider(std::sync::Arc::new(fonts));
}

/// One of the ways in which every screen is pictured.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    name: &'static str,
    theme: egui::Theme,
    text_size: u16,
}

/// Light and dark, each with text at 100 % and at 200 %.
pub(crate) const LOOKS: [Look; 4] = [
    Look::new("light", egui::Theme::Light, 100),
    Look::new("light-200", egui::Theme::Light, 200),
    Look::new("dark", egui::Theme::Dark, 100),
    Look::new("dark-200", egui::Theme::Dark, 200),
];

impl Look {
    const fn new(name: &'static str, theme: egui::Theme, text_size: u16) -> Self {
        Self {
            name,
            theme,
            text_size,
        }
    }
}

/// Compares a screen with its snapshots `NAME-light.png`, `NAME-light-200.png`, `NAME-dark.png` and `NAME-dark-200.png`.
///
/// `open` is given the window to open, with theme and text size set, and brings it to the screen that is pictured.
/// `UPDATE_SNAPSHOTS=1 cargo test --test gui` writes the snapshots.
#[track_caller]
pub(crate) fn picture<'a, State: 'a>(name: &str, open: impl Fn(Window) -> Harness<'a, State>) {
    let mut results = SnapshotResults::new();
    for look in LOOKS {
        let window = Window::new().theme(look.theme).text_size(look.text_size);
        let mut harness = open(window);
        results.add(harness.try_snapshot(format!("{name}-{}", look.name)));
    }
}

fn snapshot_options() -> SnapshotOptions {
    SnapshotOptions::new()
        .threshold(TOLERANCE)
        .max_failed_pixels(0)
        .output_path("tests/snapshots")
}

/// Lets a window live on.
pub(crate) trait Steps {
    /// Draws frame after frame until `done`, while real work runs elsewhere.
    ///
    /// After 20 seconds the test fails: with `what` was awaited, the texts on the screen, and a picture of it in
    /// `tests/snapshots/failed/`.
    fn step_until(&mut self, what: &str, done: impl FnMut(&mut Self) -> bool);

    /// Lets egui's clock go on by some seconds in one frame. Its clock starts at 0 and goes on by a quarter of a second
    /// with each other frame, whatever the real time is.
    fn let_pass(&mut self, seconds: f64);
}

impl<State> Steps for Harness<'_, State> {
    #[track_caller]
    fn step_until(&mut self, what: &str, mut done: impl FnMut(&mut Self) -> bool) {
        let began = clock::instant();
        let mut before = None;
        loop {
            self.step();
            let now = checks::Identities::of(self);
            let lost = before.map_or_else(Vec::new, |before: checks::Identities| before.lost(&now));
            assert!(
                lost.is_empty(),
                "no longer themselves, while waiting for {what}: {lost:#?}"
            );
            before = Some(now);
            if done(self) {
                return;
            }
            if began.elapsed() > PATIENCE {
                let picture = keep_picture(self, what);
                let texts = checks::texts(self).join("\n  ");
                panic!("waited in vain until {what}\npicture: {picture}\ntexts:\n  {texts}");
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn let_pass(&mut self, seconds: f64) {
        let now = self.ctx.input(|input| input.time);
        self.input_mut().time = Some(now + seconds);
        self.step();
    }
}

fn keep_picture<State>(harness: &mut Harness<'_, State>, what: &str) -> String {
    let name = what.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let path = format!("tests/snapshots/failed/{name}.new.png");
    let saved = std::fs::create_dir_all("tests/snapshots/failed")
        .map_err(|error| error.to_string())
        .and_then(|()| harness.render())
        .and_then(|image| image.save(&path).map_err(|error| error.to_string()));
    match saved {
        Ok(()) => path,
        Err(error) => format!("none ({error})"),
    }
}
