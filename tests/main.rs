//! The program as its users meet it: commands in, exit status, standard output and files out.

mod avc;
mod examples;
mod golden;
mod messages;
mod rolls;
mod support;
mod usage;
