//! A draft holds everything that was decided about a file before its import.

mod beginning;
mod checking;
mod cleaning;
mod editing;
mod mapping;
mod pictures;
mod reading;
mod resembling;
mod second;
mod shapes;
mod steps;
