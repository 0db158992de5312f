//! What do the records of XLS and XLSB have in common?
//!
//! Their layout is in Microsoft's [MS-XLS] and [MS-XLSB].

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};

use super::{format_code::FormatCode, shown::Shown};

/// Numbers out of a record; what is beyond its end is zero.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

pub(super) fn f64_at(bytes: &[u8], at: usize) -> f64 {
    f64::from_bits(u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32)
}

pub(super) fn u8_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

/// A number in four bytes: a whole number or the upper half of a binary one, perhaps a hundred times as large.
pub(super) fn packed_number(packed: u32) -> f64 {
    let number = match packed & 2 {
        0 => f64::from_bits(u64::from(packed & !3) << 32),
        _ => f64::from(packed as i32 >> 2),
    };
    if packed & 1 == 1 { number / 100.0 } else { number }
}

/// The name of an error value.
pub(super) fn error_name(code: u8) -> Option<&'static str> {
    Some(match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => return None,
    })
}

/// What the formats do that are not written down in a workbook, as [MS-XLS] 2.5.165 and ECMA-376 18.8.30 list them.
pub(super) fn built_in(format: u16) -> Option<&'static str> {
    Some(match format {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 | 37 | 38 | 41 | 42 => "#,##0",
        7 | 8 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        18 | 20 | 32 | 55 => "h:mm",
        19 | 21 | 33 | 56 => "h:mm:ss",
        22 => "yyyy-mm-dd h:mm",
        34 | 35 => "yyyy-mm-dd",
        45 | 47 => "mm:ss",
        46 => "[h]:mm:ss",
        _ => return None,
    })
}

/// Shows a number, which is a moment where its format says so.
pub(super) fn show_number(shown: &mut Shown, number: f64, format: &FormatCode, since_1904: bool) {
    let kind = match format {
        FormatCode::Moment { .. } => ExcelDateTimeType::DateTime,
        FormatCode::Duration { .. } => ExcelDateTimeType::TimeDelta,
        _ => return shown.show(&DataRef::Float(number), format),
    };
    shown.show(&DataRef::DateTime(ExcelDateTime::new(number, kind, since_1904)), format);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_four_bytes() {
        assert_eq!(packed_number(5 << 2 | 2), 5.0);
        assert_eq!(packed_number(((-1990i32 << 2) | 3) as u32), -19.9);
        assert_eq!(packed_number(0x3FF0_0000), 1.0);
        assert_eq!(packed_number(0x40C3_8801), 100.0);
    }
}
