-- A plan as it was published, what was read in it, and the plan that was adopted from that.
-- Decimals are text without trailing zeros; money is whole đồng; days are of Asia/Ho_Chi_Minh.

-- One text that was read. It is never changed; what was found stands in plan_finding.
CREATE TABLE plan_source (
    id {id} PRIMARY KEY,
    file_name {text} NOT NULL,
    -- SHA-256 of the bytes, hex; the bytes lie among the objects. Null: the facts came from a pack, not from a text
    digest {text},
    size {int} NOT NULL,
    -- number, issued, issuer, title, period_from, period_to, draft: as read, then as corrected
    identity {json} NOT NULL,
    -- loading (its lines are being stored), reading, adopted, discarded
    state {text} NOT NULL,
    line_count {int} NOT NULL,
    -- while loading: since when its loader has it
    read_at {ts} NOT NULL,
    read_by {id},
    -- the plan that this text amends or replaces, chosen before adoption
    earlier {id},
    -- amends, replaces
    relation {text},
    -- raised by every change of the identity or the state
    version {int} NOT NULL
) {strict};
CREATE INDEX plan_source_state ON plan_source (state, read_at, id);
-- one text of a file at a time; put away, the file may be read anew
CREATE UNIQUE INDEX plan_source_digest ON plan_source (digest) WHERE state <> 'discarded';

CREATE TABLE plan_source_line (
    source {id} NOT NULL REFERENCES plan_source (id),
    line {int} NOT NULL,
    text {text} NOT NULL,
    -- heading, paragraph, bullet, table, note, furniture
    kind {text} NOT NULL,
    PRIMARY KEY (source, line)
) {strict};

-- Something found in the text (kind: target, task, budget, figure), as read and as it stands now.
CREATE TABLE plan_finding (
    id {id} PRIMARY KEY,
    source {id} NOT NULL REFERENCES plan_source (id),
    kind {text} NOT NULL,
    -- order within the kind
    position {int} NOT NULL,
    line {int} NOT NULL,
    end_line {int} NOT NULL,
    -- percent
    confidence {int} NOT NULL,
    reason {text} NOT NULL,
    -- what the importer read; null: a person added it
    original {json},
    body {json} NOT NULL,
    -- open, confirmed, changed, dropped
    state {text} NOT NULL,
    version {int} NOT NULL,
    changed_by {id},
    changed_at {ts}
) {strict};
CREATE INDEX plan_finding_source ON plan_finding (source, kind, position, id);

-- A doubt of the importer, said at its place; settled by a person.
CREATE TABLE plan_doubt (
    id {id} PRIMARY KEY,
    source {id} NOT NULL REFERENCES plan_source (id),
    position {int} NOT NULL,
    line {int} NOT NULL,
    end_line {int} NOT NULL,
    code {text} NOT NULL,
    args {json} NOT NULL,
    -- the finding it is about, when it is about one
    finding {id},
    -- 1 must be settled before adoption, 2 should be looked at, 3 for information
    weight {int} NOT NULL,
    answer {text},
    settled_by {id},
    settled_at {ts},
    version {int} NOT NULL
) {strict};
CREATE INDEX plan_doubt_source ON plan_doubt (source, weight, line, id);

-- What an agency name of the text is today, decided once for the whole text.
CREATE TABLE plan_agency_name (
    source {id} NOT NULL REFERENCES plan_source (id),
    -- folded key of the printed name
    name_key {text} NOT NULL,
    printed {text} NOT NULL,
    -- agency, group (every commune, every department), outside (no agency of this installation), open
    kind {text} NOT NULL,
    -- communes, departments, or both with a blank between, when kind is group
    group_code {text},
    -- why: same_name, successor, district, group, former_group, directs, outside, unknown, person
    reason {text} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (source, name_key)
) {strict};

CREATE TABLE plan_agency_choice (
    source {id} NOT NULL,
    name_key {text} NOT NULL,
    agency {id} NOT NULL,
    PRIMARY KEY (source, name_key, agency)
) {strict};

