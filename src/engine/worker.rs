//! The worker: one named thread with its own runtime, a queue for each queue, one match over [`Command`], one call per
//! arm.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::watch as latest;
use tokio::task::LocalSet;
use tokio_util::sync::CancellationToken;

use crate::engine::checks;
use crate::engine::desktop;
use crate::engine::hand_over;
use crate::engine::install;
use crate::engine::log;
use crate::engine::persistence;
use crate::engine::persistence::journal_session::JournalPriority;
use crate::engine::practice;
use crate::engine::practice::PracticeWorld;
use crate::engine::removal;
use crate::engine::schedule;
use crate::engine::sign_in_test;
use crate::engine::sink::Sink;
use crate::engine::someone;
use crate::engine::sync;
use crate::engine::sync::context::SharedWithWindow;
use crate::engine::sync::people::People;
use crate::engine::watch;
use crate::practice::Options;
use crate::protocol::command::{Command, Control, Message};
use crate::protocol::queue::Queue;
use crate::protocol::settings::PRACTICE;
use crate::protocol::users;
use crate::store::secrets::{Keyring, Lockable, SecretStore};

/// A running worker. Dropping it lets it finish what it is doing and then ends it.
#[derive(Debug)]
pub struct Worker {
    queues: Option<[QueueHandle; Queue::ALL.len()]>,
    /// Ends everything, also what is sent later.
    stop: CancellationToken,
    /// Whether the sync is to pause. Each command to go on is told too, so that it ends a wait for the network.
    pause: latest::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// One queue's queue, and what stops that which was sent to it so far.
#[derive(Debug)]
struct QueueHandle {
    commands: UnboundedSender<Order>,
    stop: Mutex<CancellationToken>,
}

impl QueueHandle {
    fn lock(&self) -> MutexGuard<'_, CancellationToken> {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A command with what stops it.
type Order = (Command, CancellationToken);

impl Worker {
    /// Starts the worker with the operating system's password store; its events go to `sink`.
    pub fn start(sink: Sink) -> io::Result<Self> {
        Self::start_with(sink, Arc::new(Keyring::new()), practice::for_a_window())
    }

    /// Starts the worker with a store for secrets, and says what practice world it opens when it is asked for one.
    pub fn start_with(
        sink: Sink,
        secrets: Arc<dyn SecretStore>,
        world: Options,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("engine")
            .enable_all()
            .build()?;
        let stop = CancellationToken::new();
        let (pause, paused) = latest::channel(false);
        let mut inboxes = Vec::new();
        let queues = Queue::ALL.map(|_| {
            let (commands, inbox) = mpsc::unbounded_channel();
            inboxes.push(inbox);
            let stop = Mutex::new(stop.child_token());
            QueueHandle { commands, stop }
        });
        let thread = Builder::new().name("worker".to_owned()).spawn(move || {
            let context = Rc::new(WorkerContext::new(paused, secrets, world));
            let on_this_thread = LocalSet::new();
            for inbox in inboxes {
                // A panic in a queue was reported by the panic hook already; the others go on.
                drop(on_this_thread.spawn_local(serve(inbox, Rc::clone(&context), sink.clone())));
            }
            drop(runtime.spawn(checks::first_contact::keep_now_and_then()));
            runtime.block_on(on_this_thread);
        })?;
        Ok(Self {
            queues: Some(queues),
            stop,
            pause,
            thread: Some(thread),
        })
    }

    /// Tells the worker something. The commands of one [`Queue`] are handled one after the other; a [`Control`] does not wait for
    /// its turn. A command that takes the place of the one before it (see [`Command::replaces`]) ends that one.
    pub fn send(&self, message: impl Into<Message>) {
        match message.into() {
            Message::Do(command) => self.enqueue(command),
            Message::Control(Control::Pause) => {
                self.pause.send_replace(true);
            }
            Message::Control(Control::Resume) => {
                self.pause.send_replace(false);
            }
            // It ends what was sent to the queue before it; what is kept between starts is never stopped.
            Message::Control(Control::Stop(queue)) => {
                if queue == Queue::Work {
                    // What is stopped must not wait for the end of a pause.
                    self.pause.send_replace(false);
                }
                if !matches!(queue, Queue::Persistence | Queue::Keys)
                    && let Some(handle) = self.queue_of(queue)
                {
                    self.end(&mut handle.lock());
                }
            }
        }
    }

