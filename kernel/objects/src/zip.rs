//! A guard before any archive is opened: bounds on entries, on size once inflated, on ratio.
//!
//! Declared sizes are not believed: every entry is inflated into nothing while its bytes are counted.
use flate2::read::DeflateDecoder;
use std::io::Read;

/// Bounds for one archive.
#[derive(Clone, Copy, Debug)]
pub struct ZipLimits {
    pub entries_max: usize,
    /// All entries together, inflated, in bytes.
    pub inflated_bytes_max: u64,
    /// Inflated bytes for each stored byte of one entry; looked at above [`ZipLimits::ratio_from_bytes`].
    pub ratio_max: u64,
    /// Entries up to this inflated size may have any ratio: a blank page shrinks well.
    pub ratio_from_bytes: u64,
}

impl Default for ZipLimits {
    fn default() -> Self {
        Self {
            entries_max: 2_000,
            inflated_bytes_max: 200 * 1024 * 1024,
            ratio_max: 100,
            ratio_from_bytes: 1024 * 1024,
        }
    }
}

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipSummary {
    /// Names of the entries, folders included, as stored.
    pub names: Vec<String>,
    /// Bytes of all entries inflated, as counted, not as declared.
    pub inflated_bytes: u64,
}

/// Why an archive is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZipRefusal {
    #[error("not a readable ZIP archive")]
    Malformed,
    #[error("the archive has too many entries")]
    TooManyEntries,
    #[error("the archive grows too large when opened")]
    TooLarge,
    #[error("an entry shrinks implausibly well")]
    Ratio,
    #[error("entries share bytes")]
    Overlapping,
    #[error("an entry's name leaves the archive")]
    Name,
    #[error("an entry is encrypted or packed in an unknown way")]
    Unsupported,
}

impl ZipRefusal {
    /// Every one, for the test of their sentences.
    pub const ALL: [Self; 7] = [
        Self::Malformed,
        Self::TooManyEntries,
        Self::TooLarge,
        Self::Ratio,
        Self::Overlapping,
        Self::Name,
        Self::Unsupported,
    ];
}

impl base::Refusal for ZipRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "objects.zip_malformed",
            Self::TooManyEntries => "objects.zip_too_many_entries",
            Self::TooLarge => "objects.zip_too_large",
            Self::Ratio => "objects.zip_ratio",
            Self::Overlapping => "objects.zip_overlapping",
            Self::Name => "objects.zip_name",
            Self::Unsupported => "objects.zip_unsupported",
        }
    }
    fn kind(&self) -> base::RefusalKind {
        base::RefusalKind::Invalid
    }
}

struct Entry<'a> {
    name: String,
    method: u16,
    start: usize,
    end: usize,
    packed: &'a [u8],
}

/// Reads the whole archive once and answers what is in it.  ZIP64 and several disks are refused: uploads are small.
///
/// # Errors
/// The first bound that is broken.
pub fn inspect_zip(bytes: &[u8], limits: &ZipLimits) -> Result<ZipSummary, ZipRefusal> {
    let mut entries = directory(bytes, limits)?;
    entries.sort_by_key(|entry| entry.start);
    let mut free_from = 0usize;
    for entry in &entries {
        // One kernel of packed data named by many entries is the classic bomb without nesting.
        if entry.start < free_from {
            return Err(ZipRefusal::Overlapping);
        }
        free_from = entry.end;
    }
    let mut total = 0u64;
    let mut names = Vec::with_capacity(entries.len());
    for entry in entries {
        let left = limits.inflated_bytes_max.saturating_sub(total);
        total = total.saturating_add(inflate(&entry, left, limits)?);
        names.push(entry.name);
    }
    Ok(ZipSummary { names, inflated_bytes: total })
}

