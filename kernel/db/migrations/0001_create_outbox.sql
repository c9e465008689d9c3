-- Events on their way to subscriptions.  `type` and `body` name ids only, never a person's data.
CREATE TABLE outbox (
  id {id} NOT NULL PRIMARY KEY,
  stream {id} NOT NULL,
  stream_seq {int} NOT NULL,
  type {text} NOT NULL,
  version {int} NOT NULL,
  body {json} NOT NULL,
  created_at {ts} NOT NULL,
  delivered_at {ts},
  UNIQUE (stream, stream_seq)
) {strict};
CREATE INDEX outbox_undelivered ON outbox (created_at, id) WHERE delivered_at IS NULL;
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;

-- The last number of each stream: it outlives delivered rows.
CREATE TABLE outbox_stream (
  stream {id} NOT NULL PRIMARY KEY,
  last_seq {int} NOT NULL
) {strict};

-- Answers already given to commands from outside; exact text, so that a repeated command gets the same bytes.
CREATE TABLE idempotency (
  scope {text} NOT NULL,
  key {text} NOT NULL,
  answer {text} NOT NULL,
  created_at {ts} NOT NULL,
  PRIMARY KEY (scope, key)
) {strict};
CREATE INDEX idempotency_created_at ON idempotency (created_at);
