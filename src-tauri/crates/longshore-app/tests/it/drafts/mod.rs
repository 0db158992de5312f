//! A draft holds everything that was decided about a file before its import.

mod beginning;
