-- The working calendar as an administrator edits it; a year with any row is taken from the rows whole.
CREATE TABLE calendar_entry (
  date {date} NOT NULL PRIMARY KEY,
  kind {text} NOT NULL,
  name {text} NOT NULL,
  title {text} NOT NULL,
  instead_of {date},
  source {text} NOT NULL,
  provisional {bool} NOT NULL,
  changed_at {ts} NOT NULL,
  changed_by {id}
) {strict};

-- Office hours by date of effect.
CREATE TABLE calendar_hours (
  from_date {date} NOT NULL PRIMARY KEY,
  body {json} NOT NULL
) {strict};

-- Counting policies by date of effect.
CREATE TABLE calendar_policy (
  from_date {date} NOT NULL PRIMARY KEY,
  body {json} NOT NULL
) {strict};

-- One row: raised by every change, so that every node knows when to compile again.
CREATE TABLE calendar_revision (
  name {text} NOT NULL PRIMARY KEY,
  revision {int} NOT NULL
) {strict};
