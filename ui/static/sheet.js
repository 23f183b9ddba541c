// The source sheet: opened by a chip, at its quote; Esc gives the focus back to where it came from.

import { draw, scrollToQuote } from "./paper.js";
import { byId, copy, fill, gradio, request } from "./page.js";
import { drawTicks } from "./ticks.js";

let opened = null; // {place, origin, chips, k, reply}
let asked = 0; // how often a sheet was asked for: an answer that comes too late is dropped

export const isOpen = () => opened !== null;

// What was sought, where: every hit's start and end, whether these are all, and the place that is looked at.
export const hits = () => opened?.reply.hits ?? [];
export const allHits = () => opened.reply.all_hits;
export const lookedAt = () => opened.place.around ?? opened.place.start;

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

const placeOf = ({ dataset: { source, start = 0, end = start } }) => ({
  source,
  start: Number(start),
  end: Number(end),
  above: 0,
  below: 0,
  around: null,
  find: byId("find").hidden ? "" : byId("sought").value,
});

const samePlace = (a, b) =>
  a.dataset.source === b.dataset.source && a.dataset.start === b.dataset.start && a.dataset.end === b.dataset.end;

// In the order of their numbers, which is not always that on the page.
function distinct(turn) {
  const found = [];
  for (const chip of turn.querySelectorAll("button.chip")) {
    if (!found.some((other) => samePlace(other, chip))) found.push(chip);
  }
  return found.sort((a, b) => a.dataset.number - b.dataset.number);
}

async function show(place) {
  const number = ++asked;
  const reply = await request("show", place);
  return number === asked ? reply : null;
}

async function open(place, origin, chips, k) {
  const reply = await show(place);
  if (!reply) return;
  unmarkChips();
  opened = { place, origin, chips, k, reply };
  byId("sheet").hidden = false;
  byId("footnote").classList.remove("library-open");
  byId("footnote").classList.add("sheet-open");
  cover();
  draw(reply.html);
  drawPosition();
  for (const chip of document.querySelectorAll("button.chip")) {
    if (samePlace(chip, { dataset: stringed(place) })) chip.classList.add("current");
  }
  scrollToQuote();
  byId("sheet").dispatchEvent(new CustomEvent("opened"));
  holdFocus();
}

// Whoever works in the sheet goes on where they are.
function holdFocus() {
  if (!byId("sheet").contains(document.activeElement)) byId("sheet-body").focus({ preventScroll: true });
}

const stringed = (place) => ({ source: place.source, start: String(place.start), end: String(place.end) });

function unmarkChips() {
  for (const chip of document.querySelectorAll(".chip.current")) chip.classList.remove("current");
}

function drawPosition() {
  const { chips, k, place } = opened;
  const many = chips.length > 0 && k >= 0;
  byId("citation-of").textContent = many ? fill(gradio.words.citationOf, { k: k + 1, n: chips.length }) : "";
  for (const action of ["previous", "next"]) {
    byId("sheet").querySelector(`[data-action="${action}"]`).hidden = chips.length < 2;
  }
  byId("sheet").querySelector('[data-action="copy-quote"]').hidden = place.start === place.end;
  drawTicks(opened);
}

export function closeSheet() {
  if (!opened) return;
  const { origin, chips, k } = opened;
  opened = null;
  asked += 1;
  unmarkChips();
  byId("sheet").hidden = true;
  byId("footnote").classList.remove("sheet-open");
  byId("sheet-body").replaceChildren();
  byId("sheet").dispatchEvent(new CustomEvent("closed"));
  cover();
  const back = chips[k] && !origin.isConnected ? chips[k] : origin;
  (back.checkVisibility() ? back : byId("question")).focus();
}

// Where the sheet covers everything, nothing behind it takes the focus.
const narrow = matchMedia("(max-width: 640px)");

function cover() {
  for (const name of [".library", ".chat"]) {
    document.querySelector(`#footnote ${name}`).inert = isOpen() && narrow.matches;
  }
}

export function wireSheet() {
  narrow.addEventListener("change", cover);
}

export const step = (by) => opened && goTo((opened.k + by + opened.chips.length) % opened.chips.length);

export function goTo(k) {
  const { chips } = opened;
  if (chips[k]) open(placeOf(chips[k]), chips[k], chips, k);
}

export function copyQuote() {
  if (opened) copy(opened.reply.reference);
}

export function copyLink() {
  if (!opened) return;
  const link = new URL(location.pathname, location.origin);
  link.search = new URLSearchParams(stringed(opened.place));
  copy(String(link));
}

// The same source with something else asked for, and with what is being read kept where it is.
export async function look(changes) {
  const place = { ...opened.place, ...changes };
  const reply = await show(place);
  if (!reply || !opened) return false;
  const body = byId("sheet-body");
  const fromStart = body.scrollTop;
  const fromEnd = body.scrollHeight - fromStart;
  const grown = place.above > opened.place.above;
  Object.assign(opened, { place, reply });
  draw(reply.html);
  body.scrollTop = grown ? body.scrollHeight - fromEnd : fromStart;
  holdFocus();
  return true;
}

export const showMore = (side) => look({ [side]: opened.place[side] + 1 });
