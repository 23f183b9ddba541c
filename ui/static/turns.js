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

// ``asked`` are turns that are on the page already and follow. ``stays``: the same conversation was shown before, so that
// what is read there stays where it is.
export function showTurns(turns, replies, asked, stays) {
  const scroll = byId("scroll");
  const { scrollTop } = scroll;
  const toEnd = !stays || isAtEnd();
  const following = asked.map(({ id }) => article(id)).filter(Boolean);
  clearTurns();
  turns.forEach((turn, k) => draw(addTurn(turn.id), replies[k].html, turn));
  byId("turns").append(...following);
  scroll.scrollTop = toEnd ? scroll.scrollHeight : scrollTop;
}

// Questions to go on with, under a turn.
export function drawNext(id, html) {
  if (!html) return;
  const group = document.createElement("div");
  group.className = "next";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", gradio.words.nextQuestions);
  group.innerHTML = html;
  article(id)?.append(group);
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
  const toEnd = isAtEnd();
  change();
  if (toEnd) byId("scroll").scrollTop = byId("scroll").scrollHeight;
}

function isAtEnd() {
  const { scrollHeight, scrollTop, clientHeight } = byId("scroll");
  return scrollHeight - scrollTop - clientHeight < 80;
}

export const drawInView = (element, html) => atTheEnd(() => draw(element, html));

// Whole sentences only, each once.
export function tell(sentences) {
  sentences.slice(running.told).forEach(announce);
  running.told = Math.max(running.told, sentences.length);
}
