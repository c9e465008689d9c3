-- An account is who acts; what it may do stands in org (positions) and policy (roles), never here.
CREATE TABLE account (
    id {id} PRIMARY KEY,
    kind {text} NOT NULL CHECK (kind IN ('officer', 'citizen', 'machine')),
    -- lower-case without marks, or a telephone number in its national form
    login {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    -- for lists and search: given name first, Vietnamese order; folded whole name; folded given name
    sort_key {bytes} NOT NULL,
    folded {text} NOT NULL,
    given {text} NOT NULL,
    -- PHC string of Argon2id; null until the person has chosen one, and always for machines
    password {text},
    password_at {ts},
    state {text} NOT NULL CHECK (state IN ('active', 'locked', 'closed')),
    -- signed in, but with no rights until the password is changed
    must_change {bool} NOT NULL,
    -- somebody at an office, or a national database, has matched the account with a person
    verified {bool} NOT NULL,
    party_id {id},
    -- the agency that keeps the account; null for citizens
    agency_id {id},
    created_at {ts} NOT NULL,
    created_by {id},
    closed_at {ts}
) {strict};
CREATE INDEX account_sort ON account (sort_key, id);
CREATE INDEX account_agency ON account (agency_id, sort_key, id);
CREATE INDEX account_folded ON account (folded);
CREATE INDEX account_given ON account (given);

-- A row ends with the session: what is not here is not signed in.
CREATE TABLE session (
    id {id} PRIMARY KEY,
    -- SHA-256 of a 256-bit token
    token_hash {bytes} NOT NULL UNIQUE,
    account_id {id} NOT NULL REFERENCES account (id),
    -- the one position the person works in now; null: all she holds
    position_id {id},
    created_at {ts} NOT NULL,
    -- written at most every five minutes
    last_seen_at {ts} NOT NULL,
    ends_at {ts} NOT NULL
) {strict};
CREATE INDEX session_account ON session (account_id, created_at);
CREATE INDEX session_ends ON session (ends_at);

-- Tries at a login name (whether it exists or not) and from an address.
CREATE TABLE sign_in_try (
    -- SHA-256 of the kind and the name or address
    key_hash {bytes} PRIMARY KEY,
    failures {int} NOT NULL,
    last_at {ts} NOT NULL,
    blocked_until {ts} NOT NULL
) {strict};
CREATE INDEX sign_in_try_last ON sign_in_try (last_at);

CREATE TABLE one_time_link (
    id {id} PRIMARY KEY,
    token_hash {bytes} NOT NULL UNIQUE,
    purpose {text} NOT NULL CHECK (purpose IN ('admin_init', 'reset', 'invite')),
    -- null for admin_init: the account is made when the link is used
    account_id {id} REFERENCES account (id),
    -- admin_init: where the first administrator sits
    agency_id {id},
    created_at {ts} NOT NULL,
    created_by {id},
    expires_at {ts} NOT NULL,
    used_at {ts}
) {strict};
CREATE INDEX one_time_link_account ON one_time_link (account_id);

CREATE TABLE machine_token (
    id {id} PRIMARY KEY,
    token_hash {bytes} NOT NULL UNIQUE,
    account_id {id} NOT NULL REFERENCES account (id),
    name {text} NOT NULL,
    -- JSON list of role codes; empty: every role that the account holds
    roles {json} NOT NULL,
    created_at {ts} NOT NULL,
    created_by {id},
    expires_at {ts} NOT NULL,
    -- written at most every five minutes
    last_used_at {ts},
    revoked_at {ts}
) {strict};
CREATE INDEX machine_token_account ON machine_token (account_id, created_at);
