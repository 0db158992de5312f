//! The command line, typed for real.
