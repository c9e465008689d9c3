-- What this database holds: real people's dossiers, or a sample's invented ones.  One row, never changed.
CREATE TABLE installation (
    one {int} NOT NULL PRIMARY KEY CHECK (one = 1),
    kind {text} NOT NULL CHECK (kind IN ('production', 'sample')),
    province {text} NOT NULL,
    province_name {text} NOT NULL,
    created_at {ts} NOT NULL,
    ready_at {ts}
) {strict};

-- The readiness probe writes here: a disk that is full or read only is told before a person finds out.
CREATE TABLE readiness (
    one {int} NOT NULL PRIMARY KEY CHECK (one = 1),
    probed_at {ts} NOT NULL
) {strict};
