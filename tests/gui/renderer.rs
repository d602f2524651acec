//! The renderer of the snapshots: meshes with known pixels.

use std::sync::Arc;

use cpu_renderer::CpuRenderer;
use eframe::egui;
use eframe::egui::epaint::{ImageDelta, PaintCallback, Vertex};
use eframe::egui::{
    Color32, ColorImage, Context, Mesh, Rect, Shape, TextureId, TextureOptions, TextureWrapMode,
    pos2, vec2,
};
use egui_kittest::TestRenderer as _;

const NOTHING: [u8; 4] = [0; 4];
const RED: [u8; 4] = [255, 0, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];

/// A screen of 6 by 3 points.
struct Screen {
    ctx: Context,
    renderer: CpuRenderer,
    pixels_per_point: f32,
}

type Rows = Vec<Vec<[u8; 4]>>;

impl Screen {
    fn new() -> Self {
        Self {
            ctx: Context::default(),
            renderer: CpuRenderer::default(),
            pixels_per_point: 1.0,
        }
    }

    /// Draws one frame.
    fn try_draw(&mut self, frame: impl FnMut(&Context) -> Vec<Shape>) -> Result<Rows, String> {
        self.try_draw_clipped(Rect::EVERYTHING, frame)
    }

    fn try_draw_clipped(
        &mut self,
        clip: Rect,
        mut frame: impl FnMut(&Context) -> Vec<Shape>,
    ) -> Result<Rows, String> {
        let mut input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(6.0, 3.0))),
            ..Default::default()
        };
        for viewport in input.viewports.values_mut() {
            viewport.native_pixels_per_point = Some(self.pixels_per_point);
        }
        let mut output = self.ctx.run_ui(input, |ui| {
            let painter = ui.ctx().debug_painter().with_clip_rect(clip);
            painter.extend(frame(ui.ctx()));
        });
        self.renderer.handle_delta(&mut output.textures_delta);
        let image = self.renderer.render(&self.ctx, &output)?;
        Ok(image
            .rows()
            .map(|row| row.map(|pixel| pixel.0).collect())
            .collect())
    }

    fn draw(&mut self, shapes: &[Shape]) -> Rows {
        self.try_draw(|_| shapes.to_vec()).expect("a picture")
    }
}

fn rect(x: [f32; 2], y: [f32; 2]) -> Rect {
    Rect::from_x_y_ranges(x[0]..=x[1], y[0]..=y[1])
}

fn filled(rect: Rect, colour: Color32) -> Shape {
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(rect, colour);
    Shape::mesh(mesh)
}

fn textured(texture: TextureId, place: Rect, uv: Rect) -> Shape {
    let mut mesh = Mesh::with_texture(texture);
    mesh.add_rect_with_uv(place, uv, Color32::WHITE);
    Shape::mesh(mesh)
}

fn whole() -> Rect {
    rect([0.0, 1.0], [0.0, 1.0])
}

#[test]
fn a_rectangle_covers_its_pixels_and_no_others() {
    let drawn = Screen::new().draw(&[filled(rect([1.0, 4.0], [1.0, 2.0]), Color32::RED)]);
    assert_eq!(
        drawn,
        [
            vec![NOTHING; 6],
            vec![NOTHING, RED, RED, RED, NOTHING, NOTHING],
            vec![NOTHING; 6],
        ]
    );
}

#[test]
fn a_pixel_belongs_to_the_triangle_with_its_centre() {
    let drawn = Screen::new().draw(&[
        filled(rect([0.5, 2.5], [0.0, 3.0]), Color32::RED),
        filled(rect([2.5, 4.51], [0.0, 3.0]), Color32::BLUE),
    ]);
    assert_eq!(drawn[1], [RED, RED, BLUE, BLUE, BLUE, NOTHING]);
}

#[test]
fn alpha_is_premultiplied_and_blended_in_gamma_space() {
    let half_red = Color32::from_rgba_premultiplied(128, 0, 0, 128);
    let drawn = Screen::new().draw(&[
        filled(rect([0.0, 3.0], [0.0, 3.0]), Color32::BLUE),
        filled(rect([0.0, 6.0], [0.0, 3.0]), half_red),
    ]);
    let mixed = [128, 0, 127, 255];
    let alone = [128, 0, 0, 128];
    // Each pixel is drawn once, those on the diagonal between the two triangles as well.
    assert_eq!(drawn, vec![[mixed, mixed, mixed, alone, alone, alone]; 3]);
}

