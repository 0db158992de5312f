//! What is to be seen in a picture, as far as a machine can tell.

use std::collections::HashSet;
use std::io::Cursor;

/// A decoded PNG.
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    bytes: Vec<u8>,
    bytes_a_pixel: usize,
}

impl Picture {
    /// Decodes it.
    pub(crate) fn of(png: &[u8]) -> Self {
        let mut reader = png::Decoder::new(Cursor::new(png)).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a picture of sane size")];
        let info = reader.next_frame(&mut bytes).expect("a whole PNG");
        bytes.truncate(info.buffer_size());
        Self {
            width: info.width,
            height: info.height,
            bytes,
            bytes_a_pixel: info.color_type.samples(),
        }
    }

    /// How many different colours there are; a blank window has one, a window with text a few hundred.
    pub(crate) fn colours(&self) -> usize {
        self.bytes.chunks_exact(self.bytes_a_pixel).collect::<HashSet<_>>().len()
    }

    /// From 0 (black) to 255 (white), on the whole.
    pub(crate) fn brightness(&self) -> u64 {
        let pixels = self.bytes.chunks_exact(self.bytes_a_pixel);
        let sum: u64 = pixels.clone().flat_map(|pixel| &pixel[..3]).copied().map(u64::from).sum();
        sum / (3 * pixels.len() as u64)
    }
}
