//! What became of a change that was sent, and may one be sent at all?

mod images;

pub use images::learned_images;
