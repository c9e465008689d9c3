-- Every period is half open, [valid_from, valid_to), in days of Asia/Ho_Chi_Minh; 9999-12-31 means no end is known.

-- A unit is one legal entity over its whole life; what changes in it stands in its versions.
CREATE TABLE org_unit (
    id {id} PRIMARY KEY,
    -- stable name in the pack it came from; a unit made by an administrator has its id here
    key {text} NOT NULL UNIQUE,
    level {text} NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL
) {strict};

CREATE TABLE org_unit_version (
    unit_id {id} NOT NULL REFERENCES org_unit (id),
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    level {text} NOT NULL,
    kind {text} NOT NULL,
    -- without the kind: "Con Cuông"
    name {text} NOT NULL,
    folded {text} NOT NULL,
    sort_key {bytes} NOT NULL,
    parent_id {id},
    basis {text} NOT NULL,
    PRIMARY KEY (unit_id, valid_from)
) {strict};
CREATE INDEX org_unit_version_name ON org_unit_version (level, folded);
CREATE INDEX org_unit_version_parent ON org_unit_version (parent_id, valid_from);

-- A code is unique only within a period: 80 was Long An and is Tây Ninh.
CREATE TABLE org_unit_code (
    level {text} NOT NULL,
    code {text} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    unit_id {id} NOT NULL REFERENCES org_unit (id),
    PRIMARY KEY (level, code, valid_from)
) {strict};
CREATE INDEX org_unit_code_unit ON org_unit_code (unit_id);

CREATE TABLE org_succession (
    from_unit {id} NOT NULL REFERENCES org_unit (id),
    to_unit {id} NOT NULL REFERENCES org_unit (id),
    effective_on {date} NOT NULL,
    -- whole: all of it; default and split: it went to several, default is the statistical one
    share {text} NOT NULL CHECK (share IN ('whole', 'default', 'split')),
    basis {text} NOT NULL,
    PRIMARY KEY (from_unit, to_unit, effective_on)
) {strict};
CREATE INDEX org_succession_to ON org_succession (to_unit);
-- at most one statistical successor at a change
CREATE UNIQUE INDEX org_succession_one_default ON org_succession (from_unit, effective_on) WHERE share IN ('whole', 'default');

-- Who lies in whom, itself included, per period: roll-ups join this and nothing else.
CREATE TABLE org_closure (
    descendant_id {id} NOT NULL,
    ancestor_id {id} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    depth {int} NOT NULL,
    PRIMARY KEY (descendant_id, ancestor_id, valid_from)
) {strict};
CREATE INDEX org_closure_ancestor ON org_closure (ancestor_id, valid_from, descendant_id);

-- Every tail of a folded name that begins a word, so that a range finds a word within the name.
CREATE TABLE org_unit_term (
    term {text} NOT NULL,
    unit_id {id} NOT NULL,
    valid_from {date} NOT NULL,
    PRIMARY KEY (term, unit_id, valid_from)
) {strict};

-- What has been imported, so that the same data is not read twice.
CREATE TABLE org_import (
    pack {text} PRIMARY KEY,
    digest {text} NOT NULL,
    at {ts} NOT NULL
) {strict};

-- The province this installation serves.
CREATE TABLE org_home (
    slot {int} PRIMARY KEY CHECK (slot = 1),
    unit_id {id} NOT NULL,
    agency_id {id} NOT NULL
) {strict};

