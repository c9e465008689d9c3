-- Written apart for each database: on SQLite the key is the table, which halves the records' size and the work of counting.

-- The records behind the counters.  mark: 0 for a fact of the dossier; for a fact of acts, what tells one act from another.
CREATE TABLE indicator_record (
    fact {int} NOT NULL,
    day {date} NOT NULL,
    agency {id} NOT NULL,
    dossier {id} NOT NULL,
    mark {int} NOT NULL,
    PRIMARY KEY (fact, day, agency, dossier, mark)
) WITHOUT ROWID, {strict};

-- The counters: by day (span 'd') and by calendar month (span 'm', on its first day).
CREATE TABLE indicator_cell (
    fact {int} NOT NULL,
    span {text} NOT NULL CHECK (span IN ('d', 'm')),
    day {date} NOT NULL,
    agency {id} NOT NULL,
    count {int} NOT NULL,
    PRIMARY KEY (fact, span, day, agency)
) WITHOUT ROWID, {strict};
