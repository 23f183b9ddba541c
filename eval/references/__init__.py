"""Reference systems: simpler ones asked the same questions in the same run, so that Footnote's figures can be judged.

All have the same documents as Footnote reads them, the same embedding model, and the same step from passages to an
answer: the passages are read and a unit of the best one is quoted and cited as Footnote does it. What differs is how
passages are cut and found. What is asked is the question that Footnote searched, so that follow-ups are not held
against them.

Nothing is declined. How sure an answer is was fitted to passages that are fused and ranked by the reader; the simpler
systems have no such scores and would decline at random. So Footnote is asked once more with nothing declined, always
quoting, and the differences are taken to that; its row as it is set stands beside it.

Passages are ranked as they were cut. Footnote puts neighbours together before it answers, and its own figures of
evidence are those of the longer passages; here they are not put together, since a longer one holds a quote more easily.
One thing still favours Footnote: how sentences are ranked was fitted on the passages that it finds.

This room sees inside the parts, since it puts other systems together from them.
"""

from eval.references.asking import ask_references

__all__ = ["ask_references"]
