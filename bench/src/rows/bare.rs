//! The bare driver's work: the rows of one received dossier, read back as a template and written again and again under
//! new ids, with the reads that the operation makes and its three counters.

/// A table of the template and how its rows of one dossier are found (`?1` the dossier, `?2` its owner).
pub struct Table {
    pub name: &'static str,
    pub of: &'static str,
}

/// In the order in which the operation writes.  A row's first column is its own id, unless the table has none.
pub const TABLES: &[Table] = &[
    Table { name: "party", of: "id = ?2" },
    Table { name: "party_identifier", of: "party_id = ?2" },
    Table { name: "party_contact", of: "party_id = ?2" },
    Table { name: "process", of: "subject = ?1" },
    Table { name: "task", of: "subject = ?1" },
    Table { name: "dossier", of: "id = ?1" },
    Table { name: "dossier_lookup", of: "dossier = ?1" },
    Table { name: "dossier_component", of: "dossier = ?1" },
    Table { name: "dossier_entry", of: "dossier = ?1" },
    Table { name: "audit_entry", of: "subject = ?1 OR subject = ?2" },
    Table { name: "outbox", of: "stream = ?1" },
];

/// Tables whose first column is not an id of the row's own.
pub const WITHOUT_ID: &[&str] = &["dossier_lookup"];

/// Texts that stand once: (table, column); they get the number of the command at their end.
pub const UNIQUE_TEXT: &[(&str, &str)] = &[("party_identifier", "value"), ("idempotency", "key")];

/// What the operation reads on its way, with `?1` an agency, `?2` a commune, `?3` a text and `?4` a day.
pub const READS: &[&str] = &[
    "SELECT answer FROM idempotency WHERE scope = 'receive:' AND key = ?3 AND ?1 IS NOT NULL AND ?2 IS NOT NULL AND ?4 <> ''",
    "SELECT revision FROM procedure_revision WHERE id = 1 AND ?1 IS NOT NULL AND ?2 IS NOT NULL AND ?3 <> '' AND ?4 <> ''",
    "SELECT revision FROM procedure_revision WHERE id = 1 AND ?1 IS NOT NULL AND ?2 IS NOT NULL AND ?3 <> '' AND ?4 <> ''",
    "SELECT v.agency_id, v.key, v.kind, v.unit_id, v.name, v.short_name, v.code, v.parent_id, v.valid_from, v.valid_to \
     FROM org_agency_v v WHERE v.unit_id = ?2 AND v.kind = 'commune_committee' AND v.valid_from <= ?4 AND ?4 < v.valid_to \
     AND ?1 IS NOT NULL AND ?3 <> '' ORDER BY v.sort_key, v.agency_id LIMIT 500",
    "SELECT party_id FROM party_identifier WHERE kind = 'personal_number' AND value = ?3 AND valid_from <= ?4 AND ?4 < valid_to \
     AND ?1 IS NOT NULL AND ?2 IS NOT NULL ORDER BY valid_from DESC",
    "SELECT 1 FROM party_identifier WHERE kind = 'personal_number' AND value = ?3 AND valid_from < '9999-12-31' AND ?4 < valid_to \
     AND ?1 IS NOT NULL AND ?2 IS NOT NULL",
    "SELECT digest FROM process_definition WHERE code = 'khai-sinh' AND version = 1 AND ?1 IS NOT NULL AND ?2 IS NOT NULL \
     AND ?3 <> '' AND ?4 <> ''",
    "SELECT v.agency_id, v.key, v.kind, v.unit_id, v.name, v.short_name, v.code, v.parent_id, v.valid_from, v.valid_to \
     FROM org_agency_v v WHERE v.agency_id = ?1 AND ?2 IS NOT NULL AND ?3 <> '' AND ?4 <> '' ORDER BY v.valid_from",
];

/// Counters: (sql with `?1` an id, `?2` a day).
pub const TALLY: &str = "INSERT INTO dossier_tally (day, agency, procedure_code, measure, count) \
     VALUES (?2, ?1, 'bare', 'received', 1) ON CONFLICT (day, agency, procedure_code, measure) \
     DO UPDATE SET count = dossier_tally.count + excluded.count";
pub const STREAM: &str = "INSERT INTO outbox_stream (stream, last_seq) VALUES (?1, 1) \
     ON CONFLICT (stream) DO UPDATE SET last_seq = outbox_stream.last_seq + 1 RETURNING last_seq";
pub const COUNTER: &str = "INSERT INTO dossier_counter (agency, kind, period, last) VALUES (?1, 'bare', ?2, 1) \
     ON CONFLICT (agency, kind, period) DO UPDATE SET last = dossier_counter.last + 1 RETURNING last";
pub const CODE: &str = "UPDATE dossier SET code = ?2 WHERE id = ?1";
pub const KEY: &str = "INSERT INTO idempotency (scope, key, answer, created_at) VALUES (?1, ?2, ?3, 0) \
     ON CONFLICT (scope, key) DO NOTHING";

/// An id that no other command has: the template's with a number and a place written over its random part.
#[must_use]
pub fn fresh(template: &[u8], number: usize, place: usize) -> Vec<u8> {
    let mut bytes = template.to_vec();
    let tail = (u64::try_from(number).unwrap_or(0) << 8) | u64::try_from(place & 0xff).unwrap_or(0);
    if let Some(end) = bytes.get_mut(8..16) {
        end.copy_from_slice(&(tail | 0xb000_0000_0000_0000).to_be_bytes());
    }
    bytes
}

/// The statements of one command over these tables, without BEGIN and COMMIT.
#[must_use]
pub fn statements(rows: usize) -> usize {
    READS.len() + rows + 5
}