    fn enqueue(&self, command: Command) {
        // What begins anew begins without a pause.
        if matches!(
            command,
            Command::Run { .. }
                | Command::RunPatiently { .. }
                | Command::People(users::Request::TryAgain { .. })
        ) {
            self.pause.send_replace(false);
        }
        let Some(handle) = self.queue_of(command.queue()) else {
            return;
        };
        let mut stop = handle.lock();
        if command.replaces() {
            self.end(&mut stop);
        }
        // The queue ends only after this sender is dropped, so there is always somebody to take it.
        drop(handle.commands.send((command, stop.child_token())));
    }

    fn queue_of(&self, queue: Queue) -> Option<&QueueHandle> {
        self.queues.as_ref()?.get(queue as usize)
    }

    /// Ends what was sent to a queue so far; what is sent later is not ended by it.
    fn end(&self, stop: &mut CancellationToken) {
        stop.cancel();
        *stop = self.stop.child_token();
    }

    /// Ends every wait of everything, for good. What is being changed at this moment is finished and recorded; the
    /// rest is left for another worker.
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A password store that waits for a person holds up nobody who closes the window, and neither do answers that nobody
        // will read. What changes something in a service, and what is being written, comes to its end.
        if let Some(queues) = &self.queues {
            for queue in [
                Queue::Keys,
                Queue::Checks,
                Queue::Questions,
                Queue::SignInTest,
                Queue::Live,
                Queue::Lists,
            ] {
                queues[queue as usize].lock().cancel();
            }
        }
        self.queues = None;
        // A pause would last for ever.
        if *self.pause.borrow() {
            self.stop();
        }
        if let Some(thread) = self.thread.take() {
            // A panic in the worker was reported by the panic hook already.
            drop(thread.join());
        }
    }
}

/// What stays between commands.
struct WorkerContext {
    people: Arc<People>,
    paused: latest::Receiver<bool>,
    secrets: Arc<dyn SecretStore>,
    practice_secrets: Arc<Lockable>,
    prepared: RefCell<Option<sync::Prepared>>,
    world: Options,
    practice: tokio::sync::Mutex<Option<PracticeWorld>>,
    install: tokio::sync::Mutex<install::InstallState>,
}

impl WorkerContext {
    fn new(paused: latest::Receiver<bool>, secrets: Arc<dyn SecretStore>, world: Options) -> Self {
        Self {
            people: Arc::default(),
            paused,
            secrets,
            practice_secrets: Arc::default(),
            prepared: RefCell::default(),
            world,
            practice: tokio::sync::Mutex::default(),
            install: tokio::sync::Mutex::default(),
        }
    }

    /// The password store of a set-up. Practice has one of its own, and never opens this computer's.
    fn store_of(&self, setup: Option<&str>) -> Arc<dyn SecretStore> {
        if setup == Some(PRACTICE) {
            Arc::<Lockable>::clone(&self.practice_secrets)
        } else {
            Arc::clone(&self.secrets)
        }
    }

    /// What everybody in flight of a sync shares beside the clients.
    fn shared(&self) -> SharedWithWindow {
        SharedWithWindow {
            people: Arc::clone(&self.people),
            paused: self.paused.clone(),
            priority: JournalPriority::GoesFirst,
        }
    }

