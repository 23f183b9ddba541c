// Of what the next question is asked: the documents that are ticked, those published in a time, or all.

import { byId, fill, gradio } from "./page.js";
import { offerFirst } from "./suggested.js";

const chosen = new Map(); // titles by id
const rows = () => [...byId("documents").querySelectorAll("[data-id]")];

// What goes with a question, and is kept with its turn.
export const scope = () => ({
  sources: [...chosen.keys()],
  titles: [...chosen.values()],
  published_from: byId("published-from").value || null,
  published_to: byId("published-to").value || null,
});

export function wireScope() {
  byId("documents").addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    const row = target.closest("[data-id]");
    if (target.checked) chosen.set(row.dataset.id, row.dataset.title);
    else chosen.delete(row.dataset.id);
    draw();
  });
  byId("dates").addEventListener("input", draw);
  byId("dates").addEventListener("submit", (event) => event.preventDefault());
}

export function askOnly(row) {
  chosen.clear();
  chosen.set(row.dataset.id, row.dataset.title);
  drawScope();
  byId("footnote").classList.remove("library-open");
  byId("question").focus();
}

export function choose(id) {
  const row = rows().find(({ dataset }) => dataset.id === id);
  if (row) chosen.set(id, row.dataset.title);
  drawScope();
}

export const isChosen = (id) => chosen.has(id);

export function clearChosen() {
  chosen.clear();
  drawScope();
  byId("question").focus();
}

export function clearDates() {
  byId("dates").reset();
  drawScope();
  byId("question").focus();
}

export function toggleDates(button) {
  const open = byId("dates").hidden;
  byId("dates").hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (open) byId("published-from").focus();
}

// Tick the rows anew after the list was drawn; what is no longer in it is not asked any more.
export function drawScope() {
  const there = new Set(rows().map((row) => row.dataset.id));
  for (const id of chosen.keys()) if (!there.has(id)) chosen.delete(id);
  for (const row of rows()) row.querySelector("input").checked = chosen.has(row.dataset.id);
  draw();
}

function draw() {
  byId("documents").classList.toggle("choosing", chosen.size > 0);
  show(byId("scope-chosen"), wordsOfChosen());
  show(byId("scope-dates"), wordsOfDates());
  byId("scope").hidden = byId("scope-chosen").hidden && byId("scope-dates").hidden;
  begin();
}

// Questions to begin with, of the documents that can be asked by now.
export function begin() {
  const documents = rows().map(({ dataset }) => ("unready" in dataset ? `${dataset.id}…` : dataset.id));
  offerFirst(documents, scope());
}

function show(chip, text) {
  chip.hidden = !text;
  chip.firstElementChild.textContent = text;
}

function wordsOfChosen() {
  const [title] = chosen.values();
  if (chosen.size <= 1) return title ? fill(gradio.words.onlyOne, { title }) : "";
  return fill(gradio.words.onlyMany, { count: chosen.size });
}

function wordsOfDates() {
  const { published_from: from, published_to: to } = scope();
  if (!from && !to) return "";
  const { publishedBetween, publishedFrom, publishedTo, ofDocuments, noDocument } = gradio.words;
  const said = from && to ? publishedBetween : from ? publishedFrom : publishedTo;
  const words = fill(said, { first: from && day(from), last: to && day(to) });
  const among = rows().filter(({ dataset }) => chosen.size === 0 || chosen.has(dataset.id));
  const within = among.filter(({ dataset: { published } }) => published && published >= (from ?? "") && !(to && published > to));
  if (!within.length) return fill(noDocument, { words });
  return among.length === 1 ? words : fill(ofDocuments, { words, count: within.length, total: among.length });
}

const day = (iso) => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(iso));
