-- Work to be done once, later, by whichever node claims it first.
CREATE TABLE job (
  id {id} NOT NULL PRIMARY KEY,
  kind {text} NOT NULL,
  -- the same work is enqueued once: a name within the kind, or the slot of a clock job
  unique_key {text} NOT NULL,
  body {json} NOT NULL,
  run_at {ts} NOT NULL,
  attempt {int} NOT NULL,
  -- whoever holds the lease works; a higher fence wins over a worker that came back late
  lease_until {ts},
  fence {int} NOT NULL,
  error {text} NOT NULL,
  done_at {ts},
  UNIQUE (kind, unique_key)
) {strict};
CREATE INDEX job_ready ON job (run_at, id) WHERE done_at IS NULL;
CREATE INDEX job_done ON job (done_at) WHERE done_at IS NOT NULL;

-- Which subscription has handled which event.
CREATE TABLE processed (
  subscription {text} NOT NULL,
  event {id} NOT NULL,
  PRIMARY KEY (subscription, event)
) {strict};

-- Events that a subscription could not handle yet, and those of the same stream behind them, in order.
CREATE TABLE backlog (
  subscription {text} NOT NULL,
  stream {id} NOT NULL,
  stream_seq {int} NOT NULL,
  event {id} NOT NULL,
  tries {int} NOT NULL,
  next_at {ts} NOT NULL,
  error {text} NOT NULL,
  PRIMARY KEY (subscription, stream, stream_seq)
) {strict};
CREATE INDEX backlog_next ON backlog (next_at);
CREATE INDEX backlog_event ON backlog (event);
