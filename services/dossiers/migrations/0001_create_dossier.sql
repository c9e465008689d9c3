-- A dossier and everything that hangs on it.  Statuses and transitions: law.md §1.1 (statuses of the national portal;
-- the edges are our decision, docs/adr/0004).

CREATE TABLE dossier (
    id {id} PRIMARY KEY,
    -- stored last, by the gapless counter of the receiving agency; null only inside the transaction that files
    code {text} UNIQUE,
    -- the form of the nationally centralised services, when one was given (TT 04/2025/TT-VPCP)
    central_code {text},
    procedure_id {id} NOT NULL,
    procedure_code {text} NOT NULL,
    procedure_name {text} NOT NULL,
    case_code {text} NOT NULL,
    channel {int} NOT NULL CHECK (channel IN (1, 2, 3)),
    assisted {bool} NOT NULL,
    status {int} NOT NULL CHECK (status BETWEEN 1 AND 10),
    version {int} NOT NULL,
    receiving {id} NOT NULL,
    resolving {id} NOT NULL,
    -- the commune as of receipt; roll-ups use org's closure, never today's name
    unit {id} NOT NULL,
    owner {id} NOT NULL,
    submitter {id} NOT NULL,
    owner_name {text} NOT NULL,
    owner_name_key {bytes} NOT NULL,
    -- standing of the submitter: self, legal_representative, authorised, relative, birth_relative, post, assisted
    standing {text} NOT NULL,
    standing_proof {text} NOT NULL,
    contact_phone {text} NOT NULL,
    contact_email {text} NOT NULL,
    return_channel {text} NOT NULL,
    answers {json} NOT NULL,
    quantity {int} NOT NULL,
    summary {text} NOT NULL,
    note {text} NOT NULL,
    filed_at {ts} NOT NULL,
    received_at {ts},
    due_at {ts},
    -- what lists are ordered by: the due time, or the filing time where there is none
    sort_at {ts} NOT NULL,
    -- set while the clock stands still for the citizen
    paused_at {ts},
    paused_for {text},
    -- end of processing for statistics: status 3, 7 (if it had been accepted), 8, 9, 10
    closed_at {ts},
    outcome {text},
    returned_at {ts},
    process {id},
    -- where it lies now, copied from the open task, for lists
    step_title {text} NOT NULL,
    holder {id},
    -- SHA-256 of the draft key or null; whoever shows the key may act as the person
    key_hash {bytes},
    account {id},
    -- true when the paper was taken before it was entered (power cut)
    late_entry {bool} NOT NULL,
    entered_at {ts} NOT NULL,
    entered_by {id}
) {strict};
CREATE INDEX dossier_receiving_due ON dossier (receiving, status, sort_at, id);
CREATE INDEX dossier_resolving_due ON dossier (resolving, status, sort_at, id);
CREATE INDEX dossier_receiving_filed ON dossier (receiving, filed_at, id);
CREATE INDEX dossier_status_due ON dossier (status, sort_at, id);
CREATE INDEX dossier_owner ON dossier (owner, filed_at, id);
CREATE INDEX dossier_submitter ON dossier (submitter, filed_at, id);
CREATE INDEX dossier_account ON dossier (account, filed_at, id);

-- The last four characters of every number somebody may look the dossier up with.
CREATE TABLE dossier_lookup (
    dossier {id} NOT NULL REFERENCES dossier (id),
    digits {text} NOT NULL,
    PRIMARY KEY (dossier, digits)
) {strict};

CREATE TABLE dossier_component (
    id {id} PRIMARY KEY,
    dossier {id} NOT NULL REFERENCES dossier (id),
    position {int} NOT NULL,
    code {text} NOT NULL,
    name {text} NOT NULL,
    mandatory {bool} NOT NULL,
    originals {int} NOT NULL,
    copies {int} NOT NULL,
    -- what was handed in: missing, paper, file, form, database
    given {text} NOT NULL,
    note {text} NOT NULL,
    UNIQUE (dossier, code)
) {strict};

-- Files of a draft or of a dossier; the bytes are found by digest in kernel/objects.
CREATE TABLE dossier_file (
    id {id} PRIMARY KEY,
    draft {id},
    dossier {id},
    component {text} NOT NULL,
    name {text} NOT NULL,
    kind {text} NOT NULL,
    size {int} NOT NULL,
    digest {text} NOT NULL,
    uploaded_at {ts} NOT NULL,
    uploaded_by {id},
    -- 0: with the filing; n: with the answer to supplement round n; -1: drawn up by an officer
    round {int} NOT NULL,
    removed_at {ts}
) {strict};
CREATE INDEX dossier_file_dossier ON dossier_file (dossier, component);
CREATE INDEX dossier_file_draft ON dossier_file (draft, component);
CREATE INDEX dossier_file_digest ON dossier_file (digest);

