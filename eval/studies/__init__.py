"""Scripts that choose the settings of parts by numbers; ``python -m eval.studies.NAME --data FOLDER``.

They import parts (split, library, models, retrieve), which nothing else in ``eval`` may do, because parts are what they
measure. What they found stands in docs/decisions/.
"""