/// PKWARE APPNOTE 4.3.12 and 4.3.16: the end record, then the central directory.
fn directory<'a>(bytes: &'a [u8], limits: &ZipLimits) -> Result<Vec<Entry<'a>>, ZipRefusal> {
    let end = bytes.windows(4).rposition(|w| w == b"PK\x05\x06").ok_or(ZipRefusal::Malformed)?;
    // The record closes the file: what follows it would be another file riding along.
    if end + 22 + usize::from(u16_at(bytes, end + 20)?) != bytes.len() {
        return Err(ZipRefusal::Malformed);
    }
    let count = usize::from(u16_at(bytes, end + 10)?);
    let mut at = size_at(bytes, end + 16)?;
    if count > limits.entries_max {
        return Err(ZipRefusal::TooManyEntries);
    }
    if count == usize::from(u16::MAX) || size_at(bytes, end + 16)? == 0xFFFF_FFFF {
        return Err(ZipRefusal::Unsupported);
    }
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        if bytes.get(at..at.saturating_add(4)) != Some(b"PK\x01\x02") {
            return Err(ZipRefusal::Malformed);
        }
        let name_length = usize::from(u16_at(bytes, at + 28)?);
        let tail = usize::from(u16_at(bytes, at + 30)?) + usize::from(u16_at(bytes, at + 32)?);
        entries.push(entry(bytes, at, name_length)?);
        at += 46 + name_length + tail;
    }
    Ok(entries)
}

fn entry(bytes: &[u8], at: usize, name_length: usize) -> Result<Entry<'_>, ZipRefusal> {
    let encrypted = u16_at(bytes, at + 8)? & 0x2041 != 0;
    let method = u16_at(bytes, at + 10)?;
    if encrypted || (method != 0 && method != 8) {
        return Err(ZipRefusal::Unsupported);
    }
    let name = bytes.get(at + 46..at + 46 + name_length).ok_or(ZipRefusal::Malformed)?;
    let name = String::from_utf8_lossy(name).into_owned();
    if name.starts_with('/') || name.contains(['\\', '\0', ':']) || name.split('/').any(|part| part == "..") {
        return Err(ZipRefusal::Name);
    }
    let start = size_at(bytes, at + 42)?;
    if bytes.get(start..start.saturating_add(4)) != Some(b"PK\x03\x04") {
        return Err(ZipRefusal::Malformed);
    }
    let skip = 30 + usize::from(u16_at(bytes, start + 26)?) + usize::from(u16_at(bytes, start + 28)?);
    let from = start.saturating_add(skip);
    let end = from.saturating_add(size_at(bytes, at + 20)?);
    let packed = bytes.get(from..end).ok_or(ZipRefusal::Malformed)?;
    Ok(Entry { name, method, start, end, packed })
}

/// Counts what comes out, and stops at the first byte too many.
fn inflate(entry: &Entry<'_>, left: u64, limits: &ZipLimits) -> Result<u64, ZipRefusal> {
    let packed = u64::try_from(entry.packed.len()).unwrap_or(u64::MAX);
    if entry.method == 0 {
        return if packed > left { Err(ZipRefusal::TooLarge) } else { Ok(packed) };
    }
    let by_ratio = packed.saturating_mul(limits.ratio_max).max(limits.ratio_from_bytes);
    let mut decoder = DeflateDecoder::new(entry.packed);
    let mut buffer = vec![0u8; 32 * 1024];
    let mut total = 0u64;
    loop {
        let read = decoder.read(&mut buffer).map_err(|_| ZipRefusal::Malformed)?;
        if read == 0 {
            return Ok(total);
        }
        total = total.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        if total > by_ratio {
            return Err(ZipRefusal::Ratio);
        }
        if total > left {
            return Err(ZipRefusal::TooLarge);
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, ZipRefusal> {
    match bytes.get(at..at.saturating_add(2)) {
        Some(&[a, b]) => Ok(u16::from_le_bytes([a, b])),
        _ => Err(ZipRefusal::Malformed),
    }
}

fn size_at(bytes: &[u8], at: usize) -> Result<usize, ZipRefusal> {
    match bytes.get(at..at.saturating_add(4)) {
        Some(&[a, b, c, d]) => {
            usize::try_from(u32::from_le_bytes([a, b, c, d])).map_err(|_| ZipRefusal::Malformed)
        }
        _ => Err(ZipRefusal::Malformed),
    }
}
