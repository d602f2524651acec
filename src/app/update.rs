//! What follows from what happened. The only place that changes the [`State`]: a message or a report goes to its subject, and
//! what that lets the others know goes to the subjects that it concerns.

use std::collections::VecDeque;

use super::context::{Context, World};
use super::effects::Effects;
use super::fixes;
use super::focus::FocusTarget;
use super::msg::Msg;
use super::signal::Signal;
use super::state::State;
use super::subjects::automatic::Automatic;
use super::subjects::export::What;
use super::subjects::setups::Setups;
use super::subjects::sync;
use super::views::support_report;
use super::views::today::is_well;
use crate::domain::install::Change;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::event::Event;
use crate::protocol::history;
use crate::protocol::persistence::Notice;
use crate::protocol::places::Place;
use crate::protocol::removal::RemovalReport;
use crate::protocol::settings::{PersistedState, SavedSetup};
use crate::protocol::setup_text;
use crate::protocol::users;

/// Takes in what happened; the answer is what the worker and the window are to do.
pub fn update(state: &mut State, msg: Msg) -> Effects {
    let ctx = &state.context();
    let effects = match msg {
        Msg::TimeIs(now) => {
            state.now = now;
            let ctx = &state.context();
            let mut effects = state.automatic.time_is(now);
            effects.append(state.clipboard.time_is(now));
            effects.append(state.overview.time_is(ctx));
            effects.append(state.keep_up.time_is(ctx));
            effects.append(tell_mood(state));
            effects
        }
        Msg::Navigation(msg) => state.navigation.update(msg, ctx),
        Msg::Guide(msg) => state.guide.update(msg, ctx),
        Msg::Credentials(msg) => state.credentials.update(msg, ctx),
        Msg::Readiness(msg) => state.readiness.update(msg, ctx),
        Msg::Computer(msg) => state.computer.update(msg, ctx),
        Msg::Picker(msg) => state.picker.update(msg, ctx),
        Msg::SignInTest(msg) => state.sign_in_test.update(msg, ctx),
        Msg::Sync(msg) => state.sync.update(msg, ctx),
        Msg::Users(msg) => state.users.update(msg, ctx),
        Msg::Someone(msg) => state.someone.update(msg, ctx),
        Msg::History(msg) => state.history.update(msg),
        Msg::Removals(msg) => state.removals.update(msg, ctx),
        Msg::KeepUp(msg) => state.keep_up.update(msg, ctx),
        Msg::Automatic(msg) => state.automatic.update(msg, ctx),
        Msg::Setups(msg) => state.setups.update(msg, ctx),
        Msg::SetupFile(msg) => state.setup_file.update(msg, ctx),
        Msg::Export(msg) => state.export.update(msg),
        Msg::Clipboard(msg) => state.clipboard.update(msg, ctx),
        Msg::Support(msg) => state.support.update(msg, ctx),
        Msg::About(msg) => state.about.update(msg),
        Msg::Practice(msg) => state.practice.update(msg, ctx),
        Msg::PressedFix(fix) => {
            let mut effects = Effects::none();
            for msg in fixes::messages(ctx.place, &fix) {
                effects.append(update(state, msg));
            }
            effects
        }
        Msg::Reported(event) => reported(state, event, ctx),
    };
    let effects = settle(state, effects);
    // Whatever has happened: a question about what is over is asked no longer.
    state.sync.drop_question(state.busy());
    effects
}

/// Lets the subjects hear of something, as a test says it.
#[cfg(test)]
pub(super) fn told(state: &mut State, signal: Signal) -> Effects {
    settle(state, signal.into())
}

/// Takes in what was kept when the program ended last. Nothing is kept anew by that.
pub fn load(state: &mut State, kept: PersistedState, notice: Option<Notice>) -> Effects {
    let ctx = state.context();
    let effects = state.setups.load(kept, notice, &ctx);
    state.about.started(&mut state.setups.settings);
    let mut effects = settle(state, effects);
    effects.save = false;
    effects
}

/// Lets every subject hear of what concerns it, until nothing more follows. What follows from a signal comes before what was
/// said after it.
fn settle(state: &mut State, mut effects: Effects) -> Effects {
    let mut waiting: VecDeque<Signal> = effects.signals.drain(..).collect();
    while let Some(signal) = waiting.pop_front() {
        let mut more = route(state, signal);
        for signal in more.signals.drain(..).rev() {
            waiting.push_front(signal);
        }
        effects.append(more);
    }
    if effects.save {
        note_record(state);
    }
    effects
}

/// The record of the open set-up follows what has changed.
fn note_record(state: &mut State) {
    if let Some(setup) = state.setups.open_setup() {
        let mut now: SavedSetup = setup.clone();
        state.record(&mut now);
        state.setups.record(|setup| *setup = now);
    }
}

