#!/usr/bin/env python3
"""Imports titles and copies from a CSV file of the library network.

    import_catalogue.py DATABASE FILE.csv

Columns: isbn, title, author, branch, copies. Running it twice changes nothing: a title is known by its ISBN,
and only missing copies are added. Lines that cannot be read are written to FILE.rejected.csv with a reason.
"""
import csv
import sqlite3
import sys
from pathlib import Path

from check_isbns import is_valid_isbn


def import_row(database: sqlite3.Connection, row: dict[str, str]) -> str | None:
    """Imports one line; returns the reason why it was turned down, or None."""
    isbn = row["isbn"].replace("-", "")
    if not is_valid_isbn(isbn):
        return "the ISBN's check digit is wrong"
    if not row["copies"].isdigit() or int(row["copies"]) > 50:
        return "copies is not a number up to 50"

    title_id = f"isbn-{isbn}"
    database.execute(
        "INSERT INTO titles (title_id, isbn, name, author) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (title_id) DO UPDATE SET name = excluded.name, author = excluded.author",
        (title_id, isbn, row["title"].strip(), row["author"].strip() or None),
    )
    for number in range(1, int(row["copies"]) + 1):
        copy_id = f"{title_id}-{row['branch']}-{number}"
        database.execute("INSERT OR IGNORE INTO copies VALUES (?, ?, ?)", (copy_id, title_id, row["branch"]))
    return None


def main() -> int:
    database_path, csv_path = Path(sys.argv[1]), Path(sys.argv[2])
    rejected = []
    with sqlite3.connect(database_path) as database, csv_path.open(newline="", encoding="utf-8-sig") as source:
        for row in csv.DictReader(source):
            if reason := import_row(database, row):
                rejected.append({**row, "reason": reason})

    if rejected:
        with csv_path.with_suffix(".rejected.csv").open("w", newline="", encoding="utf-8") as target:
            writer = csv.DictWriter(target, fieldnames=list(rejected[0]))
            writer.writeheader()
            writer.writerows(rejected)
    print(f"{len(rejected)} lines rejected")
    return 1 if rejected else 0


if __name__ == "__main__":
    sys.exit(main())