-- What the person and the officers read: who, what, when.  Words come from the locale by kind.
CREATE TABLE dossier_entry (
    id {id} PRIMARY KEY,
    dossier {id} NOT NULL REFERENCES dossier (id),
    at {ts} NOT NULL,
    kind {text} NOT NULL,
    status {int} NOT NULL,
    -- shown to the person too, or to officers only
    public {bool} NOT NULL,
    agency {id},
    actor {id},
    actor_title {text} NOT NULL,
    detail {json} NOT NULL,
    -- the dossier's version after the act: the order of acts, whatever the clocks of two requests said
    seq {int} NOT NULL,
    UNIQUE (dossier, seq)
) {strict};

CREATE TABLE dossier_fee (
    id {id} PRIMARY KEY,
    dossier {id} NOT NULL REFERENCES dossier (id),
    code {text} NOT NULL,
    name {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('fee', 'charge')),
    amount {int} NOT NULL,
    currency {text} NOT NULL,
    due {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('due', 'paid', 'exempt')),
    source {text} NOT NULL,
    -- number of the paper receipt the counter wrote; the payment platform comes later
    receipt_number {text},
    exempt_reason {text},
    settled_at {ts},
    settled_by {id},
    UNIQUE (dossier, code)
) {strict};

-- One complete request per round (NĐ 61/2018 Đ17–19); rounds beyond the first only where the procedure's data allow.
CREATE TABLE dossier_supplement (
    id {id} PRIMARY KEY,
    dossier {id} NOT NULL REFERENCES dossier (id),
    round {int} NOT NULL,
    reason {text} NOT NULL,
    words {text} NOT NULL,
    components {json} NOT NULL,
    requested_at {ts} NOT NULL,
    requested_by {id} NOT NULL,
    -- until when the person may answer before the dossier may be stopped
    answer_by {ts} NOT NULL,
    due_before {ts},
    due_after {ts},
    answered_at {ts},
    answer_words {text} NOT NULL,
    UNIQUE (dossier, round)
) {strict};
CREATE UNIQUE INDEX dossier_supplement_open ON dossier_supplement (dossier) WHERE answered_at IS NULL;

CREATE TABLE dossier_refusal (
    id {id} PRIMARY KEY,
    dossier {id} NOT NULL REFERENCES dossier (id),
    reason {text} NOT NULL,
    words {text} NOT NULL,
    proposed_at {ts} NOT NULL,
    proposed_by {id} NOT NULL,
    decided_at {ts},
    decided_by {id},
    approved {bool},
    decision_words {text} NOT NULL
) {strict};
CREATE INDEX dossier_refusal_dossier ON dossier_refusal (dossier, proposed_at);
CREATE UNIQUE INDEX dossier_refusal_open ON dossier_refusal (dossier) WHERE decided_at IS NULL;

-- Finding of a case officer that goes back to the desk, which alone writes to the citizen.
CREATE TABLE dossier_finding (
    id {id} PRIMARY KEY,
    dossier {id} NOT NULL REFERENCES dossier (id),
    -- supplement, refuse, stop, fee
    advice {text} NOT NULL,
    words {text} NOT NULL,
    components {json} NOT NULL,
    found_at {ts} NOT NULL,
    found_by {id} NOT NULL,
    answered_at {ts},
    answered_by {id}
) {strict};
CREATE INDEX dossier_finding_dossier ON dossier_finding (dossier, found_at);
CREATE UNIQUE INDEX dossier_finding_open ON dossier_finding (dossier) WHERE answered_at IS NULL;

