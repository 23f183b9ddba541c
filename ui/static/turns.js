// The turns on the page: each an article whose inside the server made. The newest stays in view while it grows.

import { announce, button, byId, fill, gradio, localize } from "./page.js";

let running = null; // {conversation, turn, told} while an answer is on its way

export const runningTurn = () => running;

export function setRunning(value) {
  running = value;
}

export function clearTurns() {
  byId("turns").replaceChildren();
}

export function article(id) {
  return byId("turns").querySelector(`article[data-turn="${CSS.escape(id)}"]`);
}

export function addTurn(id) {
  const made = document.createElement("article");
  made.className = "turn";
  made.dataset.turn = id;
  byId("turns").append(made);
  return made;
}

export function showTurns(turns, replies) {
  clearTurns();
  turns.forEach((turn, k) => draw(addTurn(turn.id), replies[k].html, turn));
  byId("scroll").scrollTop = byId("scroll").scrollHeight;
}

export function draw(element, html, judged = {}) {
  element.innerHTML = html;
  localize(element);
  rate(element, judged);
}

// Which thumb is pressed, and what was noted with it.
export function rate(element, { rating = "", note = "" }) {
  for (const name of ["good", "bad"]) {
    element.querySelector(`[data-action="${name}"]`)?.setAttribute("aria-pressed", String(rating === name));
  }
  for (const old of element.querySelectorAll(".noting, .noted")) old.remove();
  if (!note) return;
  const noted = button(fill(gradio.words.noted, { note }), () => {}, "quiet noted");
  noted.dataset.action = "change-note";
  element.querySelector(".quiet-line")?.after(noted);
}

// Make a change, and stay at the end if the reader is there.
export function atTheEnd(change) {
  const scroll = byId("scroll");
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  change();
  if (atEnd) scroll.scrollTop = scroll.scrollHeight;
}

export const drawInView = (element, html) => atTheEnd(() => draw(element, html));

// Whole sentences only, each once.
export function tell(sentences) {
  sentences.slice(running.told).forEach(announce);
  running.told = Math.max(running.told, sentences.length);
}
