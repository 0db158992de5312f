//! Finds out how the bytes of a file mean characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::macintosh;
use crate::{
    detected::{Detected, Reason},
    error::ReadError,
};

/// How to decode a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coding {
    pub(crate) encoding: Detected<&'static Encoding>,
    /// What bytes mean that are invalid in UTF-8.
    pub(crate) fallback: &'static Encoding,
    /// Bytes to skip at the beginning of the file.
    pub(crate) mark: u64,
}

/// Decides from samples; the first of them is the beginning of the file.
pub(crate) fn detect(samples: &[Vec<u8>], chosen: Option<&str>) -> Result<Coding, ReadError> {
    let head = samples.first().map_or(&[][..], Vec::as_slice);
    let marked = Encoding::for_bom(head);
    let mark = marked.map_or(0, |(_, length)| length as u64);
    let counts = Utf8Counts::of(samples);
    // Asked only where it matters: it takes longer than all the rest.
    let single = if counts.invalid > 0 { guess_other(samples) } else { WINDOWS_1252 };
    let coding = |encoding, fallback| Coding { encoding, fallback, mark };
    if let Some(label) = chosen {
        let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
            return Err(ReadError::SettingNotPossible { setting: "encoding", value: label.into() });
        };
        let mark = marked.filter(|(by_mark, _)| *by_mark == encoding).map_or(0, |_| mark);
        return Ok(Coding { encoding: Detected::chosen(encoding), fallback: single, mark });
    }
    if let Some((encoding, _)) = marked {
        return Ok(coding(Detected::new(encoding, Reason::new("byte_order_mark")), single));
    }
    if let Some(encoding) = wide(head) {
        return Ok(coding(Detected::new(encoding, Reason::new("every_other_byte_zero")), single));
    }
    if counts.sequences == 0 && counts.invalid == 0 {
        return Ok(coding(Detected::new(UTF_8, Reason::new("only_ascii_seen")), WINDOWS_1252));
    }
    if counts.invalid == 0 {
        let reason = Reason::new("valid_utf8").with("characters", counts.sequences);
        return Ok(coding(Detected::new(UTF_8, reason), WINDOWS_1252));
    }
    // Text in another encoding hardly ever happens to be valid UTF-8, not even in parts.
    if counts.sequences >= counts.invalid {
        let reason = Reason::new("mostly_utf8")
            .with("characters", counts.sequences)
            .with("invalid", counts.invalid);
        return Ok(coding(Detected::new(UTF_8, reason), single));
    }
    Ok(coding(Detected::new(single, Reason::new("letters_look_like_it")), single))
}

/// What XML says of itself is believed where nothing in its bytes speaks against it.
pub(crate) fn as_declared(coding: &mut Coding, text: &str) {
    let believed = ["chosen", "byte_order_mark", "every_other_byte_zero", "valid_utf8"];
    if believed.contains(&coding.encoding.reason.code.as_str()) {
        return;
    }
    let Some(declared) = declared(text) else { return };
    let is_wide = [UTF_16LE, UTF_16BE].contains(&declared);
    if is_wide || (declared == UTF_8 && coding.encoding.value != UTF_8) {
        return;
    }
    coding.encoding = Detected::new(declared, Reason::new("xml_declaration"));
}

/// The encoding in the declaration at the beginning of XML.
fn declared(text: &str) -> Option<&'static Encoding> {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let declaration = rest.strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    Encoding::for_label(value[1..].split_once(quote)?.0.as_bytes())
}

/// How much of the samples is UTF-8 beyond ASCII.
#[derive(Default)]
struct Utf8Counts {
    sequences: u64,
    invalid: u64,
}

impl Utf8Counts {
    fn of(samples: &[Vec<u8>]) -> Self {
        let mut counts = Self::default();
        for (index, sample) in samples.iter().enumerate() {
            let mut rest = sample.as_slice();
            if index > 0 {
                // A sample from the middle may begin inside a character.
                let cut = rest.iter().take(3).take_while(|&&byte| byte & 0xC0 == 0x80).count();
                rest = &rest[cut..];
            }
            loop {
                match std::str::from_utf8(rest) {
                    Ok(valid) => {
                        counts.sequences += sequences(valid);
                        break;
                    }
                    Err(error) => {
                        let valid =
                            std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                        counts.sequences += sequences(valid);
                        let Some(length) = error.error_len() else { break };
                        counts.invalid += 1;
                        rest = &rest[error.valid_up_to() + length..];
                    }
                }
            }
        }
        counts
    }
}

/// Characters beyond ASCII.
fn sequences(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte >= 0xC0).fold(0, |count, _| count + 1)
}

/// UTF-16 without a mark: its ASCII characters have a zero in every other byte.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(64 << 10) & !1];
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in head.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let (less, more) = (even.min(odd), even.max(odd));
    let pairs = head.len() / 2;
    if pairs < 8 || more * 10 < pairs || less * 20 > more {
        return None;
    }
    Some(if odd > even { UTF_16LE } else { UTF_16BE })
}

