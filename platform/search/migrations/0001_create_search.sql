-- What can be found by words.  Small kinds only (a catalogue of some thousand procedures): one row per entry, one per
-- word of an entry.  Written in the transaction of what it describes, so that it is never behind.

CREATE TABLE search_entry (
    kind {text} NOT NULL,
    -- the owner's key, e.g. a procedure's code
    id {text} NOT NULL,
    title {text} NOT NULL,
    -- title and synonyms, a line each: with tones, and folded (no marks, đ as d)
    toned {text} NOT NULL,
    folded {text} NOT NULL,
    -- larger comes first among equals
    rank {int} NOT NULL,
    -- Vietnamese order of the title
    title_key {bytes} NOT NULL,
    effective_from {date},
    -- first day no longer to be found
    effective_to {date},
    PRIMARY KEY (kind, id)
) {strict};

CREATE TABLE search_word (
    kind {text} NOT NULL,
    -- the word folded
    word {text} NOT NULL,
    id {text} NOT NULL,
    -- the words with tones that fold to it here, between spaces
    toned {text} NOT NULL,
    -- 8 title, 6 synonym, 1 body
    weight {int} NOT NULL,
    PRIMARY KEY (kind, word, id)
) {strict};
CREATE INDEX search_word_by_entry ON search_word (kind, id);

-- Every word that ever stood in an entry: where a misspelled word finds its neighbours.
CREATE TABLE search_vocabulary (
    kind {text} NOT NULL,
    word {text} NOT NULL,
    PRIMARY KEY (kind, word)
) {strict};