-- An adopted plan, programme or decision.
CREATE TABLE plan (
    id {id} PRIMARY KEY,
    source {id} NOT NULL REFERENCES plan_source (id),
    -- short name in addresses: "3050-qd-ubnd-2024"
    slug {text} NOT NULL UNIQUE,
    number {text} NOT NULL,
    issued {date},
    issuer {text} NOT NULL,
    title {text} NOT NULL,
    period_from {int},
    period_to {int},
    -- the agency that follows the plan and writes its reports
    standing {id} NOT NULL,
    -- in_force, amended, replaced, ended
    state {text} NOT NULL,
    earlier {id},
    relation {text},
    adopted_at {ts} NOT NULL,
    adopted_by {id},
    version {int} NOT NULL
) {strict};
CREATE INDEX plan_state ON plan (state, adopted_at, id);
CREATE INDEX plan_of_source ON plan (source);

CREATE TABLE plan_target (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    position {int} NOT NULL,
    -- stays the same through amendments: the target of the earlier plan that this one continues
    continues {id},
    pillar {text} NOT NULL,
    text {text} NOT NULL,
    measure {text} NOT NULL,
    -- =, ≥, >, ≤, <, ≈
    comparator {text} NOT NULL,
    value {text} NOT NULL,
    unit {text} NOT NULL,
    unit_normalised {text} NOT NULL,
    level {text} NOT NULL,
    year {int},
    owner {id},
    owner_printed {text} NOT NULL,
    line {int} NOT NULL,
    end_line {int} NOT NULL,
    -- code of the indicator that measures it; null: not bound yet
    indicator {text},
    -- where it stood when the plan was adopted, from the plan's own figures
    base_value {text},
    base_date {date},
    -- set by an amendment that takes it out
    ended_at {ts},
    version {int} NOT NULL
) {strict};
CREATE INDEX plan_target_plan ON plan_target (plan, position, id);
CREATE INDEX plan_target_indicator ON plan_target (indicator, id);

CREATE TABLE plan_task (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    position {int} NOT NULL,
    continues {id},
    group_title {text} NOT NULL,
    code {text} NOT NULL,
    text {text} NOT NULL,
    -- every date of the cell as read, ISO intervals
    deadlines {json} NOT NULL,
    -- the last day of the last date; null: none was said
    due {date},
    -- the first date once said; an amendment moves due and keeps this
    first_due {date},
    -- daily, weekly, monthly, quarterly, half_yearly, yearly, continuous; empty: once
    cadence {text} NOT NULL,
    product {text} NOT NULL,
    legal_basis {text} NOT NULL,
    note {text} NOT NULL,
    line {int} NOT NULL,
    end_line {int} NOT NULL,
    -- percent done as last reported and accepted
    done {int} NOT NULL,
    done_at {date},
    ended_at {ts},
    version {int} NOT NULL
) {strict};
CREATE INDEX plan_task_plan ON plan_task (plan, position, id);
CREATE INDEX plan_task_due ON plan_task (plan, due, id);

-- Who leads, coordinates, directs: as printed and as of today (null: outside, or every commune of the group).
CREATE TABLE plan_task_agency (
    id {id} PRIMARY KEY,
    task {id} NOT NULL REFERENCES plan_task (id),
    -- lead, coordinating, directing
    role {text} NOT NULL,
    position {int} NOT NULL,
    printed {text} NOT NULL,
    agency {id},
    group_code {text}
) {strict};
CREATE INDEX plan_task_agency_task ON plan_task_agency (task, role, position);
CREATE INDEX plan_task_agency_agency ON plan_task_agency (agency, role, task);

-- Money as the plan prints it.
CREATE TABLE plan_budget (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    task {id},
    position {int} NOT NULL,
    text {text} NOT NULL,
    source_of_money {text} NOT NULL,
    year {int},
    amount {text} NOT NULL,
    unit {text} NOT NULL,
    -- whole đồng, when the unit is money
    dong {int},
    is_sum {bool} NOT NULL,
    line {int} NOT NULL,
    end_line {int} NOT NULL
) {strict};
CREATE INDEX plan_budget_plan ON plan_budget (plan, year, position);

-- Where things stood, as the plan says.
CREATE TABLE plan_figure (
    id {id} PRIMARY KEY,
    plan {id} NOT NULL REFERENCES plan (id),
    position {int} NOT NULL,
    text {text} NOT NULL,
    measure {text} NOT NULL,
    numerator {text},
    denominator {text},
    rate {text},
    as_of {text} NOT NULL,
    line {int} NOT NULL,
    end_line {int} NOT NULL
) {strict};
CREATE INDEX plan_figure_plan ON plan_figure (plan, position);
