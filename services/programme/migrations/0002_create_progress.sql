-- How an adopted plan is followed: rounds, reports with evidence, chases, questions, money by stage, and the dated rules.
-- Decimals are text without trailing zeros; money is whole đồng; days are of Asia/Ho_Chi_Minh.

-- When something is at risk.  The newest row whose from_date has come holds.
CREATE TABLE plan_rule (
    from_date {date} PRIMARY KEY,
    -- a value below so many percent of its path is at risk
    path_percent {int} NOT NULL,
    -- a task that so many days before its date has less than so many percent done is at risk
    task_days {int} NOT NULL,
    task_percent {int} NOT NULL,
    -- an agency is reminded so many days before its reporting day
    remind_days {int} NOT NULL,
    source {text} NOT NULL
) {strict};
INSERT INTO plan_rule (from_date, path_percent, task_days, task_percent, remind_days, source)
VALUES ('2020-01-01', 95, 15, 80, 7, 'Ngưỡng ban đầu của chương trình');

-- When rounds open and by which days agencies and the standing office report.  Rows of a plan's own slug stand in place
-- of those of the empty slug; of a kind, the newest row whose from_date has come holds.
CREATE TABLE plan_regime (
    slug {text} NOT NULL,
    -- quarter, half_year, year
    kind {text} NOT NULL,
    from_date {date} NOT NULL,
    -- month within the period, from 1, and the last day on which a report is in time
    agency_month {int} NOT NULL,
    agency_day {int} NOT NULL,
    standing_month {int} NOT NULL,
    standing_day {int} NOT NULL,
    -- the round opens so many days before the agencies' day
    opens_days {int} NOT NULL,
    -- false: this kind is not held any more
    held {bool} NOT NULL,
    source {text} NOT NULL,
    PRIMARY KEY (slug, kind, from_date)
) {strict};
INSERT INTO plan_regime (slug, kind, from_date, agency_month, agency_day, standing_month, standing_day, opens_days, held, source)
VALUES ('', 'quarter', '2020-01-01', 3, 14, 3, 20, 30, TRUE, 'Cơ quan báo cáo trước ngày 15 tháng cuối quý'),
       ('', 'year', '2020-01-01', 12, 10, 12, 15, 30, TRUE, 'Cơ quan báo cáo trước 10/12, cơ quan thường trực trước 15/12');

CREATE TABLE plan_round (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    -- 2026-q3, 2026-h1, 2026: also in addresses
    code {text} NOT NULL,
    kind {text} NOT NULL,
    from_date {date} NOT NULL,
    to_date {date} NOT NULL,
    agency_due {date} NOT NULL,
    standing_due {date} NOT NULL,
    -- open, closed
    state {text} NOT NULL,
    opened_at {ts} NOT NULL,
    closed_at {ts},
    closed_by {id},
    version {int} NOT NULL,
    UNIQUE (plan, code)
) {strict};
CREATE INDEX plan_round_plan ON plan_round (plan, agency_due, id);
CREATE INDEX plan_round_open ON plan_round (state, agency_due, id);

-- What an agency owes in a round and what of it has come; counted in the transaction of each report.
CREATE TABLE plan_round_agency (
    round {id} NOT NULL REFERENCES plan_round (id),
    agency {id} NOT NULL,
    expected {int} NOT NULL,
    reported {int} NOT NULL,
    accepted {int} NOT NULL,
    chased {int} NOT NULL,
    chased_at {ts},
    PRIMARY KEY (round, agency)
) {strict};
CREATE INDEX plan_round_agency_agency ON plan_round_agency (agency, round);

-- The same by task or target.
CREATE TABLE plan_round_subject (
    round {id} NOT NULL REFERENCES plan_round (id),
    subject {id} NOT NULL,
    expected {int} NOT NULL,
    reported {int} NOT NULL,
    accepted {int} NOT NULL,
    PRIMARY KEY (round, subject)
) {strict};

