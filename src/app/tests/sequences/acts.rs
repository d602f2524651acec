//! What a person may do.

use super::super::VALUES;
use crate::app::context::World;
use crate::app::msg::{
    AutomaticMsg, ComputerMsg, CredentialsMsg, ExportMsg, GuideMsg, HistoryMsg, Msg, NavigationMsg,
    PickerMsg, Private, ReadinessMsg, RemovalsMsg, SetupsMsg, SignInTestMsg, SomeoneMsg, SyncMsg,
    UsersMsg,
};
use crate::app::subjects::export::What;
use crate::app::subjects::removals::Wanted;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Fix;
use crate::domain::roster::Filter;
use crate::domain::summary::Form;
use crate::protocol::checks::{ALL, Scope};
use crate::protocol::places::{Part, Place};
use crate::protocol::removal::Decision;
use crate::protocol::settings::SaidStatus;

use super::Play;

const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2FjbWUuZXUuYXV0aDAuY29tLyIsImF1ZCI6Imh0dHBzOi8vYWNtZS5ldS5hdXRoMC5jb20vYXBpL3YyLyIsInNjb3BlIjoicmVhZDpjbGllbnRzIiwiZXhwIjo0MTAyNDQ0ODAwfQ.c2lnbmF0dXJl";

/// Other values of each field, then what is none of its kind.
const OTHERS: [[&str; 3]; 5] = [
    ["other.us.auth0.com", "", "login.acme.com"],
    [
        "ZyXwVuTsRqPoNmLkJiHgFeDcBa543210",
        "",
        "conn_26yEiYymqy6ZmG",
    ],
    [
        "another-secret-of-the-application-0123456789-abcdefghijklmnopqrs",
        "",
        "sk_1234567890abcdefghijklmn",
    ],
    ["conn_another", "", "my connection"],
    ["sk_another1234567890abcdefg", "", "conn_26yEiYymqy6ZmG"],
];

const PLACES: [Place; 14] = [
    Place::Left,
    Place::Tenant,
    Place::Credentials,
    Place::Connection,
    Place::Key,
    Place::Check,
    Place::Sync,
    Place::Someone,
    Place::History,
    Place::Automatic,
    Place::Settings,
    Place::Help,
    Place::About,
    Place::Welcome,
];

/// One thing that a person may do.
pub(super) fn act(play: &mut Play, what: u8, which: u8) {
    let pick = usize::from(which);
    let field = VALUES[pick % 5].0;
    let text = match pick / 5 % 4 {
        0 => VALUES[pick % 5].1,
        other => OTHERS[pick % 5][other - 1],
    };
    let msg = match what % 32 {
        0 => {
            text.clone_into(play.state.credentials.drafts.get_mut(field));
            Msg::Credentials(CredentialsMsg::Edited(field))
        }
        1 => Msg::Credentials(CredentialsMsg::Pasted(field, Private(text.to_owned()))),
        2 => Msg::Credentials(CredentialsMsg::Settled(field)),
        3 => Msg::Navigation(NavigationMsg::WentTo(PLACES[pick % PLACES.len()])),
        4 => Msg::Navigation(match pick % 3 {
            0 => NavigationMsg::Continued,
            1 => NavigationMsg::WentBack,
            _ => NavigationMsg::WentToPart(Part::ALL[pick % 6]),
        }),
        5 => Msg::Readiness(ReadinessMsg::Check(
            [Scope::Tenant, Scope::Auth0, Scope::Everything][pick % 3],
        )),
        6 => Msg::Readiness(ReadinessMsg::CheckAlone(ALL[pick % ALL.len()].subject)),
        7 => Msg::Sync(match pick % 3 {
            0 => SyncMsg::Compare,
            1 => SyncMsg::RunNow,
            _ => SyncMsg::Continue,
        }),
        8 => Msg::Sync(SyncMsg::Run),
        9 => Msg::Sync(match pick % 7 {
            0 => SyncMsg::Stop,
            1 => SyncMsg::ConfirmStop,
            2 => SyncMsg::Pause,
            3 => SyncMsg::Resume,
            4 => SyncMsg::CloseWindow,
            5 => SyncMsg::TryAgain("a reason".to_owned()),
            _ => SyncMsg::PutAside,
        }),
        10 => Msg::Users(match pick % 5 {
            0 | 1 => UsersMsg::Opened("auth0|1".to_owned()),
            2 => UsersMsg::AskedToSyncOne,
            3 => UsersMsg::Saw {
                from: pick,
                count: 9,
            },
            _ => UsersMsg::Filtered(Filter::Attention),
        }),
        11 => Msg::SignInTest(if pick.is_multiple_of(3) {
            SignInTestMsg::Stop
        } else {
            SignInTestMsg::Start
        }),
        22 => Msg::Someone(match pick % 4 {
            0 => SomeoneMsg::Wanted,
            1 => SomeoneMsg::Asked,
            2 => SomeoneMsg::AskedFor("auth0|1".to_owned()),
            _ => SomeoneMsg::AskedToSync("auth0|1".to_owned()),
        }),
        12..22 => more(play, what % 32, pick),
        // Often it is the worker that answers.
        _ => return play.answer(which, what),
    };
    play.tell(msg);
}

