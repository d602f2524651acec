//! A picture on the graphics card that is not there: kept, patched and read between its texels.

use egui::epaint::ImageDelta;
use egui::{Color32, ImageData, TextureFilter, TextureOptions, TextureWrapMode};

use crate::canvas::Colour;

/// One texture with the way in which it is read. Mipmaps are not kept.
#[derive(Default)]
pub(crate) struct Texture {
    width: usize,
    height: usize,
    texels: Vec<Color32>,
    options: TextureOptions,
}

impl Texture {
    /// Replaces the whole texture, or a rectangle of it.
    pub(crate) fn change(&mut self, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        self.options = delta.options;
        let Some([left, top]) = delta.pos else {
            [self.width, self.height] = image.size;
            self.texels.clone_from(&image.pixels);
            return;
        };
        if image.pixels.is_empty() {
            return;
        }
        for (y, row) in image.pixels.chunks_exact(image.width()).enumerate() {
            let start = (top + y) * self.width + left;
            self.texels[start..start + row.len()].copy_from_slice(row);
        }
    }

    pub(crate) fn size(&self) -> [f32; 2] {
        [self.width as f32, self.height as f32]
    }

    /// How to read where one pixel covers this many texels.
    pub(crate) fn filter(&self, texels_per_pixel: f32) -> TextureFilter {
        if texels_per_pixel > 1.0 {
            self.options.minification
        } else {
            self.options.magnification
        }
    }

    /// The colour at a place counted in texels.
    pub(crate) fn read(&self, u: f32, v: f32, filter: TextureFilter) -> Colour {
        match filter {
            TextureFilter::Nearest => self.texel(u.floor() as i64, v.floor() as i64),
            TextureFilter::Linear => self.between(u, v),
        }
    }

    /// The mean of the four nearest texels, weighted in steps of 1/256 as graphics cards do.
    fn between(&self, u: f32, v: f32) -> Colour {
        let (left, right_weight) = split(u);
        let (top, bottom_weight) = split(v);
        let corner = self.texel(left, top);
        if right_weight == 0.0 && bottom_weight == 0.0 {
            return corner;
        }
        let upper = mix(corner, self.texel(left + 1, top), right_weight);
        let lower = mix(
            self.texel(left, top + 1),
            self.texel(left + 1, top + 1),
            right_weight,
        );
        mix(upper, lower, bottom_weight)
    }

    fn texel(&self, x: i64, y: i64) -> Colour {
        let x = wrap(x, self.width as i64, self.options.wrap_mode);
        let y = wrap(y, self.height as i64, self.options.wrap_mode);
        self.texels[y * self.width + x].to_array().map(f32::from)
    }
}

/// The texel whose centre lies before this place, and the weight of the next one.
fn split(place: f32) -> (i64, f32) {
    let steps = ((place - 0.5) * 256.0).round() as i64;
    (steps >> 8, (steps & 255) as f32 / 256.0)
}

fn mix(a: Colour, b: Colour, weight: f32) -> Colour {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * weight)
}

fn wrap(at: i64, length: i64, mode: TextureWrapMode) -> usize {
    let inside = match mode {
        TextureWrapMode::ClampToEdge => at.clamp(0, length - 1),
        TextureWrapMode::Repeat => at.rem_euclid(length),
        TextureWrapMode::MirroredRepeat => {
            let there_and_back = at.rem_euclid(2 * length);
            there_and_back.min(2 * length - 1 - there_and_back)
        }
    };
    inside as usize
}
