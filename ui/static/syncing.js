// Conversations on the server: what was changed here is sent, what others changed is fetched. The browser's copy stands
// in where the server cannot be reached.

import { PERSON } from "./account.js";
import { byId, fill, gradio, notice, whySilent } from "./page.js";
import * as store from "./store.js";

const LOT = 500_000; // bytes of turns that are sent at once; the server takes 1 MiB
const PATIENCE = 3000; // milliseconds that logging out waits for what is not sent yet
const told = new Set(); // what was said on this page is not said again

let last = Promise.resolve();

// One after the other, in the order in which they were asked for.
function inTurn(act) {
  last = last.then(act, act);
  return last;
}

// The reply, which has ``error`` where the server refuses; null where there is none.
async function ask(what, values = {}) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ person: PERSON, ...values });
  try {
    const response = await fetch(`/footnote/conversations/${what}`, { method: "POST", headers, body });
    if (response.status === 401) return null;
    const reply = await response.json();
    if (reply.error) tellOnce(reply.error.message ?? reply.error);
    return reply;
  } catch {
    return null; // asking a question says so
  }
}

function tellOnce(text) {
  if (!told.has(text)) notice(text);
  told.add(text);
}

// Send what waits in a conversation; gives its version on the server, or nothing. ``wanted``: it was changed just now,
// so that it is made again where it was deleted elsewhere.
export const push = (kept, wanted = false) => inTurn(() => send(kept, wanted));

async function send(kept, wanted) {
  const waiting = store.load(kept.id) ?? kept;
  if (!store.isWaiting(waiting) || store.deleted().includes(kept.id)) return waiting.version;
  if (!waiting.version) store.markAll(waiting);
  let { version } = waiting;
  for (const lot of lots(waiting)) {
    const reply = await ask("keep", { part: partOf(waiting, lot, version) });
    if (reply?.gone && wanted) return send(again(waiting), false);
    if (reply?.gone) store.remove(kept.id);
    if (!reply?.version) return "";
    const names = ["", ...lot.map(({ id }) => id)];
    const unsent = Object.fromEntries(names.filter((name) => name in waiting.unsent).map((name) => [name, waiting.unsent[name]]));
    store.settle(kept.id, { unsent, gone: waiting.gone }, reply);
    ({ version } = reply);
  }
  return version;
}

function again(kept) {
  const fresh = { ...kept, version: undefined };
  store.markAll(fresh);
  return fresh;
}

function partOf({ id, title, changed, unsent, gone }, turns, version) {
  const part = { id, turns, gone, changed: Math.round(changed), known: Boolean(version) };
  return "" in unsent ? { ...part, title } : part;
}

function lots({ turns, unsent }) {
  const made = [[]];
  let room = LOT;
  for (const turn of turns.filter(({ id }) => id in unsent)) {
    const size = new Blob([JSON.stringify(turn)]).size;
    if (size > room && made.at(-1).length) {
      made.push([]);
      room = LOT;
    }
    made.at(-1).push(turn);
    room -= size;
  }
  return made;
}

// Send what waits and learn what there is; one that is open is fetched where it has changed. Gives the ids that the
// server has, null where it cannot be reached.
export const sync = (open = "") => inTurn(() => exchange(open));

async function exchange(open) {
  for (const id of store.deleted()) if ((await ask("delete", { id }))?.deleted) store.setDeleted(id, false);
  for (const kept of store.whole()) if (store.isWaiting(kept)) await send(kept, false);
  const reply = await ask("list");
  if (!reply?.conversations) return null;
  store.setListed(reply.conversations, reply.damaged);
  if (reply.damaged.length) tellOnce(fill(gradio.words.damaged, { names: reply.damaged.join(", ") }));
  const row = reply.conversations.find(({ id }) => id === open);
  const kept = store.load(open);
  if (row && kept && row.version !== kept.version) await fetchWhole(open);
  return new Set([...reply.conversations.map(({ id }) => id), ...reply.damaged]);
}

// Null where there is none, nothing where that could not be learnt.
async function fetchWhole(id) {
  const reply = await ask("get", { id });
  if (!reply) notice(await whySilent());
  return reply?.conversation ? store.take(reply.conversation) : reply?.conversation;
}

// A conversation with all its turns: from the copy while that is what the server has, else from the server.
export async function whole(id) {
  const kept = store.load(id);
  const row = store.listed().find((one) => one.id === id);
  if (kept && (!row || row.version === kept.version)) return kept;
  const fetched = await fetchWhole(id);
  return fetched ?? kept ?? fetched;
}

// The ids of the conversations on the server that hold all the words; null where it cannot be reached.
export async function holding(sought) {
  const reply = await ask("find", { words: sought.slice(0, 20).map((word) => word.slice(0, 200)) });
  return reply?.found ? new Set(reply.found) : null;
}

// Who logs out leaves nothing in this browser that the server has.
export function wireLeaving() {
  byId("account").addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([sync(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    store.forget();
    event.target.submit();
  });
}
