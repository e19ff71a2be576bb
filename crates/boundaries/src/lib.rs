#![doc = include_str!("../README.md")]

mod graph;

pub use graph::{Border, Graph, Neighbour};
