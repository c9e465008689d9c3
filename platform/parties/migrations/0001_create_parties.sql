-- A person or organisation.  A merged party points to the one that goes on; nothing of it is moved, so that it can be undone.
CREATE TABLE party (
    id {id} PRIMARY KEY,
    kind {text} NOT NULL CHECK (kind IN ('person', 'organisation')),
    name {text} NOT NULL,
    -- without marks, for finding; sort_key puts persons by given name first
    folded {text} NOT NULL,
    sort_key {bytes} NOT NULL,
    -- YYYY, YYYY-MM or YYYY-MM-DD: older papers know no day
    birth {text},
    sex {text} CHECK (sex IN ('male', 'female')),
    merged_into {id} REFERENCES party (id),
    created_at {ts} NOT NULL,
    version {int} NOT NULL
) {strict};
CREATE INDEX party_name ON party (folded, id);
CREATE INDEX party_merged ON party (merged_into);

-- Names a party bore before, until when; the present one stands in party.
CREATE TABLE party_former_name (
    party_id {id} NOT NULL REFERENCES party (id),
    until {ts} NOT NULL,
    name {text} NOT NULL,
    folded {text} NOT NULL,
    reason {text} NOT NULL,
    PRIMARY KEY (party_id, until)
) {strict};

-- Numbers are text: a cast loses the leading zero.  A number has one owner at a time.
CREATE TABLE party_identifier (
    id {id} PRIMARY KEY,
    party_id {id} NOT NULL REFERENCES party (id),
    kind {text} NOT NULL,
    value {text} NOT NULL,
    issued_on {date},
    issued_by {text},
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    UNIQUE (kind, value, valid_from)
) {strict};
CREATE INDEX party_identifier_party ON party_identifier (party_id);
CREATE UNIQUE INDEX party_identifier_one_owner ON party_identifier (kind, value) WHERE valid_to = '9999-12-31';

CREATE TABLE party_contact (
    id {id} PRIMARY KEY,
    party_id {id} NOT NULL REFERENCES party (id),
    kind {text} NOT NULL CHECK (kind IN ('phone', 'email')),
    value {text} NOT NULL,
    since {ts} NOT NULL,
    until {ts}
) {strict};
CREATE INDEX party_contact_party ON party_contact (party_id);
CREATE UNIQUE INDEX party_contact_once ON party_contact (party_id, kind, value) WHERE until IS NULL;

CREATE TABLE party_address (
    id {id} PRIMARY KEY,
    party_id {id} NOT NULL REFERENCES party (id),
    kind {text} NOT NULL CHECK (kind IN ('permanent', 'temporary', 'current', 'headquarters')),
    -- unit of any era, as it was when the address was given; org says who answers for it today
    unit_id {id} NOT NULL,
    line {text} NOT NULL,
    since {ts} NOT NULL,
    until {ts}
) {strict};
CREATE INDEX party_address_party ON party_address (party_id);
CREATE UNIQUE INDEX party_address_one ON party_address (party_id, kind) WHERE until IS NULL;

CREATE TABLE party_merge (
    id {id} PRIMARY KEY,
    survivor_id {id} NOT NULL REFERENCES party (id),
    absorbed_id {id} NOT NULL REFERENCES party (id),
    at {ts} NOT NULL,
    reason {text} NOT NULL,
    undone_at {ts},
    undone_reason {text}
) {strict};
CREATE UNIQUE INDEX party_merge_open ON party_merge (absorbed_id) WHERE undone_at IS NULL;
