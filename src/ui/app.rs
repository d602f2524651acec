//! The app: drains what the worker reports, draws the place where the person is, and hands on what they did.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use eframe::egui::{Context, Ui, ViewportCommand};
use poll_promise::Promise;

use super::theme::{self, Theme};
use super::{shell, widgets};
use crate::app::command::Command;
use crate::app::event::Event;
use crate::app::msg::{Msg, World};
use crate::app::saving::Did;
use crate::app::state::State;
use crate::app::update;
use crate::clock;

/// Asks in a window of the system's for a file to save something in; nothing where none was chosen, or no such window
/// could be opened.
pub type AskWhere = Box<dyn Fn(String) -> Promise<Option<PathBuf>>>;

/// Opens an address in the person's browser, on a thread of its own.
pub type OpenPage = Box<dyn Fn(String) -> Promise<bool>>;

/// The window's app.
pub struct App {
    state: State,
    theme: Theme,
    events: Receiver<Event>,
    send: Box<dyn Fn(Command)>,
    open_page: OpenPage,
    /// The page that was asked for last; whether it could be opened.
    opening: Option<Promise<bool>>,
    ask_where: AskWhere,
    /// The file that was asked for last.
    asking: Option<Promise<Option<PathBuf>>>,
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
        open_page: OpenPage,
        ask_where: AskWhere,
    ) -> Self {
        theme::install(ctx);
        let theme = Theme::default();
        theme.apply(ctx);
        Self {
            state: State::new(folder),
            theme,
            events,
            send: Box::new(send),
            open_page,
            opening: None,
            ask_where,
            asking: None,
            started: None,
        }
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

    /// Asks before a sync is ended by closing the window, and closes it once the sync has stopped.
    fn watch_closing(&mut self, ctx: &Context) {
        let at_work = self.state.sync.is_at_work();
        if self.state.sync.closing && !at_work {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        } else if at_work && ctx.input(|input| input.viewport().close_requested()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.take(Msg::AskedToClose);
        }
    }

    fn take(&mut self, msg: Msg) {
        for command in update(&mut self.state, msg) {
            match command {
                // One answer, not a stream: a promise of the window's own, so that a slow browser holds up nothing.
                Command::OpenPage { address } => self.opening = Some((self.open_page)(address)),
                Command::AskWhere { name } => self.asking = Some((self.ask_where)(name)),
                command => (self.send)(command),
            }
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, _ctx: &Context, _frame: &mut eframe::Frame) {
        self.take(Msg::TimeIs(clock::timestamp()));
        if let Some(asking) = self.asking.take() {
            match asking.try_take() {
                Ok(named) => self.take(Msg::Saving(Did::Named(named))),
                Err(asking) => self.asking = Some(asking),
            }
        }
        while let Ok(event) = self.events.try_recv() {
            self.take(Msg::Reported(event));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if self.theme.take_zoom_keys(ui.ctx()) {
            self.theme.apply(ui.ctx());
        }
        if let Some(false) = self.opening.as_ref().and_then(Promise::ready) {
            self.opening = None;
            widgets::announce(
                ui.ctx(),
                "The page could not be opened. Copy the link instead.",
            );
        }
        self.watch_closing(ui.ctx());
        let mut said = Vec::new();
        shell::ui(ui, &mut self.state, &mut said);
        for msg in said {
            if let Msg::ChangedTextSize(steps) = msg {
                self.theme.step_text_size(steps);
                self.theme.apply(ui.ctx());
            }
            self.take(msg);
            ui.ctx().request_repaint();
        }
        if let Some(started) = self.started.take() {
            tracing::info!(
                milliseconds = started.elapsed().as_millis(),
                "first frame drawn"
            );
        }
    }
}
