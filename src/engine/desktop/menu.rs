//! The program in a person's menu, and out of it again: an entry and its icons in their own folder of data.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::issue::Issue;
use crate::domain::menu;
use crate::store::file;

/// The icons, as packages install them: one for every size, one for panels, and one for who reads no SVG.
const ICONS: [(&str, &[u8]); 3] = [
    (
        "icons/hicolor/scalable/apps/com.userhub.connect.svg",
        include_bytes!("../../../assets/icons/com.userhub.connect.svg"),
    ),
    (
        "icons/hicolor/symbolic/apps/com.userhub.connect-symbolic.svg",
        include_bytes!("../../../assets/icons/com.userhub.connect-symbolic.svg"),
    ),
    (
        "icons/hicolor/128x128/apps/com.userhub.connect.png",
        include_bytes!("../../../assets/icons/com.userhub.connect-128.png"),
    ),
];

/// The person's folder of data, in which menus look.
///
/// # Errors
/// Where the system has menus of another kind, or there is no home folder.
pub fn folder() -> Result<PathBuf, Issue> {
    if !cfg!(target_os = "linux") {
        return Err(Issue::menu_of_another_kind());
    }
    let base = directories::BaseDirs::new().ok_or_else(Issue::no_data_folder)?;
    Ok(base.data_dir().to_owned())
}

/// Puts the program at this path into the menu, in the place of one that is there. Gives the files.
///
/// # Errors
/// Why a file could not be written.
pub fn install(folder: &Path, program: &Path) -> Result<Vec<PathBuf>, Issue> {
    let entry = menu::entry(&program.display().to_string());
    let icons = ICONS.into_iter();
    // The entry comes last: with it the icons are there.
    let files = icons.chain([(menu::ENTRY_PATH, entry.as_bytes())]);
    let mut written = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        write(&path, bytes).map_err(|error| {
            let shown = path.display().to_string();
            Issue::file_not_saved(&shown, false).with_detail(&error.to_string())
        })?;
        written.push(path);
    }
    Ok(written)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    file::replace(path, bytes)
}

/// Takes the program out of the menu. Gives the files that were there.
///
/// # Errors
/// Why a file could not be removed.
pub fn remove(folder: &Path) -> Result<Vec<PathBuf>, Issue> {
    let names = [menu::ENTRY_PATH].into_iter();
    let names = names.chain(ICONS.into_iter().map(|(name, _)| name));
    let mut removed = Vec::new();
    for name in names {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Ok(()) => removed.push(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let shown = path.display().to_string();
                return Err(Issue::file_not_removed(&shown).with_detail(&error.to_string()));
            }
        }
    }
    // Folders in which something else lies stay.
    for path in &removed {
        let above = path.ancestors().skip(1);
        for above in above.take_while(|above| *above != folder) {
            if fs::remove_dir(above).is_err() {
                break;
            }
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_taken_out_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let others = folder.path().join("applications/another.desktop");
        fs::create_dir_all(others.parent().unwrap()).unwrap();
        fs::write(&others, "another program's").unwrap();
        let program = Path::new("/opt/userhub connect/userhub-connect");
        let files = install(folder.path(), program).unwrap();
        assert_eq!(files.len(), 4);
        assert!(files.iter().all(|file| file.is_file()));
        let entry = fs::read_to_string(folder.path().join(menu::ENTRY_PATH)).unwrap();
        assert!(entry.contains("Exec=\"/opt/userhub connect/userhub-connect\"\n"));
        // Twice is no different from once.
        assert_eq!(install(folder.path(), program).unwrap(), files);
        let mut removed = remove(folder.path()).unwrap();
        removed.sort();
        let mut files = files;
        files.sort();
        assert_eq!(removed, files);
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(fs::read_to_string(&others).unwrap(), "another program's");
        assert_eq!(remove(folder.path()).unwrap(), Vec::<PathBuf>::new());
    }
}
