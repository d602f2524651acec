//! What must hold on every screen (ux.md 2, points 31, 32, 34 and 35).
//!
//! Each check returns what is wrong, so that a test can show that it finds it; [`screen`] fails on the first.

use std::collections::BTreeMap;

use eframe::egui::Shape;
use eframe::egui::accessibility::is_input;
use eframe::egui::accesskit::{NodeId, Role};
use eframe::egui::epaint::{ClippedShape, TextShape};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _};

/// Words that blame, frighten or say nothing.
const BANNED: [&str; 8] = [
    "invalid",
    "forbidden",
    "illegal",
    "failed to",
    "unknown error",
    "please",
    "sorry",
    "oops",
];

/// The least width and height of what can be clicked, in points (WCAG 2.2, 2.5.8).
const LEAST_TARGET: f32 = 24.0;

/// Checks all that must hold on every screen.
#[track_caller]
pub(crate) fn screen<State>(window: &Harness<'_, State>) {
    let unnamed = window.unnamed_widgets();
    assert!(unnamed.is_empty(), "widgets without a name: {unnamed:#?}");
    let headings = main_headings(window);
    assert!(headings.len() == 1, "one main heading, not {headings:?}");
    let small = small_targets(window);
    assert!(small.is_empty(), "targets under 24 points: {small:#?}");
    let banned = banned_words(window);
    assert!(banned.is_empty(), "words that help nobody: {banned:#?}");
    let foreign = words_of_the_code(window);
    assert!(
        foreign.is_empty(),
        "words of the command line or the code: {foreign:#?}"
    );
    let cut_off = cut_off_texts(window);
    assert!(cut_off.is_empty(), "texts cut off: {cut_off:#?}");
}

/// Checks that a secret is nowhere: neither drawn, nor told to a screen reader.
#[track_caller]
pub(crate) fn hides<State>(window: &Harness<'_, State>, secret: &str) {
    let shown: Vec<_> = texts(window)
        .into_iter()
        .filter(|text| text.contains(secret))
        .collect();
    assert!(shown.is_empty(), "the secret is shown: {shown:#?}");
}

/// The headings of level 1.
pub(crate) fn main_headings<State>(window: &Harness<'_, State>) -> Vec<String> {
    nodes(window)
        .filter(|node| node.role() == Role::Heading && node.data().level() == Some(1))
        .map(|node| name(&node))
        .collect()
}

/// All that can be clicked or typed into and is smaller than 24 points, with its size.
pub(crate) fn small_targets<State>(window: &Harness<'_, State>) -> Vec<String> {
    let pixels_per_point = f64::from(window.ctx.pixels_per_point());
    let least = f64::from(LEAST_TARGET) * pixels_per_point - 0.5;
    nodes(window)
        .filter(|node| is_input(node.role()) && !node.data().is_read_only())
        .filter_map(|node| Some((name(&node), node.role(), node.raw_bounds()?)))
        .filter(|(.., bounds)| bounds.width() < least || bounds.height() < least)
        .map(|(name, role, bounds)| {
            let [width, height] = [bounds.width(), bounds.height()].map(|it| it / pixels_per_point);
            format!("{role:?} {name:?}: {width:.1}x{height:.1}")
        })
        .collect()
}

/// The texts with a word in them that no message may have.
pub(crate) fn banned_words<State>(window: &Harness<'_, State>) -> Vec<String> {
    texts(window)
        .into_iter()
        .filter(|text| BANNED.iter().any(|word| has_word(text, word)))
        .collect()
}

/// The names of the Action's secrets, which Auth0 shows so.
const SECRETS_OF_THE_ACTION: [&str; 2] = ["API_KEY", "CONNECTION_ID"];

/// The texts with something in them that is written for the command line or the code, and says nothing to who has the window
/// before them: commands and flags, the numbers of documented steps, names of codes, an address of this computer, a label
/// that says the same twice. Text of several lines is code, or a page of details.
pub(crate) fn words_of_the_code<State>(window: &Harness<'_, State>) -> Vec<String> {
    texts(window)
        .into_iter()
        .filter(|text| !text.contains('\n') && is_for_the_code(text))
        .collect()
}

