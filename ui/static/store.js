// Conversations, kept in this browser: one entry each, so that two tabs do not write over each other.

import { PERSON } from "./account.js";

const OWN = PERSON ? `footnote@${PERSON}` : "footnote";
const PREFIX = `${OWN}.conversation.`;

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/]/g, "-");
}

function read(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    return value && Array.isArray(value.turns) ? value : null;
  } catch {
    return null;
  }
}

// Newest first.
export function list() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const found = keys.map(read).filter(Boolean);
  return found.sort((a, b) => b.changed - a.changed);
}

export const load = (id) => read(PREFIX + id);

export const remove = (id) => localStorage.removeItem(PREFIX + id);

// Gives false, and changes nothing, when there is no room.
export function put(conversation, changed = Date.now()) {
  try {
    localStorage.setItem(PREFIX + conversation.id, JSON.stringify({ ...conversation, changed }));
    return true;
  } catch {
    return false;
  }
}

// Gives false when room had to be made by letting the oldest go.
export function save(conversation, changed = Date.now()) {
  let roomy = true;
  while (!put(conversation, changed)) {
    const oldest = list().filter((other) => other.id !== conversation.id).pop();
    roomy = false;
    if (!oldest) break;
    remove(oldest.id);
  }
  return roomy;
}

// Another tab has kept, renamed or deleted a conversation.
export function whenChangedElsewhere(act) {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(PREFIX)) act();
  });
}

const CURRENT = `${OWN}.current`;

// Which conversation this tab is in; a new tab begins where the last one was.
export const current = () => sessionStorage.getItem(CURRENT) ?? localStorage.getItem(CURRENT);

export function setCurrent(id) {
  sessionStorage.setItem(CURRENT, id);
  localStorage.setItem(CURRENT, id);
}
