// The source sheet: opened by a chip, at its quote; Esc gives the focus back to where it came from.

import { byId, copy, fill, gradio, localize, request } from "./page.js";

let opened = null; // {place, origin, chips, k, reply}

export const isOpen = () => opened !== null;

export async function openFrom(origin) {
  const turn = origin.closest("article");
  const chips = origin.classList.contains("chip") ? distinct(turn) : [];
  const k = chips.findIndex((chip) => samePlace(chip, origin));
  await open(placeOf(origin), origin, chips, k);
}

// A link to a place (?source=…&start=…&end=…) opens it; closing it leads to the question box.
export async function openLinked(address) {
  const { source, start = "0", end = start } = Object.fromEntries(new URLSearchParams(address));
  if (source) await open(placeOf({ dataset: { source, start, end } }), byId("question"), [], -1);
}

const placeOf = ({ dataset }) => ({
  source: dataset.source,
  start: Number(dataset.start),
  end: Number(dataset.end),
  above: 0,
  below: 0,
});

const samePlace = (a, b) =>
  a.dataset.source === b.dataset.source && a.dataset.start === b.dataset.start && a.dataset.end === b.dataset.end;

function distinct(turn) {
  const found = [];
  for (const chip of turn.querySelectorAll("button.chip")) {
    if (!found.some((other) => samePlace(other, chip))) found.push(chip);
  }
  return found;
}

async function open(place, origin, chips, k) {
  const reply = await request("show", place);
  if (!reply) return;
  unmarkChips();
  opened = { place, origin, chips, k, reply };
  const sheet = byId("sheet");
  sheet.hidden = false;
  byId("footnote").classList.add("sheet-open");
  drawBody(reply.html);
  drawPosition();
  for (const chip of document.querySelectorAll("button.chip")) {
    if (samePlace(chip, { dataset: stringed(place) })) chip.classList.add("current");
  }
  scrollToQuote();
  byId("sheet-body").focus({ preventScroll: true });
}

const stringed = (place) => ({ source: place.source, start: String(place.start), end: String(place.end) });

function unmarkChips() {
  for (const chip of document.querySelectorAll(".chip.current")) chip.classList.remove("current");
}

function drawBody(html) {
  byId("sheet-body").innerHTML = html;
  localize(byId("sheet-body"));
}

function drawPosition() {
  const { chips, k, place, reply } = opened;
  const many = chips.length > 0 && k >= 0;
  byId("citation-of").textContent = many ? fill(gradio.words.citationOf, { k: k + 1, n: chips.length }) : "";
  for (const action of ["previous", "next"]) {
    byId("sheet").querySelector(`[data-action="${action}"]`).hidden = chips.length < 2;
  }
  byId("sheet").querySelector('[data-action="copy-quote"]').hidden = place.start === place.end;
  drawTicks();
}

// A tick for every quote of this answer in this source, the current one longer.
function drawTicks() {
  const { chips, reply, place } = opened;
  const here = chips.filter((chip) => chip.dataset.source === reply.source);
  const ticks = here.map((chip) => {
    const tick = document.createElement("span");
    tick.style.top = `${(100 * Number(chip.dataset.start)) / Math.max(reply.characters, 1)}%`;
    if (Number(chip.dataset.start) === place.start) tick.className = "current";
    return tick;
  });
  byId("ticks").replaceChildren(...ticks);
}

function scrollToQuote() {
  const body = byId("sheet-body");
  const target = body.querySelector(".box") ?? body.querySelector("mark:not(.unseen):not(.unseen mark)");
  if (!target) {
    body.scrollTop = 0;
    return;
  }
  const box = target.getBoundingClientRect();
  const frame = body.getBoundingClientRect();
  body.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
}

export function closeSheet() {
  if (!opened) return;
  const { origin, chips, k } = opened;
  opened = null;
  unmarkChips();
  byId("sheet").hidden = true;
  byId("footnote").classList.remove("sheet-open");
  byId("sheet-body").replaceChildren();
  const back = chips[k] && !origin.isConnected ? chips[k] : origin;
  (back.isConnected ? back : byId("question")).focus();
}

export function step(by) {
  if (!opened || opened.chips.length < 2) return;
  const { chips, k } = opened;
  const next = chips[(k + by + chips.length) % chips.length];
  open(placeOf(next), next, chips, (k + by + chips.length) % chips.length);
}

export function copyQuote() {
  if (opened) copy(opened.reply.reference);
}

// More of the text above or below, with what is being read kept where it is.
export async function showMore(side) {
  const place = { ...opened.place, [side]: opened.place[side] + 1 };
  const reply = await request("show", place);
  if (!reply || !opened) return;
  const body = byId("sheet-body");
  const fromEnd = body.scrollHeight - body.scrollTop;
  const fromStart = body.scrollTop;
  opened.place = place;
  opened.reply = reply;
  drawBody(reply.html);
  body.scrollTop = side === "above" ? body.scrollHeight - fromEnd : fromStart;
}

export function wireGrip() {
  const grip = byId("grip");
  const set = (width) => {
    const held = Math.round(Math.min(Math.max(width, 320), Math.min(900, innerWidth - 560)));
    byId("footnote").style.setProperty("--sheet-width", `${held}px`);
    grip.setAttribute("aria-valuenow", held);
  };
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    grip.onpointermove = (moved) => set(innerWidth - moved.clientX);
  });
  grip.addEventListener("pointerup", () => (grip.onpointermove = null));
  grip.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
    if (by) set(Number(grip.getAttribute("aria-valuenow")) + by);
  });
}
