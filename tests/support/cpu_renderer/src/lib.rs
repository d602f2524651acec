//! Draws the meshes of egui without a graphics card.
//!
//! Image snapshots then pass on any machine, with the same pixels on each: no driver takes part. What is drawn follows
//! `egui_glow`: colours are multiplied in gamma space, alpha is premultiplied, and the clip rectangle is rounded to
//! pixels. Two things differ on purpose: there is no dithering, and paint callbacks, which hold code for a graphics
//! card, are left out.

mod canvas;
mod raster;
mod texture;

use std::collections::HashMap;

use egui::epaint::Primitive;
use egui::{Context, FullOutput, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;

use crate::canvas::{Canvas, Clip};
use crate::texture::Texture;

/// Draws on the processor what a window would show.
#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
    /// Textures that the last frame still shows; they go when the next frame comes.
    freed: Vec<TextureId>,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for id in self.freed.drain(..) {
            self.textures.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.textures.entry(id).or_default().change(&change);
            }
        }
        self.freed.extend(delta.free.drain());
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let pixels_per_point = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * pixels_per_point;
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize);

        for clipped in ctx.tessellate(output.shapes.clone(), pixels_per_point) {
            let Primitive::Mesh(mesh) = clipped.primitive else {
                continue;
            };
            let texture = self
                .textures
                .get(&mesh.texture_id)
                .ok_or_else(|| format!("no such texture: {:?}", mesh.texture_id))?;
            let clip = Clip::new(clipped.clip_rect, pixels_per_point, &canvas);
            raster::draw_mesh(&mut canvas, clip, &mesh, pixels_per_point, texture);
        }
        canvas.into_image()
    }
}
