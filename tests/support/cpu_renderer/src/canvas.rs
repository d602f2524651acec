//! The picture that is drawn on, and the part of it that may be touched.

use std::ops::Range;

use egui::Rect;
use image::RgbaImage;

/// Red, green, blue and alpha from 0 to 255, premultiplied, in gamma space.
pub(crate) type Colour = [f32; 4];

/// The picture: rows of pixels, transparent at first.
pub(crate) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Canvas {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        let pixels = vec![[0; 4]; width * height];
        Self {
            width,
            height,
            pixels,
        }
    }

    /// The pixels of a part of one row, which lies inside of a [`Clip`].
    pub(crate) fn span(&mut self, y: usize, columns: Range<usize>) -> &mut [[u8; 4]] {
        let row = y * self.width;
        &mut self.pixels[row + columns.start..row + columns.end]
    }

    pub(crate) fn into_image(self) -> Result<RgbaImage, String> {
        let (width, height) = (self.width as u32, self.height as u32);
        RgbaImage::from_raw(width, height, self.pixels.into_flattened())
            .ok_or_else(|| format!("a picture cannot be {width}x{height}"))
    }
}

/// Lays a colour over a pixel.
pub(crate) fn blend(pixel: &mut [u8; 4], colour: Colour) {
    let through = 1.0 - colour[3] / 255.0;
    for (below, above) in pixel.iter_mut().zip(colour) {
        *below = to_byte(above + f32::from(*below) * through);
    }
}

/// The nearest byte; what lies outside is moved to the border.
pub(crate) fn to_byte(value: f32) -> u8 {
    (value + 0.5) as u8
}

/// The pixels that may be drawn on, inside of the canvas; the ends are not included.
#[derive(Clone, Copy)]
pub(crate) struct Clip {
    pub(crate) left: i64,
    pub(crate) top: i64,
    pub(crate) right: i64,
    pub(crate) bottom: i64,
}

impl Clip {
    /// Rounds as the scissor of `egui_glow` does.
    pub(crate) fn new(points: Rect, pixels_per_point: f32, canvas: &Canvas) -> Self {
        let pixel = |point: f32, most: usize| {
            ((point * pixels_per_point).round() as i64).clamp(0, most as i64)
        };
        let left = pixel(points.min.x, canvas.width);
        let top = pixel(points.min.y, canvas.height);
        Self {
            left,
            top,
            right: pixel(points.max.x, canvas.width).max(left),
            bottom: pixel(points.max.y, canvas.height).max(top),
        }
    }
}