-- The draft result, its signature and its public check by QR.
CREATE TABLE dossier_result (
    id {id} PRIMARY KEY,
    dossier {id} NOT NULL REFERENCES dossier (id),
    kind {text} NOT NULL CHECK (kind IN ('granted', 'refused')),
    title {text} NOT NULL,
    body {json} NOT NULL,
    drafted_at {ts} NOT NULL,
    drafted_by {id} NOT NULL,
    -- register number, taken when signed
    register {text},
    number {int},
    year {int},
    signed_at {ts},
    signed_by {id},
    signer_line {text} NOT NULL,
    signer_name {text} NOT NULL,
    -- 128-bit token of the public check page
    check_token {text} NOT NULL UNIQUE,
    -- draft, agreed, signed, returned, replaced, revoked
    state {text} NOT NULL,
    digest {text},
    UNIQUE (dossier, drafted_at)
) {strict};
CREATE UNIQUE INDEX dossier_result_register ON dossier_result (register, year, number);
-- One draft waits for a signature, one signed paper is in force.
CREATE UNIQUE INDEX dossier_result_draft ON dossier_result (dossier) WHERE state = 'draft';
CREATE UNIQUE INDEX dossier_result_in_force ON dossier_result (dossier) WHERE state IN ('signed', 'returned');

-- Gapless: written last in its transaction (database.md).  kind: dossier, register, handover, slip
CREATE TABLE dossier_counter (
    agency {id} NOT NULL,
    kind {text} NOT NULL,
    period {text} NOT NULL,
    last {int} NOT NULL,
    PRIMARY KEY (agency, kind, period)
) {strict};

CREATE TABLE dossier_handover (
    id {id} PRIMARY KEY,
    number {int},
    year {int} NOT NULL,
    from_agency {id} NOT NULL,
    to_agency {id} NOT NULL,
    at {ts} NOT NULL,
    by_account {id} NOT NULL,
    UNIQUE (from_agency, year, number)
) {strict};
CREATE TABLE dossier_handover_item (
    handover {id} NOT NULL REFERENCES dossier_handover (id),
    dossier {id} NOT NULL REFERENCES dossier (id),
    PRIMARY KEY (handover, dossier)
) {strict};
CREATE INDEX dossier_handover_item_dossier ON dossier_handover_item (dossier);

-- Paper taken while the system was out, entered later with the true time; waits for the director.
CREATE TABLE dossier_late_entry (
    dossier {id} PRIMARY KEY REFERENCES dossier (id),
    true_received_at {ts} NOT NULL,
    reason {text} NOT NULL,
    entered_by {id} NOT NULL,
    decided_by {id},
    decided_at {ts},
    approved {bool},
    decision_words {text} NOT NULL
) {strict};
CREATE INDEX dossier_late_entry_open ON dossier_late_entry (dossier) WHERE decided_at IS NULL;

-- A draft on the server: any page saved, any device (account or key).
CREATE TABLE dossier_draft (
    id {id} PRIMARY KEY,
    account {id},
    key_hash {bytes} NOT NULL UNIQUE,
    procedure_id {id} NOT NULL,
    procedure_code {text} NOT NULL,
    case_code {text} NOT NULL,
    receiving {id},
    unit {id},
    answers {json} NOT NULL,
    version {int} NOT NULL,
    created_at {ts} NOT NULL,
    saved_at {ts} NOT NULL,
    expires_at {ts} NOT NULL,
    dossier {id} UNIQUE
) {strict};
CREATE INDEX dossier_draft_account ON dossier_draft (account, saved_at);
CREATE INDEX dossier_draft_expires ON dossier_draft (expires_at);

-- Numbers of the leader's page, kept in the transaction that changes them; a test compares them with a recount.
CREATE TABLE dossier_tally (
    day {date} NOT NULL,
    agency {id} NOT NULL,
    procedure_code {text} NOT NULL,
    measure {text} NOT NULL,
    count {int} NOT NULL,
    PRIMARY KEY (day, agency, procedure_code, measure)
) {strict};
CREATE INDEX dossier_tally_measure ON dossier_tally (measure, day, agency);

-- Tries of the public look-up; 5 per code and 30 per address and hour.
CREATE TABLE dossier_lookup_try (
    kind {text} NOT NULL,
    subject {bytes} NOT NULL,
    hour {int} NOT NULL,
    tries {int} NOT NULL,
    PRIMARY KEY (kind, subject, hour)
) {strict};
CREATE INDEX dossier_lookup_try_hour ON dossier_lookup_try (hour);

-- Who collected the result, when neither owner nor submitter came.
CREATE TABLE dossier_collector (
    dossier {id} PRIMARY KEY REFERENCES dossier (id),
    name {text} NOT NULL,
    -- the paper that gives the right to collect (authorisation, introduction), apart from the name
    proof {text} NOT NULL,
    -- last characters of the collector's own paper
    digits {text} NOT NULL
) {strict};
