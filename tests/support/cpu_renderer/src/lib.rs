//! Draws the meshes of egui without a graphics card.
