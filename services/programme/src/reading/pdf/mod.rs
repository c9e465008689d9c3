//! PDF with text: glyphs by their place make words and lines, ruled lines make tables, pages are joined without their
//! furniture.  A page of pictures has no text.
mod columns;
mod join;
mod page;
mod ruled;

use super::{PAGES_MAX, ReadError, Source};
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_syntax::page::Page as Sheet;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, TransformExt as _, interpret_page,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _};
use page::{Mark, Page, Rule};

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
    let items = pages.iter().map(|sheet| drawn(&pdf, sheet, &cache).items()).collect();
    let source = join::source(items);
    if source.lines.iter().all(|line| line.is_empty()) {
        return Err(ReadError::NoText);
    }
    Ok(source)
}

/// What a sheet draws, turned upright.
fn drawn<'a>(pdf: &'a Pdf, sheet: &'a Sheet<'a>, cache: &'a InterpreterCache<'a>) -> Page {
    let (width, height) = sheet.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let mut context = Context::new(
        sheet.initial_transform(false).to_kurbo(),
        Rect::new(0.0, 0.0, width, height),
        cache,
        pdf.xref(),
        InterpreterSettings::default(),
    );
    let mut pen = Pen { page: Page { height, ..Page::default() } };
    interpret_page(sheet, &mut context, &mut pen);
    pen.page
}

/// Takes down what is drawn.
struct Pen {
    page: Page,
}

impl<'a> Device<'a> for Pen {
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
        if origin.x.is_finite() && origin.y.is_finite() && size.is_finite() {
            self.page.marks.push(Mark { x: origin.x, y: origin.y, size, wide, text });
        }
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        let placed = transform * path;
        match mode {
            PathDrawMode::Stroke(_) => stroked(&placed, &mut self.page),
            PathDrawMode::Fill(_) => filled(&placed, &mut self.page),
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
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

/// Each straight piece of a stroke may be a rule.
fn stroked(path: &BezPath, page: &mut Page) {
    let (mut begin, mut last) = (Point::ORIGIN, Point::ORIGIN);
    for element in path.elements() {
        match element {
            PathEl::MoveTo(to) => {
                begin = *to;
                last = *to;
            }
            PathEl::LineTo(to) => {
                page.rule(Rule::between(last, *to));
                last = *to;
            }
            PathEl::ClosePath => {
                page.rule(Rule::between(last, begin));
                last = begin;
            }
            PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => last = *to,
        }
    }
}

/// Word and browsers draw a rule as a thin filled box.
fn filled(path: &BezPath, page: &mut Page) {
    let mut part = BezPath::new();
    let mut close = |part: &mut BezPath| {
        let found = part.bounding_box();
        part.truncate(0);
        if found.is_finite() && found.width().min(found.height()) <= page::RULE_WIDE_MAX {
            let middle = found.center();
            let rule = if found.width() > found.height() {
                Rule::between(Point::new(found.x0, middle.y), Point::new(found.x1, middle.y))
            } else {
                Rule::between(Point::new(middle.x, found.y0), Point::new(middle.x, found.y1))
            };
            page.rule(rule);
        }
    };
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) && !part.elements().is_empty() {
            close(&mut part);
        }
        part.push(*element);
    }
    if !part.elements().is_empty() {
        close(&mut part);
    }
}
