"""Speed and scale, each script by itself: ``python -m eval.benchmarks.NAME``. All, and the page: ``make bench``."""
