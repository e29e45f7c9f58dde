-- Lendwell's tables. Applied once: sqlite3 lendwell.db < db/schema.sql
PRAGMA journal_mode = WAL;

CREATE TABLE members (
    card_number TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    category    TEXT NOT NULL CHECK (category IN ('Adult', 'Child', 'Student', 'Staff')),
    home_branch TEXT NOT NULL,
    owed_cents  INTEGER NOT NULL DEFAULT 0 CHECK (owed_cents >= 0),
    blocked     INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE titles (
    title_id TEXT PRIMARY KEY,
    isbn     TEXT UNIQUE,
    name     TEXT NOT NULL,
    author   TEXT
);

CREATE TABLE copies (
    copy_id  TEXT PRIMARY KEY,
    title_id TEXT NOT NULL REFERENCES titles (title_id),
    branch   TEXT NOT NULL
);

-- Written once, never changed. The primary key is what makes two desks collide on one loan.
CREATE TABLE events (
    stream  TEXT NOT NULL,
    version INTEGER NOT NULL,
    type    TEXT NOT NULL,
    at      TEXT NOT NULL,
    body    TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (stream, version)
) WITHOUT ROWID;

-- A loan is open as long as it was neither returned nor declared lost.
CREATE VIEW open_loans AS
SELECT first.stream, json_extract(first.body, '$.CardNumber') AS card_number
FROM events AS first
WHERE first.type = 'Borrowed'
  AND NOT EXISTS (
      SELECT 1 FROM events AS last
      WHERE last.stream = first.stream AND last.type IN ('Returned', 'DeclaredLost'));

CREATE TABLE holds (
    hold_id        TEXT PRIMARY KEY,
    title_id       TEXT NOT NULL REFERENCES titles (title_id),
    card_number    TEXT NOT NULL REFERENCES members (card_number),
    pickup_branch  TEXT NOT NULL,
    requested_at   TEXT NOT NULL,
    course_reserve INTEGER NOT NULL DEFAULT 0,
    state          TEXT NOT NULL DEFAULT 'Waiting',
    shelf_until    TEXT
);

CREATE INDEX holds_by_title ON holds (title_id, state);
CREATE INDEX holds_by_shelf ON holds (pickup_branch, shelf_until) WHERE state = 'OnShelf';
