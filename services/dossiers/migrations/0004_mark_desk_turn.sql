-- Whose next act is the desk's although an officer or the director had it: an officer's finding that waits, a step that
-- came back, a proposal that was turned down.  Null otherwise.  Few dossiers at a time: two small indexes hold them, for
-- a counter and for a whole province.
ALTER TABLE dossier ADD COLUMN desk_turn {text};
CREATE INDEX dossier_desk_turn ON dossier (receiving, status, sort_at, id) WHERE desk_turn IS NOT NULL;
CREATE INDEX dossier_desk_turn_all ON dossier (status, sort_at, id) WHERE desk_turn IS NOT NULL;

-- What stood there before: findings and turned-down proposals.  A step that lies with the counter is marked at the next
-- act on it.
UPDATE dossier SET desk_turn = 'finding' WHERE status = 4
    AND EXISTS (SELECT 1 FROM dossier_finding f WHERE f.dossier = dossier.id AND f.answered_at IS NULL);
UPDATE dossier SET desk_turn = 'refusal_turned_down' WHERE status = 1
    AND EXISTS (SELECT 1 FROM dossier_refusal r WHERE r.dossier = dossier.id AND NOT r.approved
        AND NOT EXISTS (SELECT 1 FROM dossier_refusal l WHERE l.dossier = r.dossier AND l.proposed_at > r.proposed_at)
        AND NOT EXISTS (SELECT 1 FROM dossier_supplement s WHERE s.dossier = r.dossier AND s.requested_at >= r.decided_at));
-- What is received without a limit comes after everything that has one: two hundred years behind its filing.
UPDATE dossier SET sort_at = filed_at + 6324480000000000 WHERE due_at IS NULL AND received_at IS NOT NULL;
