"""How the embedded reader is trained: questions with and without answers, windows, the network, the loop, the figures.

Nothing here is used at run time. ``torch`` is imported by ``network``, ``loop`` and ``export`` only.
"""
