use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A manifest that names these files.
fn manifest(files: &[&str]) -> String {
    let files: Vec<_> =
        files.iter().map(|name| serde_json::json!({"name": name, "bytes": 0, "blake3": ""})).collect();
    serde_json::json!({
        "manifest": {
            "tool": "tizim", "version": "0", "schema_version": 1, "command": "x", "profile": "p",
            "profile_blake3": "", "settings": [], "seed": 1, "inputs": []
        },
        "files": files
    })
    .to_string()
}

#[test]
fn what_is_not_published_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let draft = Draft::folder(&place.path().join("report"), false).unwrap();
    fs::write(draft.path().join("a"), "a").unwrap();
    drop(draft);
    assert!(names(place.path()).is_empty());
}

#[test]
fn what_exists_is_replaced_only_by_force() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out.json");
    write(Some(&target), false, b"1").unwrap();
    assert!(write(Some(&target), false, b"2").is_err());
    assert_eq!(fs::read(&target).unwrap(), b"1");
    write(Some(&target), true, b"2").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"2");
    assert_eq!(names(place.path()), ["out.json"]);
}

#[test]
fn what_came_to_stand_there_meanwhile_stays() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("report");
    let draft = Draft::folder(&target, false).unwrap();
    fs::write(draft.path().join("new"), "").unwrap();
    fs::create_dir(&target).unwrap();
    assert!(draft.publish().unwrap_err().to_string().contains("exists already"));
    assert!(names(&target).is_empty());
    assert_eq!(names(place.path()), ["report"]);
}

#[test]
fn a_folder_is_replaced_whole_and_what_is_foreign_stays() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("report");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("old"), "").unwrap();
    assert!(Draft::folder(&target, true).is_err(), "not ours");
    fs::write(target.join(listing::MANIFEST), manifest(&[])).unwrap();
    assert!(Draft::folder(&target, true).is_err(), "`old` is foreign");
    fs::write(target.join(listing::MANIFEST), manifest(&["old"])).unwrap();
    assert!(Draft::folder(&target, false).is_err());
    let draft = Draft::folder(&target, true).unwrap();
    fs::write(draft.path().join("new"), "").unwrap();
    draft.publish().unwrap();
    assert_eq!(names(&target), ["new"]);
    assert_eq!(names(place.path()), ["report"]);
}

#[cfg(unix)]
#[test]
fn drafts_are_for_nobody_else_and_reports_as_open_as_usual() {
    use std::os::unix::fs::PermissionsExt;

    let place = tempfile::tempdir().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::create_dir(place.path().join("usual")).unwrap();
    let draft = Draft::folder(&place.path().join("report"), false).unwrap();
    assert_eq!(mode(draft.path()), 0o700);
    draft.publish().unwrap();
    assert_eq!(mode(&place.path().join("report")), mode(&place.path().join("usual")));
    let (draft, _) = Draft::file(&place.path().join("file"), false).unwrap();
    assert_eq!(mode(draft.path()), 0o600);
}

#[cfg(unix)]
#[test]
fn an_input_is_replaced_under_no_name() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    fs::write(at("key"), "secret").unwrap();
    fs::hard_link(at("key"), at("same")).unwrap();
    std::os::unix::fs::symlink(at("key"), at("link")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    protect(&at("folder/../key"));
    for name in ["key", "same", "link", "folder/../key"] {
        assert!(write(Some(&at(name)), true, b"x").is_err(), "{name}");
    }
    assert_eq!(fs::read(at("key")).unwrap(), b"secret");
    assert_eq!(names(place.path()), ["folder", "key", "link", "same"]);
}
