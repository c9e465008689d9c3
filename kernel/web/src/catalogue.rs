//! Words: Fluent messages of every module, per language, with the default language behind each.
//! A key that nobody wrote shows as `⟦key⟧` and is counted, so that a test can fail on it.
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use parking_lot::Mutex;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A locale file that cannot be used; found at start, never while answering.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("{module}/{language}: not Fluent: {detail}")]
    Syntax { module: String, language: String, detail: String },
    #[error("{module}/{language}: a message stands twice: {detail}")]
    Twice { module: String, language: String, detail: String },
    #[error("unknown language tag {0}")]
    Language(String),
}

struct Words {
    code: String,
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once.
    ready: HashMap<String, Arc<str>>,
    keys: BTreeSet<String>,
}

/// Every word of the program, in every language it speaks.
pub struct Catalogue {
    /// The default language first.
    languages: Vec<Words>,
    missing: Mutex<BTreeSet<String>>,
}

impl Catalogue {
    /// `texts` are (module, language, Fluent text); `default` answers where another language is silent.
    ///
    /// # Errors
    /// On bad syntax or a message that stands twice in one language.
    pub fn build<'a>(
        default: &str,
        texts: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> Result<Arc<Self>, CatalogueError> {
        let mut languages = vec![Words::new(default)?];
        for (module, code, text) in texts {
            let place = languages.iter().position(|words| words.code == code);
            let index = match place {
                Some(index) => index,
                None => {
                    languages.push(Words::new(code)?);
                    languages.len() - 1
                }
            };
            if let Some(words) = languages.get_mut(index) {
                words.add(module, text)?;
            }
        }
        for words in &mut languages {
            words.format_ready();
        }
        Ok(Arc::new(Self { languages, missing: Mutex::new(BTreeSet::new()) }))
    }

    /// The words of a language, or of the default one when it is not spoken here.
    #[must_use]
    pub fn lang(self: &Arc<Self>, code: &str) -> Lang {
        let index = self.languages.iter().position(|words| words.code == code).unwrap_or(0);
        Lang { catalogue: Arc::clone(self), index }
    }

    /// Keys that were asked for and that nobody wrote, or whose arguments were not given.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        self.missing.lock().iter().cloned().collect()
    }

    /// Every key of a language, for tests of completeness.
    #[must_use]
    pub fn keys(&self, code: &str) -> Vec<String> {
        self.languages
            .iter()
            .filter(|words| words.code == code)
            .flat_map(|words| words.keys.iter().cloned())
            .collect()
    }
}

impl Words {
    fn new(code: &str) -> Result<Self, CatalogueError> {
        let tag = code.parse().map_err(|_| CatalogueError::Language(code.to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        if code == "vi" {
            bundle.set_formatter(Some(vietnamese_number));
        }
        Ok(Self { code: code.to_owned(), bundle, ready: HashMap::new(), keys: BTreeSet::new() })
    }

    fn add(&mut self, module: &str, text: &str) -> Result<(), CatalogueError> {
        let resource =
            FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| CatalogueError::Syntax {
                module: module.to_owned(),
                language: self.code.clone(),
                detail: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
        self.bundle.add_resource(resource).map_err(|errors| CatalogueError::Twice {
            module: module.to_owned(),
            language: self.code.clone(),
            detail: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        })?;
        self.keys.extend(text.lines().filter_map(message_key).map(str::to_owned));
        Ok(())
    }

    fn format_ready(&mut self) {
        for key in &self.keys {
            if let Some(text) = self.format(key, None) {
                self.ready.insert(key.clone(), Arc::from(text.as_ref()));
            }
        }
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }
}

/// The identifier before `=` at the start of a line; terms (`-name`), attributes and comments are not messages.
fn message_key(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim_end();
    let first = name.chars().next()?;
    let fits = first.is_ascii_alphabetic()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    fits.then_some(name)
}

/// 1234567.5 as "1.234.567,5".  Years, codes and numbers of papers are text arguments, not numbers.
fn vietnamese_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let plain = number.value.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("−", rest));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let count = whole.chars().count();
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (count - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push(',');
        out.push_str(part);
    }
    Some(out)
}

/// The words of one language.  Cheap to clone.
#[derive(Clone)]
pub struct Lang {
    catalogue: Arc<Catalogue>,
    index: usize,
}

impl Lang {
    /// BCP 47 tag for `lang`.
    #[must_use]
    pub fn code(&self) -> &str {
        self.words().next().map_or("vi", |words| words.code.as_str())
    }

    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// This language first, then the default.
    fn words(&self) -> impl Iterator<Item = &Words> {
        let own = self.catalogue.languages.get(self.index);
        let default = if self.index == 0 { None } else { self.catalogue.languages.first() };
        own.into_iter().chain(default)
    }

    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.words().any(|words| words.keys.contains(key))
    }