/// The best guess among the encodings that are not Unicode.
fn guess_other(samples: &[Vec<u8>]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for sample in samples {
        detector.feed(sample, false);
    }
    detector.feed(b"", true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Browsers never see it, so that the detector does not know it.
    if macintosh::is_likelier(samples, guess) { MACINTOSH } else { guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding_of(bytes: &[u8]) -> (&'static str, String) {
        let coding = detect(&[bytes.to_vec()], None).unwrap();
        (coding.encoding.value.name(), coding.encoding.reason.code.to_string())
    }

    fn pair(name: &'static str, reason: &str) -> (&'static str, String) {
        (name, reason.to_owned())
    }

    #[test]
    fn a_byte_order_mark_decides() {
        assert_eq!(encoding_of("\u{feff}sku,name".as_bytes()), pair("UTF-8", "byte_order_mark"));
        assert_eq!(encoding_of(b"\xff\xfes\0k\0"), pair("UTF-16LE", "byte_order_mark"));
        assert_eq!(encoding_of(b"\xfe\xff\0s\0k"), pair("UTF-16BE", "byte_order_mark"));
    }

    #[test]
    fn utf_16_without_a_mark_is_known_by_its_zeros() {
        let wide: Vec<u8> = "sku;цена\nA-1;5".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding_of(&wide), pair("UTF-16LE", "every_other_byte_zero"));
        let wide: Vec<u8> = "sku;name\nA-1;5\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(encoding_of(&wide), pair("UTF-16BE", "every_other_byte_zero"));
    }

    #[test]
    fn a_few_nul_bytes_do_not_make_utf_16() {
        assert_eq!(encoding_of(b"sku;name\nA-1;Shirt\0\0\nA-2;Hose\n").0, "UTF-8");
    }

    #[test]
    fn letters_of_many_countries_are_known() {
        let cases = [
            (
                "windows-1252",
                "Artikel;Größe;Überzug\n12;weiß;für Türen, Böden und Wände\n13;grün;Käse aus Österreich\n",
            ),
            (
                "windows-1250",
                "Nazwa;Opis\nŻółta łódź;Piękna żaglówka z drewna, długość pięć metrów\nŚwieży chleb;Ciemny, źródło błonnika\n",
            ),
            ("windows-1251", "Название;Цена\nФутболка белая;1200\nРубашка синяя в полоску;3400\n"),
            ("windows-1253", "Όνομα;Τιμή\nΜπλούζα λευκή;12\nΠαντελόνι μαύρο βαμβακερό;30\n"),
            (
                "windows-1254",
                "Ürün;Açıklama\nGömlek;Yeşil ve sarı renkli, kışlık ağır kumaş için uygun\nÇanta;Işıklı şık çanta\n",
            ),
        ];
        for (label, text) in cases {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable);
            assert_eq!(
                encoding_of(&bytes),
                pair(encoding.name(), "letters_look_like_it"),
                "{label}"
            );
        }
    }

    #[test]
    fn tables_of_an_old_mac_are_known_and_others_are_not_taken_for_them() {
        let texts = [
            "Artikel;Größe;Überzug\r12;weiß;für Türen\r13;grün;Käse aus Österreich\r",
            "Référence;Désignation\rA-1;Théière émaillée\rB-2;Crème brûlée à l’ancienne, Noël\r",
            "Código;Descripción\rA-1;Jabón líquido con aroma a limón\rB-2;Niño, pequeño\r",
            "Codice;Nome\rA-1;Caffè qualità più alta\rB-2;Tè, città, così\r",
            "Código;Descrição\rA-1;Pão de açúcar\rB-2;Coração, avó\r",
            "Artikel;Namn\rA-1;Träskål för smörgås\rB-2;Blåbärssoppa\r",
            "sku,name\r1,Türschloß\r2,Höhe\r",
            "SKU;NAME\r1;TÜRSCHLOSS GRÖSSE\r2;ÄRMEL FÜR MÄNTEL\r",
        ];
        for text in texts {
            let (mac, _, unmappable) = MACINTOSH.encode(text);
            assert!(!unmappable, "{text}");
            assert_eq!(encoding_of(&mac), pair("macintosh", "letters_look_like_it"), "{text}");
            let (windows, _, _) = WINDOWS_1252.encode(text);
            assert_eq!(encoding_of(&windows).0, "windows-1252", "{text}");
        }
        // Nothing but signs tells nothing.
        assert_eq!(encoding_of(b"sku;price\n1;5 \x80\n2;7 \x80\n").0, "windows-1252");
        let (chinese, _, _) = encoding_rs::GBK.encode("名称;价格\n红色衬衫;12\n蓝色裤子 XL;30\n");
        assert_ne!(encoding_of(&chinese).0, "macintosh");
    }

    #[test]
    fn single_bad_bytes_in_utf_8_do_not_change_the_encoding() {
        let mut bytes = "Größe;Länge;Höhe;Breite für Türen\n".as_bytes().to_vec();
        bytes.extend(b"Stra\xdfe;1;2;3\n");
        assert_eq!(encoding_of(&bytes), pair("UTF-8", "mostly_utf8"));
    }
}