/// More that a person may do.
fn more(play: &Play, what: u8, pick: usize) -> Msg {
    let field = VALUES[pick % 5].0;
    match what {
        12 => Msg::Picker(match pick % 3 {
            0 => PickerMsg::Search,
            1 => PickerMsg::Chose(Auth0UserId::new("auth0|1")),
            _ => PickerMsg::Add,
        }),
        13 => Msg::History(match pick % 3 {
            0 => HistoryMsg::Opened("profile".into(), 1),
            1 => HistoryMsg::Sought,
            _ => HistoryMsg::Closed,
        }),
        14 => Msg::Automatic(AutomaticMsg::Pasted(Private(TOKEN.to_owned()))),
        15 => Msg::Automatic(match pick % 4 {
            0 => AutomaticMsg::AskedToMake,
            1 => AutomaticMsg::AskedForNewKey,
            2 => AutomaticMsg::AskedToFinishByHand,
            _ => AutomaticMsg::AskedToLook,
        }),
        16 => Msg::Setups(match pick % 6 {
            0 => SetupsMsg::Began(World::Real),
            1 | 2 => {
                let setups = &play.state.setups.setups;
                let id = setups.get(pick % setups.len().max(1));
                SetupsMsg::Opened(id.map_or_else(String::new, |setup| setup.id.clone()))
            }
            3 => SetupsMsg::AskedToKeepKeys,
            4 => SetupsMsg::GoesOnWithoutSaving,
            _ => SetupsMsg::SaveNow,
        }),
        17 => Msg::Guide(match pick % 3 {
            0 => GuideMsg::Ticked("A1"),
            1 => GuideMsg::SaidStatus(SaidStatus::Active),
            _ => GuideMsg::AskedForStatus,
        }),
        18 => Msg::Export(if pick.is_multiple_of(2) {
            ExportMsg::Asked(What::Summary(Form::Text))
        } else {
            ExportMsg::Named(Some("there".into()))
        }),
        19 => Msg::Computer(ComputerMsg::Look),
        20 => Msg::PressedFix(
            [
                Fix::TryAgain,
                Fix::MoveTo(field),
                Fix::WatchAgain,
                Fix::PutRight,
                Fix::ContinueFrom(1),
            ][pick % 5]
                .clone(),
        ),
        21 => Msg::Removals(match pick % 8 {
            0 => RemovalsMsg::Chose("auth0|1".to_owned()),
            1 => RemovalsMsg::ChoseAll(true),
            2 | 3 => RemovalsMsg::Asked(Wanted::Decide(Decision::Mark, vec!["auth0|1".to_owned()])),
            4 | 5 => RemovalsMsg::Confirmed,
            6 => RemovalsMsg::PutAside,
            _ => RemovalsMsg::Stop,
        }),
        _ => Msg::TimeIs(
            jiff::Timestamp::from_second(i64::try_from(pick).expect("few") * 60).expect("a time"),
        ),
    }
}
