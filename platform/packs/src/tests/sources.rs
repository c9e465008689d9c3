use super::support::{Journal, readers};
use crate::{Dir, FILE_BYTES_MAX, FILES_MAX, Installed, Memory, PackError, PackSource, check};

#[test]
fn a_folder_is_read_sorted_without_hidden_files_and_links() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("late/deep")).unwrap();
    for (name, text) in [
        ("pack.toml", "code = \"thu\"\nversion = \"1\"\ntitle = \"T\""),
        ("late/b.txt", "b"),
        ("late/deep/a.txt", "a"),
        (".hidden", "x"),
    ] {
        std::fs::write(root.join(name), text).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", root.join("late/link.txt")).unwrap();
    let files = Dir(root.to_path_buf()).files().unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["late/b.txt", "late/deep/a.txt", "pack.toml"]);
    let report = check(&Dir(root.to_path_buf()), &readers(&Journal::default()), &Installed::default());
    assert_eq!(report.problems, []);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let source = Dir("/nonexistent/pack".into());
    assert!(matches!(source.files(), Err(PackError::Unreadable(_))));
    let report = check(&source, &readers(&Journal::default()), &Installed::default());
    assert_eq!(report.problems[0].code, "packs.unreadable");
}

#[test]
fn too_many_and_too_large_files_are_refused() {
    let many = Memory((0..=FILES_MAX).map(|number| (format!("late/{number}.txt"), Vec::new())).collect());
    assert!(matches!(many.files(), Err(PackError::Problems(_))));
    let size = usize::try_from(FILE_BYTES_MAX).unwrap() + 1;
    let large = Memory(vec![("late/a.txt".into(), vec![0; size])]);
    let report = check(&large, &readers(&Journal::default()), &Installed::default());
    assert_eq!(report.problems[0].code, "packs.too_large");
}
