//! What a person types: set-up, demo, tests, benches.
fn main() {}
