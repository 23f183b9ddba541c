"""The errors that Footnote raises on purpose. Each message says what happened and what to do next.

FootnoteError
├── SettingsError            a setting has a value that cannot be used
├── MissingExtra             an optional package that a command needs is not installed
├── PromptError              a prompt file is missing or does not declare what it uses
├── ReadingError             a file cannot become a document
│   ├── UnsupportedFormat        no converter knows it
│   ├── EncryptedFile            it needs a password
│   ├── NoText                   it holds no text (an image, a scan, an empty file)
│   ├── TooLarge                 it takes more time, memory or text than one file may
│   └── DamagedFile              it is not what it says it is, or is cut short
├── FetchError               a page of the web cannot be taken in
│   ├── AddressRefused           not an address of the public web; it was not called
│   ├── PageRefused              the site or the page is not fit; trying again will not help
│   └── SiteUnavailable          no answer, or an interrupted one; trying again may help
├── FolderError              a folder cannot be watched or read
├── AccountError             a person cannot be added or changed, or the file of people cannot be used
│   └── TooManyTries             wrong passwords were tried too often
├── NotAllowed               somebody may see this but not do it
├── LibraryError             the library cannot do what was asked
│   ├── LibraryInUse             another process holds this home
│   ├── LibraryUnreadable        the files in this home cannot be opened
│   │   └── LibraryDamaged           one of them is damaged; `footnote doctor` mends it
│   ├── ArchiveError             a backup cannot be written or restored
│   ├── WrongEmbedder            the library was built with another embedding model
│   ├── UnknownSource            no such source
│   └── ChromaUnavailable        the Chroma server does not answer
├── ModelError               an embedded model file is missing or damaged
├── CasesError               a file of eval cases, or its documents, cannot be used
├── ConversationError        a conversation cannot be read or kept
└── EndpointError            the language-model endpoint failed
    ├── EndpointRefused          key or request rejected; trying again will not help
    └── EndpointUnavailable      no answer, overloaded, or cut off; trying again may help
"""

from __future__ import annotations


class FootnoteError(Exception):
    """Base of all errors that are meant for people; ``str(error)`` is fit to show."""


class SettingsError(FootnoteError):
    """A setting has a value that cannot be used."""


class MissingExtra(FootnoteError):
    """An optional package that a command needs is not installed."""


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


class TooLarge(ReadingError):
    """The file takes more time, memory or text than one file may."""


class DamagedFile(ReadingError):
    """The file is not what it says it is, or is cut short."""


class FetchError(FootnoteError):
    """A page of the web cannot be taken in."""


class AddressRefused(FetchError):
    """It is not an address of the public web, and was not called."""


class PageRefused(FetchError):
    """The site said no, or what it sent is not a document; trying again will not help."""


class SiteUnavailable(FetchError):
    """The site did not answer or broke off; trying again may help."""


class FolderError(FootnoteError):
    """A folder cannot be watched or read."""


class AccountError(FootnoteError):
    """A person cannot be added or changed, or the file of people cannot be used."""


class TooManyTries(AccountError):
    """Wrong passwords were tried too often; ``seconds`` from now another may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"There were too many failed logins. Try again in {seconds} seconds.")
        self.seconds = seconds


class NotAllowed(FootnoteError):
    """Somebody may see this but not do it."""


class LibraryError(FootnoteError):
    """The library cannot do what was asked."""


class LibraryInUse(LibraryError):
    """Another process holds this home."""


class LibraryUnreadable(LibraryError):
    """The files in this home cannot be opened or written."""


class LibraryDamaged(LibraryUnreadable):
    """A file in this home is damaged; `footnote doctor --mend` sets it aside and makes it anew."""


class ArchiveError(LibraryError):
    """A backup cannot be written, or is not fit to be restored."""


class WrongEmbedder(LibraryError):
    """The library was built with another embedding model."""


class UnknownSource(LibraryError):
    """No source has this name or id."""


class ChromaUnavailable(LibraryError):
    """The Chroma server does not answer."""


class ModelError(FootnoteError):
    """An embedded model file is missing or damaged."""


class InputError(FootnoteError):
    """A file that a command was given is not what the command reads."""


class CasesError(FootnoteError):
    """A file of eval cases, or its documents, cannot be used."""


class ConversationError(FootnoteError):
    """A conversation cannot be read or kept."""


class EndpointError(FootnoteError):
    """The language-model endpoint failed."""


class EndpointRefused(EndpointError):
    """The endpoint rejected the key or the request; trying again will not help."""


class EndpointUnavailable(EndpointError):
    """The endpoint did not answer, is overloaded, or cut off; trying again may help."""
