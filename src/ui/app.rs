//! The app: drains what the worker reports, draws the place where the person is, and hands on what they did.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use eframe::egui::{self, Context, RawInput, Ui, ViewportCommand};
use jiff::tz::TimeZone;
use poll_promise::Promise;

use super::appearance::{keep_theme, theme_of};
use super::theme::Theme;
use super::{shell, widgets};
use crate::app::effects::{Effects, WindowTask};
use crate::app::msg::{
    ClipboardMsg, ExportMsg, Msg, SetupFileMsg, SetupsMsg, SupportMsg, SyncMsg, World,
};
use crate::app::state::State;
use crate::app::{load, update};
use crate::clock;
use crate::protocol::clipboard;
use crate::protocol::command::{Command, Message};
use crate::protocol::event::Event;
use crate::protocol::persistence::Notice;
use crate::protocol::settings::{PersistedState, Settings};

/// What a window of the system's is asked for.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A file to save something in, under this name unless another is chosen.
    WhereToSave(String),
    /// The file of a set-up.
    WhichSetUp,
}

/// Asks in a window of the system's for a file; nothing where none was chosen, or no such window could be opened.
pub type AskWhere = Box<dyn Fn(Ask) -> Promise<Option<PathBuf>>>;

/// Opens an address in the person's browser, on a thread of its own.
pub type OpenPage = Box<dyn Fn(String) -> Promise<bool>>;

/// The window's app.
pub struct App {
    ctx: Context,
    state: State,
    theme: Theme,
    events: Receiver<Event>,
    send: Box<dyn Fn(Message)>,
    clipboard: Box<dyn Fn(clipboard::Request)>,
    open_page: OpenPage,
    /// The page that was asked for last; whether it could be opened.
    opening: Option<Promise<bool>>,
    /// The folder that was asked for last; whether it could be shown.
    opening_folder: Option<Promise<bool>>,
    ask_where: AskWhere,
    /// The file that was asked for last.
    asking: Option<(Ask, Promise<Option<PathBuf>>)>,
    /// Whether something has changed that is to be kept, and when that was seen.
    unsaved: bool,
    changed: Option<f64>,
    /// The set-up that was drawn last: what was typed in it is not brought back in another one.
    shown: Option<String>,
    /// Second starts, which have asked for this window and wait to hear that it is there.
    rings: Option<Receiver<Sender<()>>>,
    /// When the window was drawn last.
    drawn: Option<Instant>,
    /// When the program was started, until the first frame was drawn.
    started: Option<Instant>,
}

impl App {
    /// Sets the look, and begins at the welcome page.
    pub fn new(
        ctx: &Context,
        folder: PathBuf,
        events: Receiver<Event>,
        send: impl Fn(Message) + 'static,
        clipboard: impl Fn(clipboard::Request) + 'static,
        open_page: OpenPage,
        ask_where: AskWhere,
    ) -> Self {
        widgets::install(ctx);
        let theme = Theme::default();
        theme.apply(ctx);
        Self {
            ctx: ctx.clone(),
            state: State {
                zone: TimeZone::system(),
                ..State::new(folder)
            },
            theme,
            events,
            send: Box::new(send),
            clipboard: Box::new(clipboard),
            open_page,
            opening: None,
            opening_folder: None,
            ask_where,
            asking: None,
            unsaved: false,
            changed: None,
            shown: None,
            rings: None,
            drawn: None,
            started: None,
        }
    }

    /// Takes up what was kept when the program ended last.
    pub fn pick_up(&mut self, ctx: &Context, kept: PersistedState, notice: Option<Notice>) {
        self.take(Msg::TimeIs(clock::timestamp()));
        let effects = load(&mut self.state, kept, notice);
        self.carry_out(effects);
        self.look(ctx);
    }

    /// Begins in the practice world.
    pub fn open_practice(&mut self) {
        self.take(Msg::Setups(SetupsMsg::Began(World::Practice)));
    }

    /// Asks for the time of the first frame in the log.
    pub fn log_first_frame(&mut self, started: Instant) {
        self.started = Some(started);
    }

    /// Answers second starts from now on.
    pub fn answer(&mut self, rings: Receiver<Sender<()>>) {
        self.rings = Some(rings);
    }

    /// Sets how the window looks, as the settings do.
    pub fn set_theme(&mut self, ctx: &Context, theme: Theme) {
        self.change_settings(|settings| keep_theme(settings, theme));
        self.look(ctx);
    }

    /// Asks before what is at work is ended by closing the window, and closes it once that has stopped.
    fn watch_closing(&mut self, ctx: &Context) {
        let busy = self.state.busy().is_some();
        if self.state.sync.closing && !busy {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        } else if busy && ctx.input(|input| input.viewport().close_requested()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.take(Msg::Sync(SyncMsg::CloseWindow));
        }
    }

    fn take(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Effects) {
        self.unsaved |= effects.save;
        for task in effects.tasks {
            self.do_here(task);
        }
        for message in effects.messages {
            match message {
                // Who has the window before them is not told through the desktop.
                Message::Do(Command::Tell { .. }) if self.is_looked_at() => {}
                message => (self.send)(message),
            }
        }
    }

    /// Does what only the window can do.
    fn do_here(&mut self, task: WindowTask) {
        match task {
            // One answer, not a stream: a promise of the window's own, so that a slow browser holds up nothing.
            WindowTask::OpenPage(address) => self.opening = Some((self.open_page)(address)),
            WindowTask::OpenFolder(path) => {
                let path = path.to_string_lossy().into_owned();
                self.opening_folder = Some((self.open_page)(path));
            }
            WindowTask::AskWhereToSave(name) => self.ask(Ask::WhereToSave(name)),
            WindowTask::AskForSetupFile => self.ask(Ask::WhichSetUp),
            WindowTask::Clipboard(order) => (self.clipboard)(order),
            WindowTask::CopyPlainly(secret) => self.ctx.copy_text(secret.expose().to_owned()),
        }
    }

