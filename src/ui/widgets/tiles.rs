//! The map of people: one square for each, or for several; the shape says the state, and the colour repeats it.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, EventFilter, Key, Mesh, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui,
    Vec2, pos2, vec2,
};

use crate::ui::theme::{Palette, Text, line, palette, size, space};

use super::{access, identity, text};

/// How a square looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tile {
    /// A thin outline.
    Waiting,
    /// A thick outline.
    Working,
    /// A full square.
    Added,
    /// A square whose lower quarter is cut off.
    Updated,
    /// A small dot.
    UpToDate,
    /// A ring.
    OnlyInUserHub,
    /// A diamond with an exclamation mark, larger than its place.
    Attention,
}

impl Tile {
    /// All tiles with their words, in the order of the legend.
    pub const LEGEND: [(Self, &str); 7] = [
        (Self::Waiting, "Waiting"),
        (Self::Working, "Working"),
        (Self::Added, "Added"),
        (Self::Updated, "Updated"),
        (Self::UpToDate, "Already up to date"),
        (Self::OnlyInUserHub, "Only in UserHub"),
        (Self::Attention, "Needs attention"),
    ];
}

/// What was done with the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TilesResponse {
    /// The square under the pointer, or that which the keyboard is on.
    pub pointed: Option<usize>,
    /// The square that was pressed.
    pub pressed: Option<usize>,
}

/// Draws the map as one thing that has the keyboard as a whole: arrows go from square to square, Enter presses.
///
/// `name` and `summary` are read out, and `pointed` is what is known of the square that is pointed at.
#[track_caller]
pub fn tiles(
    ui: &mut Ui,
    name: &str,
    summary: &str,
    pointed: &str,
    count: usize,
    tile: impl Fn(usize) -> Tile,
) -> TilesResponse {
    let grid = Grid::fitting(ui, count);
    let (rect, response) = identity::allocate(ui, "", grid.size(), Sense::click());
    let response = access::control(response, Role::Grid, name);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(summary);
        node.set_row_count(grid.rows());
        node.set_column_count(grid.columns);
        if !pointed.is_empty() {
            node.set_description(pointed);
        }
    });
    let grid = grid.at(ui, rect);
    let under = response.hover_pos().and_then(|at| grid.under(at));
    let mut answer = TilesResponse {
        pointed: under,
        pressed: under.filter(|_| response.clicked()),
    };
    let mut cursor = None;
    if response.has_focus() {
        let at = move_cursor(ui, &response, &grid);
        cursor = Some(at);
        if under.is_none() || response.gained_focus() {
            answer.pointed = Some(at);
        }
        if ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space)) {
            answer.pressed = Some(at);
        }
    }
    if ui.is_rect_visible(rect) {
        paint(ui, &grid, tile);
        if let Some(at) = cursor.or(under) {
            let ring = Stroke::new(line::THICK, palette(ui).focus);
            ui.painter()
                .rect_stroke(grid.place(at).expand(1.5), 3.0, ring, StrokeKind::Outside);
        }
    }
    answer
}

/// Draws what each shape means.
pub fn tiles_legend(ui: &mut Ui) {
    text::line(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::L, space::XS);
        for (tile, word) in Tile::LEGEND {
            let secondary = palette(ui).text_secondary;
            let words = ui.fonts_mut(|fonts| {
                fonts.layout_no_wrap(word.to_owned(), Text::Small.font(), secondary)
            });
            let wanted = vec2(size::TILE + space::S + words.size().x, size::ICON);
            let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
            access::plain(&response, word);
            let center = pos2(rect.left() + size::TILE / 2.0, rect.center().y);
            let place = to_pixels(ui, Rect::from_center_size(center, Vec2::splat(size::TILE)));
            let mut mesh = Mesh::default();
            draw(&mut mesh, palette(ui), place, tile);
            ui.painter().add(Shape::mesh(mesh));
            let at = pos2(
                rect.left() + size::TILE + space::S,
                rect.center().y - words.size().y / 2.0,
            );
            ui.painter().galley(at, words, secondary);
        }
    });
}

/// Where the squares lie.
struct Grid {
    count: usize,
    columns: usize,
    corner: Pos2,
}

const STEP: f32 = size::TILE + size::TILE_GAP;

