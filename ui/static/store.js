// The browser's copy of the conversations: what the server last listed, and whole ones as far as there is room. What was
// changed here and has not reached the server yet waits in the copy: ``unsent`` has a mark for each turn, and "" for the
// title; ``gone`` has turns that were taken out. One that has no version was never on the server.

import { PERSON } from "./account.js";

const SOMEBODYS = /^footnote@.+\.(conversation\..{12}|listed)$/;
const OWN = PERSON ? `footnote@${PERSON}` : "footnote";
const PREFIX = `${OWN}.conversation.`;
const LISTED = `${OWN}.listed`;
const DELETED = `${OWN}.deleted`;
const CURRENT = `${OWN}.current`;
const TITLE = "";

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/]/g, "-");
}

function parsed(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function read(key) {
  const value = parsed(key, null);
  return value && Array.isArray(value.turns) ? value : null;
}

// Gives false, and changes nothing, when there is no room. What the server has makes room, the oldest first.
function write(key, value) {
  for (;;) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      const oldest = whole().filter((other) => PREFIX + other.id !== key && !isWaiting(other)).pop();
      if (!oldest) return false;
      remove(oldest.id);
    }
  }
}

const newestFirst = (a, b) => b.changed - a.changed;

// The conversations that the copy holds with all their turns.
export function whole() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  return keys.map(read).filter(Boolean).sort(newestFirst);
}

// All that there are; of those that the copy does not hold, the title and the time.
export function list() {
  const found = new Map([...listed(), ...whole()].map((one) => [one.id, one]));
  for (const id of deleted()) found.delete(id);
  return [...found.values()].sort(newestFirst);
}

export const load = (id) => read(PREFIX + id);

export const remove = (id) => localStorage.removeItem(PREFIX + id);

let rows = null; // where the copy has no room for what was listed

export const listed = () => rows ?? parsed(LISTED, []);

export const changedWhen = (id) => load(id)?.changed ?? listed().find((one) => one.id === id)?.changed;

// What waits to be deleted on the server.
export const deleted = () => parsed(DELETED, []);

export function setDeleted(id, on) {
  const others = deleted().filter((other) => other !== id);
  write(DELETED, on ? [...others, id] : others);
  if (on) remove(id);
}

export const isWaiting = (kept) => !kept.version || Object.keys(kept.unsent ?? {}).length > 0 || kept.gone?.length > 0;

// Put changes into the copy: what another tab has put there stays. Gives what is kept now; ``roomy`` says whether the
// copy has it.
export function keep(conversation, { turns = [], gone = [], title = false }, changed) {
  const before = load(conversation.id);
  const base = before ?? { ...conversation, unsent: {}, gone: [] };
  const kept = { ...base, turns: [...base.turns], unsent: { ...base.unsent }, gone: [...new Set([...(base.gone ?? []), ...gone])] };
  for (const id of turns) {
    place(kept.turns, conversation.turns.find((turn) => turn.id === id));
    kept.unsent[id] = newId();
  }
  kept.turns = kept.turns.filter(({ id }) => !kept.gone.includes(id));
  if (title || !base.version) Object.assign(kept, { title: conversation.title }).unsent[TITLE] = newId();
  Object.assign(kept, { changed, state: newId() });
  return { kept, before: before?.state, roomy: write(PREFIX + kept.id, kept) };
}

function place(turns, turn) {
  const k = turns.findIndex(({ id }) => id === turn.id);
  turns.splice(k < 0 ? turns.length : k, 1, turn);
}

// The server has what ``sent`` says (marks of turns and title, and turns that were taken out), and a new version.
export function settle(id, { unsent, gone }, { before, version }) {
  const kept = load(id);
  if (!kept) return;
  for (const [name, mark] of Object.entries(unsent)) if (kept.unsent?.[name] === mark) delete kept.unsent[name];
  kept.gone = (kept.gone ?? []).filter((turn) => !gone.includes(turn));
  if ((kept.version ?? "") === before) kept.version = version; // else another has changed it, too: it is fetched again
  write(PREFIX + id, kept);
}

// Mark all of one that was never on the server as unsent.
export function markAll(kept) {
  kept.unsent = Object.fromEntries([TITLE, ...kept.turns.map(({ id }) => id)].map((id) => [id, kept.unsent?.[id] ?? newId()]));
  kept.gone = [];
  if (load(kept.id)) write(PREFIX + kept.id, kept);
}

// What came from the server, with what was changed here meanwhile.
export function take(found) {
  const { unsent = {}, gone = [], turns = [], title } = load(found.id) ?? {};
  const kept = { ...found, turns: found.turns.filter(({ id }) => !gone.includes(id)), unsent, gone, state: newId() };
  for (const turn of turns) if (turn.id in unsent) place(kept.turns, turn);
  if (TITLE in unsent) kept.title = title;
  write(PREFIX + kept.id, kept);
  return kept;
}

// What the server has by now. What it had and has no more goes from the copy, too, unless it only cannot be read.
export function setListed(found, damaged) {
  const there = new Set([...found.map(({ id }) => id), ...damaged]);
  for (const kept of whole()) if (!isWaiting(kept) && !there.has(kept.id)) remove(kept.id);
  rows = write(LISTED, found) ? null : found;
}

// The copy of this person, but what the server does not have.
export function forget() {
  for (const kept of whole()) if (!isWaiting(kept)) remove(kept.id);
  localStorage.removeItem(LISTED);
}

// Copies of other people at this browser, but what the server does not have.
export function forgetOthers() {
  if (!PERSON) return;
  for (const key of Object.keys(localStorage)) {
    if (!SOMEBODYS.test(key) || key.startsWith(PREFIX) || key === LISTED) continue;
    const kept = read(key);
    if (!kept || !isWaiting(kept)) localStorage.removeItem(key);
  }
}

// Another tab has kept, renamed or deleted a conversation.
export function whenChangedElsewhere(act) {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(PREFIX) || [LISTED, DELETED].includes(event.key)) act();
  });
}

// Which conversation this tab is in; a new tab begins where the last one was.
export const current = () => sessionStorage.getItem(CURRENT) ?? localStorage.getItem(CURRENT);

export function setCurrent(id) {
  sessionStorage.setItem(CURRENT, id);
  try {
    localStorage.setItem(CURRENT, id);
  } catch {
    // there is no room: a new tab begins with a new conversation
  }
}
