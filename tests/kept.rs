//! Nothing of the user's is lost, and of what a killed run left nothing stays.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{error_of, place, refused, succeed, tizim};

const LIST: &str = "iin,surname,given_name,birth_date\n,Абаев,Асан,1980-01-02\n,Беков,Асан,1981-01-02\n";

/// A folder with a list, a key and a report of them.
fn reported() -> tempfile::TempDir {
    let place = place();
    fs::write(place.path().join("list.csv"), LIST).unwrap();
    fs::write(place.path().join("key"), random_looking()).unwrap();
    succeed(place.path(), &typed(&["--out", "report"]));
    place
}

/// Thirty-two bytes as a key has them.
fn random_looking() -> Vec<u8> {
    (0..32_u8).map(|at| at.wrapping_mul(167).wrapping_add(13)).collect()
}

fn typed<'a>(further: &[&'a str]) -> Vec<&'a str> {
    [
        &["rolls", "check", "--list", "permanent=list.csv", "--key-file", "key", "--quiet", "--no-timestamp"],
        further,
    ]
    .concat()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn force_replaces_a_report_and_nothing_that_was_put_beside_it() {
    let place = reported();
    succeed(place.path(), &typed(&["--out", "report", "--force"]));
    fs::write(place.path().join("report/notes.txt"), "mine").unwrap();
    let said = refused(place.path(), &typed(&["--out", "report", "--force"]));
    assert!(said.contains("holds `notes.txt`") && said.contains("hint: move what is yours"), "{said}");
    assert_eq!(fs::read(place.path().join("report/notes.txt")).unwrap(), b"mine");
    fs::remove_file(place.path().join("report/notes.txt")).unwrap();
    succeed(place.path(), &typed(&["--out", "report", "--force"]));
    // A web application has a manifest.json too.
    fs::create_dir(place.path().join("web")).unwrap();
    fs::write(place.path().join("web/manifest.json"), "{\"name\": \"web\"}").unwrap();
    let said = refused(place.path(), &typed(&["--out", "web", "--force"]));
    assert!(said.contains("was not written by tizim"), "{said}");
    assert_eq!(names(place.path()), ["key", "list.csv", "report", "web"]);
}

#[cfg(unix)]
#[test]
fn force_replaces_no_input_under_any_name() {
    let place = reported();
    let at = |name: &str| place.path().join(name);
    fs::write(at("columns.toml"), "[columns]\nsurname = \"surname\"\n").unwrap();
    let profile = fs::read_to_string(crate::support::repository("data/kz-2019/profile.toml")).unwrap();
    fs::write(at("profile.toml"), &profile).unwrap();
    for name in ["key", "list.csv", "columns.toml", "profile.toml"] {
        fs::hard_link(at(name), at(&format!("hard-{name}"))).unwrap();
        std::os::unix::fs::symlink(at(name), at(&format!("soft-{name}"))).unwrap();
        let before = fs::read(at(name)).unwrap();
        let given = [
            "--columns",
            "columns.toml",
            "--profile",
            "profile.toml",
            "--force",
            "--format",
            "json",
            "--out",
        ];
        for target in
            [name.to_owned(), format!("hard-{name}"), format!("soft-{name}"), format!("report/../{name}")]
        {
            let said = refused(place.path(), &typed(&[&given[..], &[target.as_str()]].concat()));
            let told = said.contains("is an input of this run") || said.contains("was not written by tizim");
            assert!(told, "{target}: {said}");
        }
        assert_eq!(fs::read(at(name)).unwrap(), before);
    }
    // What else a run may be given, each by its own name and by another.
    fs::write(at("facts.toml"), include_bytes!("../fuzz/corpus/facts/facts.toml")).unwrap();
    fs::write(at("standards.toml"), include_bytes!("../fuzz/corpus/facts/standards.toml")).unwrap();
    fs::write(at("map.geojson"), include_bytes!("../fuzz/corpus/map/squares.geojson")).unwrap();
    fs::write(at("districts.csv"), "id,name,seats,voters\n1,A,1,100\n2,B,1,120\n7,C,1,110\n").unwrap();
    let audit = ["districts", "audit", "districts.csv"];
    let runs: [(&str, &[&str]); 5] = [
        ("facts.toml", &[&audit[..], &["--facts", "facts.toml"]].concat()),
        ("standards.toml", &[&audit[..], &["--standards", "standards.toml"]].concat()),
        ("map.geojson", &[&audit[..], &["--boundaries", "map.geojson"]].concat()),
        ("map.geojson", &[&audit[..], &["--blocks", "map.geojson", "--boundaries", "map.geojson"]].concat()),
        ("districts.csv", &audit),
    ];
    for (name, run) in runs {
        let hard = format!("hard-{name}");
        let _ = fs::hard_link(at(name), at(&hard));
        let before = fs::read(at(name)).unwrap();
        for target in [name, &hard] {
            let done = tizim(place.path(), &[run, &["--force", "--quiet", "--out", target]].concat());
            let said = error_of(&done);
            assert_eq!(done.status.code(), Some(2), "{run:?} {target}: {said}");
            assert!(said.contains("is an input of this run"), "{run:?} {target}: {said}");
        }
        assert_eq!(fs::read(at(name)).unwrap(), before, "{run:?}");
    }
    // A list that lies in the report which is to be replaced.
    let within = "permanent=report/duplicates.csv";
    let said =
        refused(place.path(), &["rolls", "check", "--list", within, "--out", "report", "--force", "--quiet"]);
    assert!(at("report/duplicates.csv").exists(), "{said}");
}

