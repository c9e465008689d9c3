-- Work that somebody assigned to an agency. Given to several at once it has a parent, and a part for each agency.
-- Days are of Asia/Ho_Chi_Minh. Whether it is overdue is never stored: it is told from phase, due and the day.
CREATE TABLE assignment (
    id {id} PRIMARY KEY,
    parent {id} REFERENCES assignment (id),
    -- how many parts it was given out in; 0: it is done by one agency
    parts {int} NOT NULL,
    title {text} NOT NULL,
    -- what is to be delivered
    product {text} NOT NULL,
    -- the assigner's words, or the paragraph of the notice
    words {text} NOT NULL,
    -- plan-task:ID, plan-target:ID, indicator:CODE, dossier:CODE; empty: from nothing
    source {text} NOT NULL,
    source_title {text} NOT NULL,
    source_href {text} NOT NULL,
    -- the conclusion notice and the number of its paragraph; empty when it comes from none
    notice_number {text} NOT NULL,
    notice_date {date},
    paragraph {text} NOT NULL,
    -- who does it; null on a parent, whose name tells the group
    agency {id},
    agency_name {text} NOT NULL,
    agency_key {bytes} NOT NULL,
    -- the agency that assigns, answers and confirms, and the person who did it first
    assigner {id} NOT NULL,
    assigner_name {text} NOT NULL,
    assigned_by {id} NOT NULL,
    person {text} NOT NULL,
    -- normal, urgent, express
    priority {text} NOT NULL,
    assigned_at {ts} NOT NULL,
    -- never changed
    first_due {date} NOT NULL,
    -- after extensions; of a parent the next day among its open parts
    due {date} NOT NULL,
    -- given, accepted, submitted, done, withdrawn; of a parent gathered from its parts
    phase {text} NOT NULL,
    accepted_at {ts},
    -- as last reported
    percent {int} NOT NULL,
    reported_at {ts},
    reported_by {text} NOT NULL,
    report {text} NOT NULL,
    submitted_on {date},
    submitted_by {id},
    -- the product document: its number, or a file
    product_number {text} NOT NULL,
    product_file {id},
    closed_at {ts},
    -- handed in after the due day that held when it was confirmed
    late {bool} NOT NULL,
    -- the day that the agency asks for; null: nothing is asked
    extension_to {date},
    question_open {bool} NOT NULL,
    -- since when something waits for the assigner: a confirmation, an extension, a question
    waits_since {ts},
    chased_at {ts},
    -- the clock: half of the working time gone (null: marked or not to be marked), the due day already marked
    half_at {ts},
    overdue_marked {date},
    next_timer_at {ts},
    version {int} NOT NULL,
    -- lines in the timeline
    entries {int} NOT NULL
) {strict};
CREATE INDEX assignment_agency ON assignment (agency, phase, due, id);
CREATE INDEX assignment_assigner ON assignment (assigner, phase, due, id) WHERE parent IS NULL;
CREATE INDEX assignment_waiting ON assignment (assigner, due, id) WHERE parent IS NULL AND waits_since IS NOT NULL;
CREATE INDEX assignment_parent ON assignment (parent, agency_key, id);
CREATE INDEX assignment_source ON assignment (source, due, id) WHERE parent IS NULL;
CREATE INDEX assignment_phase ON assignment (phase, due, id) WHERE parts = 0;
CREATE INDEX assignment_closed ON assignment (phase, late) WHERE parts = 0;
CREATE INDEX assignment_timer ON assignment (next_timer_at, id) WHERE next_timer_at IS NOT NULL;

-- Agencies that help the one that does the work; of a fan-out they stand with the parent.
CREATE TABLE assignment_helper (
    assignment {id} NOT NULL REFERENCES assignment (id),
    agency {id} NOT NULL,
    agency_name {text} NOT NULL,
    position {int} NOT NULL,
    PRIMARY KEY (assignment, agency)
) {strict};

-- The timeline: one line for each act and each mark of the clock, in the order of seq.
CREATE TABLE assignment_entry (
    id {id} PRIMARY KEY,
    assignment {id} NOT NULL REFERENCES assignment (id),
    seq {int} NOT NULL,
    at {ts} NOT NULL,
    kind {text} NOT NULL,
    agency {id},
    actor {id},
    -- name and position of the officer; empty for the clock
    person {text} NOT NULL,
    office {text} NOT NULL,
    -- words, percent, dates, number, file: arguments of the sentence
    detail {json} NOT NULL,
    UNIQUE (assignment, seq)
) {strict};

CREATE TABLE assignment_file (
    id {id} PRIMARY KEY,
    assignment {id} NOT NULL REFERENCES assignment (id),
    name {text} NOT NULL,
    kind {text} NOT NULL,
    size {int} NOT NULL,
    digest {text} NOT NULL,
    uploaded_at {ts} NOT NULL,
    uploaded_by {id}
) {strict};
CREATE INDEX assignment_file_of ON assignment_file (assignment, uploaded_at, id);
CREATE INDEX assignment_file_digest ON assignment_file (digest);
