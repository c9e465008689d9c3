-- What the leader's page showed at the end of each day: the day in hand is written again every few minutes, the days before
-- stand still.  From it the page tells what has changed since the day before.
CREATE TABLE ioc_day (
  day {date} NOT NULL PRIMARY KEY,
  taken_at {ts} NOT NULL,
  body {json} NOT NULL
) {strict};