#[test]
fn what_a_killed_run_left_is_told_and_goes() {
    let place = reported();
    let left = place.path().join(".report.4711.partial");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("duplicates.csv"), "people").unwrap();
    fs::write(place.path().join(".report.tizim-lock"), "").unwrap();
    let done = tizim(place.path(), &typed(&["--out", "report", "--force"]));
    assert!(done.status.success(), "{}", error_of(&done));
    assert!(error_of(&done).contains("removed `.report.4711.partial`"), "{}", error_of(&done));
    assert_eq!(names(place.path()), ["key", "list.csv", "report"]);
}

#[test]
fn what_is_only_called_like_a_leftover_is_somebodys_own() {
    let place = reported();
    let at = |name: &str| place.path().join(name);
    fs::copy(at("list.csv"), at(".new.7.again")).unwrap();
    fs::copy(at("key"), at(".new.6.partial")).unwrap();
    fs::create_dir(at(".new.8.partial")).unwrap();
    fs::write(at(".new.8.partial/thesis.txt"), "mine").unwrap();
    let own = ["rolls", "check", "--list", "permanent=.new.7.again", "--key-file", ".new.6.partial"];
    succeed(place.path(), &[&own[..], &["--out", "new", "--quiet"]].concat());
    assert!(at(".new.8.partial/thesis.txt").exists());
    // A killed run was there too: what this run reads stays all the same.
    fs::write(at(".new.tizim-lock"), "").unwrap();
    succeed(place.path(), &[&own[..], &["--out", "new", "--quiet", "--force"]].concat());
    assert_eq!(fs::read_to_string(at(".new.7.again")).unwrap(), LIST);
}

#[test]
fn force_replaces_no_folder_of_others_and_no_part_of_what_is_compared() {
    let place = reported();
    let at = |name: &str| place.path().join(name);
    fs::create_dir_all(at("report/notes/of mine")).unwrap();
    let said = refused(place.path(), &typed(&["--out", "report", "--force"]));
    assert!(said.contains("which tizim did not write"), "{said}");
    let before = fs::read(at("report/manifest.json")).unwrap();
    let compare =
        ["compare", "report", "report", "--out", "report/manifest.json", "--force", "--format", "json"];
    let said = refused(place.path(), &compare);
    assert!(said.contains("is an input of this run"), "{said}");
    assert_eq!(fs::read(at("report/manifest.json")).unwrap(), before);
}

