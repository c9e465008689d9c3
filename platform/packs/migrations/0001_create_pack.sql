-- Packs as installed: one row per version that was ever loaded.  A removed pack keeps its rows; `closed_on` says from when it counts no more.
CREATE TABLE pack (
  code {text} NOT NULL,
  version {text} NOT NULL,
  title {text} NOT NULL,
  digest {text} NOT NULL,
  installed_at {ts} NOT NULL,
  closed_on {date},
  PRIMARY KEY (code, version)
) {strict};

-- What packs have brought, by kind and reference (`form` `khai-sinh@1`), with the digest that an immutable object keeps for ever.
CREATE TABLE pack_object (
  kind {text} NOT NULL,
  reference {text} NOT NULL,
  digest {text} NOT NULL,
  pack_code {text} NOT NULL,
  pack_version {text} NOT NULL,
  PRIMARY KEY (kind, reference)
) {strict};
CREATE INDEX pack_object_by_pack ON pack_object (pack_code, kind, reference);
