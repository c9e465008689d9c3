-- Which permission a role carries and how far it reaches: data of the province, deny by default.
CREATE TABLE role_grant (
    role {text} NOT NULL,
    permission {text} NOT NULL,
    -- own: the holder's agency; below: it and all beneath; all: the whole installation
    reach {text} NOT NULL CHECK (reach IN ('own', 'below', 'all')),
    PRIMARY KEY (role, permission)
) {strict};

-- Every act with effect, append only; ids and codes, never a person's data.
CREATE TABLE audit_entry (
    id {id} PRIMARY KEY,
    at {ts} NOT NULL,
    event {text} NOT NULL,
    subject {id} NOT NULL,
    actor_kind {text} NOT NULL,
    actor {id},
    holding {id},
    agency {id},
    request {id} NOT NULL,
    detail {json} NOT NULL
) {strict};
CREATE INDEX audit_entry_subject ON audit_entry (subject, at);
CREATE INDEX audit_entry_at ON audit_entry (at, id);

-- Every look at a person's unmasked data, written before the answer leaves.
CREATE TABLE access_entry (
    id {id} PRIMARY KEY,
    at {ts} NOT NULL,
    -- the person looked at; null when a whole list was shown, then filter says which
    subject {id},
    actor_kind {text} NOT NULL,
    actor {id},
    holding {id},
    agency {id},
    request {id} NOT NULL,
    purpose {text} NOT NULL,
    dossier {id},
    fields {text} NOT NULL,
    filter {text}
) {strict};
CREATE INDEX access_entry_subject ON access_entry (subject, at);
CREATE INDEX access_entry_at ON access_entry (at, id);
