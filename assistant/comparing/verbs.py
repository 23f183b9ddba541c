"""English verbs as far as a question needs them: from "opened" or "opens" to "open". Only what is listed is a verb.

A word that is as often a noun or that has one form for present and past ("cut", "put") is left out on purpose.
"""

from __future__ import annotations

_REGULAR = """abandon abolish accept accuse achieve acquire add admit adopt agree allow announce appeal appear apply
    appoint approve argue arrest arrive ask assemble assess attack award ban base belong blame block burn
    bury call capture carry cause cease celebrate change charge charter circle claim climb close collapse
    collect commission compare complete compose conclude confirm connect consider consist contain continue
    contribute convert count cover crash create cross damage decide declare decline decrease defeat deliver
    demand demolish deny deploy describe design destroy detect develop die direct discover dissolve donate
    double drop earn educate elect emerge employ end enter escape establish estimate evacuate examine
    exhibit expand expect experience explain explode explore export extend face fail film finance finish
    fire float flow follow form found fund gain gather govern graduate grant guarantee halt happen help hire
    identify impose imprison improve include increase inherit injure install introduce invade invent invest
    invite involve issue join kill land last launch lift limit live load lobby locate lock lower maintain
    manage marry measure mention merge mine move murder name need negotiate nominate notice notify observe
    obtain occupy offer open operate orbit order organise organize overturn own paint pardon pass perform
    permit persuade photograph pick pilot pioneer plan play pledge point populate possess predict prefer
    prepare present preserve prevent print privatise proclaim produce prohibit promise promote propose
    protect prove provide publish pull pump purchase push raise ratify reach recall receive recommend record
    recover recruit reduce refer refuse reject release relocate remain remove rename renew renovate repair
    replace report request require rescue resettle resign respond restore result resume retire return reveal
    review revoke rule sail sample save score select separate serve settle shape share shift ship show sign
    slip slow sponsor spot stage star start state stay stop store strengthen stress stretch study submit
    succeed sue suffer suggest supervise supply support surrender survive suspect suspend switch target test
    tie top touch tour trace trade train transfer transform translate treat trigger triple turn unveil value
    verify visit vote wait want warn weigh welcome widen witness work"""
_IRREGULAR = """begin began begun|break broke broken|bring brought brought|build built built|
    cancel cancelled cancelled|equal equalled equalled|travel travelled travelled|buy bought bought|
    catch caught caught|choose chose chosen|come came come|draw drew drawn|drive drove driven|
    fall fell fallen|feel felt felt|fight fought fought|find found found|fly flew flown|
    freeze froze frozen|get got got|give gave given|go went gone|grow grew grown|hang hung hung|
    hold held held|keep kept kept|know knew known|lay laid laid|lead led led|leave left left|
    lend lent lent|lie lay lain|lose lost lost|make made made|meet met met|pay paid paid|
    ride rode ridden|rise rose risen|run ran run|sell sold sold|send sent sent|shake shook shaken|
    shine shone shone|shoot shot shot|shrink shrank shrunk|sing sang sung|sink sank sunk|
    speak spoke spoken|spend spent spent|stand stood stood|steal stole stolen|strike struck struck|
    sweep swept swept|swim swam swum|take took taken|teach taught taught|think thought thought|
    throw threw thrown|understand understood understood|wear wore worn|win won won|
    withdraw withdrew withdrawn|write wrote written|overthrow overthrew overthrown|
    overcome overcame overcome|undergo underwent undergone|undertake undertook undertaken|eat ate eaten|dig dug dug|
    feed fed fed|flee fled fled|forget forgot forgotten|hear heard heard|hide hid hidden|seek sought sought|
    swear swore sworn|tear tore torn|deal dealt dealt|blow blew blown|bear bore borne|forbid forbade forbidden"""
# Verbs of which no question is made, or whose forms fit badly; they are verbs all the same.
_DOUBLED = frozenset("admit ban drop permit plan prefer refer ship slip spot star stop submit top transfer".split())


def _past(base: str) -> str:
    if base in _DOUBLED:
        return f"{base}{base[-1]}ed"
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if base.endswith("y") and base[-2] not in "aeo" else f"{base}ed"


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeo" else f"{base}s"


_REGULARS = _REGULAR.split()
_FORMS = [tuple(forms.split()) for forms in _IRREGULAR.split("|")]
_BASES = [*_REGULARS, *(base for base, _, _ in _FORMS)]
PAST = {_past(base): base for base in _REGULARS} | {past: base for base, past, _ in _FORMS}
_THIRD_PERSON = {_third(base): base for base in _BASES}


def helped(verb: str) -> tuple[str, str] | None:
    """A full verb as a question has it, such as "did", "open"; None for what is not in the lists."""
    if verb in PAST:
        return "did", PAST[verb]
    return ("does", _THIRD_PERSON[verb]) if verb in _THIRD_PERSON else None
