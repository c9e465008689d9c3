-- Published electronic forms.  A row is never changed: what somebody filled in must be readable as it was asked.
CREATE TABLE form_definition (
    code {text} NOT NULL,
    version {int} NOT NULL CHECK (version >= 1),
    title {text} NOT NULL,
    published_at {ts} NOT NULL,
    effective_from {date} NOT NULL,
    -- text, not {json}: jsonb reorders keys, and the digest is over these very bytes
    body {text} NOT NULL,
    digest {text} NOT NULL,
    PRIMARY KEY (code, version)
) {strict};
CREATE INDEX form_definition_in_force ON form_definition (code, effective_from, version);
