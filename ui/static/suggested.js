// Questions to go on with: under the last answer once it is whole, and on the page that is still empty. The server tries
// them meanwhile; what comes after something else was asked is not shown.

import { conversation, keep, lastChange } from "./conversations.js";
import { byId, call } from "./page.js";
import { drawNext, runningTurn } from "./turns.js";

let wanted = 0; // the last request; what earlier ones bring is not shown
let begunWith = ""; // of what the empty page's questions were made

async function suggested(values) {
  const own = ++wanted;
  const reply = await call("suggest", values).catch(() => null); // none is no trouble
  return own === wanted && !runningTurn() ? (reply ?? {}) : null;
}

export async function offerNext(asked, turn) {
  if (turn.view.stage !== "done") return;
  const turns = asked.turns.slice(0, asked.turns.indexOf(turn)).map(({ text }) => text);
  const reply = await suggested({ view: turn.view, turns });
  if (!reply?.questions || asked.discarded || asked.turns.at(-1) !== turn) return;
  turn.next = reply.questions;
  keep({ turns: [turn.id] }, lastChange(asked), asked);
  if (conversation() === asked) drawNext(turn.id, reply.html);
}

export function withdrawNext() {
  wanted++;
  for (const group of byId("turns").querySelectorAll(".next")) group.remove();
}

// What stands under an answer is asked of the documents that the answer was asked of.
export function scopeOf(button) {
  const id = button.closest("article")?.dataset.turn;
  return conversation().turns.find((turn) => turn.id === id)?.view.scope;
}

// Where the page has no examples of its own: again whenever other documents would be asked.
export async function offerFirst(documents, scope) {
  const place = byId("tried");
  const key = JSON.stringify([documents, scope]);
  if (!place || byId("welcome").hidden || key === begunWith) return;
  begunWith = key;
  const reply = documents.length ? await suggested({ scope }) : {};
  if (reply === null) begunWith = "";
  else place.lastElementChild.innerHTML = reply.html ?? "";
}