/// What the worker reports goes to the subject that has asked for it.
fn reported(state: &mut State, event: Event, ctx: &Context) -> Effects {
    match event {
        // The set-up and its checks.
        Event::Check { check, ticket } => return state.readiness.checked(check, ticket),
        Event::CheckWaits {
            service,
            left,
            ticket,
        } => state.readiness.waits(service, left, ticket, ctx),
        Event::DomainSettled { domain, ticket } => {
            return state.readiness.domain_settled(domain, ticket);
        }
        Event::ChecksDone { problem, ticket } => {
            return state.readiness.ended(problem, ticket, ctx);
        }
        Event::Computer { check, ticket } => state.computer.found(check, ticket),
        Event::PeopleFound { found, ticket } => state.picker.answered(found, ticket),
        Event::FileWritten { result, ticket } => state.export.written(result, ticket),

        // The sign-in test.
        Event::SignInTest { news, ticket } => return state.sign_in_test.heard(news, ticket),
        Event::PracticePeople(people) => state.sign_in_test.people = people,

        // Practice.
        Event::PracticeOpened(setup) => return state.practice.opened(*setup),
        Event::PracticeFailed(issue) => return state.practice.failed(issue, ctx),
        Event::TroubleMade { now, somebody } => return state.practice.troubled(now, somebody),
        Event::PracticeSecret {
            client_id,
            client_secret,
        } => return Setups::practice_secret_found(&client_id, &client_secret, ctx),
        Event::Happening(per_minute) => state.practice.happening = per_minute,
        Event::PracticeKey(key) => return state.automatic.take_key(key, ctx),
        Event::PracticeConsoleDone(side) => return Automatic::practice_console_done(&side),

        // The sync.
        Event::Reading(reading) => state.sync.reading(reading),
        Event::PlanReady(plan) => {
            state.overview.changed();
            return state.sync.planned(*plan, ctx);
        }
        Event::Progress(progress) => state.sync.progress(progress),
        Event::Finished { summary, end } => {
            state.overview.changed();
            return state.sync.finished(summary, end, ctx);
        }

        // Day two.
        Event::Overview(told) => return state.overview.told(told),
        Event::Schedule(told) => return state.keep_up.told(told, ctx),
        Event::Live(told) => return state.keep_up.heard(told, ctx),

        // Users and history.
        Event::People(users::Event::Unfinished { found, ticket }) => {
            state.sync.unfinished_found(found, ticket);
        }
        Event::People(told) => {
            let mut effects = Effects::none();
            if let users::Event::SyncedOne { id, result, ticket } = &told {
                effects = state.someone.synced(id, result, *ticket, ctx);
            }
            effects.append(state.users.told(told, ctx));
            return effects;
        }
        Event::Someone(told) => state.someone.answered(told),
        Event::History(history::Event::Saved { result, ticket }) => {
            state.export.written(result.map_err(Box::new), ticket);
        }
        Event::History(told) => state.history.told(told),
        Event::Removal(told) => {
            if matches!(told.told, RemovalReport::Ended(_)) {
                state.overview.changed();
            }
            return state.removals.told(told, ctx);
        }
        Event::PracticeLeft(name) => state.removals.practice_left(name),
        Event::PracticeRestored(id) => return state.users.practice_restored(&id, ctx),

        // Saved set-ups and settings.
        Event::Persistence(news) => return state.setups.heard(news, ctx),
        Event::Clipboard(news) => return state.clipboard.heard(news),
        Event::SetUpRead { text, ticket } => return state.setup_file.was_read(text, ticket, ctx),
        Event::LogRead {
            about,
            log,
            contact,
            runs,
        } => {
            let report = support_report::write(state, &about, &log, (&contact, &runs));
            state.support.show(report);
        }

        // The automatic set-up.
        Event::Install { news, ticket } => return state.automatic.reported(news, ticket, ctx),

        // What no page draws from.
        Event::PlanListed
        | Event::Planned { .. }
        | Event::Attention { .. }
        | Event::Differs(_)
        | Event::ComparisonNeeded(_)
        | Event::OnlyInUserHub { .. }
        | Event::FirstContact(_) => {}
    }
    Effects::none()
}