    /// A message without arguments.
    #[must_use]
    pub fn t(&self, key: &str) -> Cow<'_, str> {
        match self.words().find_map(|words| words.ready.get(key)) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.gap(key)),
        }
    }

    /// A message with arguments, `lang.with("dossiers-count", &[("n", 3)])`.  Numbers are written the Vietnamese
    /// way; mix kinds with [`arg`].
    #[must_use]
    pub fn with<A: ToArg>(&self, key: &str, args: &[(&str, A)]) -> String {
        let mut list = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value.to_arg() {
                Arg::Text(text) => list.set((*name).to_owned(), text),
                Arg::Number(number) => list.set((*name).to_owned(), number),
            }
        }
        self.words().find_map(|words| words.format(key, Some(&list))).unwrap_or_else(|| self.gap(key))
    }

    /// The sentence for a refusal's code, or none when nobody wrote it.
    #[must_use]
    pub fn refusal(&self, code: &str, args: &[(&'static str, String)]) -> Option<String> {
        let key = format!("refusal-{}", code.replace(['.', '_'], "-"));
        self.has(&key).then(|| self.with(&key, args))
    }

    fn gap(&self, key: &str) -> String {
        let mut missing = self.catalogue.missing.lock();
        // A gap asked for with data in the key must not grow without end.
        if missing.len() < 1000 && missing.insert(key.to_owned()) {
            tracing::error!(target: "web", key, "a word is missing from the locale files");
        }
        format!("⟦{key}⟧")
    }
}

/// One argument of a message.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    Text(Cow<'a, str>),
    /// Written with "." between thousands and "," before decimals in Vietnamese.
    Number(f64),
}

/// What can be an argument of a message.
pub trait ToArg {
    fn to_arg(&self) -> Arg<'_>;
}

/// Makes any argument an [`Arg`], so that texts and numbers stand in one list.
#[must_use]
pub fn arg<A: ToArg + ?Sized>(value: &A) -> Arg<'_> {
    value.to_arg()
}

impl ToArg for Arg<'_> {
    fn to_arg(&self) -> Arg<'_> {
        match self {
            Arg::Text(text) => Arg::Text(Cow::Borrowed(text)),
            Arg::Number(number) => Arg::Number(*number),
        }
    }
}

impl ToArg for str {
    fn to_arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Borrowed(self))
    }
}

impl ToArg for String {
    fn to_arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Borrowed(self))
    }
}

impl ToArg for Cow<'_, str> {
    fn to_arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Borrowed(self))
    }
}

impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self) -> Arg<'_> {
        (**self).to_arg()
    }
}

macro_rules! number_args {
    ($($kind:ty),*) => { $(
        impl ToArg for $kind {
            fn to_arg(&self) -> Arg<'_> { Arg::Number(f64::from(*self)) }
        }
    )* };
}
number_args!(u8, u16, u32, i8, i16, i32, f32, f64);

macro_rules! wide_number_args {
    ($($kind:ty),*) => { $(
        impl ToArg for $kind {
            fn to_arg(&self) -> Arg<'_> {
                // Exact below 2^53; a greater count is written plain rather than rounded.
                match i32::try_from(*self) {
                    Ok(small) => Arg::Number(f64::from(small)),
                    Err(_) => Arg::Text(Cow::Owned(grouped(&self.to_string()))),
                }
            }
        }
    )* };
}
wide_number_args!(i64, u64, usize);

fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    let count = digits.chars().count();
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (count - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}
