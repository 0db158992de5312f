//! How do records lie in the journal, so that they can be read in years?
//!
//! A blob begins with one byte that names its form: 1 is JSON, 2 is the length of the JSON (four bytes, lowest
//! first) and the JSON compressed with Zstandard.

use std::cell::RefCell;

use serde::{Serialize, de::DeserializeOwned};
use zstd::bulk::{Compressor, Decompressor};

const PLAIN: u8 = 1;
const ZSTD: u8 = 2;
/// Shorter JSON does not gain enough by compression.
const WORTH_IT: usize = 400;
/// No JSON of ours is longer; a damaged length must not take all memory.
const LONGEST: usize = 256 << 20;

struct Tools {
    json: Vec<u8>,
    compressor: Option<Compressor<'static>>,
    decompressor: Option<Decompressor<'static>>,
}

thread_local! {
    /// Setting up Zstandard costs more than compressing a record: once per thread.
    static TOOLS: RefCell<Tools> =
        const { RefCell::new(Tools { json: Vec::new(), compressor: None, decompressor: None }) };
}

/// Packs a value.
pub(crate) fn pack<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, String> {
    TOOLS.with_borrow_mut(|tools| {
        tools.json.clear();
        serde_json::to_writer(&mut tools.json, value).map_err(|error| error.to_string())?;
        let packed = if tools.json.len() > WORTH_IT { tools.compress() } else { None };
        Ok(packed.unwrap_or_else(|| {
            let mut plain = Vec::with_capacity(1 + tools.json.len());
            plain.push(PLAIN);
            plain.extend_from_slice(&tools.json);
            plain
        }))
    })
}

/// Unpacks what [`pack`] made, in this or an earlier version.
pub(crate) fn unpack<T: DeserializeOwned>(blob: &[u8]) -> Result<T, String> {
    let read = |json: &[u8]| serde_json::from_slice(json).map_err(|error| error.to_string());
    match blob.split_first() {
        Some((&PLAIN, json)) => read(json),
        Some((&ZSTD, rest)) => {
            let (length, packed) = rest.split_first_chunk::<4>().ok_or("cut short")?;
            let length = u32::from_le_bytes(*length) as usize;
            // Zstandard knows the length too; room is made only where both agree.
            let known = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
            if length > LONGEST || known != Some(length as u64) {
                return Err(format!("length {length}"));
            }
            let json = TOOLS.with_borrow_mut(|tools| tools.decompress(packed, length))?;
            read(&json)
        }
        Some((form, _)) => Err(format!("form {form}")),
        None => Err("empty".to_owned()),
    }
}

impl Tools {
    /// The compressed form; `None` where it cannot be had or gains nothing.
    fn compress(&mut self) -> Option<Vec<u8>> {
        let length =
            u32::try_from(self.json.len()).ok().filter(|length| *length as usize <= LONGEST)?;
        if self.compressor.is_none() {
            // The usual level, 3, gains a tenth more and takes twice as long.
            self.compressor = Compressor::new(1).ok();
        }
        let mut packed = vec![0; 5 + zstd::zstd_safe::compress_bound(self.json.len())];
        packed[0] = ZSTD;
        packed[1..5].copy_from_slice(&length.to_le_bytes());
        let size =
            self.compressor.as_mut()?.compress_to_buffer(&self.json, &mut packed[5..]).ok()?;
        packed.truncate(5 + size);
        (packed.len() < self.json.len()).then_some(packed)
    }

    fn decompress(&mut self, packed: &[u8], length: usize) -> Result<Vec<u8>, String> {
        if self.decompressor.is_none() {
            self.decompressor = Some(Decompressor::new().map_err(|error| error.to_string())?);
        }
        let decompressor = self.decompressor.as_mut().ok_or("no decompressor")?;
        decompressor.decompress(packed, length).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_values_stay_legible_and_long_ones_shrink() {
        let short = pack("a short text").unwrap();
        assert_eq!(short, b"\x01\"a short text\"");
        let long = pack(&"the same again, ".repeat(500)).unwrap();
        assert!(long.len() < 200, "{}", long.len());
        assert_eq!(unpack::<String>(&long).unwrap(), "the same again, ".repeat(500));
    }

    #[test]
    fn damaged_blobs_are_errors() {
        let mut long = pack(&"the same again, ".repeat(500)).unwrap();
        assert!(unpack::<String>(&[]).is_err());
        assert!(unpack::<String>(&[9, 1]).is_err());
        assert!(unpack::<String>(&[ZSTD, 1]).is_err());
        assert!(unpack::<String>(&[ZSTD, 255, 255, 255, 255, 0]).is_err());
        let mut longer = long.clone();
        longer[4] = 0x0f;
        assert_eq!(unpack::<String>(&longer), Err(format!("length {}", 8000 + 2 + (0x0f << 24))));
        long.truncate(20);
        assert!(unpack::<String>(&long).is_err());
    }
}