#[test]
fn both_winding_orders_are_drawn() {
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(rect([0.0, 6.0], [0.0, 3.0]), Color32::RED);
    mesh.indices.reverse();
    assert_eq!(Screen::new().draw(&[Shape::mesh(mesh)]), vec![[RED; 6]; 3]);
}

#[test]
fn colours_change_evenly_from_corner_to_corner() {
    let corner = |x: f32, y: f32, red: u8| Vertex {
        pos: pos2(x, y),
        uv: egui::epaint::WHITE_UV,
        color: Color32::from_rgb(red, 0, 0),
    };
    let mesh = Mesh {
        vertices: vec![
            corner(0.0, 0.0, 0),
            corner(6.0, 0.0, 240),
            corner(6.0, 3.0, 240),
            corner(0.0, 3.0, 0),
        ],
        indices: vec![0, 1, 2, 0, 2, 3],
        ..Mesh::default()
    };
    let drawn = Screen::new().draw(&[Shape::mesh(mesh)]);
    let reds: Vec<_> = drawn[2].iter().map(|pixel| pixel[0]).collect();
    assert_eq!(reds, [20, 60, 100, 140, 180, 220]);
}

#[test]
fn the_clip_rectangle_is_rounded_to_pixels() {
    let mut screen = Screen::new();
    let clip = rect([1.4, 2.6], [0.0, 1.4]);
    let drawn = screen
        .try_draw_clipped(clip, |_| {
            vec![filled(rect([0.0, 6.0], [0.0, 3.0]), Color32::RED)]
        })
        .expect("a picture");
    assert_eq!(
        drawn,
        [
            vec![NOTHING, RED, RED, NOTHING, NOTHING, NOTHING],
            vec![NOTHING; 6],
            vec![NOTHING; 6],
        ]
    );
}

#[test]
fn points_become_pixels() {
    let mut screen = Screen::new();
    screen.pixels_per_point = 2.0;
    let drawn = screen.draw(&[filled(rect([1.0, 2.0], [0.0, 3.0]), Color32::RED)]);
    assert_eq!((drawn.len(), drawn[0].len()), (6, 12));
    assert_eq!(drawn[5][..5], [NOTHING, NOTHING, RED, RED, NOTHING]);
}

#[test]
fn far_corners_are_cut_off() {
    let drawn = Screen::new().draw(&[filled(rect([-1e9, 1e9], [1.0, 1e9]), Color32::RED)]);
    assert_eq!(drawn, [[NOTHING; 6], [RED; 6], [RED; 6]]);
}

#[test]
fn textures_are_read_at_texels_or_between_them() {
    let image = ColorImage::new([2, 1], vec![Color32::RED, Color32::BLUE]);
    let mut screen = Screen::new();
    let mut handles = Vec::new();
    let drawn = screen.try_draw(|ctx| {
        let options = [TextureOptions::NEAREST, TextureOptions::LINEAR];
        handles = options
            .map(|options| ctx.load_texture("two texels", image.clone(), options))
            .to_vec();
        vec![
            textured(handles[0].id(), rect([0.0, 4.0], [0.0, 1.0]), whole()),
            textured(handles[1].id(), rect([0.0, 4.0], [1.0, 2.0]), whole()),
        ]
    });
    let drawn = drawn.expect("a picture");
    assert_eq!(drawn[0], [RED, RED, BLUE, BLUE, NOTHING, NOTHING]);
    let mostly_red = [191, 0, 64, 255];
    let mostly_blue = [64, 0, 191, 255];
    assert_eq!(
        drawn[1],
        [RED, mostly_red, mostly_blue, BLUE, NOTHING, NOTHING]
    );
}