/// Who hears of what.
fn route(state: &mut State, signal: Signal) -> Effects {
    let ctx = &state.context();
    match signal {
        // The values on the screen.
        Signal::CredentialChanged(field) => return credential_changed(state, field),
        Signal::CredentialsSettled => return state.readiness.credentials_settled(ctx),
        Signal::Fill(field, value) => return state.credentials.fill(field, &value),
        Signal::Restore(field, value) => state.credentials.put_back(field, value),
        Signal::DomainSettled(domain) => return state.credentials.domain_settled(&domain),
        Signal::Mistake(mistake) => {
            state.navigation.held_up |= mistake.is_some();
            state.credentials.mistake = mistake.map(|mistake| *mistake);
        }
        Signal::HeldUp => state.navigation.held_up = true,

        // Going from place to place.
        Signal::Focus(target) => state.focus.move_to(target),
        Signal::FocusOn(place, target) => {
            if state.navigation.place == place {
                state.focus.move_to(target);
            }
        }
        Signal::Go(place) => return state.navigation.go(place),
        Signal::Show(place) => return state.navigation.show(place),
        Signal::PageLeft(from) => {
            if state.navigation.place != Place::Automatic {
                state.automatic.left();
            }
            state.credentials.page_left();
            state.guide.page_left();
            state.setups.page_left();
            if from == Place::Left {
                state.removals.page_left();
            }
            state.practice.page_left();
            state.export.page_left();
        }
        Signal::Entered(place) => return entered(state, place),
        Signal::NoPageInPractice => state.practice.note = true,
        Signal::Busy(busy) => state.navigation.blocked_by = busy,

        // The checks and the documented steps.
        Signal::Check(scope, person) => return state.readiness.check(scope, person, ctx),
        Signal::StepsDone(changes) => return state.guide.steps_done(&changes),
        Signal::StepsUndone(changes) => return steps_undone(state, &changes),
        Signal::ActionInstalled => state.readiness.action_installed(ctx),
        Signal::PersonFound(person) => state.picker.put(person),
        Signal::WatchSignIns => return state.sign_in_test.start(ctx),
        Signal::NotInFlow(missing) => state.sign_in_test.not_in_flow = missing,

        // The sync and its users.
        Signal::RosterVoid => state.users.forget(),
        Signal::LoadRoster => return state.users.load(ctx),
        Signal::ShowEverybody => state.users.show_everybody(),
        Signal::RunPlan => return state.sync.run_plan(),
        Signal::AskForGroups => return state.users.ask_for_groups(),
        Signal::BroughtOver => state.overview.changed(),
        Signal::WayBackTaken => return way_back_taken(state, ctx),
        Signal::ActionProved(at) => state.readiness.signed_in(at),
        Signal::SyncDone(summary) => {
            let tally = &summary.tally;
            let here = tally.added + tally.updated + tally.up_to_date;
            state.readiness.came_through(here, ctx.now);
            let mut effects = state.removals.ask(false, ctx);
            effects.append(state.setups.synced(sync::in_words(&summary), ctx));
            if state.readiness.is_proved(Scope::Everything) {
                effects.append(state.overview.finish());
            }
            state.keep_up.watching.was_synced();
            effects.append(state.keep_up.wake(ctx));
            return effects;
        }

        // Saved set-ups and practice.
        Signal::SetupWanted(world) => return state.setups.begin(world, ctx),
        Signal::SetupLeft => {
            let effects = state.keep_up.leave();
            state.leave_setup();
            state.focus.move_to(FocusTarget::Heading);
            return effects;
        }
        Signal::SetupBegun(world) => return begun(state, world),
        Signal::SetupOpened(setup) => return opened(state, &setup),
        Signal::SetupRead(setup) => return state.setups.open_from_file(*setup, ctx),
        Signal::SetupFromFile(title) => state.setup_file.opened(title),
        Signal::UndoAt(domain) => return state.setups.undo_at(&domain, ctx),
        Signal::ApplicationDeleted(id) => return state.setups.forget_application(&id, ctx),
        Signal::LeaversKnown(leavers) => state.removals.known(*leavers),
        Signal::LeaversCounted(waiting) => state.removals.counted(waiting),
        Signal::PracticeReady => return practice_ready(state),
        Signal::PracticeLeft => return state.practice.left(),
        Signal::TaskVoid(connection) => return state.setups.task_void(connection, ctx),
        Signal::KeepKeysAnew => return state.setups.keep_keys_anew(ctx),

        // The automatic set-up, and what is saved.
        Signal::UndoWanted => state.automatic.undo_wanted(),
        Signal::EventsWanted => return state.automatic.events_wanted(),
        Signal::EventsAllowed => {
            let mut effects = state.keep_up.allowed(ctx);
            effects.append(state.navigation.go(Place::KeepInSync));
            return effects;
        }
        Signal::LookAtTenant => return state.automatic.look(ctx),
        Signal::WriteFile { path, replace } => {
            let text = exported(state);
            return state.export.write(path, replace, text, ctx);
        }
    }
    Effects::none()
}

/// A field holds another value: what was asked and proved with the former one is void.
fn credential_changed(state: &mut State, field: Field) -> Effects {
    state.readiness.credential_changed(field);
    state.picker.credential_changed(field);
    state.users.credential_changed();
    state.removals.credential_changed();
    state.someone.credential_changed();
    let mut effects = state.sync.credential_changed();
    effects.append(state.sign_in_test.credential_changed());
    effects.append(state.automatic.credential_changed());
    effects.append(state.keep_up.credential_changed());
    state.overview.credential_changed();
    effects.save();
    effects
}

