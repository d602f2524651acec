//! Triangles to pixels.
//!
//! Corners are moved to the nearest 1/256 of a pixel, and all that decides which pixels a triangle covers is then exact
//! whole-number arithmetic. Two triangles that share an edge therefore never leave a gap and never draw a pixel twice,
//! which would show wherever a colour is see-through.

use egui::epaint::Vertex;
use egui::{Color32, Mesh, TextureFilter};

use crate::canvas::{Canvas, Clip, Colour, blend, to_byte};
use crate::texture::Texture;

/// Steps in a pixel.
const STEPS: i64 = 256;

/// Corners farther out than this many pixels are moved in, so that products of lengths fit in 64 bits.
const FAR_AWAY: f32 = 1_048_576.0;

/// Draws all triangles of a mesh over what is there.
pub(crate) fn draw_mesh(
    canvas: &mut Canvas,
    clip: Clip,
    mesh: &Mesh,
    pixels_per_point: f32,
    texture: &Texture,
) {
    for indices in mesh.triangles() {
        let [a, b, c] =
            indices.map(|i| Corner::new(&mesh.vertices[i as usize], pixels_per_point, texture));
        // Clockwise on the screen. egui uses both directions.
        match doubled_area(&a, &b, &c) {
            0 => {}
            area if area > 0 => draw(canvas, clip, [a, b, c], area, texture),
            area => draw(canvas, clip, [a, c, b], -area, texture),
        }
    }
}

fn draw(canvas: &mut Canvas, clip: Clip, corners: [Corner; 3], area: i64, texture: &Texture) {
    let [a, b, c] = &corners;
    let edges = [Edge::new(a, b), Edge::new(b, c), Edge::new(c, a)];
    let paint = Paint::new(&corners, area, texture);

    let highest = a.y.min(b.y).min(c.y).div_euclid(STEPS).max(clip.top);
    let lowest = (a.y.max(b.y).max(c.y).div_euclid(STEPS) + 1).min(clip.bottom);
    for y in highest..lowest {
        let mut left = clip.left;
        let mut right = clip.right;
        for edge in &edges {
            edge.narrow(y, &mut left, &mut right);
        }
        if left < right {
            let span = canvas.span(y as usize, left as usize..right as usize);
            paint.fill(span, left, y);
        }
    }
}

/// A corner in steps, with what changes from corner to corner.
#[derive(Clone, Copy)]
struct Corner {
    x: i64,
    y: i64,
    /// The place in the texture, counted in texels.
    u: f32,
    v: f32,
    colour: Color32,
}

impl Corner {
    fn new(vertex: &Vertex, pixels_per_point: f32, texture: &Texture) -> Self {
        let steps = |point: f32| {
            let pixel = (point * pixels_per_point).clamp(-FAR_AWAY, FAR_AWAY);
            (pixel * STEPS as f32).round() as i64
        };
        let [width, height] = texture.size();
        Self {
            x: steps(vertex.pos.x),
            y: steps(vertex.pos.y),
            u: vertex.uv.x * width,
            v: vertex.uv.y * height,
            colour: vertex.color,
        }
    }
}

fn doubled_area(a: &Corner, b: &Corner, c: &Corner) -> i64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// One side of a clockwise triangle: a pixel is inside when `along * x + start >= 0` at its row.
struct Edge {
    from: (i64, i64),
    across: i64,
    down: i64,
    /// A pixel centre that lies exactly on a right or lower edge belongs to the neighbour.
    bias: i64,
}

impl Edge {
    fn new(from: &Corner, to: &Corner) -> Self {
        let across = to.x - from.x;
        let down = to.y - from.y;
        let is_top = down == 0 && across > 0;
        let is_left = down < 0;
        Self {
            from: (from.x, from.y),
            across,
            down,
            bias: i64::from(!(is_top || is_left)),
        }
    }

    /// Takes away the pixels of row `y` that lie outside of this edge.
    fn narrow(&self, y: i64, left: &mut i64, right: &mut i64) {
        let centre = STEPS / 2;
        let below = y * STEPS + centre - self.from.1;
        let start = self.across * below - self.down * (centre - self.from.0) - self.bias;
        let along = -self.down * STEPS;
        if along > 0 {
            *left = (*left).max(-start.div_euclid(along));
        } else if along < 0 {
            *right = (*right).min(start.div_euclid(-along) + 1);
        } else if start < 0 {
            *right = *left;
        }
    }
}