#[test]
fn textures_are_tinted() {
    let mut screen = Screen::new();
    let mut handle = None;
    let drawn = screen.try_draw(|ctx| {
        let image = ColorImage::new([1, 1], vec![Color32::from_rgb(200, 100, 255)]);
        let handle = handle.insert(ctx.load_texture("one texel", image, TextureOptions::NEAREST));
        let mut mesh = Mesh::with_texture(handle.id());
        let tint = Color32::from_rgb(255, 128, 0);
        mesh.add_rect_with_uv(rect([0.0, 6.0], [0.0, 3.0]), whole(), tint);
        vec![Shape::mesh(mesh)]
    });
    assert_eq!(drawn.expect("a picture")[0][0], [200, 50, 0, 255]);
}

#[test]
fn textures_repeat_when_asked() {
    let image = ColorImage::new([2, 1], vec![Color32::RED, Color32::BLUE]);
    for (wrap_mode, row) in [
        (
            TextureWrapMode::ClampToEdge,
            [RED, RED, RED, BLUE, BLUE, BLUE],
        ),
        (TextureWrapMode::Repeat, [RED, BLUE, RED, BLUE, RED, BLUE]),
        (
            TextureWrapMode::MirroredRepeat,
            [BLUE, RED, RED, BLUE, BLUE, RED],
        ),
    ] {
        let options = TextureOptions {
            wrap_mode,
            ..TextureOptions::NEAREST
        };
        let mut handle = None;
        let drawn = Screen::new().try_draw(|ctx| {
            let handle = handle.insert(ctx.load_texture("two texels", image.clone(), options));
            let uv = rect([-1.0, 2.0], [0.0, 1.0]);
            vec![textured(handle.id(), rect([0.0, 6.0], [0.0, 1.0]), uv)]
        });
        assert_eq!(drawn.expect("a picture")[0], row, "{wrap_mode:?}");
    }
}

#[test]
fn a_part_of_a_texture_is_changed() {
    let mut screen = Screen::new();
    let image = ColorImage::filled([3, 3], Color32::RED);
    let handle = screen
        .ctx
        .load_texture("patched", image, TextureOptions::NEAREST);
    let shape = textured(handle.id(), rect([0.0, 3.0], [0.0, 3.0]), whole());
    assert_eq!(screen.draw(std::slice::from_ref(&shape))[1][..3], [RED; 3]);

    let patch = ColorImage::filled([2, 1], Color32::BLUE);
    let change = ImageDelta::partial([1, 1], patch, TextureOptions::NEAREST);
    screen.ctx.tex_manager().write().set(handle.id(), change);
    let drawn = screen.draw(&[shape]);
    assert_eq!(drawn[0][..3], [RED; 3]);
    assert_eq!(drawn[1][..3], [RED, BLUE, BLUE]);
    assert_eq!(drawn[2][..3], [RED; 3]);
}

#[test]
fn a_texture_lives_until_the_frame_that_frees_it_is_drawn() {
    let mut screen = Screen::new();
    let image = ColorImage::filled([1, 1], Color32::RED);
    let mut handle = Some(
        screen
            .ctx
            .load_texture("short-lived", image, TextureOptions::NEAREST),
    );
    let mut shape = None;
    let drawn = screen.try_draw(|_| {
        if let Some(handle) = handle.take() {
            shape = Some(textured(handle.id(), rect([0.0, 1.0], [0.0, 1.0]), whole()));
        }
        shape.iter().cloned().collect()
    });
    assert_eq!(drawn.expect("a picture")[0][0], RED);

    let gone = screen.try_draw(|_| shape.iter().cloned().collect());
    assert!(gone.expect_err("no texture").contains("no such texture"));
}

#[test]
fn callbacks_are_left_out() {
    let callback = PaintCallback {
        rect: rect([0.0, 6.0], [0.0, 3.0]),
        callback: Arc::new("code for a graphics card"),
    };
    let drawn = Screen::new().draw(&[
        filled(rect([0.0, 1.0], [0.0, 1.0]), Color32::RED),
        Shape::Callback(callback),
        filled(rect([1.0, 2.0], [0.0, 1.0]), Color32::BLUE),
    ]);
    assert_eq!(drawn[0][..3], [RED, BLUE, NOTHING]);
}
