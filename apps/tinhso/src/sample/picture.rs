//! A picture of a sheet of paper, drawn by the program: grey lines on white, no words, nobody's.
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::{self, Write};

const WIDTH: u32 = 620;
const HEIGHT: u32 = 877;

/// A grey-scale PNG (ISO/IEC 15948) of a written page.
pub(super) fn page() -> io::Result<Vec<u8>> {
    let mut pixels = Vec::new();
    for row in 0..HEIGHT {
        pixels.push(0);
        pixels.extend((0..WIDTH).map(|column| if written(column, row) { 0x60 } else { 0xff }));
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&pixels)?;
    let packed = packed.finish()?;
    let mut header = Vec::new();
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    // Eight bits, grey, deflate, no filter method but the standard one, not interlaced.
    header.extend([8, 0, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in [(b"IHDR", header), (b"IDAT", packed), (b"IEND", Vec::new())] {
        chunk(&mut out, *kind, &body);
    }
    Ok(out)
}

fn written(column: u32, row: u32) -> bool {
    let (line, inside) = (row / 26, row % 26);
    let end = 540 - (line * 53) % 170;
    let word_gap = (column + line * 17) % 74 < 9;
    line > 2 && line < 30 && inside < 9 && column > 70 && column < end && !word_gap
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(body);
    out.extend(kind);
    out.extend(body);
    out.extend(crc.sum().to_be_bytes());
}
