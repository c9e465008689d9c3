-- Published processes: rows are added, never changed.
CREATE TABLE process_definition (
    code {text} NOT NULL,
    version {int} NOT NULL,
    title {text} NOT NULL,
    body {json} NOT NULL,
    -- SHA-256 of the body as published, base64url: what a running process is pinned to
    digest {text} NOT NULL,
    PRIMARY KEY (code, version)
) {strict};
CREATE UNIQUE INDEX process_definition_digest ON process_definition (digest);

-- A process of one subject (a dossier): tokens and variables, at most 2 kB.
CREATE TABLE process (
    id {id} NOT NULL PRIMARY KEY,
    subject {id} NOT NULL,
    definition_code {text} NOT NULL,
    definition_version {int} NOT NULL,
    digest {text} NOT NULL,
    state {json} NOT NULL,
    version {int} NOT NULL,
    -- the places that steps are resolved by
    receiving {id} NOT NULL,
    resolving {id} NOT NULL,
    unit {id} NOT NULL,
    started_at {ts} NOT NULL,
    suspended_at {ts},
    ended_at {ts},
    outcome {text},
    FOREIGN KEY (definition_code, definition_version) REFERENCES process_definition (code, version)
) {strict};
CREATE INDEX process_subject ON process (subject);

-- A step waiting for somebody, and how it ended.
CREATE TABLE task (
    id {id} NOT NULL PRIMARY KEY,
    process {id} NOT NULL REFERENCES process (id),
    subject {id} NOT NULL,
    token {int} NOT NULL,
    step {text} NOT NULL,
    title {text} NOT NULL,
    kind {text} NOT NULL,
    -- what belongs to the kind: the outside system, the meaning of silence
    detail {text} NOT NULL,
    role {text} NOT NULL,
    agency {id} NOT NULL,
    opened_at {ts} NOT NULL,
    half_at {ts},
    due_at {ts},
    -- due_at, or the end of time where nothing is due: what work lists are ordered by
    sort_at {ts} NOT NULL,
    next_timer {text} CHECK (next_timer IN ('half', 'due', 'default')),
    -- none while the clock stands still
    next_timer_at {ts},
    closed_at {ts},
    closed_how {text},
    closed_by {id},
    -- the position in which it was done; another one than the usual shows a substitution
    holding {id},
    -- number that an outside system gave
    reference {text},
    -- an answer that came after consent by silence
    late_agreed {bool},
    late_at {ts},
    late_by {id},
    version {int} NOT NULL
) {strict};
CREATE INDEX task_work ON task (agency, role, sort_at, id) WHERE closed_at IS NULL;
CREATE INDEX task_role ON task (role, sort_at, id) WHERE closed_at IS NULL;
CREATE INDEX task_timer ON task (next_timer_at, id) WHERE next_timer_at IS NOT NULL;
CREATE INDEX task_process ON task (process, token) WHERE closed_at IS NULL;
CREATE INDEX task_subject ON task (subject, opened_at, id);

-- Open tasks, for lists of services.
CREATE VIEW workflow_task_v AS
    SELECT id, process, subject, token, step, title, kind, role, agency, opened_at, due_at, sort_at
    FROM task WHERE closed_at IS NULL;
