//! The app: drains what the worker reports, draws the place where the person is, and hands on what they did.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use eframe::egui::{self, Context, Ui};

use super::theme::{self, Theme};
use super::{places, shell};
use crate::app::command::Command;
use crate::app::event::Event;
use crate::app::msg::{Msg, World};
use crate::app::state::State;
use crate::app::update;

/// The window's app.
pub struct App {
    state: State,
    theme: Theme,
    events: Receiver<Event>,
    send: Box<dyn Fn(Command)>,
    /// When the program was started, until the first frame was drawn.
    started: Option<Instant>,
}

impl App {
    /// Sets the look, and begins at the welcome page.
    pub fn new(
        ctx: &Context,
        folder: PathBuf,
        events: Receiver<Event>,
        send: impl Fn(Command) + 'static,
    ) -> Self {
        theme::install(ctx);
        let theme = Theme::default();
        theme.apply(ctx);
        Self { state: State::new(folder), theme, events, send: Box::new(send), started: None }
    }

    /// Begins in the practice world.
    pub fn open_practice(&mut self) {
        self.take(Msg::Chose(World::Practice));
    }

    /// Asks for the time of the first frame in the log.
    pub fn log_first_frame(&mut self, started: Instant) {
        self.started = Some(started);
    }

    /// Sets how the window looks.
    pub fn set_theme(&mut self, ctx: &Context, theme: Theme) {
        theme.apply(ctx);
        self.theme = theme;
    }

    fn take(&mut self, msg: Msg) {
        for command in update(&mut self.state, msg) {
            (self.send)(command);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, _ctx: &Context, _frame: &mut eframe::Frame) {
        while let Ok(event) = self.events.try_recv() {
            self.take(Msg::Reported(event));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if self.theme.take_zoom_keys(ui.ctx()) {
            self.theme.apply(ui.ctx());
        }
        let mut said = Vec::new();
        shell::ui(ui, &mut self.state, &mut said);
        for msg in said {
            self.take(msg);
            ui.ctx().request_repaint();
        }
        if let Some(started) = self.started.take() {
            tracing::info!(milliseconds = started.elapsed().as_millis(), "first frame drawn");
        }
    }
}
