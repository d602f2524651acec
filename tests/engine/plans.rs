//! The journal's plan against the pure one: a real file gives what the sorted vectors give, in whatever order they came.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::collections::BTreeMap;
use std::convert::Infallible;

use jiff::Timestamp;
use proptest::prelude::*;
use userhub_connect::domain::ids::{Auth0UserId, UserHubUserId};
use userhub_connect::domain::plan::{Action, Attention, Join, Kept, LastKnown, Planned};
use userhub_connect::domain::profile::{Fields, Profile, Source, Target};
use userhub_connect::domain::tally::{Outcome, Tally};
use userhub_connect::store::StoreError;
use userhub_connect::store::journal::{Done, Identity, ItemAction, Journal, Problem};

/// Everything that a plan is made of, in the order of its arrival.
#[derive(Clone, Debug)]
struct World {
    sources: Vec<Source>,
    targets: Vec<Target>,
    /// What earlier runs have left behind.
    earlier: Vec<Done>,
    /// Whether UserHub's people were listed.
    listed: bool,
}

/// A line of a plan, as far as both forms know it. Those who are up to date are no lines.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Do(String, ItemAction, Fields, Profile, Option<String>),
    Attention(String, String),
    OnlyInUserHub(String, String),
}

fn ids() -> impl Strategy<Value = String> {
    // Few ids, so that both sides meet, and some whose order by bytes is not their order by letters.
    prop_oneof!["[a-c]\\|[a-b]{1,2}", "[Aaäé山🦊]\\|[zZß]?"]
}

fn profiles() -> impl Strategy<Value = Profile> {
    let text = || {
        prop::option::of(prop_oneof![
            Just(String::new()),
            "[xy]",
            Just("ü'\"\n".into())
        ])
    };
    (
        text(),
        text(),
        any::<bool>(),
        text(),
        any::<bool>(),
        text(),
        any::<bool>(),
    )
        .prop_map(
            |(name, email, verified, phone, phone_verified, image, disabled)| Profile {
                display_name: name,
                email,
                email_verified: verified,
                phone_number: phone,
                phone_number_verified: phone_verified,
                image_url: image,
                disabled,
            },
        )
}

fn userhub_id(id: &str) -> UserHubUserId {
    UserHubUserId::new(format!("usr_{id}"))
}

fn sources() -> impl Strategy<Value = Source> {
    (ids(), profiles(), prop::bool::weighted(0.1)).prop_map(|(id, profile, odd)| Source {
        id: Auth0UserId::new(id),
        profile: if odd {
            Err("odd".to_owned())
        } else {
            Ok(profile)
        },
    })
}

fn targets() -> impl Strategy<Value = Target> {
    (ids(), profiles(), prop::bool::weighted(0.1)).prop_map(|(id, profile, pending)| Target {
        userhub_id: userhub_id(&id),
        id: Auth0UserId::new(id),
        pending_deletion: pending,
        profile,
        created_at: None,
    })
}

/// The end of somebody in an earlier run, with or without a difference that UserHub kept.
fn earlier() -> impl Strategy<Value = Done> {
    (ids(), profiles(), prop::option::of(profiles())).prop_map(|(id, held, expected)| Done {
        position: 0,
        held: Some((userhub_id(&id), held.clone())),
        id: Auth0UserId::new(id),
        outcome: Outcome::Added,
        kept: expected.and_then(|expected| Kept::between(&expected, &held)),
        problem: None,
    })
}

fn worlds() -> impl Strategy<Value = World> {
    let some = 0..25_usize;
    (
        prop::collection::vec(sources(), some.clone()),
        prop::collection::vec(targets(), some.clone()),
        prop::collection::vec(earlier(), some),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(sources, mut targets, mut earlier, listed, alike)| {
            // In half of the worlds both sides agree about many people, as real ones do.
            if alike {
                for source in sources.iter().step_by(2) {
                    let Ok(profile) = &source.profile else {
                        continue;
                    };
                    targets.push(Target {
                        id: source.id.clone(),
                        userhub_id: userhub_id(source.id.as_str()),
                        pending_deletion: false,
                        profile: profile.clone(),
                        created_at: None,
                    });
                }
                for (source, target) in sources.iter().zip(&targets) {
                    let Ok(profile) = &source.profile else {
                        continue;
                    };
                    earlier.push(Done {
                        position: 0,
                        id: source.id.clone(),
                        outcome: Outcome::Updated,
                        held: Some((userhub_id(source.id.as_str()), target.profile.clone())),
                        kept: Kept::between(profile, &target.profile),
                        problem: None,
                    });
                }
            }
            World {
                sources,
                targets,
                earlier,
                listed,
            }
        })
}

/// The last one of each id, sorted by it.
fn sorted<T>(rows: impl IntoIterator<Item = T>, id: impl Fn(&T) -> &Auth0UserId) -> Vec<T> {
    let by_id: BTreeMap<String, T> = rows
        .into_iter()
        .map(|row| (id(&row).as_str().to_owned(), row))
        .collect();
    by_id.into_values().collect()
}

