//! How many bare creates a second the store carries.

fn main() {}
