//! What a template needs to know of one field.

pub(super) struct FieldView {
    pub id: String,
    pub label: String,
    /// With the unit and “(không bắt buộc)”.
    pub full_label: String,
    pub hint: String,
    pub source: String,
    /// Empty: nothing wrong.
    pub error: String,
    /// Ids for `aria-describedby`.
    pub described: String,
    pub shape: Shape,
}

pub(super) enum Shape {
    Input(Input),
    Area(String),
    Select(Vec<OptionView>),
    /// `kind` is `radio` or `checkbox`.
    Choices {
        kind: &'static str,
        options: Vec<OptionView>,
    },
    /// Several boxes, side by side (days) or one under the other (names).
    Boxes {
        boxes: Vec<BoxView>,
        inline: bool,
    },
    Address(AddressView),
    Files(Vec<FileView>),
    /// Prefilled from state data.
    Locked(String),
}

pub(super) struct Input {
    pub kind: &'static str,
    pub width: &'static str,
    pub inputmode: &'static str,
    pub autocomplete: String,
    pub value: String,
}

pub(super) struct OptionView {
    pub id: String,
    pub code: String,
    pub label: String,
    pub help: String,
    pub chosen: bool,
}

pub(super) struct BoxView {
    pub id: String,
    pub label: String,
    pub value: String,
    pub width: &'static str,
    pub autocomplete: String,
    pub wrong: bool,
}

pub(super) struct AddressView {
    /// Empty when the address must lie in the home province.
    pub provinces: Vec<OptionView>,
    pub province_name: String,
    pub communes: Vec<OptionView>,
    pub words: String,
    pub searched: bool,
    pub found: Vec<OptionView>,
    pub boxes: Vec<BoxView>,
    pub wrong_unit: bool,
    pub wrong_words: bool,
}

pub(super) struct FileView {
    pub id: String,
    pub name: String,
    pub facts: String,
    pub digest: String,
    pub whole: bool,
}

impl FieldView {
    pub fn is_wrong(&self) -> bool {
        !self.error.is_empty()
    }

    pub fn has_button(&self) -> bool {
        matches!(self.shape, Shape::Address(_) | Shape::Locked(_) | Shape::Files(_))
    }
}
