"""Every word that the page itself says, in one place, so that translating the page is translating this file.

``{name}`` is filled in where the sentence is used. ``FOR_SCRIPTS`` is handed to the browser.

Longer than 300 lines because it is this one place.
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
FIND_CONVERSATION = "Find a conversation"
TAKE_IN = "Take in a conversation saved as JSON"
ADD_DOCUMENTS = "Add documents"
ADD_FOLDER = "Add a folder of documents"
FILTER_DATES = "Ask by date of publication"
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
COPY_LINK = "Copy a link to this place"
FIND = "Find in this document"
FIND_PREVIOUS = "Previous hit"
FIND_NEXT = "Next hit"
FIND_CLOSE = "Close the search"
REMOVE = "Remove"
SHOW_LIBRARY = "Show library"
SHOW_EARLIER = "Show more above"
SHOW_LATER = "Show more below"
KEYBOARD = "Keyboard"
EVALUATION = "Evaluation"
BACK_TO_CHAT = "Back to the chat"
ALL_RUNS = "All runs"
NO_RUNS = "No runs yet. Run the built-in cases with: footnote eval"
RESIZE = "Width of the source"

# Question box and empty page
QUESTION = "Your question"
QUESTION_HINT = "Ask your documents"
QUESTION_TOO_LONG = "The question has {length} characters; the most is {limit}. Shorten it and send it again."
EXAMPLES = "Try one of these"
DROP_HERE = "Drop files and folders here to add them"
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
FROM_QUOTES = "from quotes"
FROM_CATALOG = "from the list of documents"
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
DIFFER = "The documents differ"
COMPARED = "Compared"
BESIDE_TOLD = "{label}: {text}."
NOT_SAID = "Not found in the documents."
NOT_CERTAIN = "Not certain. The nearest place:"
NEAREST = "Nearest passages"
MISSING = "What is missing"
REFERENCE = "{title}, {name}"
REFERENCE_PAGE = "page {page}"
MORE_SOURCES = "{count} more"

# A conversation that is saved as a file, and taken in again
EXPORTED = "Saved from Footnote on {day}. Offsets count characters of each document's text as Footnote reads it."
REFERENCES = "References"
REFERENCE_SPAN = "characters {start} to {end}"
REFERENCE_HASH = "SHA-256 of the file begins {hash}"
BAD_CONVERSATION = "“{name}” cannot be taken in: {problem}. Choose a conversation that Footnote has saved as JSON."
NOT_CONVERSATION = "it is no conversation of Footnote"
OTHER_VERSION = "it has the form of another version of Footnote ({version})"
TOO_LONG_FILE = "it has more than {limit} characters"
NO_NUMBER = "{constant} is no number"
CONVERSATION_DAMAGED = (
    "A conversation cannot be read and is left out. Its file in the home is {name}: restore it, or delete it."
)
CONVERSATION_FULL = "This conversation has {limit} MB, the most that is kept. Go on in a new one."
CONVERSATION_NO_ROOM = "The conversation could not be kept ({reason}). It is in this browser until there is room."
TOO_MANY_CONVERSATIONS = "There are {most} conversations, the most that are kept. Delete some; this one waits here."
HALF_CHARACTER = "it holds half of a character (a lone surrogate)"

# The source sheet
PAGE = "page {page}"
PAGE_OF = "page {page} of {pages}"
PAGE_IMAGE = "Page {page} of {title}"
TABLE = "Table"
TICKS = "Where the quotes of this answer stand"

# Which documents are asked
SCOPE = "What the question is asked of"
ASK_ALL = "Ask all documents again"
DATES_FROM = "Published from"
DATES_TO = "to"
DATES_HINT = "Documents without a date are left out."
ASK_ONLY = "Ask only {title}"
ASKED_ONLY = "Asked only {titles}"
ASKED_COUNT = "Asked only {count} documents"
PUBLISHED_BETWEEN = "published {first} to {last}"
PUBLISHED_FROM = "published {first} or later"
PUBLISHED_TO = "published {last} or earlier"
SCOPE_GONE = "The documents that this was asked of are no longer in the library. Ask again to ask all that are."

# Documents
ARRIVING = "Documents on their way"
FIND_DOCUMENT = "Find a document"
MORE_NAMED = "More for {title}"
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
SEARCHABLE = "searchable, {state}"
TRY_AGAIN = "Try again"
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
REMOVE_QUESTION = "Remove “{title}”? Its file, its text and {passages} go; answers already given keep their quotes."
ONE_PASSAGE = "its passage"
PASSAGES = "its {count} passages"

# Settings
SETTINGS = "Settings"
ANSWERS = "Answers"
QUOTED = "Quoted from the documents"
QUOTED_MEANS = "The documents' own sentences, word for word. Needs no network."
WRITTEN_MODE = "Written by a language model, then checked"
WRITTEN_MEANS = "Reads better. The question, the last turns and the passages found go to the endpoint below."
ENDPOINT = "Language model"
ENDPOINT_ADDRESS = "Address"
ENDPOINT_ADDRESS_MEANS = "Any endpoint that speaks OpenAI's chat protocol: OpenAI, Ollama, vLLM, llama.cpp."
ENDPOINTS = (
    ("https://api.openai.com/v1", "OpenAI"),
    ("http://127.0.0.1:11434/v1", "Ollama"),
    ("http://127.0.0.1:8000/v1", "vLLM"),
    ("http://127.0.0.1:8080/v1", "llama.cpp"),
)
MODEL = "Model"
MODEL_MEANS = "The name by which the endpoint knows it, such as gpt-4o-mini or llama3.2."
KEY = "Key"
KEY_MEANS = "Mostly not needed on your own machine. Kept in Footnote's folder, for you alone to read, and never shown."
KEY_IS_KEPT = "One is kept for this address; leave this empty to keep it. For another address it has to be given anew."
KEY_IS_FIXED = "OPENAI_API_KEY is used for this address, and for this one only."
KEY_FORGET = "Forget the key"
TEST = "Test"
TESTING = "Asking the endpoint"
TESTED = "{model} answered “{reply}” after {seconds} s."
PASSAGES_COUNT = "Passages"
PASSAGES_MEAN = "How many an answer may draw on, 1 to 50. With more, more is found, and it takes longer."
STRICTNESS = "Strictness"
STRICTNESS_MEANS = (
    "How sure a quoted answer must be. Higher declines more often; lower answers more, and is wrong more often."
)
FIXED = "Set by {variable} when Footnote was started; it can be changed only there."
SAVE_SETTINGS = "Save"
SETTINGS_NOT_HERE = "Settings are changed only from a page on the machine itself, opened by its own address."

# When something goes wrong
UNEXPECTED = (
    "Something went wrong that Footnote did not foresee. Try again; should it come back, its log has it as {id}."
)
NOT_HERE = "Folders are watched only from a page on the machine itself, opened by its own address."
NOT_THIS_PAGE = "That was not sent by the page of who is logged in now. Reload the page and try again."
BAD_REQUEST = "The page sent something that Footnote could not read. Reload the page and try again."

# The login
LOG_IN = "Log in"
LOG_OUT = "Log out"
LOGIN_NAME = "Name"
PASSWORD = "Password"  # noqa: S105  # a label
LOGIN_WRONG = "The name or the password is wrong."
LOGIN_WAIT = "There were too many failed logins. Try again in {minutes} min."
LOGIN_ELSEWHERE = "That was not sent by this page. Log in here."
LOGIN_HELP = "No account, or the password forgotten? Ask whoever runs this Footnote."
SHARED_BY = "shared by {names}"
SHARED_BY_ME = "seen by everyone"
NOT_SHARED = "Nobody logs in here, so everybody sees every document."

# Uploads
UPLOAD_TOO_LARGE = "It is larger than {limit} MB, the most that can be sent. Save it in parts."
UPLOAD_QUOTA = "More than {limit} GB of your files wait to be imported. Wait until some are, then send it again."
UPLOAD_NO_ROOM = "The file could not be stored ({reason}). Ask whoever runs Footnote to make room, then send it again."
UPLOAD_MISSING = "The upload is not there any more. Send the file again."
TOO_MANY_IMPORTS = "Too many of your imports wait already. Wait until some are done, then add these again."
NAMELESS = "document"

# For programs
LOGIN_NEEDED = (
    "This Footnote asks for a login. Send a token as the key (Authorization: Bearer …), or a name and a password. "
    "Whoever runs it makes tokens with `footnote user token`."
)
FOREIGN = (
    "Footnote answers only requests made to this machine by its own name. If a proxy in front of it, or people "
    "elsewhere, use another name, put that name into FOOTNOTE_HOSTS."
)
TOO_OFTEN = "More was asked than Footnote takes from one place at a time. Wait a few seconds and ask again."
TOO_MANY_FILES = "More than {count} files or {size} GB at once. Those before it are taken in; add the rest again."
NO_QUESTION = "There is no question: the messages hold none whose role is user."
EMPTY_QUESTION = "The question is empty."
UNREADABLE = "{where} cannot be read: {problem}."
UNKNOWN_MODEL = "There is no model “{name}” here. The only one is “{model}”."
UNKNOWN_ADDRESS = "There is nothing at {method} {path}. See docs/programs.md for what there is."
TOO_LARGE = "The request has more than {limit} bytes. Send less at once: leave out the oldest messages or turns."
BAD_COUNT = "k must be a whole number from 1 to {most}."

FOR_SCRIPTS = {
    "none": NO_CONVERSATIONS,
    "noneFound": "No conversation holds these words.",
    "today": "Today",
    "yesterday": "Yesterday",
    "lastDays": "Last 7 days",
    "moreNamed": MORE_NAMED,
    "title": "Title of the conversation",
    "rename": "Rename",
    "saveMarkdown": "Save as Markdown",
    "saveHtml": "Save as a page to print",
    "saveJson": "Save as JSON",
    "deleteIt": "Delete",
    "deleted": "Conversation deleted",
    "undo": "Undo",
    "noRoom": "The browser has no room left to keep this, and Footnote did not take it. Make room, then ask again.",
    "goneElsewhere": "This conversation was deleted.",
    "damaged": "Conversations cannot be read and are left out. Their files in the home are called {names}.",
    "whatIsGood": "What is good about it? (optional)",
    "whatIsWrong": "What is wrong with it? (optional)",
    "keepNote": "Keep note",
    "noted": "Your note: {note}",
    "testing": TESTING,
    "settingsSaved": "Saved. It holds from the next question on.",
    "removed": "Removed “{title}”",
    "putBack": "“{title}” is back",
    "askOnlyThis": "Ask only this",
    "open": "Open",
    "download": "Download original",
    "showEverybody": "Show to everyone",
    "showMe": "Show only to me",
    "everybodySees": "Everyone who logs in sees “{title}” now",
    "onlyISee": "You no longer show “{title}” to others",
    "onlyOne": "Only “{title}”",
    "onlyMany": "Only {count} documents",
    "publishedBetween": "Published {first} to {last}",
    "publishedFrom": "Published {first} or later",
    "publishedTo": "Published {last} or earlier",
    "ofDocuments": "{words} · {count} of {total} documents",
    "noDocument": "{words} · no document",
    "documentsFound": "{count} of {total} documents",
    "unwatched": "Watched no longer. Its documents stay.",
    "citationOf": "Citation {k} of {n}",
    "pageOf": PAGE_OF,
    "hitOf": "{k} of {n}",
    "hitOfFirst": "{k} of the first {n}",
    "hits": "{n} found",
    "noHits": "not found",
    "copied": "Copied",
    "notCopied": "The browser did not allow copying.",
    "untitled": "New conversation",
    "nextQuestions": "Questions to go on with",
    "lost": "Footnote does not answer. What you have here is kept. Start it again, then send the question again.",
    "loggedOut": "You are logged out. What you have here is kept. Reload the page to log in again.",
    "tooLong": QUESTION_TOO_LONG,
    "busy": "An answer is still on its way. Wait for it or stop it, then send this question.",
    "save": "Ask this instead",
    "cancel": "Cancel",
    "question": QUESTION,
    "uploading": "uploading {percent} %",
    "queued": QUEUED,
    "failed": FAILED,
    "uploadFailed": "failed: the file did not arrive. Check that Footnote is running and try again.",
    "uploadTooLarge": "failed: it is larger than {limit} MB, the most that can be sent. Save it in parts.",
    "leftOut": "{count} files of kinds that are not read were left out.",
    "oneLeftOut": "1 file of a kind that is not read was left out.",
    "thereAlready": "“{name}” is in the library already; nothing was changed.",
    "manyThereAlready": "{count} files are in the library already; nothing of them was changed.",
    "keep": "Keep",
    "remove": REMOVE,
}

KEYS = (
    ("/", "go to the question box"),
    ("Enter", "send the question"),
    ("Shift Enter", "new line"),
    ("Esc", "stop, or close what is open"),
    ("[ ]", "previous and next citation"),
    ("f", "find in the source"),
    ("n", "new conversation"),
    ("?", "this list"),
)
