//! Values on PostgreSQL's wire, by the type the server asks for: uuid, bigint, text, jsonb, boolean, bytea, float.
use crate::row::Cell;
use crate::{DbError, Param};
use bytes::{BufMut, BytesMut};
use postgres::types::{FromSql, IsNull, ToSql, Type};
use std::error::Error;

type BoxError = Box<dyn Error + Sync + Send>;

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        match self {
            Param::Null => return Ok(IsNull::Yes),
            Param::Bool(value) if *ty == Type::BOOL => out.put_u8(u8::from(*value)),
            Param::Int(value) => put_int(*value, ty, out)?,
            Param::Real(value) if *ty == Type::FLOAT8 => out.put_f64(*value),
            Param::Text(text) | Param::Json(text) => put_text(text, ty, out)?,
            Param::JsonValue(value) => put_text(&value.to_string(), ty, out)?,
            Param::Date(date) => put_text(&date.to_string(), ty, out)?,
            Param::Bytes(bytes) if *ty == Type::BYTEA => out.put_slice(bytes),
            Param::Id(id) if *ty == Type::UUID => out.put_slice(id.as_bytes()),
            other => return Err(unfit(other.kind(), ty)),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

fn unfit(kind: &str, ty: &Type) -> BoxError {
    format!("{kind} does not fit {ty}").into()
}

fn put_int(value: i64, ty: &Type, out: &mut BytesMut) -> Result<(), BoxError> {
    match *ty {
        Type::INT8 => out.put_i64(value),
        Type::INT4 => out.put_i32(i32::try_from(value)?),
        Type::INT2 => out.put_i16(i16::try_from(value)?),
        Type::TEXT | Type::VARCHAR => out.put_slice(value.to_string().as_bytes()),
        _ => return Err(unfit("an integer", ty)),
    }
    Ok(())
}

fn put_text(text: &str, ty: &Type, out: &mut BytesMut) -> Result<(), BoxError> {
    match *ty {
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::JSON | Type::UNKNOWN => {}
        // The binary form of jsonb is version 1 and the text.
        Type::JSONB => out.put_u8(1),
        _ => return Err(unfit("text", ty)),
    }
    out.put_slice(text.as_bytes());
    Ok(())
}

impl Param<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Param::Null => "NULL",
            Param::Bool(_) => "a boolean",
            Param::Int(_) => "an integer",
            Param::Real(_) => "a real",
            Param::Text(_) => "text",
            Param::Bytes(_) => "bytes",
            Param::Id(_) => "an id",
            Param::Date(_) => "a date",
            Param::Json(_) | Param::JsonValue(_) => "JSON",
        }
    }
}

struct Wire<'r>(Cell<'r>);

impl<'r> FromSql<'r> for Wire<'r> {
    fn from_sql(ty: &Type, raw: &'r [u8]) -> Result<Self, BoxError> {
        let cell = match *ty {
            Type::BOOL => Cell::Bool(raw.first() == Some(&1)),
            Type::INT8 => Cell::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Cell::Int(i64::from(i32::from_be_bytes(raw.try_into()?))),
            Type::INT2 => Cell::Int(i64::from(i16::from_be_bytes(raw.try_into()?))),
            Type::OID => Cell::Int(i64::from(u32::from_be_bytes(raw.try_into()?))),
            Type::FLOAT8 => Cell::Real(f64::from_be_bytes(raw.try_into()?)),
            Type::FLOAT4 => Cell::Real(f64::from(f32::from_be_bytes(raw.try_into()?))),
            Type::TEXT
            | Type::VARCHAR
            | Type::BPCHAR
            | Type::NAME
            | Type::JSON
            | Type::CHAR
            | Type::UNKNOWN => Cell::Text(std::str::from_utf8(raw)?),
            Type::JSONB => Cell::Text(std::str::from_utf8(raw.get(1..).unwrap_or_default())?),
            Type::BYTEA | Type::UUID => Cell::Bytes(raw),
            Type::VOID => Cell::Null,
            Type::NUMERIC => return Err("numeric: cast sum() and division to bigint".into()),
            _ => return Err(format!("{ty} is no type of ours").into()),
        };
        Ok(Self(cell))
    }

    fn from_sql_null(_: &Type) -> Result<Self, BoxError> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(crate) fn cell(row: &postgres::Row, index: usize) -> Result<Cell<'_>, DbError> {
    row.try_get::<_, Wire<'_>>(index).map(|wire| wire.0).map_err(|error| {
        let message = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        DbError::Column { index, message }
    })
}
