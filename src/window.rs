//! Opens the window: the one place that knows the drawing and the engine both, and joins them by two channels.
//!
//! A machine without a display, or without a library that windows need, ends in one plain sentence, never in a panic.

mod screen;

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use eframe::egui;
use poll_promise::Promise;

use self::screen::Screen;
use crate::clock;
use crate::engine::desktop;
use crate::engine::desktop::clipboard::{Board, Clipboard, Private, System};
use crate::engine::desktop::single_instance::{Claim, OneWindow};
use crate::engine::log;
use crate::engine::persistence;
use crate::engine::practice::for_a_window;
use crate::engine::sink::Sink;
use crate::engine::worker::Worker;
use crate::practice;
use crate::protocol::persistence::Notice;
use crate::protocol::settings::{PRACTICE, PersistedState};
use crate::store::folder::DataFolder;
use crate::store::secrets::{Keyring, Memory, SecretStore};
use crate::ui::{App, Ask, AskWhere, OpenPage, theme};

/// How the window is opened.
#[derive(Debug)]
pub struct Options {
    /// The folder under which everything is written.
    pub folder: PathBuf,
    /// Whether it opens in the practice world.
    pub practice: bool,
    /// What the practice world is like.
    pub world: practice::Options,
}

impl Options {
    /// A window with the usual practice world.
    pub fn new(folder: PathBuf, practice: bool) -> Self {
        let world = for_a_window();
        Self {
            folder,
            practice,
            world,
        }
    }
}

/// What became of a window that was to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It was opened, and has been closed.
    Closed,
    /// There was one of this data folder already, which is in front now.
    Before,
}

/// Why there is no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// No display is named.
    #[error("There is no screen to open a window on.")]
    NoDisplay,
    /// Wayland is named, does not answer, and there is no X beside it.
    #[error(
        "The screen that WAYLAND_DISPLAY names does not answer: its session may have ended. Start in a session that \
         is open."
    )]
    WaylandGone,
    /// The display that is named does not answer, or X's libraries are missing.
    #[error(
        "The screen does not answer, or a library is missing. On Debian the packages are libx11-6 libx11-xcb1 \
         libxcursor1 libxi6 libxkbcommon-x11-0."
    )]
    DisplayUnusable,
    /// There is no OpenGL.
    #[error("The window needs OpenGL, which is missing. On Debian the package is libgl1.")]
    NoOpenGl,
    /// There is a window of this data folder, and it does not answer.
    #[error(
        "UserHub Connect is open already with this data folder, and its window does not answer. Close it, or end the \
         program, and start again."
    )]
    NoAnswer,
}

/// Opens the window and returns when it is closed. Each data folder has one: where there is one already, that comes to the
/// front instead.
pub fn open(options: Options) -> Result<Opened, NoWindow> {
    let started = clock::instant();
    let screen = screen::look();
    match screen {
        Screen::None => return Err(NoWindow::NoDisplay),
        Screen::WaylandGone => return Err(NoWindow::WaylandGone),
        Screen::Usual | Screen::X => {}
    }
    if let Err(few) = desktop::open_files::ask_for_enough(options.practice) {
        tracing::warn!(detail = few.detail, "few files may be open at once");
    }
    let one = match desktop::single_instance::claim(
        &options.folder,
        desktop::single_instance::PATIENCE,
    ) {
        Ok(Claim::First(one)) => Some(one),
        Ok(Claim::Raised) => return Ok(Opened::Before),
        Ok(Claim::NoAnswer) => return Err(NoWindow::NoAnswer),
        Err(error) => {
            tracing::warn!(%error, "nobody knows whether this is the only window");
            None
        }
    };
    // Until the app stands, a panic is a library that could not be loaded: it is told in words below.
    let stands = Arc::new(AtomicBool::new(false));
    let hook = panic::take_hook();
    let told = Arc::clone(&stands);
    panic::set_hook(Box::new(move |info| {
        if told.load(Ordering::Relaxed) {
            tracing::warn!(%info, "a panic");
            hook(info);
        }
    }));
    if let Some(folder) = DataFolder::find(Some(options.folder.clone())) {
        log::open(&folder);
    }
    let kept = persistence::settings::load(&options.folder);
    let native = eframe::NativeOptions {
        viewport: match kept.0.settings.window {
            Some(size) => theme::viewport().with_inner_size(size),
            None => theme::viewport(),
        },
        renderer: eframe::Renderer::Glow,
        event_loop_builder: on(screen),
        ..eframe::NativeOptions::default()
    };
    let create: eframe::AppCreator<'_> = Box::new({
        let stands = Arc::clone(&stands);
        let one = one.as_ref();
        move |cc| {
            let secrets = Arc::new(Keyring::new());
            let board = Box::new(System::default());
            let ask = |ask| match ask {
                Ask::WhereToSave(name) => rfd::FileDialog::new().set_file_name(name).save_file(),
                Ask::WhichSetUp => rfd::FileDialog::new()
                    .add_filter("Set-up", &["json", "html"])
                    .pick_file(),
            };
            let mut app = app_with(&cc.egui_ctx, options, kept, secrets, board, ask)?;
            app.log_first_frame(started);
            if let Some(one) = one {
                listen(one, &mut app, cc.egui_ctx.clone(), screen)?;
            }
            stands.store(true, Ordering::Relaxed);
            Ok(Box::new(app))
        }
    });
    let run = AssertUnwindSafe(|| eframe::run_native("UserHub Connect", native, create));
    match panic::catch_unwind(run) {
        Ok(Ok(())) => Ok(Opened::Closed),
        Ok(Err(error)) => {
            tracing::debug!(%error, "no window");
            Err(reason(&error))
        }
        Err(panic) if stands.load(Ordering::Relaxed) => panic::resume_unwind(panic),
        Err(_) => Err(NoWindow::DisplayUnusable),
    }
}

