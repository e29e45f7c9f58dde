#!/usr/bin/env bash
# Copies the database while it is in use, checks the copy, and keeps fourteen days of copies.
#   backup.sh /var/lib/lendwell/lendwell.db /mnt/backup
set -euo pipefail

database=$1
target=$2
keep_days=14
copy="$target/lendwell-$(date +%Y-%m-%d-%H%M).db"

# ".backup" takes a consistent copy; a plain cp would miss what is still in the write-ahead log.
sqlite3 "$database" ".backup '$copy'"

if [[ "$(sqlite3 "$copy" 'PRAGMA integrity_check')" != ok ]]; then
    echo "The copy $copy is damaged. The older copies were kept." >&2
    exit 1
fi

find "$target" -name 'lendwell-*.db' -mtime "+$keep_days" -delete
echo "$copy"
