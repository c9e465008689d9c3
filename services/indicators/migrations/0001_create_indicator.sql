-- Indicators: what is counted (facts), what is defined over it, what is reported, and the counters themselves.
-- Days are those of Asia/Ho_Chi_Minh; a definition is in force on [valid_from, valid_to).

-- A fact is never changed: another body is another number, counted from the beginning before it takes over.
CREATE TABLE indicator_fact (
    number {int} PRIMARY KEY,
    code {text} NOT NULL,
    body {json} NOT NULL,
    -- counting: not yet counted from the beginning; ready: in use; old: replaced, its counters are being removed
    state {text} NOT NULL CHECK (state IN ('counting', 'ready', 'old')),
    made_at {ts} NOT NULL
) {strict};
CREATE INDEX indicator_fact_code ON indicator_fact (code, number);

-- One row: raised by every change of the facts, so that every node compiles them again.
CREATE TABLE indicator_revision (
    slot {int} PRIMARY KEY CHECK (slot = 1),
    revision {int} NOT NULL
) {strict};

CREATE TABLE indicator_definition (
    code {text} NOT NULL,
    version {int} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} NOT NULL,
    body {json} NOT NULL,
    reason {text} NOT NULL,
    changed_at {ts} NOT NULL,
    -- null: brought by a pack
    changed_by {id},
    PRIMARY KEY (code, version)
) {strict};

-- What a dossier adds to the counters now; seq is the number of the last event that was heard of it.
CREATE TABLE indicator_state (
    dossier {id} PRIMARY KEY,
    seq {int} NOT NULL,
    counted {text} NOT NULL
) {strict};

-- One row: the count from the beginning that runs or was the last.
CREATE TABLE indicator_rebuild (
    slot {int} PRIMARY KEY CHECK (slot = 1),
    -- the last dossier that was counted again
    after {id},
    dossiers {int} NOT NULL,
    started_at {ts} NOT NULL,
    touched_at {ts} NOT NULL,
    finished_at {ts}
) {strict};

-- A value that an agency reported for a period (its first calendar day); a later version never removes an earlier one.
CREATE TABLE indicator_report (
    id {id} PRIMARY KEY,
    code {text} NOT NULL,
    period {date} NOT NULL,
    agency {id} NOT NULL,
    version {int} NOT NULL,
    -- {"name": "12.5", …}
    inputs {json} NOT NULL,
    note {text} NOT NULL,
    -- why it was reported again after the period was locked; empty otherwise
    reason {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('sent', 'approved', 'returned', 'withdrawn')),
    late {bool} NOT NULL,
    sent_at {ts} NOT NULL,
    sent_by {id} NOT NULL,
    decided_at {ts},
    decided_by {id},
    decision_words {text} NOT NULL,
    UNIQUE (code, period, agency, version)
) {strict};

CREATE TABLE indicator_lock (
    code {text} NOT NULL,
    period {date} NOT NULL,
    locked_at {ts} NOT NULL,
    locked_by {id} NOT NULL,
    PRIMARY KEY (code, period)
) {strict};