fn is_for_the_code(text: &str) -> bool {
    // A service's own words are quoted as they are.
    let text = &text.split(['“', '”']).step_by(2).collect::<String>();
    let is_part = |sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == '-');
    let words = || text.split(is_part).filter(|word| !word.is_empty());
    let is_step = |word: &str| {
        let number = word.strip_prefix(['A', 'C', 'K', 'P']).unwrap_or_default();
        number.len() <= 2 && number.parse::<u8>().is_ok()
    };
    let is_name_of_code = |word: &str| {
        let is_upper =
            |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_';
        word.contains('_')
            && word.len() > 3
            && word.starts_with(|sign: char| sign.is_ascii_uppercase())
            && word.chars().all(is_upper)
            && !SECRETS_OF_THE_ACTION.contains(&word)
    };
    let says_twice = text
        .split_once(": ")
        .is_some_and(|(label, rest)| label == rest);
    let is_flag = |word: &str| {
        let flag = word.strip_prefix("--");
        flag.is_some_and(|flag| flag.starts_with(char::is_lowercase))
    };
    words().any(|word| is_step(word) || is_name_of_code(word) || is_flag(word))
        || text.contains("userhub-connect ")
        || text.contains("127.0.0.1")
        || says_twice
}

/// The texts that go on beyond the left or right edge of the place where they are drawn, or of the window.
///
/// A field may hold more than it shows, and what is scrolled away is not cut off.
pub(crate) fn cut_off_texts<State>(window: &Harness<'_, State>) -> Vec<String> {
    let screen = window.ctx.content_rect();
    let fields: Vec<_> = window
        .root()
        .children_recursive()
        .filter(|node| is_field(node.accesskit_node().role()))
        .map(|node| node.rect())
        .collect();
    let mut cut_off = Vec::new();
    for ClippedShape {
        clip_rect, shape, ..
    } in &window.output().shapes
    {
        let place = clip_rect.intersect(screen).expand(1.0);
        let mut check = |text: &TextShape| {
            let drawn = text.visual_bounding_rect();
            let is_seen = drawn.is_positive() && drawn.intersects(place);
            let fits = drawn.left() >= place.left() && drawn.right() <= place.right();
            let in_field = fields.iter().any(|field| field.intersects(drawn));
            if is_seen && !fits && !in_field {
                cut_off.push(text.galley.text().to_owned());
            }
        };
        each_text(shape, &mut check);
    }
    cut_off
}

/// Every text that is drawn or told to a screen reader, each once.
pub(crate) fn texts<State>(window: &Harness<'_, State>) -> Vec<String> {
    let mut texts = Vec::new();
    for node in nodes(window) {
        let data = node.data();
        let told = [
            data.label(),
            data.value(),
            data.description(),
            data.placeholder(),
            data.tooltip(),
        ];
        texts.extend(told.into_iter().flatten().map(str::to_owned));
    }
    for ClippedShape { shape, .. } in &window.output().shapes {
        each_text(shape, &mut |text| texts.push(text.galley.text().to_owned()));
    }
    texts.sort_unstable();
    texts.dedup();
    texts
}

fn each_text(shape: &Shape, see: &mut impl FnMut(&TextShape)) {
    match shape {
        Shape::Text(text) => see(text),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_text(shape, see)),
        _ => {}
    }
}

fn is_field(role: Role) -> bool {
    matches!(
        role,
        Role::TextInput | Role::MultilineTextInput | Role::PasswordInput | Role::SearchInput
    )
}

/// Whether a text has this word or these words, in whatever case.
fn has_word(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// What can be pressed on a page, by its role and name, with the identity that it has in one frame.
pub(crate) struct Identities {
    page: Vec<String>,
    /// `None` where two have the same role and name.
    parts: BTreeMap<(String, String), Option<NodeId>>,
}

impl Identities {
    /// Those of the latest frame.
    pub(crate) fn of<State>(window: &Harness<'_, State>) -> Self {
        let mut parts = BTreeMap::new();
        for node in nodes(window).filter(|node| is_input(node.role())) {
            let id = Some(node.locate().0);
            parts
                .entry((format!("{:?}", node.role()), name(&node)))
                .and_modify(|id| *id = None)
                .or_insert(id);
        }
        Self {
            page: main_headings(window),
            parts,
        }
    }

    /// What is still there in a later frame of the same page and is no longer itself: a press that began before is lost, and so
    /// is the keyboard's place.
    pub(crate) fn lost(&self, later: &Self) -> Vec<String> {
        if self.page != later.page {
            return Vec::new();
        }
        let both = self.parts.iter().filter_map(|(part, before)| {
            let after = later.parts.get(part)?.as_ref()?;
            (before.as_ref()? != after).then(|| format!("{} {:?}", part.0, part.1))
        });
        both.collect()
    }
}

fn nodes<'a, State>(window: &'a Harness<'_, State>) -> impl Iterator<Item = AccessKitNode<'a>> {
    window
        .root()
        .children_recursive()
        .map(|node| node.accesskit_node())
        .filter(|node| !node.is_hidden())
}

fn name(node: &AccessKitNode<'_>) -> String {
    node.label().or_else(|| node.value()).unwrap_or_default()
}