/// Brings the window to the front whenever the program is started once more.
fn listen(one: &OneWindow, app: &mut App, ctx: egui::Context, screen: Screen) -> io::Result<()> {
    use egui::{UserAttentionType, ViewportCommand};
    let (ring, rings) = mpsc::channel();
    app.answer(rings);
    let is_wayland = cfg!(target_os = "linux") && screen == Screen::Usual;
    one.listen(move || {
        let (answer, answered) = mpsc::channel();
        if ring.send(answer).is_err() {
            return false;
        }
        ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        ctx.send_viewport_cmd(ViewportCommand::Focus);
        if is_wayland {
            // No program may take the front there by itself: the window is marked in the task bar instead.
            let mark = ViewportCommand::RequestUserAttention(UserAttentionType::Informational);
            ctx.send_viewport_cmd(mark);
        }
        ctx.request_repaint();
        answered.recv_timeout(RAISED_IN).is_ok()
    })
}

/// How long a window may take to answer that it is there.
const RAISED_IN: Duration = Duration::from_secs(2);

/// Why an app could not be built.
type Cannot = Box<dyn std::error::Error + Send + Sync>;

/// Builds the app as tests do: its secrets are gone with it, so that nobody's password store is touched, and no window of the
/// system's asks for a file, since nobody is there to answer it.
pub fn app(ctx: &egui::Context, options: Options) -> Result<App, Cannot> {
    app_keeping(ctx, options, Arc::new(Memory::default()))
}

/// The same with a store for secrets, which may outlive it.
pub fn app_keeping(
    ctx: &egui::Context,
    options: Options,
    secrets: Arc<dyn SecretStore>,
) -> Result<App, Cannot> {
    app_sharing(ctx, options, secrets, Private::default())
}

/// The same with a clipboard, into which a test can look.
pub fn app_sharing(
    ctx: &egui::Context,
    options: Options,
    secrets: Arc<dyn SecretStore>,
    clipboard: Private,
) -> Result<App, Cannot> {
    let kept = persistence::settings::load(&options.folder);
    app_with(ctx, options, kept, secrets, Box::new(clipboard), |_| None)
}

/// Builds the app with a worker of its own. Every event of the worker's wakes the window.
fn app_with(
    ctx: &egui::Context,
    options: Options,
    (mut kept, notice): (PersistedState, Option<Notice>),
    secrets: Arc<dyn SecretStore>,
    board: Box<dyn Board>,
    ask: fn(Ask) -> Option<PathBuf>,
) -> Result<App, Cannot> {
    let (sender, events) = mpsc::channel();
    let wake = ctx.clone();
    let sink = Sink::new(move |event| {
        log::note(&event);
        // A receiver that is gone belongs to a window that is closing.
        drop(sender.send(event));
        wake.request_repaint();
    });
    let clipboard = Clipboard::start(board, sink.clone())?;
    let worker = Worker::start_with(sink, secrets, options.world)?;
    let wake = ctx.clone();
    let open_page: OpenPage = Box::new(move |address| {
        let wake = wake.clone();
        Promise::spawn_thread("open a page", move || {
            let opened = open::that(&address).is_ok();
            wake.request_repaint();
            opened
        })
    });
    let wake = ctx.clone();
    let ask_where: AskWhere = Box::new(move |what| {
        let wake = wake.clone();
        Promise::spawn_thread("choose a file", move || {
            let chosen = ask(what);
            wake.request_repaint();
            chosen
        })
    });
    let mut app = App::new(
        ctx,
        options.folder,
        events,
        move |message| worker.send(message),
        move |order| clipboard.send(order),
        open_page,
        ask_where,
    );
    let kept_practice = kept.setups.iter().any(|setup| setup.id == PRACTICE);
    if options.practice {
        kept.open = kept_practice.then(|| PRACTICE.to_owned());
    }
    app.pick_up(ctx, kept, notice);
    if options.practice && !kept_practice {
        app.open_practice();
    }
    Ok(app)
}

/// What makes the window open on this screen: by itself it would take Wayland wherever that is named.
#[cfg(target_os = "linux")]
fn on(screen: Screen) -> Option<eframe::EventLoopBuilderHook> {
    use winit::platform::x11::EventLoopBuilderExtX11 as _;
    (screen == Screen::X).then(|| -> eframe::EventLoopBuilderHook {
        Box::new(|builder| {
            builder.with_x11();
        })
    })
}

#[cfg(not(target_os = "linux"))]
fn on(_screen: Screen) -> Option<eframe::EventLoopBuilderHook> {
    None
}

fn reason(error: &eframe::Error) -> NoWindow {
    match error {
        eframe::Error::Glutin(_)
        | eframe::Error::NoGlutinConfigs(..)
        | eframe::Error::OpenGL(_) => NoWindow::NoOpenGl,
        eframe::Error::AppCreation(_)
        | eframe::Error::Winit(_)
        | eframe::Error::WinitEventLoop(_) => NoWindow::DisplayUnusable,
    }
}
