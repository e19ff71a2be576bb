//! A synthetic nation with planted truth, for tests, benches and the demo.
