"""Characters fit for canonical text: none that hide, reorder or control; ligatures spelt out; composed (NFC)."""

from __future__ import annotations

import re
import unicodedata

# Presentation forms stand for letters that a reader would type; everything else keeps its form.
_PRESENTATION = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdf1\ufe70-\ufefc]+")
# Controls, soft hyphens, zero-width and direction marks, tags, lone surrogates, private use and noncharacters.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNREADABLE = re.compile("\ufffd(?:\\s*\ufffd)+")


def clean(text: str) -> str:
    """``text`` with line ends as ``\\n``, tabs as spaces, and no character that a reader could not see."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ").replace("\x1f", " ")
    text = _UNREADABLE.sub("\ufffd", UNWANTED.sub("", text))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _PRESENTATION.sub(_spelt_out, text))


def _spelt_out(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())
