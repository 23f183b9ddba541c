// Find in the source: over the whole document, every hit marked weakly, the one that is looked at outlined.

import { byId, fill, gradio } from "./page.js";
import { toTheMiddle } from "./paper.js";
import { allHits, hits, isOpen, look, lookedAt } from "./sheet.js";

const PAUSE = 200; // milliseconds without a key after which is sought
let at = -1; // the hit that is looked at
let sought = ""; // what the marks are of
let timer = 0;

const field = () => byId("sought");

export const isFinding = () => isOpen() && !byId("find").hidden;

export function wireFind() {
  field().addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(seek, PAUSE);
  });
  byId("find").addEventListener("submit", (event) => event.preventDefault());
  field().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    nextHit(event.shiftKey ? -1 : 1);
  });
  byId("sheet").addEventListener("opened", () => forget(field().value));
  byId("sheet").addEventListener("closed", () => show(false));
}

export function openFind() {
  if (!isOpen()) return;
  show(true);
  field().focus();
  field().select();
  if (field().value.trim()) seek();
}

export function closeFind() {
  show(false);
  forget("");
  look({ find: "" });
  byId("sheet-body").focus({ preventScroll: true });
}

// The marks are of other words now, and none of them has been looked at.
function forget(words) {
  sought = words;
  at = -1;
  tell();
}

function show(on) {
  byId("find").hidden = !on;
  byId("sheet").querySelector('[data-action="find"]').setAttribute("aria-expanded", String(on));
}

// The first hit from where the reader is, and on from the last one when more is typed.
async function seek() {
  clearTimeout(timer);
  const from = at < 0 ? lookedAt() : hits()[at][0];
  const words = field().value;
  if (!(await look({ find: words }))) return;
  sought = words;
  at = hits().length ? firstFrom(from) : -1;
  await goToHit();
}

export async function nextHit(by) {
  if (sought !== field().value) return seek();
  const count = hits().length;
  if (!count) return;
  if (at < 0) at = firstFrom(lookedAt()) - (by > 0 ? 1 : 0);
  at = (at + by + count) % count;
  await goToHit();
}

// Past the last hit one begins again with the first.
const firstFrom = (position) =>
  Math.max(
    hits().findIndex(([start]) => start >= position),
    0,
  );

async function goToHit() {
  tell();
  if (at < 0) return;
  if (!parts().length) await look({ around: hits()[at][0], above: 0, below: 0 });
  for (const other of byId("sheet-body").querySelectorAll(".hit.current")) other.classList.remove("current");
  for (const part of parts()) part.classList.add("current");
  if (parts().length) toTheMiddle(parts()[0]);
}

const parts = () => [...byId("sheet-body").querySelectorAll(`.hit[data-hit="${at}"]:not(.unseen .hit)`)];

function tell() {
  byId("hit-of").textContent = fill(told(), { k: at + 1, n: hits().length });
}

function told() {
  if (!sought.trim()) return "";
  if (!hits().length) return gradio.words.noHits;
  if (at < 0) return gradio.words.hits;
  return allHits() ? gradio.words.hitOf : gradio.words.hitOfFirst;
}
