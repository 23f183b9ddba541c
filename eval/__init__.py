"""Measuring Footnote: cases, metrics, runs and reports. Uses the door and the words, never a screen."""
