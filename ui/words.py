"""Every word that the page itself says, in one place, so that translating the page is translating this file.

``{name}`` is filled in where the sentence is used. ``FOR_SCRIPTS`` is handed to the browser.
"""

from __future__ import annotations

NAME = "Footnote"
TAGLINE = "Ask your documents. Every sentence of the answer opens at the quote it stands on."

# Landmarks and headings
LIBRARY = "Library"
CONVERSATIONS = "Conversations"
DOCUMENTS = "Documents"
CHAT = "Conversation"
SOURCE = "Source"
SKIP = "Go to the question box"

# Buttons
NEW_CONVERSATION = "New conversation"
ADD_DOCUMENTS = "Add documents"
ADD_PAGE = "Add a web page"
WATCH = "Watch this folder"
SEND = "Send"
STOP = "Stop"
COPY = "Copy answer with references"
GOOD = "Good answer"
BAD = "Bad answer"
RETRY = "Ask again"
EDIT = "Edit question"
CLOSE = "Close"
PREVIOUS = "Previous citation"
NEXT = "Next citation"
COPY_QUOTE = "Copy quote with reference"
REMOVE = "Remove"
SHOW_LIBRARY = "Show library"
SHOW_EARLIER = "Show more above"
SHOW_LATER = "Show more below"
KEYBOARD = "Keyboard"
EVALUATION = "Evaluation"
NO_RUNS = "No runs yet. Run the built-in cases with: footnote eval"
RESIZE = "Width of the source"

# Question box and empty page
QUESTION = "Your question"
QUESTION_HINT = "Ask your documents"
QUESTION_TOO_LONG = "The question has {length} characters; the most is {limit}. Shorten it and send it again."
EXAMPLES = "Try one of these"
DROP_HERE = "Drop files here to add them"
DROP_OR_CHOOSE = "Drop PDF, Word, web page, Markdown or text files here, or choose them"
PAGE_ADDRESS = "Address of a web page"
FOLDER_PATH = "Path of a folder here"
NO_DOCUMENTS = "No documents yet."
NO_CONVERSATIONS = "Nothing asked yet."

# While a question runs
SEARCHING = "Searching the documents"
READING_ONE = "Reading 1 passage"
READING = "Reading {count} passages"
WRITING = "Writing"
STOPPED = "Stopped. What had been written is kept; it was not checked against the documents."
STOPPED_EMPTY = "Stopped before an answer was written."

# An answer
SEARCHED_FOR = "Searched for: {query}"
SURE = {"high": "Sure: high", "fair": "Sure: fair", "low": "Sure: low"}
FROM_QUOTES = "from quotes"
WRITTEN_BY = "written by {model}, checked"
WRITTEN = "written by a language model, checked"
SECONDS = "{seconds} s"
SIZES = ("{size} B", "{size} kB", "{size} MB")
WHY = "Why this answer"
USED = "Passages used"
NOT_USED = "Passages not used"
NO_PASSAGES = "No passage was found."
SCORES = {"words": "words", "meaning": "meaning", "reader": "reader"}
SCORE = "{name} {percent} %"
CHECKS = "What checking found"
CHIP = "Citation {number}, {verdict}: {title}"
CHIP_PAGE = ", page {page}"
UNPLACED = "Not found in the documents"
VERDICTS = {"supported": "supported", "partly": "partly supported", "not found": "not found in the quote"}
NOT_SAID = "The documents do not say."
NEAREST = "Nearest passages"
MISSING = "What is missing"
REFERENCE = "{title}, {name}"
REFERENCE_PAGE = "page {page}"

# The source sheet
PAGE = "page {page}"
PAGE_OF = "page {page} of {pages}"
PAGE_IMAGE = "Page {page} of {title}"

# Documents
ONE_PAGE = "1 page"
PAGES = "{count} pages"
STAGES = {
    "fetching": "fetching",
    "reading": "reading",
    "splitting": "splitting",
    "embedding": "embedding",
    "storing": "storing",
}
QUEUED = "waiting"
PERCENT = "{stage} {percent} %"
ADDED = "ready"
REPLACED = "ready, replaced the earlier version"
UNCHANGED = "already in the library"
FAILED = "failed: {reason}"
WATCHED = "Watched folders"
FOLDER_STATES = {
    "looking": "looking",
    "working": "taking in {detail}",
    "in step": "in step",
    "elsewhere": "watched by another process",
    "failed": "{detail}",
}
NOT_TAKEN_IN = "not taken in: {reasons}"
ONE_FILE = "1 file"
FILES = "{count} files"
UNWATCH_NAMED = "Stop watching {folder}"
REMOVE_NAMED = "Remove {title}"
REMOVE_QUESTION = "Remove “{title}”? Its text and all its passages go; answers already given keep their quotes."

# When something goes wrong
UNEXPECTED = (
    "Something went wrong that Footnote did not foresee. Try again; should it come back, its log has it as {id}."
)
NOT_HERE = "Folders are watched only from a page on the machine itself, opened by its own address."
BAD_REQUEST = "The page sent something that Footnote could not read. Reload the page and try again."

# For programs
FOREIGN = (
    "Footnote answers only requests made to this machine by its own name. If a proxy in front of it uses another name, "
    "put that name into FOOTNOTE_HOSTS."
)
NO_QUESTION = "There is no question: the messages hold none whose role is user."
EMPTY_QUESTION = "The question is empty."
UNREADABLE = "{where} cannot be read: {problem}."
UNKNOWN_MODEL = "There is no model “{name}” here. The only one is “{model}”."
UNKNOWN_ADDRESS = "There is nothing at {method} {path}. See docs/programs.md for what there is."
TOO_LARGE = "The request has more than {limit} bytes. Leave out the oldest messages and send it again."
BAD_COUNT = "k must be a whole number from 1 to {most}."

FOR_SCRIPTS = {
    "removeConversation": "Remove conversation {title}",
    "none": NO_CONVERSATIONS,
    "removed": "Removed",
    "unwatched": "Watched no longer. Its documents stay.",
    "citationOf": "Citation {k} of {n}",
    "copied": "Copied",
    "notCopied": "The browser did not allow copying.",
    "untitled": "New conversation",
    "lost": "Footnote does not answer. What you have here is kept. Start it again, then send the question again.",
    "tooLong": QUESTION_TOO_LONG,
    "save": "Ask this instead",
    "cancel": "Cancel",
    "question": QUESTION,
    "uploading": "uploading",
    "queued": QUEUED,
    "uploadFailed": "failed: the file did not arrive. Check that Footnote is running and drop it again.",
    "full": "The browser has no room left for conversations; the oldest were let go.",
    "keep": "Keep",
    "remove": REMOVE,
}

KEYS = (
    ("/", "go to the question box"),
    ("Enter", "send the question"),
    ("Shift Enter", "new line"),
    ("Esc", "stop, or close what is open"),
    ("[ ]", "previous and next citation"),
    ("n", "new conversation"),
    ("?", "this list"),
)