impl Grid {
    fn fitting(ui: &Ui, count: usize) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hundred columns"
        )]
        let columns = ((ui.available_width() + size::TILE_GAP) / STEP).floor() as usize;
        Self {
            count,
            columns: columns.max(1),
            corner: Pos2::ZERO,
        }
    }

    fn rows(&self) -> usize {
        self.count.div_ceil(self.columns).max(1)
    }

    fn size(&self) -> Vec2 {
        let columns = self.columns.min(self.count.max(1));
        vec2(columns as f32, self.rows() as f32) * STEP - Vec2::splat(size::TILE_GAP)
            + vec2(0.0, line::THICK)
    }

    /// The grid with its corner on a whole pixel, so that edges are sharp.
    fn at(self, ui: &Ui, rect: Rect) -> Self {
        Self {
            corner: to_pixels(ui, rect).min,
            ..self
        }
    }

    fn place(&self, at: usize) -> Rect {
        let (column, row) = (at % self.columns, at / self.columns);
        let corner = self.corner + vec2(column as f32, row as f32) * STEP;
        Rect::from_min_size(corner, Vec2::splat(size::TILE))
    }

    fn under(&self, at: Pos2) -> Option<usize> {
        let from = at - self.corner;
        if from.x < 0.0 || from.y < 0.0 {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the window"
        )]
        let (column, row) = ((from.x / STEP) as usize, (from.y / STEP) as usize);
        let at = row * self.columns + column;
        (column < self.columns && at < self.count).then_some(at)
    }
}

/// Where the keyboard is, after the arrows of this frame.
fn move_cursor(ui: &Ui, response: &Response, grid: &Grid) -> usize {
    let keys = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
    let before: usize = ui.data(|data| data.get_temp(response.id).unwrap_or(0));
    let last = grid.count.saturating_sub(1);
    let mut at = before.min(last);
    ui.input(|input| {
        let times = |key| input.num_presses(key);
        at = (at + times(Key::ArrowRight)).saturating_sub(times(Key::ArrowLeft));
        at = (at + times(Key::ArrowDown) * grid.columns).min(
            // Below the last row there is none.
            at.max(last - last % grid.columns + at % grid.columns),
        );
        at = at
            .checked_sub(times(Key::ArrowUp) * grid.columns)
            .unwrap_or(at % grid.columns);
        if input.key_pressed(Key::Home) {
            at = 0;
        }
        if input.key_pressed(Key::End) {
            at = last;
        }
    });
    let at = at.min(last);
    ui.data_mut(|data| data.insert_temp(response.id, at));
    if at != before {
        ui.scroll_to_rect(grid.place(at).expand(STEP), None);
    }
    at
}

fn paint(ui: &Ui, grid: &Grid, tile: impl Fn(usize) -> Tile) {
    let palette = palette(ui);
    let mut mesh = Mesh::default();
    let mut above = Vec::new();
    for at in 0..grid.count {
        match tile(at) {
            Tile::Attention => above.push(at),
            other => draw(&mut mesh, palette, grid.place(at), other),
        }
    }
    // Diamonds are larger than their place, and lie over their neighbours.
    for at in above {
        draw(&mut mesh, palette, grid.place(at), Tile::Attention);
    }
    ui.painter().add(Shape::mesh(mesh));
}

fn draw(mesh: &mut Mesh, palette: &Palette, place: Rect, tile: Tile) {
    let colors = &palette.tiles;
    match tile {
        Tile::Waiting => outline(mesh, place, 1.2, colors.waiting),
        Tile::Working => outline(mesh, place, 2.5, colors.working),
        Tile::Added => fan(mesh, &cut_corners(place, 2.0), colors.added),
        Tile::Updated => {
            let cut = place.top() + place.height() * 0.68;
            let (upper, lower) = place.split_top_bottom_at_y(cut);
            fan(mesh, &cut_corners(upper, 1.5), colors.updated);
            let lower = lower.with_min_y(lower.top() + 1.0);
            fan(
                mesh,
                &cut_corners(lower, 1.5),
                colors.updated.gamma_multiply(0.35),
            );
        }
        Tile::UpToDate => soft(mesh, place.center(), &ROUND, 3.4, colors.up_to_date),
        Tile::OnlyInUserHub => {
            let at = |radius: f32| ROUND.map(|way| place.center() + way * radius);
            ring(
                mesh,
                &at(5.2),
                colors.up_to_date,
                &at(3.4),
                colors.up_to_date,
            );
        }
        Tile::Attention => {
            let center = place.center();
            soft(mesh, center, &DIAMOND, 11.0, palette.text);
            soft(mesh, center, &DIAMOND, 9.0, colors.attention);
            let mark = |from: f32, to: f32| {
                Rect::from_min_max(center + vec2(-0.9, from), center + vec2(0.9, to))
            };
            mesh.add_colored_rect(mark(-4.5, 1.0), palette.surface);
            mesh.add_colored_rect(mark(2.2, 4.2), palette.surface);
        }
    }
}

