// Which conversation is open, and what becomes of it.

import { drawList } from "./conversation-list.js";
import { byId, request } from "./page.js";
import { begin as offerBeginning } from "./scope.js";
import * as store from "./store.js";
import { clearTurns, runningTurn, showTurns } from "./turns.js";

const LOT = 40; // turns that are restored at once

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
  const turns = await restored(views);
  if (!turns || open !== wanted) return;
  open.turns = open.turns.filter((_, k) => turns[k] !== null);
  showTurns(open.turns, turns.filter(Boolean));
}

// Some at a time, as the server takes 1 MiB at once. Null when it did not work.
async function restored(views) {
  const turns = [];
  for (let k = 0; k < views.length; k += LOT) {
    const reply = await request("restore", { views: views.slice(k, k + LOT) });
    if (!reply) return null;
    turns.push(...reply.turns);
  }
  return turns;
}

export function draw() {
  drawList();
  byId("conversation-title").textContent = open.title;
  byId("welcome").hidden = open.turns.length > 0;
  if (!open.turns.length) offerBeginning();
}