    /// Puts the newest comparison in the place of the one before, and gives that one.
    fn exchange(&self, prepared: Option<sync::Prepared>) -> Option<sync::Prepared> {
        self.prepared.replace(prepared)
    }
}

/// Handles the commands of one queue until nobody can send any more.
async fn serve(mut inbox: UnboundedReceiver<Order>, context: Rc<WorkerContext>, sink: Sink) {
    while let Some((command, stop)) = inbox.recv().await {
        let (told, last) = checks::first_contact::hold_back(&sink);
        handle(command, &context, &told, &stop).await;
        last.let_go().await;
    }
}

#[expect(clippy::too_many_lines, reason = "an arm a command, and a call an arm")]
async fn handle(command: Command, context: &WorkerContext, sink: &Sink, stop: &CancellationToken) {
    match command {
        Command::Check {
            setup,
            scope,
            add_person,
            ticket,
        } => {
            checks::staged::check(&setup, scope, add_person.as_ref(), ticket, sink, stop).await;
        }
        Command::CheckAgain {
            setup,
            subject,
            token,
            ticket,
        } => checks::staged::again(&setup, subject, token.as_ref(), ticket, sink, stop).await,
        Command::Compare { setup, list_plan } => {
            context.exchange(sync::compare(&setup, list_plan, context.shared(), sink, stop).await);
        }
        Command::SyncChanges { setup, full_after } => {
            sync::changes::sync(&setup, full_after, context.shared(), sink, stop).await;
        }
        Command::SyncUnattended { setup, how } => {
            sync::unattended::sync(&setup, how, context.shared(), sink, stop).await;
        }
        Command::Verify { setup } => sync::verify::verify(&setup, sink, stop).await,
        Command::Run { plan } => sync::run(context.exchange(None), plan, sink, stop).await,
        Command::WriteFile {
            path,
            text,
            replace,
            ticket,
        } => persistence::files::write(path, text, replace, ticket, sink).await,
        Command::RunPatiently { plan } => {
            sync::resilient::run_patiently(context.exchange(None), plan, sink, stop).await;
        }
        Command::People(users::Request::TryAgain { setup, reason }) => {
            context.exchange(None);
            sync::resilient::try_again(&setup, reason, context.shared(), sink, stop).await;
        }
        Command::People(ask) => sync::roster::answer(ask, &context.shared(), sink, stop).await,
        Command::Removal(request) => removal::handle(request, sink, stop).await,
        Command::Someone(request) => someone::ask(request, sink, stop).await,
        Command::LookAtComputer {
            endpoints,
            passwords,
            ticket,
        } => {
            let secrets = passwords.then_some(&context.secrets);
            checks::computer::look(&endpoints, secrets, ticket, sink, stop).await;
        }
        Command::FindPeople {
            setup,
            text,
            ticket,
        } => checks::computer::find_people(&setup, &text, ticket, sink, stop).await,
        Command::WatchSignIn {
            setup,
            timing,
            ticket,
        } => sign_in_test::watch(&setup, timing, ticket, sink, stop).await,
        Command::Watch(request) => {
            // It is large, and the others need not carry its size.
            Box::pin(watch::watch(&request.setup, request.timing, sink, stop)).await;
        }
        Command::PracticeLeave => {
            practice::leave(context.practice.lock().await.as_ref(), sink);
        }
        Command::PracticeRestore(id) => {
            practice::restore(context.practice.lock().await.as_ref(), id, sink).await;
        }
        Command::PracticePeople => {
            practice::name_people(context.practice.lock().await.as_ref(), sink);
        }
        Command::PracticeSignIn { who, in_flow } => {
            practice::sign_in(
                context.practice.lock().await.as_ref(),
                who.as_ref(),
                in_flow,
            )
            .await;
        }
        Command::Overview(ask) => persistence::overview::handle(ask, sink).await,
        Command::Schedule(ask) => schedule::answers::handle(ask, sink).await,
        Command::LetHappen { per_minute } => {
            practice::let_happen(context.practice.lock().await.as_ref(), per_minute, sink);
        }
        Command::AllowPracticeEvents => {
            practice::allow_events(context.practice.lock().await.as_ref());
        }
        Command::History(ask) => persistence::history::handle(ask, sink).await,
        Command::OpenPractice { folder } => {
            practice::report(
                &mut *context.practice.lock().await,
                &folder,
                &context.world,
                sink,
            )
            .await;
        }
        Command::ReadSetUp {
            path,
            folder,
            ticket,
        } => hand_over::read_setup(path, folder, ticket, sink).await,
        Command::HandOver {
            setup,
            folder,
            path,
            replace,
            ticket,
        } => {
            let order = hand_over::Order {
                folder,
                setup: *setup,
                key_places: true,
            };
            hand_over::report(order, path, replace, ticket, sink).await;
        }
        Command::ReadLog { folder } => log::read(folder, sink).await,
        Command::TellFirstContact { setup } => checks::first_contact::tell(&setup, sink).await,
        Command::Persist(order) => {
            let store = context.store_of(order.setup());
            persistence::settings::handle(order, &store, sink, stop).await;
        }
        Command::Install { order, ticket } => {
            let mut shelf = context.install.lock().await;
            install::handle(order, &mut shelf, sink, ticket, stop).await;
        }
        Command::FindPracticeSecret(client_id) => {
            practice::find_secret(context.practice.lock().await.as_ref(), client_id, sink);
        }
        Command::GivePracticeKey => {
            practice::give_key(context.practice.lock().await.as_ref(), sink);
        }
        Command::SetUpPracticeConsole {
            client_id,
            client_secret,
        } => {
            let practice = context.practice.lock().await;
            practice::set_up_console(practice.as_ref(), &client_id, &client_secret, sink).await;
        }
        Command::MakeTrouble(kind) => {
            let world = context.practice.lock().await;
            let world = world.as_ref().map(practice::PracticeWorld::world);
            practice::trouble::report(world, &context.practice_secrets, kind, sink);
        }
        Command::Tell { title, body } => desktop::notification::tell(title, body),
    }
}
