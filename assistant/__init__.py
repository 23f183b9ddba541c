"""Footnote: ask your documents and see every sentence of the answer in its source."""

import os

__version__ = "0.1.0"

# onnxruntime reads this when loaded. Without it, builds such as 1.32 note what is run, and send it to their maker.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
