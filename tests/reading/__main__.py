"""``python -m tests.reading``: write the table of what is read in docs/documents.md."""

from tests.reading import claims

if __name__ == "__main__":
    claims.write()
