"""What one person sees of a library: whose each document is, and what this person calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import UnknownSource
from assistant.places import Held, held, is_address
from assistant.records import Source

_UPLOAD = "upload:"


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a document that they see: whether it is theirs, whether they show it to everybody, and who
    else does (names of people; none for what is nobody's)."""

    mine: bool
    shared_by_me: bool = False
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents that somebody sees, by source id, under names that are theirs."""

    sources: Mapping[str, Source]
    standings: dict[str, Standing]
    places: Mapping[str, tuple[Held, ...]]  # their own, by source id

    def source(self, name_or_id: str) -> Source:
        """One source by id or name. Raises UnknownSource, in the same words for what is there and what is not."""
        if name_or_id in self.sources:
            return self.sources[name_or_id]
        for source in self.sources.values():
            if source.name == name_or_id:
                return source
        raise UnknownSource(f"No document is called “{name_or_id}”. Reload the page to see what is there.")

    def own_places(self, source_id: str) -> tuple[Held, ...]:
        """From where this person added a source."""
        return self.places.get(source_id, ())


def shelf(
    account_id: str, sources: Iterable[Source], remembered: Mapping[str, str], name_of: Callable[[str], str]
) -> Shelf:
    """What an account sees. ``remembered`` is source id by place; ``name_of`` gives the name of an account's id.

    A document goes by the name under which this person added it, or else that of whoever shared it.
    """
    mine: dict[str, list[Held]] = {}
    shared: dict[str, list[Held]] = {}
    nobodys: dict[str, str] = {}
    somebodys: set[str] = set()
    for place, source_id in sorted(remembered.items()):
        found = held(place)
        if found is None:
            nobodys.setdefault(source_id, place)
            continue
        somebodys.add(source_id)
        if found.holder == account_id and found.scope in ("own", "all"):
            mine.setdefault(source_id, []).append(found)
        elif found.scope == "all":
            shared.setdefault(source_id, []).append(found)
    seen: dict[str, Source] = {}
    standings: dict[str, Standing] = {}
    taken: set[str] = set()
    for source in sorted(sources, key=lambda source: (source.id not in mine, source.id in nobodys, source.name)):
        places = [*mine.get(source.id, ()), *shared.get(source.id, ())]
        if not places and source.id not in nobodys:
            continue
        # What is nobody's keeps its name, unless that is the name which somebody gave to the same file.
        place = places[0].place if places else nobodys[source.id] if source.id in somebodys else ""
        named = _named(source, place) if place else source
        by = tuple(filter(None, (name_of(place.holder) for place in shared.get(source.id, ()))))
        named = replace(named, name=_free(named.name, by, source.id, taken))
        taken.add(named.name)
        seen[source.id] = named
        by_me = any(place.scope == "all" for place in mine.get(source.id, ()))
        standings[source.id] = Standing(source.id in mine, by_me, by)
    return Shelf(seen, standings, {id_: tuple(places) for id_, places in mine.items()})


def _named(source: Source, place: str) -> Source:
    if is_address(place):
        return replace(source, name=place, address=place)
    return replace(
        source, name=place.removeprefix(_UPLOAD) if place.startswith(_UPLOAD) else Path(place).name, address=""
    )


def _free(name: str, by: tuple[str, ...], source_id: str, taken: set[str]) -> str:
    """A name that no other document on the shelf has."""
    tried = [name, *(f"{name} ({each})" for each in by), f"{name} ({source_id})"]
    return next(each for each in tried if each not in taken)
