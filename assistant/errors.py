"""The errors that Footnote raises on purpose. Each message says what happened and what to do next.

FootnoteError
├── SettingsError            a setting has a value that cannot be used
├── PromptError              a prompt file is missing or does not declare what it uses
├── ReadingError             a file cannot become a document
│   ├── UnsupportedFormat        no converter knows it
│   ├── EncryptedFile            it needs a password
│   ├── NoText                   it holds no text (an image, a scan, an empty file)
│   └── DamagedFile              it is not what it says it is, or is cut short
├── LibraryError             the library cannot do what was asked
│   ├── LibraryInUse             another process holds this home
│   ├── LibraryUnreadable        the files in this home cannot be opened
│   ├── WrongEmbedder            the library was built with another embedding model
│   ├── UnknownSource            no such source
│   └── ChromaUnavailable        the Chroma server does not answer
├── ModelError               an embedded model file is missing or damaged
├── CasesError               a file of eval cases, or its documents, cannot be used
└── EndpointError            the language-model endpoint failed
    ├── EndpointRefused          key or request rejected; trying again will not help
    └── EndpointUnavailable      no answer, overloaded, or cut off; trying again may help
"""

from __future__ import annotations


class FootnoteError(Exception):
    """Base of all errors that are meant for people; ``str(error)`` is fit to show."""


class SettingsError(FootnoteError):
    """A setting has a value that cannot be used."""


class PromptError(FootnoteError):
    """A prompt file is missing or its placeholders do not match its declaration."""


class ReadingError(FootnoteError):
    """A file cannot become a document."""


class UnsupportedFormat(ReadingError):
    """No converter knows this file."""


class EncryptedFile(ReadingError):
    """The file needs a password."""


class NoText(ReadingError):
    """The file holds no text."""


class DamagedFile(ReadingError):
    """The file is not what it says it is, or is cut short."""


class LibraryError(FootnoteError):
    """The library cannot do what was asked."""


class LibraryInUse(LibraryError):
    """Another process holds this home."""


class LibraryUnreadable(LibraryError):
    """The files in this home cannot be opened or written."""


class WrongEmbedder(LibraryError):
    """The library was built with another embedding model."""


class UnknownSource(LibraryError):
    """No source has this name or id."""


class ChromaUnavailable(LibraryError):
    """The Chroma server does not answer."""


class ModelError(FootnoteError):
    """An embedded model file is missing or damaged."""


class CasesError(FootnoteError):
    """A file of eval cases, or its documents, cannot be used."""


class EndpointError(FootnoteError):
    """The language-model endpoint failed."""


class EndpointRefused(EndpointError):
    """The endpoint rejected the key or the request; trying again will not help."""


class EndpointUnavailable(EndpointError):
    """The endpoint did not answer, is overloaded, or cut off; trying again may help."""