/// How a triangle is filled.
enum Paint<'a> {
    /// One colour for all pixels.
    Flat(Colour),
    /// A colour that changes from corner to corner, times what the texture shows.
    Varied {
        values: Gradients,
        texture: &'a Texture,
        filter: TextureFilter,
    },
}

impl<'a> Paint<'a> {
    fn new(corners: &[Corner; 3], area: i64, texture: &'a Texture) -> Self {
        let [a, b, c] = corners;
        let same_place = [b, c].iter().all(|other| (a.u, a.v) == (other.u, other.v));
        let same_colour = a.colour == b.colour && a.colour == c.colour;
        if same_place && same_colour {
            let texel = texture.read(a.u, a.v, texture.filter(0.0));
            return Self::Flat(multiply(a.colour.to_array().map(f32::from), texel));
        }
        let values = Gradients::new(corners, area);
        Self::Varied {
            filter: texture.filter(values.texels_per_pixel()),
            values,
            texture,
        }
    }

    /// Lays the paint over a part of a row that begins at pixel `x`.
    fn fill(&self, span: &mut [[u8; 4]], x: i64, y: i64) {
        match self {
            Self::Flat(colour) if colour[3] >= 255.0 => span.fill(colour.map(to_byte)),
            Self::Flat(colour) => {
                for pixel in span {
                    blend(pixel, *colour);
                }
            }
            Self::Varied {
                values,
                texture,
                filter,
            } => {
                let mut here = values.at(x, y);
                for pixel in span {
                    let [r, g, b, a, u, v] = here;
                    let texel = texture.read(u, v, *filter);
                    blend(pixel, multiply([r, g, b, a], texel));
                    here = std::array::from_fn(|i| here[i] + values.per_column[i]);
                }
            }
        }
    }
}

fn multiply(a: Colour, b: Colour) -> Colour {
    std::array::from_fn(|i| a[i] * b[i] / 255.0)
}

/// Red, green, blue, alpha, u and v over a triangle: each changes evenly from pixel to pixel.
struct Gradients {
    /// The first corner, in pixels.
    origin: (f32, f32),
    there: [f32; 6],
    per_column: [f32; 6],
    per_row: [f32; 6],
}

impl Gradients {
    fn new([a, b, c]: &[Corner; 3], area: i64) -> Self {
        let values = |corner: &Corner| {
            let [red, green, blue, alpha] = corner.colour.to_array().map(f32::from);
            [red, green, blue, alpha, corner.u, corner.v]
        };
        let [at_a, at_b, at_c] = [values(a), values(b), values(c)];
        let scale = STEPS as f32 / area as f32;
        let [ab, ac] = [b, c].map(|to| ((to.x - a.x) as f32, (to.y - a.y) as f32));
        let slope = |i: usize, of_b: f32, of_c: f32| {
            ((at_b[i] - at_a[i]) * of_b - (at_c[i] - at_a[i]) * of_c) * scale
        };
        Self {
            origin: (a.x as f32 / STEPS as f32, a.y as f32 / STEPS as f32),
            there: at_a,
            per_column: std::array::from_fn(|i| slope(i, ac.1, ab.1)),
            per_row: std::array::from_fn(|i| slope(i, -ac.0, -ab.0)),
        }
    }

    /// The values at the centre of a pixel.
    fn at(&self, x: i64, y: i64) -> [f32; 6] {
        let right = x as f32 + 0.5 - self.origin.0;
        let down = y as f32 + 0.5 - self.origin.1;
        std::array::from_fn(|i| self.there[i] + self.per_column[i] * right + self.per_row[i] * down)
    }

    fn texels_per_pixel(&self) -> f32 {
        let [.., u_right, v_right] = self.per_column;
        let [.., u_down, v_down] = self.per_row;
        u_right.hypot(v_right).max(u_down.hypot(v_down))
    }
}
