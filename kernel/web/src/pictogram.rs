//! Line drawings, ours: one line in the brand's colour, one petal in lotus.  Inline, so that they take the page's
//! colours and cost no request.  Always beside a word, therefore hidden from screen readers.

macro_rules! drawings {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../web/pictograms/", $name, ".svg")))),*]
    };
}

const DRAWINGS: &[(&str, &str)] = drawings![
    "birth", "family", "home", "land", "business", "papers", "learn", "passing", "sheet", "photo", "card",
    "money", "stamp", "map", "phone", "clock", "people", "road", "tree", "health", "water", "building",
    "scale", "lotus",
];

/// Names of every drawing.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    DRAWINGS.iter().map(|(name, _)| *name)
}

/// The drawing as inline SVG; an unknown name is a sheet of paper.
pub(crate) fn svg(name: &str) -> &'static str {
    let find =
        |wanted: &str| DRAWINGS.iter().find(|(known, _)| *known == wanted).map(|(_, svg)| svg.trim_end());
    find(name).or_else(|| find("sheet")).unwrap_or_default()
}