/// What a place asks for when the person comes to it, or is back at it after a start.
fn entered(state: &mut State, place: Place) -> Effects {
    let ctx = state.context();
    let mut effects = state.keep_up.wake(&ctx);
    effects.append(state.keep_up.drop_former_task(&ctx));
    effects.append(match place {
        Place::Overview => {
            let mut effects = state.overview.look(&ctx);
            effects.append(state.keep_up.entered(&ctx));
            effects
        }
        Place::KeepInSync => state.keep_up.entered(&ctx),
        Place::Finish if state.readiness.is_proved(Scope::Everything) => state.overview.finish(),
        Place::History => state.history.entered(&ctx),
        // What the page says of people who left is in the journal too.
        Place::Sync => {
            let mut effects = state.sync.entered(&ctx);
            effects.append(state.overview.look(&ctx));
            effects
        }
        Place::Left => state.removals.ask(true, &ctx),
        Place::Automatic => state.automatic.entered(&ctx),
        Place::Check => state.readiness.entered(&ctx),
        _ => Effects::none(),
    });
    effects
}

/// Tells the desktop when all was well and is not, or is again.
fn tell_mood(state: &mut State) -> Effects {
    // What is the matter with the set-up, or with what is done by itself, is told by whoever has seen it.
    let is_told = state.keep_up.watching.set_up.is_some() || state.removals.halt().is_some();
    if !state.overview.finished || is_told {
        return Effects::none();
    }
    let said = state.today();
    let (Some(is_well), Some(setup)) = (is_well(&said), state.setups.open_setup()) else {
        return Effects::none();
    };
    let title = setup.title();
    state.overview.mood_is(is_well, &title, &said.title)
}

/// What was said of a sync is so no longer: in the list of set-ups, and on its page.
fn way_back_taken(state: &mut State, ctx: &Context) -> Effects {
    let mut effects = state.setups.overtaken();
    effects.append(state.sync.put_aside(ctx));
    effects
}

/// What the automatic set-up has put back is to be done again, and nothing that was seen of it is true any more.
fn steps_undone(state: &mut State, back: &[Change]) -> Effects {
    let mut effects = state.guide.steps_undone(back);
    state.readiness.put_back();
    if back.contains(&Change::Application) {
        state.overview.unfinish();
    }
    for change in back {
        match change {
            Change::Application | Change::Permissions | Change::Events => {
                effects.append(credential_changed(state, Field::ClientId));
            }
            Change::Action | Change::Secrets | Change::Flow => {
                state.readiness.action_put_back();
                // Somebody who signed in has proved an Action that is no longer there.
                effects.append(state.sign_in_test.credential_changed());
            }
        }
    }
    effects
}

/// A new set-up begins with what this computer has.
fn begun(state: &mut State, world: World) -> Effects {
    state.world = Some(world);
    let ctx = state.context();
    let mut effects = state.navigation.go(Place::Before);
    effects.append(match world {
        World::Practice if ctx.practice.ready().is_none() => state.practice.open(&ctx),
        World::Practice | World::Real => state.computer.look(&ctx),
    });
    effects
}

/// A saved set-up goes on where it was left.
fn opened(state: &mut State, setup: &SavedSetup) -> Effects {
    state.restore(setup);
    // A set-up that is finished opens where its day begins.
    if state.overview.finished {
        state.navigation.place = Place::Overview;
        state.setups.picked_up = false;
    }
    let is_practice = setup.is_practice();
    state.world = Some(if is_practice {
        World::Practice
    } else {
        World::Real
    });
    let ctx = state.context();
    match (is_practice, ctx.practice.ready()) {
        (true, None) => state.practice.open(&ctx),
        (true, Some(_)) => state.setups.refill_practice(&ctx),
        (false, _) => state.computer.look(&ctx),
    }
}

/// With the practice world open, what waits for it can be asked.
fn practice_ready(state: &mut State) -> Effects {
    let ctx = state.context();
    let mut effects = state.setups.refill_practice(&ctx);
    effects.append(state.computer.look(&ctx));
    effects.signal(Signal::Entered(ctx.place));
    effects
}

/// The text of what is saved: never a secret.
fn exported(state: &State) -> impl FnOnce(&What) -> String + use<> {
    let summary = state.summary();
    let report = state.support.report.clone();
    let setups = state.setups.setups.clone();
    move |what| match what {
        What::Summary(form) => summary.write(*form),
        What::SetUp(id) => {
            let setup = setups.iter().find(|setup| setup.id == *id);
            setup.map(setup_text::write).unwrap_or_default()
        }
        What::Support => report.unwrap_or_default(),
        // The worker reads it from the journal.
        What::Run(_) | What::HandOver(_) => String::new(),
    }
}
