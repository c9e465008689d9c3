use crate::{Kind, ZipLimits, ZipRefusal, inspect_zip, sniff};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

/// A small ZIP writer, so that hostile archives can be made too.
#[derive(Default)]
struct Archive {
    body: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Archive {
    fn with(mut self, name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        let packed = encoder.finish().unwrap();
        let offset = u32::try_from(self.body.len()).unwrap();
        let name_length = u16::try_from(name.len()).unwrap();
        self.body.extend(b"PK\x03\x04\x14\0\0\0\x08\0");
        self.body.extend([0u8; 8]);
        self.body.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        self.body.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        self.body.extend(name_length.to_le_bytes());
        self.body.extend([0, 0]);
        self.body.extend(name.as_bytes());
        self.body.extend(&packed);
        self.list(name, u32::try_from(packed.len()).unwrap(), offset, 0)
    }

    fn list(mut self, name: &str, packed: u32, offset: u32, flags: u16) -> Self {
        self.directory.extend(b"PK\x01\x02\x14\0\x14\0");
        self.directory.extend(flags.to_le_bytes());
        self.directory.extend([8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        self.directory.extend(packed.to_le_bytes());
        self.directory.extend([0u8; 4]);
        self.directory.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        self.directory.extend([0u8; 12]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
        self
    }

    fn bytes(self) -> Vec<u8> {
        let mut all = self.body;
        let (start, length) = (all.len(), self.directory.len());
        all.extend(&self.directory);
        all.extend(b"PK\x05\x06\0\0\0\0");
        all.extend(self.count.to_le_bytes());
        all.extend(self.count.to_le_bytes());
        all.extend(u32::try_from(length).unwrap().to_le_bytes());
        all.extend(u32::try_from(start).unwrap().to_le_bytes());
        all.extend([0, 0]);
        all
    }
}

fn inspect(archive: Archive) -> Result<u64, ZipRefusal> {
    inspect_zip(&archive.bytes(), &ZipLimits::default()).map(|summary| summary.inflated_bytes)
}

#[test]
fn kinds_are_told_by_bytes() {
    let office = |part: &str| Archive::default().with("[Content_Types].xml", b"<Types/>").with(part, b"<x/>");
    let table: Vec<(Vec<u8>, Kind)> = vec![
        (vec![0xFF, 0xD8, 0xFF, 0xE0], Kind::Jpeg),
        (b"\x89PNG\r\n\x1a\n....".to_vec(), Kind::Png),
        (b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), Kind::Webp),
        (b"RIFF\x10\0\0\0WAVEfmt ".to_vec(), Kind::Other),
        (b"%PDF-1.7\n".to_vec(), Kind::Pdf),
        (b"\xEF\xBB\xBF\n%PDF-1.4\n".to_vec(), Kind::Pdf),
        (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), Kind::Heic),
        (b"\0\0\0\x18ftypisom\0\0\0\0".to_vec(), Kind::Other),
        (b"<html><script>".to_vec(), Kind::Other),
        (b"MZ\x90\0".to_vec(), Kind::Other),
        (Vec::new(), Kind::Other),
        (Archive::default().with("a.txt", b"a").bytes(), Kind::Zip),
        (office("word/document.xml").bytes(), Kind::Docx),
        (office("xl/workbook.xml").bytes(), Kind::Xlsx),
        (office("word/document.xml").with("word/vbaProject.bin", b"x").bytes(), Kind::Zip),
    ];
    for (bytes, kind) in table {
        assert_eq!(sniff(&bytes), kind, "{:?}", bytes.get(..12));
    }
}

#[test]
fn an_honest_archive_is_summed_up() {
    let archive = Archive::default().with("a/", b"").with("a/b.txt", b"mot hai ba").bytes();
    let summary = inspect_zip(&archive, &ZipLimits::default()).unwrap();
    assert_eq!(summary.names, ["a/", "a/b.txt"]);
    assert_eq!(summary.inflated_bytes, 10);
}

#[test]
fn a_bomb_is_refused_by_its_ratio_whatever_it_declares() {
    assert_eq!(inspect(Archive::default().with("zeros", &vec![0u8; 20_000_000])), Err(ZipRefusal::Ratio));
}

#[test]
fn many_entries_are_refused_before_anything_is_inflated() {
    let archive = (0..2_001).fold(Archive::default(), |archive, n| archive.with(&n.to_string(), b"x"));
    assert_eq!(inspect(archive), Err(ZipRefusal::TooManyEntries));
}

#[test]
fn the_sum_of_all_entries_is_bounded() {
    let limits = ZipLimits { inflated_bytes_max: 15, ..ZipLimits::default() };
    let archive = Archive::default().with("a", b"0123456789").with("b", b"0123456789").bytes();
    assert_eq!(inspect_zip(&archive, &limits), Err(ZipRefusal::TooLarge));
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let archive = Archive::default().with("a", b"0123456789");
    let packed = u32::try_from(archive.body.len() - 31).unwrap();
    assert_eq!(inspect(archive.list("b", packed, 0, 0)), Err(ZipRefusal::Overlapping));
}

#[test]
fn names_that_leave_the_archive_are_refused() {
    for name in ["../x", "a/../../x", "/etc/passwd", "..\\x", "C:x"] {
        assert_eq!(inspect(Archive::default().with(name, b"x")), Err(ZipRefusal::Name), "{name}");
    }
}

#[test]
fn encrypted_and_broken_archives_are_refused() {
    let archive = Archive::default().with("a", b"0123456789");
    let packed = u32::try_from(archive.body.len() - 31).unwrap();
    let encrypted = Archive { directory: Vec::new(), count: 0, ..archive }.list("a", packed, 0, 1);
    assert_eq!(inspect(encrypted), Err(ZipRefusal::Unsupported));
    let whole = Archive::default().with("a", b"0123456789").bytes();
    for cut in 0..whole.len() {
        assert!(inspect_zip(&whole[..cut], &ZipLimits::default()).is_err(), "cut at {cut}");
    }
}
