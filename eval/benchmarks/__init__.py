"""Speed and scale, each script by itself: ``python -m eval.benchmarks.NAME``."""