-- One report as it was sent; never changed but for the answer.  A second report of the same round is a new row with the
-- next revision: nothing that was said is lost.
CREATE TABLE plan_report (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    round {id} NOT NULL REFERENCES plan_round (id),
    -- task, target
    kind {text} NOT NULL,
    subject {id} NOT NULL,
    agency {id} NOT NULL,
    revision {int} NOT NULL,
    -- of a task: percent done
    percent {int},
    -- of a target: the value; of a task: a figure, e.g. 121 of 130 communes
    figure {text},
    figure_total {text},
    figure_of {text} NOT NULL,
    -- the day the value speaks of
    as_of {date} NOT NULL,
    words {text} NOT NULL,
    -- why it is late; empty: it is not
    reason {text} NOT NULL,
    sent_at {ts} NOT NULL,
    sent_by {id},
    -- name and position of the person at that time, for the timeline
    sent_name {text} NOT NULL,
    -- sent, accepted, returned, replaced (a later one came before it was answered)
    state {text} NOT NULL,
    answer {text} NOT NULL,
    answered_at {ts},
    answered_by {id},
    UNIQUE (round, subject, agency, revision)
) {strict};
CREATE INDEX plan_report_subject ON plan_report (subject, sent_at, id);
CREATE INDEX plan_report_round ON plan_report (round, state, sent_at, id);
CREATE INDEX plan_report_plan ON plan_report (plan, kind, sent_at, id);

-- Where each leading agency of a task stands, so that a page needs not read all reports.
CREATE TABLE plan_progress (
    subject {id} NOT NULL,
    agency {id} NOT NULL,
    plan {id} NOT NULL,
    -- task, target
    kind {text} NOT NULL,
    report {id} NOT NULL,
    round {id} NOT NULL,
    percent {int},
    figure {text},
    figure_total {text},
    figure_of {text} NOT NULL,
    words {text} NOT NULL,
    reason {text} NOT NULL,
    state {text} NOT NULL,
    sent_at {ts} NOT NULL,
    sent_name {text} NOT NULL,
    as_of {date} NOT NULL,
    -- as last accepted by the standing office
    accepted_percent {int},
    accepted_figure {text},
    accepted_as_of {date},
    accepted_at {ts},
    PRIMARY KEY (subject, agency)
) {strict};
CREATE INDEX plan_progress_agency ON plan_progress (agency, plan, subject);
CREATE INDEX plan_progress_plan ON plan_progress (plan, kind, subject);

CREATE TABLE plan_evidence (
    id {id} PRIMARY KEY,
    -- the report or the money entry that it proves
    owner {id} NOT NULL,
    plan {id} NOT NULL REFERENCES plan (id),
    position {int} NOT NULL,
    name {text} NOT NULL,
    media_type {text} NOT NULL,
    -- SHA-256, hex; the bytes lie among the objects
    digest {text} NOT NULL,
    size {int} NOT NULL
) {strict};
CREATE INDEX plan_evidence_owner ON plan_evidence (owner, position, id);
CREATE INDEX plan_evidence_digest ON plan_evidence (digest);

-- Who was reminded by whom; shown at the agency's page.  No message leaves the program.
CREATE TABLE plan_chase (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    round {id} NOT NULL REFERENCES plan_round (id),
    agency {id} NOT NULL,
    missing {int} NOT NULL,
    note {text} NOT NULL,
    chased_at {ts} NOT NULL,
    chased_by {id},
    chased_name {text} NOT NULL
) {strict};
CREATE INDEX plan_chase_agency ON plan_chase (agency, round, chased_at, id);
CREATE INDEX plan_chase_round ON plan_chase (round, chased_at, id);

CREATE TABLE plan_question (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    task {id} NOT NULL REFERENCES plan_task (id),
    agency {id} NOT NULL,
    question {text} NOT NULL,
    asked_at {ts} NOT NULL,
    asked_by {id},
    asked_name {text} NOT NULL,
    answer {text},
    answered_at {ts},
    answered_by {id},
    answered_name {text},
    version {int} NOT NULL
) {strict};
CREATE INDEX plan_question_task ON plan_question (task, asked_at, id);
CREATE INDEX plan_question_open ON plan_question (plan, answered_at, asked_at, id);
CREATE INDEX plan_question_agency ON plan_question (agency, answered_at, asked_at, id);

-- Money of a budget line by stage, up to a day.  Rows are added, never changed: the newest of a stage holds.
CREATE TABLE plan_money (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    budget {id} NOT NULL REFERENCES plan_budget (id),
    -- estimate, allotted, contracted, paid
    stage {text} NOT NULL,
    revision {int} NOT NULL,
    dong {int} NOT NULL,
    as_of {date} NOT NULL,
    words {text} NOT NULL,
    entered_at {ts} NOT NULL,
    entered_by {id},
    entered_name {text} NOT NULL,
    -- false once a newer row of the same stage stands
    current {bool} NOT NULL,
    UNIQUE (budget, stage, revision)
) {strict};
CREATE INDEX plan_money_plan ON plan_money (plan, current, budget);
