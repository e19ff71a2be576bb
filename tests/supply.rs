//! What the program is built from.

use std::collections::HashSet;
use std::fs;

use crate::support::repository;

/// Crates that open connections, and those that these are made with.
const CONNECT: [&str; 20] = [
    "attohttpc",
    "async-std",
    "curl",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
    "zmq",
];

#[test]
fn nothing_that_opens_connections_is_built_in() {
    let lock = fs::read_to_string(repository("Cargo.lock")).unwrap();
    let names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.len() > 100);
    let found: Vec<&&str> = names.iter().filter(|name| CONNECT.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

/// What a program calls to open a connection, to find a name or to wait for somebody; and what every program calls.
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
const CALLS: [&str; 8] =
    ["socket", "connect", "bind", "listen", "accept4", "getaddrinfo", "sendto", "recvfrom"];

#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
#[test]
fn nothing_that_opens_connections_is_called() {
    let program = fs::read(env!("CARGO_BIN_EXE_tizim")).unwrap();
    let names = names_of_the_system(&program);
    let words: HashSet<&[u8]> = names.split(|byte| *byte == 0).collect();
    let calls = |name: &&&str| words.contains(name.as_bytes());
    let called = ["malloc", "write", "open64"].iter().filter(calls).count();
    assert_eq!(called, 3, "the names are not where they are looked for");
    let found: Vec<&&str> = CALLS.iter().filter(calls).collect();
    assert!(found.is_empty(), "{found:?}");
}

/// What a program of 64 bits names of the system's libraries: the strings of its table of dynamic symbols (section `.dynstr`).
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
fn names_of_the_system(program: &[u8]) -> &[u8] {
    const SECTION_HEADERS: usize = 0x28;
    const ENTRY_SIZE: usize = 0x3a;
    const DYNAMIC_SYMBOLS: u64 = 11;
    let number = |at: usize, width: usize| -> u64 {
        program[at..at + width].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let place = |at: usize, width: usize| usize::try_from(number(at, width)).unwrap();
    assert!(program.starts_with(b"\x7fELF\x02\x01"), "no program of 64 bits, least byte first");
    let (headers, size) = (place(SECTION_HEADERS, 8), place(ENTRY_SIZE, 2));
    let count = place(ENTRY_SIZE + 2, 2);
    let header = |section: usize| headers + section * size;
    let symbols = (0..count).find(|section| number(header(*section) + 4, 4) == DYNAMIC_SYMBOLS).unwrap();
    // Of a table of symbols, the section that it is linked with has their names.
    let names = header(place(header(symbols) + 0x28, 4));
    let (from, length) = (place(names + 0x18, 8), place(names + 0x20, 8));
    &program[from..from + length]
}

#[test]
fn every_crate_is_argued_for() {
    let lock = fs::read_to_string(repository("Cargo.lock")).unwrap();
    let argued = fs::read_to_string(repository("supply-chain.md")).unwrap();
    let words: Vec<&str> = argued.split('`').skip(1).step_by(2).collect();
    let names = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let missing: Vec<&str> =
        names.filter(|name| !name.starts_with("tizim") && !words.contains(name)).collect();
    assert!(missing.is_empty(), "supply-chain.md says nothing of {missing:?}");
}

#[test]
fn every_test_that_the_promises_name_is_there() {
    let promises = fs::read_to_string(repository("SECURITY.md")).unwrap();
    let mut code = String::new();
    for folder in ["tests", "crates", "python/tests"] {
        gather(&repository(folder), &mut code);
    }
    let words = promises.split('`').skip(1).step_by(2);
    let named: Vec<&str> = words
        .filter(|word| {
            word.matches('_').count() > 2
                && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
        })
        .collect();
    assert!(named.len() > 20, "{named:?}");
    for test in named {
        assert!(
            ["fn", "def"].iter().any(|word| code.contains(&format!("{word} {test}("))),
            "SECURITY.md names the test {test}, and there is none"
        );
    }
}

/// The text of all files of Rust and Python below a folder.
fn gather(folder: &std::path::Path, code: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, code);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "py") {
            code.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
