#!/usr/bin/env python3
"""Removes the link between members and loans that ended long ago.

Loans are kept for the statistics, but nobody needs to know what a person read years back. Two years after a
copy came back, the card number in its events is replaced by the word "anonymous".
"""
import json
import sqlite3
import sys
from datetime import datetime, timedelta, timezone

KEEP_FOR = timedelta(days=730)


def anonymise(database: sqlite3.Connection, now: datetime) -> int:
    """Anonymises what is old enough and returns the number of loans touched. Safe to run again."""
    limit = (now - KEEP_FOR).isoformat()
    streams = [row[0] for row in database.execute(
        "SELECT stream FROM events WHERE type = 'Returned' AND at < ?", (limit,))]
    touched = 0
    for stream in streams:
        body = json.loads(database.execute(
            "SELECT body FROM events WHERE stream = ? AND version = 1", (stream,)).fetchone()[0])
        if body["CardNumber"] == "anonymous":
            continue
        body["CardNumber"] = "anonymous"
        database.execute("UPDATE events SET body = ? WHERE stream = ? AND version = 1", (json.dumps(body), stream))
        touched += 1
    return touched


if __name__ == "__main__":
    with sqlite3.connect(sys.argv[1]) as connection:
        print(anonymise(connection, datetime.now(timezone.utc)), "loans anonymised")
