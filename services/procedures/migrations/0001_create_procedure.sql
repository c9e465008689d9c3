-- The catalogue of administrative procedures.  A published version never changes; only its end may be set.
-- In force on a day is the highest version whose period holds the day, so that a version with an end gives way to the
-- one below it by itself.

CREATE TABLE procedure (
    id {id} PRIMARY KEY,
    -- [123].dddddd of the national catalogue
    code {text} NOT NULL UNIQUE,
    -- national, assisted, local: an administrative switch, not part of a version
    mode {text} NOT NULL,
    created_at {ts} NOT NULL
) {strict};

CREATE TABLE procedure_version (
    id {id} PRIMARY KEY,
    procedure {id} NOT NULL REFERENCES procedure (id),
    code {text} NOT NULL,
    -- null while a draft; then the next number of the procedure
    version {int},
    state {text} NOT NULL,
    -- pack, import or overlay; with the reference there (pack 1.001193@2, decision 163/QĐ-BTP)
    origin {text} NOT NULL,
    origin_ref {text} NOT NULL,
    -- the version that provincial overlays were laid upon
    base {id},
    digest {text} NOT NULL,
    name {text} NOT NULL,
    name_key {bytes} NOT NULL,
    body {json} NOT NULL,
    questions {json} NOT NULL,
    open_questions {int} NOT NULL,
    -- of the row; guards a draft that two people edit
    row_version {int} NOT NULL,
    effective_from {date} NOT NULL,
    -- first day no longer in force
    effective_to {date},
    published_at {ts},
    published_by {id},
    created_at {ts} NOT NULL,
    UNIQUE (procedure, version)
) {strict};
CREATE INDEX procedure_version_by_code ON procedure_version (code, version);
CREATE INDEX procedure_version_by_state ON procedure_version (state, name_key, id);

-- What the province decides beside the national version: fees, shorter times, authority.  Dated; never deleted.
CREATE TABLE procedure_overlay (
    id {id} PRIMARY KEY,
    procedure {id} NOT NULL REFERENCES procedure (id),
    code {text} NOT NULL,
    case_code {text},
    channel {int},
    kind {text} NOT NULL,
    body {json} NOT NULL,
    decision {text} NOT NULL,
    effective_from {date} NOT NULL,
    effective_to {date},
    created_at {ts} NOT NULL,
    created_by {id}
) {strict};
CREATE INDEX procedure_overlay_by_procedure ON procedure_overlay (procedure, effective_from, id);

-- One row: a value that changes with everything that changes the catalogue, for caches in every process.  It is a fresh
-- id and no counter: a value of an undone transaction never comes again.
CREATE TABLE procedure_revision (
    id {int} PRIMARY KEY,
    revision {id} NOT NULL
) {strict};