CREATE TABLE agency (
    id {id} PRIMARY KEY,
    key {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    unit_id {id} NOT NULL REFERENCES org_unit (id),
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL
) {strict};
CREATE INDEX agency_unit ON agency (unit_id, kind);

CREATE TABLE agency_version (
    agency_id {id} NOT NULL REFERENCES agency (id),
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    name {text} NOT NULL,
    short_name {text} NOT NULL,
    folded {text} NOT NULL,
    sort_key {bytes} NOT NULL,
    parent_id {id},
    basis {text} NOT NULL,
    PRIMARY KEY (agency_id, valid_from)
) {strict};
CREATE INDEX agency_version_parent ON agency_version (parent_id);

-- system qd20: the code of QĐ 20/2020/QĐ-TTg; legacy: the reversed form used before it (000.00.12.H41).
CREATE TABLE agency_code (
    system {text} NOT NULL CHECK (system IN ('qd20', 'legacy')),
    code {text} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    agency_id {id} NOT NULL REFERENCES agency (id),
    -- fact: by a decision or seen in use; sample: ours, for the sample province
    nature {text} NOT NULL CHECK (nature IN ('fact', 'sample')),
    PRIMARY KEY (system, code, valid_from)
) {strict};
CREATE INDEX agency_code_agency ON agency_code (agency_id);

CREATE TABLE agency_succession (
    from_agency {id} NOT NULL REFERENCES agency (id),
    to_agency {id} NOT NULL REFERENCES agency (id),
    effective_on {date} NOT NULL,
    share {text} NOT NULL CHECK (share IN ('whole', 'default', 'split')),
    basis {text} NOT NULL,
    PRIMARY KEY (from_agency, to_agency, effective_on)
) {strict};
CREATE UNIQUE INDEX agency_succession_one_default ON agency_succession (from_agency, effective_on) WHERE share IN ('whole', 'default');

CREATE TABLE agency_closure (
    descendant_id {id} NOT NULL,
    ancestor_id {id} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    depth {int} NOT NULL,
    PRIMARY KEY (descendant_id, ancestor_id, valid_from)
) {strict};
CREATE INDEX agency_closure_ancestor ON agency_closure (ancestor_id, valid_from, descendant_id);

CREATE TABLE position (
    id {id} PRIMARY KEY,
    agency_id {id} NOT NULL REFERENCES agency (id),
    -- role code, data of the province; policy gives it permissions
    role {text} NOT NULL,
    title {text} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL
) {strict};
CREATE INDEX position_agency ON position (agency_id, role);

-- One account may hold several positions, and a position may have several holders.
CREATE TABLE holding (
    id {id} PRIMARY KEY,
    account_id {id} NOT NULL,
    position_id {id} NOT NULL REFERENCES position (id),
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    basis {text} NOT NULL,
    UNIQUE (account_id, position_id, valid_from)
) {strict};
CREATE INDEX holding_position ON holding (position_id);

CREATE TABLE delegation (
    id {id} PRIMARY KEY,
    from_position {id} NOT NULL REFERENCES position (id),
    to_position {id} NOT NULL REFERENCES position (id),
    -- what is delegated: a matter's code, or * for the whole of the position's work
    matter {text} NOT NULL,
    form {text} NOT NULL CHECK (form IN ('TM', 'KT', 'TL', 'TUQ', 'Q')),
    legal_basis {text} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    UNIQUE (from_position, to_position, matter, valid_from)
) {strict};
CREATE INDEX delegation_to ON delegation (to_position);

-- What other crates may join (database.md).
CREATE VIEW org_unit_v AS
SELECT v.unit_id, u.key, v.level, c.code, v.kind, v.name, v.kind || ' ' || v.name AS full_name, v.folded, v.sort_key,
       v.parent_id, v.valid_from, v.valid_to
FROM org_unit_version v
JOIN org_unit u ON u.id = v.unit_id
JOIN org_unit_code c ON c.unit_id = v.unit_id AND c.valid_from <= v.valid_from AND v.valid_from < c.valid_to;

-- Agency and all above it, itself included: a scope is WHERE ancestor_id = the holder's agency on the day.
CREATE VIEW org_scope_v AS
SELECT ancestor_id, descendant_id AS agency_id, depth, valid_from, valid_to FROM agency_closure;

CREATE VIEW org_agency_v AS
SELECT v.agency_id, a.key, a.kind, a.unit_id, v.name, v.short_name, v.folded, v.sort_key, v.parent_id, c.code, v.valid_from, v.valid_to
FROM agency_version v
JOIN agency a ON a.id = v.agency_id
LEFT JOIN agency_code c ON c.agency_id = v.agency_id AND c.system = 'qd20' AND c.valid_from <= v.valid_from AND v.valid_from < c.valid_to;