/// The plan by the pure join over sorted vectors.
fn pure(world: &World) -> (Vec<Line>, u64) {
    let earlier = sorted(world.earlier.clone(), |done| &done.id);
    let targets = if world.listed {
        sorted(world.targets.clone(), |target| &target.id)
    } else {
        let held = earlier.iter().filter_map(|done| {
            let (userhub_id, profile) = done.held.clone()?;
            Some(Target {
                id: done.id.clone(),
                userhub_id,
                pending_deletion: false,
                profile,
                created_at: None,
            })
        });
        held.collect()
    };
    let last = earlier.into_iter().map(|done| LastKnown {
        id: done.id,
        kept: done.kept,
    });
    let join = Join::new(
        sorted(world.sources.clone(), |source| &source.id)
            .into_iter()
            .map(Ok::<_, Infallible>),
        targets.into_iter().map(Ok),
        last.map(Ok),
    );
    let mut up_to_date = 0;
    let mut lines = Vec::new();
    for Ok(planned) in join {
        match line(planned) {
            Some(line) => lines.push(line),
            None => up_to_date += 1,
        }
    }
    (lines, up_to_date)
}

fn line(planned: Planned) -> Option<Line> {
    let id = planned.id.to_string();
    let userhub_id = planned.userhub_id.map(|id| id.as_str().to_owned());
    let expected = planned.expected.unwrap_or_default();
    Some(match planned.action {
        Action::UpToDate => return None,
        Action::Add => Line::Do(id, ItemAction::Add, Fields::NONE, expected, userhub_id),
        Action::Update(fields) => Line::Do(id, ItemAction::Update, fields, expected, userhub_id),
        Action::Attention(why) => Line::Attention(id, reason(&why).to_owned()),
        Action::OnlyInUserHub => Line::OnlyInUserHub(id, userhub_id.unwrap_or_default()),
    })
}

fn reason(why: &Attention) -> &str {
    match why {
        Attention::Unreadable(why) => why,
        Attention::PendingDeletion => "pending deletion",
    }
}

/// The plan by a journal in a file, with its counts.
fn filed(world: &World) -> (Vec<Line>, Tally) {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity {
        auth0: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
    };
    let mut journal = Journal::open(folder.path(), &identity).unwrap();
    let now = Timestamp::UNIX_EPOCH;
    journal.record(&world.earlier, now).unwrap();
    let run = journal.begin_run(now, 90).unwrap();
    for batch in world.sources.chunks(7) {
        journal.add_sources(batch).unwrap();
    }
    for batch in world.targets.chunks(7) {
        journal.add_targets(batch).unwrap();
    }
    let words = |why: &Attention| Problem {
        reason: reason(why).to_owned(),
        fix: "look".to_owned(),
    };
    let tally = journal
        .make_plan(run, world.listed, now, words, || false)
        .unwrap();
    let stopped = journal.make_plan(run, world.listed, now, words, || true);
    // Where nobody was read there is nobody to be asked at.
    let somebody = !world.sources.is_empty() || world.listed && !world.targets.is_empty();
    assert!(!somebody || matches!(stopped, Err(StoreError::Stopped)));
    // What was written is what a program that starts anew finds.
    drop(journal);
    let journal = Journal::open(folder.path(), &identity).unwrap();
    let items = journal.items_after(0, 1_000).unwrap().into_iter();
    let mut lines: Vec<Line> = items
        .map(|item| {
            let userhub_id = item.userhub_id.map(|id| id.as_str().to_owned());
            Line::Do(
                item.id.to_string(),
                item.action,
                item.fields,
                item.expected,
                userhub_id,
            )
        })
        .collect();
    journal
        .each_attention(|id, problem| lines.push(Line::Attention(id.to_owned(), problem.reason)))
        .unwrap();
    journal
        .each_only_in_userhub(|id, userhub_id| {
            lines.push(Line::OnlyInUserHub(id.to_owned(), userhub_id.to_owned()));
        })
        .unwrap();
    (lines, tally)
}

/// The pure plan's lines in the order in which the journal gives them: by kind, and then by id.
fn by_kind(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by_key(|line| match line {
        Line::Do(..) => 0,
        Line::Attention(..) => 1,
        Line::OnlyInUserHub(..) => 2,
    });
    lines
}

fn assert_same_plan(world: &World) {
    let (expected, up_to_date) = pure(world);
    let (lines, tally) = filed(world);
    let count = |is: fn(&Line) -> bool| expected.iter().filter(|line| is(line)).count() as u64;
    let counts = Tally {
        added: count(|line| matches!(line, Line::Do(_, ItemAction::Add, ..))),
        updated: count(|line| matches!(line, Line::Do(_, ItemAction::Update, ..))),
        attention: count(|line| matches!(line, Line::Attention(..))),
        only_in_userhub: count(|line| matches!(line, Line::OnlyInUserHub(..))),
        up_to_date,
        left: 0,
    };
    assert_eq!(tally, counts);
    assert_eq!(lines, by_kind(expected));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// A person who comes several times counts as they came last.
    #[test]
    fn the_journals_plan_is_the_pure_plan(world in worlds()) {
        assert_same_plan(&world);
    }

    /// The order in which different people arrive is no part of the plan.
    #[test]
    fn the_order_of_arrival_is_no_part_of_the_plan(world in worlds(), seed in any::<u64>()) {
        let once = World {
            sources: sorted(world.sources, |source| &source.id),
            targets: sorted(world.targets, |target| &target.id),
            earlier: sorted(world.earlier, |done| &done.id),
            listed: world.listed,
        };
        let mut shuffled = once.clone();
        shuffle(&mut shuffled.sources, seed);
        shuffle(&mut shuffled.targets, seed.rotate_left(7));
        shuffle(&mut shuffled.earlier, seed.rotate_left(21));
        prop_assert_eq!(filed(&once), filed(&shuffled));
        assert_same_plan(&shuffled);
    }
}

/// Puts rows into an order that follows from a number.
fn shuffle<T>(rows: &mut [T], mut seed: u64) {
    for at in (1..rows.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let other = usize::try_from(seed >> 33).unwrap() % (at + 1);
        rows.swap(at, other);
    }
}
