"""Real files, damaged at random, through every converter in the worker that reads for the app: ``make fuzz``."""
