// Which conversation is open, and what becomes of it.

import { drawList } from "./conversation-list.js";
import { byId, request } from "./page.js";
import { begin as offerBeginning } from "./scope.js";
import * as store from "./store.js";
import { clearTurns, runningTurn, showTurns } from "./turns.js";

let open = fresh();

function fresh() {
  return { id: store.newId(), title: "", turns: [] };
}

export const conversation = () => open;

// The conversation as it is by now: the one that is open or being answered, else what the browser has kept.
export function conversationOf(id) {
  const live = [open, runningTurn()?.conversation].find((one) => one?.id === id);
  return live ?? store.load(id);
}

// A judgement or a new name is no reason to move up in the list: those pass the time of the last question.
export function keep(changed = Date.now()) {
  const roomy = store.save(open, changed);
  store.setCurrent(open.id);
  draw();
  return roomy;
}

export const lastChange = () => store.load(open.id)?.changed ?? Date.now();

export async function begin() {
  store.whenChangedElsewhere(drawList);
  const last = store.load(store.current() ?? "");
  if (last) await show(last);
  else startNew();
}

export function startNew() {
  open = fresh();
  store.setCurrent(open.id);
  clearTurns();
  draw();
}

// A new conversation that shares the turns before ``from``; the old one stays as it is.
export function branch(from, title) {
  open = { ...fresh(), title: title.slice(0, 120), turns: structuredClone(open.turns.slice(0, from)) };
}

export async function show(found) {
  const running = runningTurn();
  const wanted = running?.conversation.id === found.id ? running.conversation : found;
  open = wanted;
  store.setCurrent(open.id);
  draw();
  const views = open.turns.map((turn) => turn.view);
  const reply = views.length ? await request("restore", { views }) : { turns: [] };
  if (!reply || open !== wanted) return;
  const readable = (_, k) => reply.turns[k] !== null;
  open.turns = open.turns.filter(readable);
  showTurns(open.turns, reply.turns.filter(Boolean));
}

export function draw() {
  drawList();
  byId("conversation-title").textContent = open.title;
  byId("welcome").hidden = open.turns.length > 0;
  if (!open.turns.length) offerBeginning();
}
