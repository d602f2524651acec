//! Makes trouble in the practice world and ends it: by faults in its two services, and by what their administrators may
//! do there.

use serde_json::json;

use crate::domain::ids::Auth0UserId;
use crate::engine::sink::Sink;
use crate::practice::World;
use crate::practice::auth0::{Inject, Plan, Presence, StreamOptions};
use crate::practice::trouble::{Fault, Rule};
use crate::practice::userhub::{ConnectionState, Scope};
use crate::protocol::checks::FoundPerson;
use crate::protocol::event::Event;
use crate::protocol::trouble::Trouble;
use crate::store::secrets::Lockable;

/// The permissions that UserHub asks for.
const ALL_FOUR: [&str; 4] = ["read:users", "update:users", "delete:users", "create:users"];

/// The permission for live updates, which stays where it was given.
const EVENTS: &str = "read:events";

/// How long Auth0 asks to be left alone: longer than a check waits.
const PAUSE_SECS: u64 = 40;

/// Lets this one thing go wrong in the open world, or nothing, and reports it. Without an open world nothing is done.
pub(in crate::engine) fn report(
    world: Option<&World>,
    secrets: &Lockable,
    trouble: Option<Trouble>,
    sink: &Sink,
) {
    if let Some(world) = world {
        end(world);
        secrets.lock(trouble == Some(Trouble::StoreLocked));
        if let Some(trouble) = trouble {
            make(world, trouble);
        }
        sink.send(Event::TroubleMade {
            now: trouble,
            somebody: somebody(world),
        });
    }
}

/// The first person whom the tenant has.
fn somebody(world: &World) -> Option<FoundPerson> {
    let id = world.tenant().id_of(0);
    let person = world.tenant().person(&id)?;
    let name = person.get("name").and_then(|name| name.as_str());
    Some(FoundPerson {
        name: name.unwrap_or(&id).to_owned(),
        id: Auth0UserId::new(id.as_str()),
    })
}

/// Half of what the enterprise plan allows, in requests a second.
const HALF: f64 = 8.0;

pub(super) fn make(world: &World, trouble: Trouble) {
    let (tenant, userhub) = (world.tenant(), world.userhub());
    match trouble {
        Trouble::Auth0Away => tenant.trouble().add(Rule::always(Fault::ResetBeforeAnswer)),
        Trouble::UserHubAway => userhub
            .trouble()
            .add(Rule::always(Fault::ResetBeforeAnswer)),
        Trouble::NoTenant => tenant.set_presence(Presence::Absent),
        Trouble::SecretChanged => drop(tenant.rotate_secret()),
        Trouble::NotAuthorized => tenant.remove_grant(),
        Trouble::PermissionMissing => {
            tenant.set_permissions(&["read:users", "update:users", "create:users"]);
        }
        Trouble::KeyDeleted => userhub.revoke(Scope::Everything),
        Trouble::KeyReadOnly => userhub.limit_key(Scope::Everything, Scope::ReadOnly),
        Trouble::OtherConnection => userhub.replace_connection(true),
        Trouble::ConnectionBroken => userhub.set_connection_state(ConnectionState::Broken),
        // Applications are what a look asks for first, and nothing else does.
        Trouble::TemporaryKeyEnded => tenant
            .trouble()
            .add(Rule::always(Fault::Status(401)).on_path("/api/v2/clients")),
        Trouble::SlowedDown => {
            let fault = Fault::TooManyRequests {
                retry_after_secs: Some(PAUSE_SECS),
            };
            // The limit is that of the Management API: signing in is not under it.
            tenant
                .trouble()
                .add(Rule::always(fault).on_path("/api/v2/"));
        }
        Trouble::LimitShared => {
            tenant.set_plan(Plan::Enterprise);
            tenant.set_others(HALF);
        }
        Trouble::EventsSilent => {
            let options = tenant.stream_options();
            tenant.set_stream_options(StreamOptions {
                silent: true,
                ..options
            });
        }
        Trouble::EventsTaken => {
            let options = tenant.stream_options();
            tenant.set_stream_options(StreamOptions {
                slots_taken: usize::MAX,
                ..options
            });
            // Whoever has a connection loses it to that program.
            tenant.inject(Inject::Close);
        }
        Trouble::EventsLost => {
            tenant.lose_offsets();
            tenant.inject(Inject::Error("cursor_expired".to_owned()));
        }
        Trouble::WrongTenant => drop(tenant.become_another()),
        Trouble::HalfGone => drop(tenant.lose_half()),
        // A value of the person's is the trouble, what follows a sign-in there, or this computer: both services work.
        Trouble::CustomDomain | Trouble::WrongKind | Trouble::NotInFlow | Trouble::StoreLocked => {}
    }
}

/// Adds the permission for live updates to those that the application has.
pub(super) fn allow_events(world: &World) {
    let tenant = world.tenant();
    let mut permissions = ALL_FOUR.to_vec();
    permissions.retain(|permission| tenant.has_permission(permission));
    permissions.push(EVENTS);
    tenant.set_permissions(&permissions);
}

/// Makes everything work, whatever went wrong.
fn end(world: &World) {
    let (tenant, userhub) = (world.tenant(), world.userhub());
    tenant.trouble().clear();
    tenant.restore_limits();
    tenant.become_itself();
    userhub.trouble().clear();
    tenant.set_presence(Presence::Present);
    tenant.set_application("client_secret", json!(world.access().client_secret));
    let mut permissions = ALL_FOUR.to_vec();
    if tenant.has_permission(EVENTS) {
        permissions.push(EVENTS);
    }
    tenant.set_permissions(&permissions);
    tenant.set_stream_options(StreamOptions {
        silent: false,
        slots_taken: 0,
        ..tenant.stream_options()
    });
    userhub.restore_keys();
    userhub.replace_connection(false);
    // With the former secret back, the credentials that are saved there are right again.
    userhub.set_connection_state(ConnectionState::Active);
}
