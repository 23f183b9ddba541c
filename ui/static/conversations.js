// Which conversation is open, and what becomes of it. Other parts of the page listen:
// drawn (what is open has changed), moved (another is open now), unoffered (nothing was offered after its last turn).

import { addressed, setAddress, whenMoved } from "./address.js";
import { byId, gradio, notice, request } from "./page.js";
import * as store from "./store.js";
import { push, sync, whole } from "./syncing.js";
import { clearTurns, drawNext, runningTurn, showTurns } from "./turns.js";

const LOT = 40; // turns that are restored at once
const SOON = 150; // milliseconds in which several signs of a change count as one

let open = fresh();
let wanted = 0; // the last conversation that was gone to; one that comes later than another is not shown
let due = 0;

const listeners = { drawn: [], moved: [], unoffered: [] };

export const listen = (event, act) => listeners[event].push(act);

function tell(event, ...about) {
  for (const act of listeners[event]) act(...about);
}

function fresh() {
  return { id: store.newId(), title: "", turns: [] };
}

export const conversation = () => open;

// The conversation as it is by now: the one that is open or being answered, else what is kept.
export async function conversationOf(id) {
  const live = [open, runningTurn()?.conversation].find((one) => one?.id === id);
  return live ?? (await whole(id));
}

// Keep what was changed: ids of turns, of turns that were taken out, and whether the title was. A judgement or a new name
// is no reason to move up in the list: those pass the time of the last question.
export async function keep(changes, changed = Date.now(), of = open) {
  const { kept, before, roomy } = store.keep(of, changes, changed);
  if (!before || before === of.state) of.state = kept.state;
  if (of === open) {
    store.setCurrent(open.id);
    setAddress(open.id, !addressed());
  }
  draw();
  const version = await push(kept, true);
  const now = store.load(of.id);
  if (version && (!now || now.version === version)) of.version = version;
  if (!version && !roomy) notice(gradio.words.noRoom);
  if (!now) refresh(); // the list has it from the server
  else if (of.id === open.id && (now.state !== open.state || (version && now.version !== version))) refresh();
}

export const lastChange = (of = open) => store.changedWhen(of.id) ?? Date.now();

export async function begin() {
  store.forgetOthers();
  whenMoved((id) => (id ? goTo(id, "") : startNew("")));
  store.whenChangedElsewhere(soon);
  addEventListener("focus", soon);
  addEventListener("visibilitychange", soon);
  const id = addressed() || store.current();
  if (id) await goTo(id, "replace");
  else startNew("replace");
  refresh();
}

function soon() {
  clearTimeout(due);
  if (document.hidden) draw();
  else due = setTimeout(refresh, SOON);
}

// Send and fetch what has changed; where that is the open conversation, show it as it is now.
async function refresh() {
  const there = await sync(open.id);
  if (there && open.version && !there.has(open.id) && !waits(open)) return leave();
  const kept = store.load(open.id);
  const busy = runningTurn()?.conversation === open || byId("turns").querySelector("form");
  if (kept && kept.state !== open.state && !busy) await show(kept, "");
  else draw();
}

const waits = ({ id }) => store.isWaiting(store.load(id) ?? { version: "?" });

// What is open was deleted elsewhere.
function leave() {
  open.discarded = true; // an answer that is still on its way must not bring it back
  startNew("replace");
  notice(gradio.words.goneElsewhere);
}

// ``step`` is what becomes of the browser's history: "push", "replace", or nothing.
export function startNew(step = "push") {
  wanted++;
  open = fresh();
  store.setCurrent("");
  if (step) setAddress("", step === "replace");
  clearTurns();
  tell("moved");
  draw();
}

// A new conversation that shares the turns before ``from``; the old one stays as it is.
export function branch(from, title) {
  open = { ...fresh(), title: title.slice(0, 120), turns: structuredClone(open.turns.slice(0, from)) };
}

export async function goTo(id, step = "push") {
  const own = ++wanted;
  if (id === open.id) return;
  const found = await conversationOf(id);
  if (own !== wanted) return;
  if (found) {
    await show(found, step);
    return;
  }
  const wasAsked = step !== "replace" || addressed() === id; // else it is only where the browser was last
  startNew(found === null ? "replace" : ""); // where nobody answers, a later reload finds it
  if (found === null && wasAsked) notice(gradio.words.goneElsewhere);
}

export async function show(found, step = "push") {
  const running = runningTurn()?.conversation;
  const next = running?.id === found.id ? running : found;
  const stays = next.id === open.id;
  open = next;
  store.setCurrent(open.id);
  if (step) setAddress(open.id, step === "replace");
  if (!stays) tell("moved");
  draw();
  const turns = [...open.turns];
  const offered = turns.at(-1)?.next;
  const restored = await restore(turns.map(({ view }) => view), offered ?? []);
  if (!restored || open !== next) return;
  const asked = open.turns.filter((turn) => !turns.includes(turn)); // meanwhile
  const readable = turns.filter((_, k) => restored.turns[k] !== null);
  open.turns = [...readable, ...asked];
  showTurns(readable, restored.turns.filter(Boolean), asked, stays);
  const last = open.turns.at(-1);
  if (!last || asked.length || last === runningTurn()?.turn) return;
  if (offered) drawNext(last.id, restored.next);
  else tell("unoffered", open, last);
}

// Some at a time, as the server takes 1 MiB at once. Null when it did not work.
async function restore(views, offered) {
  const restored = { turns: [], next: "" };
  for (let k = 0; k < views.length; k += LOT) {
    const reply = await request("restore", { views: views.slice(k, k + LOT), next: offered });
    if (!reply) return null;
    restored.turns.push(...reply.turns);
    restored.next = reply.next;
  }
  return restored;
}

export function draw() {
  byId("conversation-title").textContent = open.title;
  byId("welcome").hidden = open.turns.length > 0;
  tell("drawn", open);
}
