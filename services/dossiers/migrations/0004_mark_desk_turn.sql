-- Whose next act is the desk's although an officer or the director had it: an officer's finding that waits, a step that
-- came back, a proposal that was turned down.  Null otherwise.  Few dossiers at a time: two small indexes hold them, for
-- a counter and for a whole province.
ALTER TABLE dossier ADD COLUMN desk_turn {text};
CREATE INDEX dossier_desk_turn ON dossier (receiving, status, sort_at, id) WHERE desk_turn IS NOT NULL;
CREATE INDEX dossier_desk_turn_all ON dossier (status, sort_at, id) WHERE desk_turn IS NOT NULL;
