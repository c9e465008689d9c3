-- A dossier is opened by the key its draft had; the key is 60 random bits, so two never share a hash.
CREATE UNIQUE INDEX dossier_key ON dossier (key_hash);