const DIAMOND: [Vec2; 4] = [
    vec2(0.0, -1.0),
    vec2(1.0, 0.0),
    vec2(0.0, 1.0),
    vec2(-1.0, 0.0),
];
const ROUND: [Vec2; 12] = [
    vec2(1.0, 0.0),
    vec2(0.866, 0.5),
    vec2(0.5, 0.866),
    vec2(0.0, 1.0),
    vec2(-0.5, 0.866),
    vec2(-0.866, 0.5),
    vec2(-1.0, 0.0),
    vec2(-0.866, -0.5),
    vec2(-0.5, -0.866),
    vec2(0.0, -1.0),
    vec2(0.5, -0.866),
    vec2(0.866, -0.5),
];

/// A rectangle whose corners are cut off a little, which at this size looks round.
fn cut_corners(rect: Rect, cut: f32) -> [Pos2; 8] {
    let Rect { min, max } = rect;
    [
        pos2(min.x + cut, min.y),
        pos2(max.x - cut, min.y),
        pos2(max.x, min.y + cut),
        pos2(max.x, max.y - cut),
        pos2(max.x - cut, max.y),
        pos2(min.x + cut, max.y),
        pos2(min.x, max.y - cut),
        pos2(min.x, min.y + cut),
    ]
}

fn vertex(mesh: &mut Mesh, at: Pos2, color: Color32) -> u32 {
    let index = u32::try_from(mesh.vertices.len()).unwrap_or_default();
    mesh.colored_vertex(at, color);
    index
}

/// A shape that bulges everywhere, filled.
fn fan(mesh: &mut Mesh, corners: &[Pos2], color: Color32) {
    let corners: Vec<u32> = corners.iter().map(|at| vertex(mesh, *at, color)).collect();
    if let [first, rest @ ..] = &corners[..] {
        for pair in rest.windows(2) {
            if let [one, two] = pair {
                mesh.add_triangle(*first, *one, *two);
            }
        }
    }
}

/// The edge of a rectangle, of a width, inside it.
fn outline(mesh: &mut Mesh, rect: Rect, width: f32, color: Color32) {
    let outer = cut_corners(rect, 2.0);
    let inner = cut_corners(rect.shrink(width), (2.0 - width / 2.0).max(0.5));
    ring(mesh, &outer, color, &inner, color);
}

/// The room between two shapes of as many corners.
fn ring(mesh: &mut Mesh, outer: &[Pos2], out: Color32, inner: &[Pos2], within: Color32) {
    let pairs: Vec<(u32, u32)> = outer
        .iter()
        .zip(inner)
        .map(|(o, i)| (vertex(mesh, *o, out), vertex(mesh, *i, within)))
        .collect();
    for (at, (outer, inner)) in pairs.iter().enumerate() {
        let next = pairs.get((at + 1) % pairs.len());
        if let Some((next_outer, next_inner)) = next {
            mesh.add_triangle(*outer, *next_outer, *inner);
            mesh.add_triangle(*inner, *next_outer, *next_inner);
        }
    }
}

/// A shape around a point, with edges that fade over one point, as slanted edges need it.
fn soft(mesh: &mut Mesh, center: Pos2, corners: &[Vec2], radius: f32, color: Color32) {
    let at =
        |radius: f32| -> Vec<Pos2> { corners.iter().map(|way| center + *way * radius).collect() };
    let (inner, outer) = (at(radius - 0.6), at(radius + 0.6));
    fan(mesh, &inner, color);
    ring(mesh, &outer, crate::ui::theme::CLEAR, &inner, color);
}

fn to_pixels(ui: &Ui, rect: Rect) -> Rect {
    let pixels = ui.ctx().pixels_per_point();
    let corner = (rect.min.to_vec2() * pixels).round() / pixels;
    Rect::from_min_size(corner.to_pos2(), rect.size())
}
