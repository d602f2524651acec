//! The report for support: all that helps to understand what went wrong.

use crate::app::context::World;
use crate::app::state::State;
use crate::app::subjects::sync::Phase;

/// The report, with the end of the log, what the services were seen to answer, and the newest runs.
pub(in crate::app) fn write(
    state: &State,
    about: &str,
    log: &str,
    (contact, runs): (&str, &[String]),
) -> String {
    let report = report(state, about, log);
    let runs = match runs {
        [] => "none".to_owned(),
        runs => runs.join("\n"),
    };
    format!(
        "{report}\nWhat the services were seen to answer:\n{contact}\n\nThe newest runs:\n{runs}\n"
    )
}

/// All that helps to understand what went wrong; no secret, and of people and tenants only what the log says.
fn report(state: &State, about: &str, log: &str) -> String {
    let settings = &state.setups.settings;
    let given = |text: &str| if text.trim().is_empty() { "no" } else { "yes" };
    let mut problems: Vec<String> = state
        .readiness
        .rows()
        .filter_map(|check| Some((check, check.issue.as_ref()?)))
        .map(|(check, issue)| format!("{} {}: {}", issue.code, check.name, issue.what))
        .collect();
    if problems.is_empty() {
        problems.push("none".to_owned());
    }
    let log = if log.is_empty() { "Nothing yet." } else { log };
    let facts = [
        format!("{about}, {}", state.now.strftime("%Y-%m-%d %H:%M UTC")),
        format!(
            "Look: {:?}, text {} %, higher contrast {}, reduced motion {}",
            settings.theme, settings.text_size, settings.higher_contrast, settings.reduce_motion
        ),
        format!(
            "Proxy set here: {}; company certificate: {}; speed: {:?}; history: {} days",
            given(&settings.proxy),
            given(&settings.certificate),
            settings.speed,
            settings.history_days
        ),
        format!(
            "Saved set-ups: {}; practice: {}",
            state.setups.setups.len(),
            state.world == Some(World::Practice)
        ),
        format!("Problems of the last checks: {}", problems.join("; ")),
        format!("Pace of the last sync: {}", pace(state)),
    ];
    format!("{}\n\nThe end of the log:\n{log}\n", facts.join("\n"))
}

/// What the last sync learnt of the tenant's limit.
fn pace(state: &State) -> String {
    let pace = match &state.sync.phase {
        Phase::Over { summary, .. } => summary.pace.as_ref(),
        _ => None,
    };
    pace.map_or_else(|| "not known".to_owned(), |pace| pace.words())
}
