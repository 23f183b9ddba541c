// The list of this browser's conversations, and which one is open.

import { byId, fill, gradio, request } from "./page.js";
import * as store from "./store.js";
import { clearTurns, runningTurn, showTurns } from "./turns.js";

let open = fresh();

function fresh() {
  return { id: store.newId(), title: "", turns: [] };
}

export const conversation = () => open;

export function keep() {
  const roomy = store.save(open);
  store.setCurrent(open.id);
  draw();
  return roomy;
}

export async function begin() {
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

async function show(found) {
  const running = runningTurn();
  const wanted = running?.conversation.id === found.id ? running.conversation : found;
  open = wanted;
  store.setCurrent(open.id);
  draw();
  const views = open.turns.map((turn) => turn.view);
  const reply = views.length ? await request("restore", { views }) : { turns: [] };
  if (!reply || open !== wanted) return;
  const readable = (_, k) => reply.turns[k] !== null;
  const shown = reply.turns.filter(readable);
  open.turns = open.turns.filter(readable);
  showTurns(open.turns, reply.turns.filter(Boolean));
}

function draw() {
  const rows = store.list().map(row);
  byId("conversations").replaceChildren(...(rows.length ? rows : [none()]));
  byId("conversation-title").textContent = open.title;
  byId("welcome").hidden = open.turns.length > 0;
}

function none() {
  const item = document.createElement("li");
  item.className = "quiet none";
  item.textContent = gradio.words.none;
  return item;
}

function row(conversationKept) {
  const item = document.createElement("li");
  const opens = document.createElement("button");
  opens.type = "button";
  opens.className = "conversation-open";
  const title = document.createElement("bdi");
  title.textContent = conversationKept.title || gradio.words.untitled;
  opens.append(title);
  if (conversationKept.id === open.id) opens.setAttribute("aria-current", "true");
  opens.addEventListener("click", () => {
    if (conversationKept.id !== open.id) show(store.load(conversationKept.id) ?? fresh());
    byId("footnote").classList.remove("library-open");
  });
  item.append(opens, removeButton(conversationKept));
  return item;
}

function removeButton(conversationKept) {
  const remove = byId("library").querySelector('[data-action="library"]').cloneNode(true);
  remove.dataset.action = "";
  remove.title = fill(gradio.words.removeConversation, { title: conversationKept.title });
  remove.setAttribute("aria-label", remove.title);
  remove.addEventListener("click", () => {
    store.remove(conversationKept.id);
    if (conversationKept.id === open.id) startNew();
    else draw();
  });
  return remove;
}
