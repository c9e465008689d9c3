//! What a file is, by its bytes.  Names and the types that browsers claim decide nothing.

/// The kinds of file that people hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Docx,
    Xlsx,
    /// Any other ZIP archive, among them Office packages that carry macros.
    Zip,
    Heic,
    Other,
}

impl Kind {
    /// The media type to serve it with (always as an attachment, with nosniff).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
            Self::Heic => "image/heic",
            Self::Other => "application/octet-stream",
        }
    }

    /// The extension without a dot; empty for [`Kind::Other`].
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Zip => "zip",
            Self::Heic => "heic",
            Self::Other => "",
        }
    }
}

/// Tells the kind from the bytes.  Give the whole file where DOCX and XLSX matter: their marks may stand anywhere.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Kind {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Kind::Jpeg
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Kind::Png
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Kind::Webp
    } else if bytes.get(4..8) == Some(b"ftyp") {
        sniff_iso_media(bytes.get(8..12).unwrap_or_default())
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        sniff_package(bytes)
    } else if contains(bytes.get(..1024).unwrap_or(bytes), b"%PDF-") {
        // ISO 32000-1, implementation note 13: readers accept the header within the first 1,024 bytes.
        Kind::Pdf
    } else {
        Kind::Other
    }
}

/// ISO/IEC 23008-12: the brands that phones write for still pictures.
fn sniff_iso_media(brand: &[u8]) -> Kind {
    let brands: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];
    if brands.contains(&brand) { Kind::Heic } else { Kind::Other }
}

/// ECMA-376: a package is an Office document by the parts it names.
fn sniff_package(bytes: &[u8]) -> Kind {
    let (mut types, mut word, mut sheet, mut macros) = (false, false, false, false);
    for (at, window) in bytes.windows(4).enumerate() {
        let (length_at, name_at) = match window {
            b"PK\x03\x04" => (26, 30),
            b"PK\x01\x02" => (28, 46),
            _ => continue,
        };
        let length = match bytes.get(at + length_at..at + length_at + 2) {
            Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
            _ => continue,
        };
        let name = bytes.get(at + name_at..at + name_at + length).unwrap_or_default();
        types |= name == b"[Content_Types].xml";
        word |= name == b"word/document.xml";
        sheet |= name == b"xl/workbook.xml";
        macros |= name.to_ascii_lowercase().ends_with(b"vbaproject.bin");
    }
    match (types && !macros, word, sheet) {
        (true, true, false) => Kind::Docx,
        (true, false, true) => Kind::Xlsx,
        _ => Kind::Zip,
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
