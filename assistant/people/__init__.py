"""Who may use a Footnote that asks for a login, and what each of them may see.

``accounts`` keeps people in a file, ``people`` says who somebody is, ``personal`` shows each their own documents.
"""

from assistant.people.accounts import Account, AccountFile
from assistant.people.leaving import Leaving
from assistant.people.people import People
from assistant.people.personal import PersonalAssistant
from assistant.people.shelf import Standing

__all__ = ["Account", "AccountFile", "Leaving", "People", "PersonalAssistant", "Standing"]
