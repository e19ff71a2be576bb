//! The program as its users meet it: commands in, exit status, standard output and files out.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

mod answers;
mod assign;
mod avc;
mod blessed;
mod cases;
mod country;
mod districts;
mod ended;
mod examples;
mod faults;
mod files;
mod glossary;
mod golden;
mod hand_on;
mod headings;
mod hostile;
mod joins;
mod journeys;
mod kept;
mod languages;
mod law;
mod leads;
mod library;
mod link;
mod maps;
mod messages;
mod nouns;
mod offices;
mod overlays;
mod past;
mod phrases;
mod pinned;
mod real;
mod reconcile;
mod rendered;
mod review;
mod rolls;
mod split;
mod subtraction;
mod supply;
mod support;
mod synth;
mod templates;
mod usage;