    fn ask(&mut self, ask: Ask) {
        let answer = (self.ask_where)(ask.clone());
        self.asking = Some((ask, answer));
    }

    /// Whether the person has the window before them. A window that is hidden is not drawn, and does not hear of its focus.
    fn is_looked_at(&self) -> bool {
        let drawn = self.drawn.is_some_and(|at| at.elapsed() < UNSEEN_AFTER);
        drawn && self.ctx.input(|input| input.focused)
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.state.setups.settings.clone();
        change(&mut settings);
        if settings != self.state.setups.settings {
            self.take(Msg::Setups(SetupsMsg::Changed(Box::new(settings))));
        }
    }

    /// Makes the window look as the settings say.
    fn look(&mut self, ctx: &Context) {
        let theme = theme_of(&self.state.setups.settings);
        if theme != self.theme {
            theme.apply(ctx);
            self.theme = theme;
        }
    }

    /// Remembers the size of the window, apart from one that fills the screen.
    fn note_size(&mut self, ctx: &Context) {
        let size = ctx.input(|input| {
            let window = input.viewport();
            let filled = window.maximized == Some(true) || window.fullscreen == Some(true);
            window
                .inner_rect
                .filter(|_| !filled)
                .map(|rect| rect.size())
        });
        if let Some(size) = size {
            let points = size * ctx.zoom_factor();
            let window = Some([points.x.round(), points.y.round()]);
            if window != self.state.setups.settings.window {
                self.change_settings(|settings| settings.window = window);
            }
        }
    }

    /// Keeps what has changed, once a moment has passed in which more may change.
    fn keep(&mut self, ctx: &Context) {
        if !self.unsaved {
            return;
        }
        let now = ctx.input(|input| input.time);
        let left = KEPT_AFTER - (now - *self.changed.get_or_insert(now));
        if left > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(left));
        } else {
            self.keep_now();
        }
    }

    fn keep_now(&mut self) {
        self.unsaved = false;
        self.changed = None;
        self.take(Msg::Setups(SetupsMsg::SaveNow));
    }
}

/// A window that was not drawn for this long, while something was going on, is hidden.
const UNSEEN_AFTER: Duration = Duration::from_secs(2);

/// How long something may change before it is kept, in seconds: what a program that is killed may lose.
const KEPT_AFTER: f64 = 0.5;

/// The longest text that is taken from the keyboard or the clipboard at once, in bytes: the longest key is far shorter.
const MOST_TYPED: usize = 64 * 1024;

/// Leaves out what cannot be part of any value, and would take the window from screen readers (D-Bus knows no NUL).
fn clean(text: &mut String) {
    let mut end = text.len().min(MOST_TYPED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    // The marks that turn the direction of writing make a value look like another one.
    let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.retain(|c| matches!(c, '\n' | '\t') || !(c.is_control() || turns(c)));
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, _ctx: &Context, raw_input: &mut RawInput) {
        for event in &mut raw_input.events {
            if let egui::Event::Paste(text) | egui::Event::Text(text) = event {
                clean(text);
            }
        }
    }

    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.take(Msg::TimeIs(clock::timestamp()));
        // Asked for here and not where it is drawn: a window that is hidden clears the clipboard too.
        if self.state.clipboard.counts_down(self.state.now).is_some() {
            ctx.request_repaint_after(Duration::from_secs(1));
        }
        if let Some((ask, asking)) = self.asking.take() {
            match (asking.try_take(), ask) {
                (Ok(named), Ask::WhereToSave(_)) => self.take(Msg::Export(ExportMsg::Named(named))),
                (Ok(named), Ask::WhichSetUp) => {
                    self.take(Msg::SetupFile(SetupFileMsg::Named(named)));
                }
                (Err(asking), ask) => self.asking = Some((ask, asking)),
            }
        }
        if let Some(opened) = self.opening_folder.as_ref().and_then(Promise::ready) {
            let opened = *opened;
            self.opening_folder = None;
            self.take(Msg::Support(SupportMsg::Opened(opened)));
        }
        for ring in self.rings.iter().flat_map(Receiver::try_iter) {
            // A start that has gone away again needs no answer.
            ring.send(()).unwrap_or_default();
        }
        while let Ok(event) = self.events.try_recv() {
            self.take(Msg::Reported(event));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.drawn = Some(clock::instant());
        let mut theme = self.theme;
        if theme.take_zoom_keys(ui.ctx()) {
            self.set_theme(ui.ctx(), theme);
        }
        if let Some(false) = self.opening.as_ref().and_then(Promise::ready) {
            self.opening = None;
            widgets::announce(
                ui.ctx(),
                "The page could not be opened. Copy the link instead.",
            );
        }
        self.watch_closing(ui.ctx());
        if self.shown != self.state.setups.open {
            self.shown.clone_from(&self.state.setups.open);
            widgets::forget_typing(ui.ctx());
        }
        let mut said = Vec::new();
        let mut typed = self.state.typed();
        shell::ui(ui, &self.state, &mut typed, &mut said);
        self.state.take_typed(typed);
        for msg in said {
            self.take(msg);
            ui.ctx().request_repaint();
        }
        self.look(ui.ctx());
        self.note_size(ui.ctx());
        self.keep(ui.ctx());
        if let Some(started) = self.started.take() {
            tracing::info!(
                milliseconds = started.elapsed().as_millis(),
                "first frame drawn"
            );
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.take(Msg::Clipboard(ClipboardMsg::Closing));
        self.take(Msg::Setups(SetupsMsg::Closing));
    }
}
