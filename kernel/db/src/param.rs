//! Values on their way into a statement.
use base::{Date, Id, Timestamp};

/// One bound value.  Borrowed, so that binding allocates nothing.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Id(Id),
    /// ISO 8601, a day in Asia/Ho_Chi_Minh.
    Date(Date),
    /// JSON text that is already serialised.
    Json(&'a str),
    JsonValue(&'a serde_json::Value),
}

/// A JSON column: bound from a [`serde_json::Value`], read into anything that deserialises.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Json<T = serde_json::Value>(pub T);

/// A type that may be bound.  Typed ids need no implementation: [`crate::params!`] takes whatever turns into an [`Id`].
pub trait ToParam {
    fn to_param(&self) -> Param<'_>;
}

macro_rules! to_param {
    ($($type:ty => |$value:ident| $param:expr),* $(,)?) => {
        $(impl ToParam for $type { fn to_param(&self) -> Param<'_> { let $value = self; $param } })*
    };
}

to_param! {
    str => |v| Param::Text(v),
    String => |v| Param::Text(v),
    bool => |v| Param::Bool(*v),
    i64 => |v| Param::Int(*v),
    i32 => |v| Param::Int(i64::from(*v)),
    i16 => |v| Param::Int(i64::from(*v)),
    u32 => |v| Param::Int(i64::from(*v)),
    u16 => |v| Param::Int(i64::from(*v)),
    u8 => |v| Param::Int(i64::from(*v)),
    f64 => |v| Param::Real(*v),
    [u8] => |v| Param::Bytes(v),
    Vec<u8> => |v| Param::Bytes(v),
    Id => |v| Param::Id(*v),
    Timestamp => |v| Param::Int(v.micros()),
    Date => |v| Param::Date(*v),
    Json => |v| Param::JsonValue(&v.0),
}

impl<const N: usize> ToParam for [u8; N] {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self)
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}

impl ToParam for Param<'_> {
    fn to_param(&self) -> Param<'_> {
        *self
    }
}

impl ToParam for std::borrow::Cow<'_, str> {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}

/// How [`crate::params!`] picks a conversion: method look-up tries the trait on the longest reference first.
/// Needed because a blanket `impl ToParam for T: Into<Id>` would collide with every other implementation.
#[doc(hidden)]
pub mod pick {
    use super::{Id, Param, ToParam};

    pub struct Pick<'a, T: ?Sized>(pub &'a T);

    pub trait PickPlain<'a> {
        fn param(&self) -> Param<'a>;
    }
    impl<'a, T: ToParam + ?Sized> PickPlain<'a> for Pick<'a, T> {
        fn param(&self) -> Param<'a> {
            self.0.to_param()
        }
    }

    pub trait PickId<'a> {
        fn param(&self) -> Param<'a>;
    }
    impl<'a, T: Copy + Into<Id>> PickId<'a> for &Pick<'a, T> {
        fn param(&self) -> Param<'a> {
            Param::Id((*self.0).into())
        }
    }

    pub trait PickOptionalId<'a> {
        fn param(&self) -> Param<'a>;
    }
    impl<'a, T: Copy + Into<Id>> PickOptionalId<'a> for &&Pick<'a, Option<T>> {
        fn param(&self) -> Param<'a> {
            self.0.map_or(Param::Null, |id| Param::Id(id.into()))
        }
    }
    impl<'a, T: Copy + Into<Id>> PickOptionalId<'a> for &&Pick<'a, &Option<T>> {
        fn param(&self) -> Param<'a> {
            self.0.map_or(Param::Null, |id| Param::Id(id.into()))
        }
    }
}

/// `params![id, name, &at]` makes the `&[Param]` that a statement takes; `?1` is the first.
#[macro_export]
macro_rules! params {
    () => { &[] as &[$crate::Param<'_>] };
    ($($value:expr),+ $(,)?) => {
        // `match`, not a block: temporaries of `$value` must live as long as the statement around them.
        &[$(match &$value {
            value => {
                #[allow(unused_imports, reason = "which of the three serves depends on the value")]
                use $crate::pick::{PickId as _, PickOptionalId as _, PickPlain as _};
                (&&&$crate::pick::Pick(value)).param()
            }
        }),+] as &[$crate::Param<'_>]
    };
}
