"""An invented article with questions, and a tokenizer whose words are letters, so that offsets are easy to follow."""

from __future__ import annotations

import string

from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordPiece

HARBOUR = (
    "The harbour of Elmsport was dug between 1871 and 1878 by the engineer Clara Voss. It replaced a wooden quay that "
    "storms had broken three times. Ships from Norway and Portugal brought salt, and the town grew quickly around the "
    "new basin. Today the harbour museum keeps the first crane, which Jonas Adler built from the iron of a lost ship."
)
LIGHTHOUSE = (
    "The lighthouse of Elmsport stands on the northern cliff, a walk from the harbour. Its lamp was lit in 1902 and "
    "burned oil until electric light came after the war. The keeper Edith Moll wrote a diary of every storm, and the "
    "town prints a page of it each winter. Visitors climb two hundred steps to see the bay and the islands beyond it."
)


def letters_tokenizer() -> Tokenizer:
    """Each letter is a token: "ab" is "a" and "##b"."""
    signs = string.ascii_lowercase + string.digits + string.punctuation
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *signs, *(f"##{sign}" for sign in signs)]
    tokenizer = Tokenizer(WordPiece({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer
