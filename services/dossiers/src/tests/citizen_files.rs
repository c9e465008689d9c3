//! Files made for tests.

/// A DOCX-like package whose one part inflates from a few kilobytes to many megabytes.
pub fn bomb() -> Vec<u8> {
    // Stored-looking headers around a deflate stream of zeros: built by hand, small on disk.
    let zeros = deflate_zeros(64 * 1024 * 1024);
    let mut zip = Vec::new();
    let mut central = Vec::new();
    for (name, body) in [("[Content_Types].xml", Vec::new()), ("word/document.xml", zeros)] {
        let at = u32::try_from(zip.len()).unwrap();
        let size = u32::try_from(body.len()).unwrap();
        let common = |out: &mut Vec<u8>| {
            out.extend(0_u16.to_le_bytes()); // flags
            out.extend(8_u16.to_le_bytes()); // deflate
            out.extend([0; 4]); // time, date
            out.extend([0; 4]); // crc
            out.extend(size.to_le_bytes());
            out.extend(size.to_le_bytes());
            out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            out.extend(0_u16.to_le_bytes()); // extra
        };
        zip.extend(b"PK\x03\x04");
        zip.extend(20_u16.to_le_bytes());
        common(&mut zip);
        zip.extend(name.bytes());
        zip.extend(&body);
        central.extend(b"PK\x01\x02");
        central.extend(20_u16.to_le_bytes());
        central.extend(20_u16.to_le_bytes());
        common(&mut central);
        central.extend([0; 2]); // comment
        central.extend([0; 2]); // disk
        central.extend([0; 2]); // internal
        central.extend([0; 4]); // external
        central.extend(at.to_le_bytes());
        central.extend(name.bytes());
    }
    let start = u32::try_from(zip.len()).unwrap();
    let length = u32::try_from(central.len()).unwrap();
    zip.extend(central);
    zip.extend(b"PK\x05\x06\x00\x00\x00\x00");
    zip.extend(2_u16.to_le_bytes());
    zip.extend(2_u16.to_le_bytes());
    zip.extend(length.to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0; 2]);
    zip
}

/// A deflate stream (RFC 1951) of `count` zero bytes: one fixed-Huffman block of runs of 258 at distance 1.
fn deflate_zeros(count: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(1, 1); // the last block
    bits.put(1, 2); // fixed codes
    bits.code(0b0011_0000, 8); // the byte 0
    for _ in 0..count / 258 {
        bits.code(0b1100_0101, 8); // length 258
        bits.code(0, 5); // distance 1
    }
    bits.code(0, 7); // end of block
    bits.done()
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, width: u32) {
        self.held |= value << self.count;
        self.count += width;
        while self.count >= 8 {
            self.out.push(u8::try_from(self.held & 0xff).unwrap());
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A Huffman code, which stands with its first bit first.
    fn code(&mut self, value: u32, width: u32) {
        for place in (0..width).rev() {
            self.put((value >> place) & 1, 1);
        }
    }

    fn done(mut self) -> Vec<u8> {
        self.put(0, 7);
        self.out
    }
}
