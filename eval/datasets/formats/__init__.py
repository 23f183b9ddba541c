"""One module a published format, each with its ``KIND``; each docstring says what becomes of the published fields."""
