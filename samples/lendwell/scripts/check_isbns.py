"""Checks ISBN-13 check digits. Used by the catalogue import, and by hand on a list of numbers."""
import sys


def is_valid_isbn(isbn: str) -> bool:
    """True for thirteen digits whose weighted sum, 1 and 3 in turn, is a multiple of ten."""
    if len(isbn) != 13 or not isbn.isdigit():
        return False
    return sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(isbn)) % 10 == 0


if __name__ == "__main__":
    for line in sys.stdin:
        if not is_valid_isbn(line.strip().replace("-", "")):
            print(line.strip())