/// A run that waits for a list which somebody feeds it.
fn waiting(place: &Path, further: &[&str]) -> Child {
    let begun =
        ["rolls", "check", "--list", "permanent=-", "--key-file", "key", "--quiet", "--out", "report"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_tizim"))
        .args(begun)
        .args(further)
        .current_dir(place)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(30);
    while !names(place).iter().any(|name| name.ends_with(".partial")) {
        assert!(Instant::now() < until && child.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn of_two_runs_into_one_place_one_is_told() {
    let place = reported();
    let mut first = waiting(place.path(), &["--force"]);
    let said = refused(place.path(), &typed(&["--out", "report", "--force"]));
    assert!(said.contains("another run is writing `report`"), "{said}");
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(names(place.path()).iter().any(|name| name.ends_with(".partial")));
    succeed(place.path(), &typed(&["--out", "report", "--force"]));
    assert_eq!(names(place.path()), ["key", "list.csv", "report"]);
}

#[cfg(unix)]
#[test]
fn what_is_being_written_is_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;

    let place = reported();
    let mut child = waiting(place.path(), &["--force", "--reveal"]);
    let partial = names(place.path()).into_iter().find(|name| name.ends_with(".partial")).unwrap();
    let mode = fs::metadata(place.path().join(partial)).unwrap().permissions().mode();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(mode & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_as_a_file_is() {
    let place = reported();
    let shell = |command: &str| {
        let program = env!("CARGO_BIN_EXE_tizim");
        let done = Command::new("bash")
            .args(["-c", &command.replace("tizim", program)])
            .current_dir(place.path())
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned() + &error_of(&done))
    };
    let check = "tizim rolls check --key-file key --quiet --format json --list permanent=";
    for given in ["/dev/stdin < list.csv", "/dev/stdin < <(cat list.csv)", "- < list.csv", "<(cat list.csv)"]
    {
        let (status, shown) = shell(&format!("{check}{given}"));
        assert_eq!(status, Some(0), "{given}: {shown}");
        assert!(shown.contains("\"rows_taken\": 2"), "{given}: {shown}");
    }
    let (status, shown) =
        shell("mkfifo pipe && (cat list.csv > pipe & tizim rolls check --quiet --list permanent=pipe)");
    assert_eq!(status, Some(0), "{shown}");
    let (status, shown) = shell("tizim rolls check --list permanent=list.csv --profile - < list.csv");
    assert_eq!(status, Some(2), "{shown}");
    assert!(shown.contains("standard input is read for tables alone"), "{shown}");
    let (status, shown) = shell("tizim rolls check --list permanent=/dev/zero --memory 16M --quiet");
    assert_eq!(status, Some(2), "{shown}");
    assert!(shown.contains("holds more than the 16 MiB"), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_closed_or_full_standard_error_is_no_panic() {
    let place = reported();
    for (closed, status) in
        [("2>&-", 0), ("2>/dev/full", 0), ("2>&- --profile none", 2), ("2>/dev/full --profile none", 2)]
    {
        let command = format!(
            "{} rolls check --list permanent=list.csv --key-file key {closed} > shown; echo $? > status",
            env!("CARGO_BIN_EXE_tizim")
        );
        Command::new("bash")
            .args(["-c", &command])
            .current_dir(place.path())
            .env("LC_ALL", "C")
            .status()
            .unwrap();
        let found = fs::read_to_string(place.path().join("status")).unwrap();
        assert_eq!(found.trim(), status.to_string(), "{closed}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_named() {
    use std::io::{BufRead, BufReader, Read, Write};

    for change in ["appended", "replaced", "touched"] {
        let place = reported();
        let list = place.path().join("list.csv");
        let mut child = Command::new(env!("CARGO_BIN_EXE_tizim"))
            .args(["rolls", "check", "--list", "permanent=list.csv", "--list", "special=-", "--out", "other"])
            .current_dir(place.path())
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert!(line.contains("permanent"), "{line}");
        match change {
            "appended" => fs::write(&list, format!("{LIST},Серіков,Асан,1982-01-02\n")).unwrap(),
            "replaced" => {
                fs::write(place.path().join("new"), LIST).unwrap();
                fs::rename(place.path().join("new"), &list).unwrap();
            }
            _ => fs::File::open(&list).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap(),
        }
        child.stdin.take().unwrap().write_all(LIST.as_bytes()).unwrap();
        let status = child.wait().unwrap();
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        assert_eq!(status.code(), Some(2), "{change}: {rest}");
        assert!(rest.contains("`list.csv` changed while it was being read"), "{change}: {rest}");
        assert!(!place.path().join("other").exists());
    }
}

#[cfg(unix)]
#[test]
fn a_packed_file_may_unpack_to_so_much() {
    let place = reported();
    let bomb = "(head -1 list.csv; yes ',Абаев,Асан,1980-01-02' | head -c 40000000) | gzip > bomb.csv.gz";
    assert!(
        Command::new("bash")
            .args(["-c", bomb])
            .current_dir(place.path())
            .env("LC_ALL", "C")
            .status()
            .unwrap()
            .success()
    );
    let list = ["rolls", "check", "--list", "permanent=bomb.csv.gz", "--quiet", "--unpacked"];
    let said = refused(place.path(), &[&list[..], &["16M"]].concat());
    assert!(
        said.contains("its unpacked size exceeds the cap of 16 MiB") && said.contains("--unpacked"),
        "{said}"
    );
}
