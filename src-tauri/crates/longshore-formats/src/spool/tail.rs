//! What stands at the end of a spool?

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
};

use longshore_engine::{platforms::joining::Joined, row::Header};
use serde::{Deserialize, Serialize};

use super::MARK;
use crate::{error::ReadError, recognised::Recognised, repair::Repairs, report::Report};

/// What is known once all rows are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tail {
    pub(super) recognised: Recognised,
    pub(super) header: Header,
    pub(super) rows: u64,
    pub(super) repairs: Repairs,
    pub(super) report: Report,
    /// Where the rows end.
    pub(super) end: u64,
    /// Where every some rows begin.
    pub(super) places: Vec<u64>,
    /// What was found out while rows were joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) joined: Option<Joined>,
}

impl Tail {
    /// Writes it where the rows end.
    pub(super) fn write(&self, out: &mut impl Write) -> Result<(), ReadError> {
        serde_json::to_writer(&mut *out, self).map_err(std::io::Error::from)?;
        out.write_all(&self.end.to_le_bytes())?;
        out.write_all(MARK)?;
        Ok(())
    }

    /// Reads it from a complete spool.
    pub(super) fn read(file: &mut File) -> Result<Self, ReadError> {
        const ENDING: u64 = 16;
        let broken = |detail| ReadError::BrokenSpool { detail };
        let length = file.metadata()?.len();
        if length < ENDING + MARK.len() as u64 {
            return Err(broken("too short"));
        }
        file.seek(SeekFrom::Start(length - ENDING))?;
        let mut ending = [0; ENDING as usize];
        file.read_exact(&mut ending)?;
        let (end, mark) = ending.split_at(8);
        if mark != MARK {
            return Err(broken("not complete"));
        }
        let end = end.try_into().map(u64::from_le_bytes).map_err(|_| broken("no end"))?;
        let size = (length - ENDING).checked_sub(end).ok_or(broken("end behind the file"))?;
        file.seek(SeekFrom::Start(end))?;
        let mut bytes = Vec::new();
        file.take(size).read_to_end(&mut bytes)?;
        let tail: Self = serde_json::from_slice(&bytes).map_err(|_| broken("tail not readable"))?;
        if tail.end != end || tail.places.iter().any(|&place| place > end) {
            return Err(broken("tail does not fit"));
        }
        Ok(tail)
    }
}
