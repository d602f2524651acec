//! Practice whose world cannot be opened: what is damaged begins anew, and whatever else is in the way is said on every
//! screen, with the way out.

use userhub_connect::store::lock::ProfileLock;

use crate::checks;
use crate::hands::{begin, open_practice, press, wait_for};

#[test]
fn a_damaged_practice_world_begins_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = folder.path().join("practice/world");
    std::fs::create_dir_all(&world).expect("a folder");
    std::fs::write(world.join("userhub.sqlite"), [b'x'; 9000]).expect("a file");
    let mut window = open_practice(&folder);
    wait_for(&mut window, "Auth0 and UserHub answer");
}

#[test]
fn practice_that_cannot_be_opened_says_so_and_can_be_begun_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = folder.path().join("practice/world");
    std::fs::create_dir_all(&world).expect("a folder");
    let lock = ProfileLock::take(&world, "process 7").expect("a lock");
    let mut window = open_practice(&folder);
    wait_for(&mut window, "Another run is at work");
    checks::screen(&window);
    press(&mut window, "Try again");
    wait_for(&mut window, "Another run is at work");
    drop(lock);
    press(&mut window, "Try again");
    wait_for(&mut window, "Auth0 and UserHub answer");
    press(&mut window, "Leave practice");
    begin(&mut window, "Start with practice");
    wait_for(&mut window, "Auth0 and UserHub answer");
}
