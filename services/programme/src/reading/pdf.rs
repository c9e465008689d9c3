//! PDF with text: glyphs by their place make words, words make lines, top to bottom.  A page of pictures has no text.
use super::lines::clean;
use super::{PAGES_MAX, ReadError, Source};
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

pub(super) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ReadError::Encrypted,
        LoadPdfError::Invalid => ReadError::Broken { format: "PDF" },
    })?;
    let pages = pdf.pages();
    if pages.len() > PAGES_MAX {
        return Err(ReadError::TooManyPages { pages: pages.len() });
    }
    let cache = InterpreterCache::new();
    let mut source = Source::default();
    for page in pages.iter() {
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut words = Words::default();
        interpret_page(page, &mut context, &mut words);
        source.lines.extend(words.lines());
    }
    if source.lines.iter().all(|line| line.is_empty()) {
        return Err(ReadError::NoText);
    }
    Ok(source)
}

/// A glyph on the page: PDF has its origin at the bottom left, points.
struct Mark {
    x: f64,
    y: f64,
    size: f64,
    wide: f64,
    text: String,
}

#[derive(Default)]
struct Words {
    marks: Vec<Mark>,
}

impl Words {
    /// Lines from the top; glyphs whose base differs by less than a third of their size stand on one line.
    fn lines(mut self) -> Vec<String> {
        self.marks.sort_by(|a, b| b.y.total_cmp(&a.y));
        let mut rows: Vec<Vec<Mark>> = Vec::new();
        for mark in self.marks {
            match rows
                .last_mut()
                .filter(|row| row.last().is_some_and(|last| (last.y - mark.y).abs() < last.size / 3.0))
            {
                Some(row) => row.push(mark),
                None => rows.push(vec![mark]),
            }
        }
        rows.into_iter().map(line_of).filter(|line| !line.is_empty()).collect()
    }
}

fn line_of(mut row: Vec<Mark>) -> String {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut text = String::new();
    let mut end: Option<f64> = None;
    for mark in row {
        if let Some(end) = end
            && mark.x - end > mark.size * 0.18
            && !text.ends_with(' ')
        {
            text.push(' ');
        }
        text.push_str(&mark.text);
        end = Some(mark.x + mark.wide);
    }
    clean(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl<'a> Device<'a> for Words {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let Some(unicode) = glyph.as_unicode() else { return };
        let placed = transform * glyph_transform;
        let origin = placed * Point::ORIGIN;
        // Outlines are drawn at 1000 units to the em.
        let size = (placed * Point::new(0.0, 1000.0) - origin).hypot();
        let wide =
            advance(glyph).map_or(size / 2.0, |units| (placed * Point::new(units, 0.0) - origin).hypot());
        let text = match unicode {
            hayro_interpret::hayro_cmap::BfString::Char(c) => c.to_string(),
            hayro_interpret::hayro_cmap::BfString::String(s) => s,
        };
        self.marks.push(Mark { x: origin.x, y: origin.y, size, wide, text });
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn advance(glyph: &Glyph<'_>) -> Option<f64> {
    match glyph {
        Glyph::Outline(outline) => outline.advance_width().map(f64::from),
        Glyph::Type3(_) => None,
    }
}
