//! What follows from what happened. The only place that changes the [`State`]: each arm is one call into the file of its
//! subject.

use super::look::Target;
use super::msg::Msg;
use super::state::State;
use super::{
    automatic, clipboard, computer, fixes, history, keeping, onboarding, pasting, people, picker,
    proof, saving, setup_file, support, syncing, trouble,
};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::lane::Lane;

/// Takes in what happened; the answer is what the worker is to do.
pub fn update(state: &mut State, msg: Msg) -> Vec<Command> {
    match msg {
        // Going from place to place.
        Msg::TimeIs(now) => {
            state.now = now;
            let mut commands = automatic::time_is(state);
            commands.extend(clipboard::time_is(state));
            commands
        }
        Msg::Leaned(world) => {
            state.leaning = Some(world);
            Vec::new()
        }
        Msg::Started => onboarding::start(state),
        Msg::Chose(world) => onboarding::choose(state, world),
        Msg::LeftPractice => onboarding::leave_practice(state),
        Msg::WentTo(place) => onboarding::go(state, place),
        Msg::Continued => onboarding::go_on(state),
        Msg::WentBack => onboarding::go_back(state),
        Msg::WentToPart(part) => onboarding::go(state, state.place_in(part)),
        Msg::TurnedExplanation => onboarding::explain(state, !state.explaining),
        Msg::Closed => onboarding::explain(state, false),
        Msg::ChangedTextSize(_) => Vec::new(),

        // The set-up and its checks.
        Msg::Ticked(step) => onboarding::tick(state, step),
        Msg::Edited(field) => onboarding::edited(state, field),
        Msg::Pasted(field, text) => pasting::paste(state, field, &text.0),
        Msg::Settled(field) => pasting::settled(state, field),
        Msg::AskedToChange(field) => {
            state.look.turn(Target::Field(field));
            Vec::new()
        }
        Msg::AskedToOpen(place) => onboarding::open(state, place),
        Msg::ChoseForm(form) => onboarding::show_form(state, form),
        Msg::AskedToCheck(scope) => onboarding::check(state, scope),
        Msg::PressedFix(fix) => fixes::press(state, &fix),
        Msg::SaidStatus(status) => {
            state.said_status = Some(status);
            Vec::new()
        }
        Msg::Saving(did) => saving::did(state, did),
        Msg::AskedAboutComputer => computer::look(state),
        Msg::AskedForPeople => picker::search(state),
        Msg::ChosePerson(id) => picker::choose(state, &id),
        Msg::AskedToAddPerson => picker::add(state),

        // The sync.
        Msg::AskedToCompare => syncing::compare(state),
        Msg::AskedToSync => syncing::sync(state),
        Msg::AskedToSyncNow => syncing::sync_now(state),
        Msg::AskedToContinue => syncing::continue_it(state),
        Msg::AskedToStop => syncing::stop(state),
        Msg::ConfirmedStop => syncing::stop_now(state),
        Msg::KeptGoing => syncing::keep_going(state),
        Msg::AskedToClose => syncing::close(state),
        Msg::AskedToPause => syncing::pause(state),
        Msg::AskedToResume => syncing::resume(state),
        Msg::PutAside => syncing::put_aside(state),

        // People and history.
        Msg::History(did) => history::did(state, did),
        Msg::People(act) => people::act(state, act),

        // The automatic set-up.
        Msg::Automatic(said) => automatic::heard(state, said),

        // The sign-in test and the rehearsal.
        Msg::AskedToCheckAgain(subject) => proof::check_again(state, subject),
        Msg::AskedToWatch => proof::watch(state),
        Msg::StoppedWatching => vec![Command::Stop(Lane::Watch)],
        Msg::PracticeSignIn(who) => proof::sign_in(state, who.as_deref()),

        // Saved set-ups and settings.
        Msg::Keeping(said) => keeping::said(state, said),
        Msg::Clipboard(said) => clipboard::said(state, said),
        Msg::SetUpFile(said) => setup_file::said(state, said),
        Msg::Support(said) => support::said(state, said),

        // Practice.
        Msg::MadeTrouble(trouble) => trouble::make(state, trouble),
        Msg::EndedTrouble => trouble::end(state),
        Msg::AskedPracticeToRepair => onboarding::repair(state),

        // The worker.
        Msg::Reported(event) => reported(state, event),
    }
}

/// Takes in what the worker reports; an answer may call for the next command.
fn reported(state: &mut State, event: Event) -> Vec<Command> {
    match event {
        // The set-up and its checks.
        Event::Check { check, ticket } => onboarding::note_check(state, check, ticket),
        Event::DomainSettled { domain, ticket } => {
            onboarding::settle_domain(state, &domain, ticket);
        }
        Event::FileWritten(result) => saving::written(state, result),
        Event::Computer { check, ticket } => computer::note(state, check, ticket),
        Event::PeopleFound { found, ticket } => picker::note(state, found, ticket),
        Event::ChecksDone { problem, ticket } => onboarding::end_checks(state, problem, ticket),

        // The sign-in test and the rehearsal.
        Event::Watch { news, ticket } => proof::news(state, news, ticket),
        Event::PracticePeople(people) => state.proof.people = people,

        // Practice.
        Event::PracticeOpened(setup) => return onboarding::practice_opened(state, *setup),
        Event::PracticeFailed(issue) => return onboarding::practice_failed(state, issue),
        Event::TroubleMade { now, somebody } => {
            let mut commands = trouble::made(state, now, somebody);
            commands.extend(onboarding::repaired(state));
            return commands;
        }
        Event::PracticeSecret {
            client_id,
            client_secret,
        } => keeping::practice_secret(state, &client_id, &client_secret),
        Event::PracticeKey(key) => return automatic::practice_key(state, key),
        Event::PracticeConsoleDone(side) => {
            return automatic::practice_console_done(state, &side);
        }

        // The sync.
        Event::Reading(reading) => syncing::reading(state, reading),
        Event::PlanReady(plan) => return syncing::planned(state, plan),
        Event::Progress(progress) => syncing::progress(state, progress),
        Event::Finished { summary, end } => {
            keeping::synced(state, &summary, &end);
            // What is said of it depends on what it was until now.
            return syncing::finished(state, summary, end);
        }

        // People and history.
        Event::History(told) => history::told(state, told),
        Event::People(told) => return people::told(state, told),

        // Saved set-ups and settings.
        Event::Keeping(news) => return keeping::news(state, news),
        Event::Clipboard(news) => return clipboard::news(state, news),
        Event::SetUpRead(text) => return setup_file::was_read(state, text),
        Event::LogRead {
            about,
            log,
            contact,
        } => support::log_read(state, &about, &log, &contact),

        // What no page draws from.
        Event::PlanListed
        | Event::Planned { .. }
        | Event::Attention { .. }
        | Event::Differs(_)
        | Event::OnlyInUserHub { .. }
        | Event::FirstContact(_) => {}
        // The automatic set-up.
        Event::Install { news, ticket } => return automatic::reported(state, news, ticket),
    }
    Vec::new()
}
