//! Which room of the house never uses which: the table of the architecture.

use super::code::{paths, words};

/// A room, and what must never be named in it.
struct Room {
    name: &'static str,
    never: &'static [&'static [&'static str]],
}

const WINDOW: &[&str] = &["egui", "eframe", "crate::ui"];
const NETWORK: &[&str] = &["reqwest", "hyper", "hyper_util", "axum", "crate::clients"];
const STORAGE: &[&str] = &["rusqlite", "keyring", "crate::store"];
const ASYNC: &[&str] = &["tokio", "tokio_util", "futures_util"];
const MACHINE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
];
const CLOCKS: &[&str] = &[
    "crate::clock",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
];
const CHANCE: &[&str] = &[
    "rand",
    "fastrand",
    "getrandom",
    "std::collections::hash_map::RandomState",
    "std::hash::RandomState",
];
/// Decisions about a sync, which the clients do not take.
const DECISIONS: &[&str] = &[
    "crate::domain::plan",
    "crate::domain::guard",
    "crate::domain::tally",
];

const ROOMS: [Room; 11] = [
    Room {
        name: "domain",
        never: &[
            WINDOW,
            NETWORK,
            STORAGE,
            ASYNC,
            MACHINE,
            CLOCKS,
            CHANCE,
            &[
                "crate::app",
                "crate::cli",
                "crate::engine",
                "crate::practice",
                "crate::protocol",
            ],
        ],
    },
    Room {
        name: "protocol",
        never: &[
            WINDOW,
            NETWORK,
            STORAGE,
            ASYNC,
            MACHINE,
            CLOCKS,
            CHANCE,
            &[
                "crate::app",
                "crate::cli",
                "crate::engine",
                "crate::practice",
            ],
        ],
    },
    Room {
        name: "app",
        never: &[
            WINDOW,
            NETWORK,
            STORAGE,
            ASYNC,
            MACHINE,
            CLOCKS,
            CHANCE,
            &["crate::cli", "crate::engine", "crate::practice"],
        ],
    },
    Room {
        name: "clients",
        never: &[
            WINDOW,
            STORAGE,
            DECISIONS,
            &[
                "crate::app",
                "crate::cli",
                "crate::engine",
                "crate::practice",
                "crate::protocol",
            ],
        ],
    },
    Room {
        name: "store",
        never: &[
            WINDOW,
            NETWORK,
            ASYNC,
            &[
                "crate::app",
                "crate::cli",
                "crate::engine",
                "crate::practice",
                "crate::protocol",
            ],
        ],
    },
    Room {
        name: "engine",
        never: &[WINDOW, &["crate::app", "crate::cli"]],
    },
    Room {
        name: "practice",
        never: &[
            WINDOW,
            &[
                "crate::app",
                "crate::cli",
                "crate::clients",
                "crate::clock",
                "crate::domain",
                "crate::engine",
                "crate::protocol",
                "crate::store",
                "reqwest",
            ],
        ],
    },
    Room {
        name: "ui",
        never: &[
            NETWORK,
            STORAGE,
            ASYNC,
            &["std::fs", "crate::cli", "crate::engine", "crate::practice"],
        ],
    },
    // The floors of the drawing: what is below knows nothing of what is above.
    Room {
        name: "ui::theme",
        never: &[&["crate::app", "crate::ui::places", "crate::ui::widgets"]],
    },
    Room {
        name: "ui::widgets",
        never: &[&["crate::app", "crate::ui::places"]],
    },
    Room {
        name: "cli",
        never: &[WINDOW, &["crate::app"]],
    },
];

/// What a source of `src` names although its room never does.
pub(super) fn complaints(name: &str, source: &str) -> Vec<String> {
    let Some(module) = module_of(name) else {
        return Vec::new();
    };
    let module_name = module.join("::");
    let is_in = |room: &&Room| {
        module_name == room.name || module_name.starts_with(&format!("{}::", room.name))
    };
    let used = paths(&words(source), &module);
    let of_room = |room: &'static Room| {
        let forbidden = |path: &str| {
            let mut never = room.never.iter().copied().flatten();
            never.find(|never| path == **never || path.starts_with(&format!("{never}::")))
        };
        let complaint = |line: usize, path: &str| {
            let never = forbidden(path)?;
            let room = room.name;
            Some(format!(
                "{name}:{line}: `{room}` never uses `{never}`, but `{path}` is named"
            ))
        };
        let complaints: Vec<String> = used
            .iter()
            .filter_map(|used| complaint(used.line, &used.path))
            .collect();
        complaints
    };
    ROOMS.iter().filter(is_in).flat_map(of_room).collect()
}

/// The module that a file of `src` is: `src/engine/run.rs` is `["engine", "run"]`.
pub(super) fn module_of(name: &str) -> Option<Vec<String>> {
    let inside = name.strip_prefix("src/")?.strip_suffix(".rs")?;
    let mut module: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if module
        .last()
        .is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main"))
    {
        module.pop();
    }
    Some(module)
}
