"""A program of its own that prints, as JSON, what an index holds: python looking.py words|chroma FOLDER COLLECTION.

It imports nothing of Footnote, so that it is quick. An index that is badly damaged ends the process that opens it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

_BATCH = 1000
_SEARCHED = 20  # vectors that must be found as their own nearest


def words(folder: str) -> dict[str, Any]:
    """The ids in a tantivy index."""
    import tantivy

    searcher = tantivy.Index.open(folder).searcher()
    everything = tantivy.Query.all_query()
    hits = searcher.search(everything, max(searcher.num_docs, 1), count=False).hits
    return {"ids": [searcher.doc(address)["id"][0] for _, address in hits], "dimension": None}


def vectors(folder: str, collection: str) -> dict[str, Any]:
    """The ids in a Chroma collection, of which every vector was read and some were searched for."""
    import chromadb
    import numpy as np

    settings = chromadb.config.Settings(anonymized_telemetry=False)
    client: Any = chromadb.PersistentClient(path=folder, settings=settings)
    found = client.get_or_create_collection(collection, embedding_function=None)
    ids: list[str] = []
    dimension = None
    for offset in range(0, found.count(), _BATCH):
        some = found.get(limit=_BATCH, offset=offset, include=["embeddings"])
        stored = np.asarray(some["embeddings"])
        if not np.allclose(np.linalg.norm(stored, axis=1), 1, atol=0.01):
            raise ValueError("vectors are damaged")
        for vector in stored[:: len(stored) // _SEARCHED + 1]:
            nearest = found.query(query_embeddings=[vector], n_results=1, include=["distances"])
            if not nearest["ids"][0] or nearest["distances"][0][0] > 0.01:
                raise ValueError("a vector that is stored is not found by the search")
        ids += some["ids"]
        dimension = stored.shape[1]
    client.close()
    return {"ids": ids, "dimension": dimension}


if __name__ == "__main__":
    part, where, name = sys.argv[1:]
    try:
        said = words(where) if part == "words" else vectors(where, name)
    except Exception as problem:
        said = {"error": str(problem)}
    sys.stdout.write(json.dumps(said))
