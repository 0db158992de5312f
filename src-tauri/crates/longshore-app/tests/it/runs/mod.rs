//! What a plan says, what the user leaves out of it, and how it is carried out.

mod background;
mod choosing;
mod damaged;
mod fields;
mod history;
mod kinds;
mod names;
mod planning;
mod undoing;
