"""One module a format, each with its ``CONVERTER``. Heavy libraries are imported when a file is converted."""
