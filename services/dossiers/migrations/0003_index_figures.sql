-- What the leader's page counts and lists.  Every index holds all that its query reads or narrows by, so that a
-- number is counted without touching a row, and a list is one range by time.

-- Open and waiting dossiers by agency and procedure: late, due today, waiting for the person, ready to hand over.
CREATE INDEX dossier_open ON dossier (receiving, procedure_code, status, due_at, paused_at, closed_at)
    WHERE status IN (2, 4, 5, 6, 9);
CREATE INDEX dossier_received ON dossier (received_at, id, receiving) WHERE received_at IS NOT NULL;
CREATE INDEX dossier_closed ON dossier (closed_at, id, receiving) WHERE closed_at IS NOT NULL;
CREATE INDEX dossier_paused ON dossier (paused_at, id, receiving) WHERE paused_at IS NOT NULL;
