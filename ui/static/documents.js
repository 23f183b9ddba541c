// The list of documents: finding in it, and what can be done with each.

import { openMenu } from "./menu.js";
import { byId, confirmIn, fill, gradio, localize, notice, request } from "./page.js";
import { askOnly, choose, drawScope, isChosen } from "./scope.js";
import { openFrom } from "./sheet.js";

const FEW = 8; // so many are found by looking
const PAUSE = 3000; // milliseconds between two looks while a document is being taken in
let timer = 0;
const rows = () => [...byId("documents").querySelectorAll("[data-id]")];

export function wireDocuments() {
  const field = byId("find-document");
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    event.stopPropagation();
    field.value = "";
    find();
  });
}

export async function listDocuments() {
  const reply = await request("documents");
  if (reply) draw(reply);
}

function draw(reply) {
  byId("documents").innerHTML = reply.html;
  localize(byId("documents"));
  byId("footnote").classList.toggle("no-documents", reply.count === 0);
  find();
  drawScope();
  clearTimeout(timer);
  if (byId("documents").querySelector("[data-unready]")) timer = setTimeout(listDocuments, PAUSE);
}

// Rows whose title or name has every word that is looked for.
function find() {
  const field = byId("find-document");
  const all = rows();
  field.hidden = all.length <= FEW;
  const wanted = field.hidden ? [] : field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  for (const row of all) {
    const text = `${row.dataset.title} ${row.dataset.name}`.toLocaleLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
  }
  const count = all.filter((row) => !row.hidden).length;
  const told = wanted.length ? fill(gradio.words.documentsFound, { count, total: all.length }) : "";
  byId("documents-found").textContent = told;
}

export function documentMenu(button) {
  const row = button.closest("li");
  const { askOnlyThis, open, download, showEverybody, showMe, remove } = gradio.words;
  const { standing } = row.dataset; // none where nobody logs in
  const items = [
    [askOnlyThis, () => askOnly(row)],
    [open, () => openFrom(row.querySelector('[data-action="open"]'))],
    [download, () => save(row, button)],
  ];
  if (standing === "own") items.push([showEverybody, () => share(row, true)]);
  if (standing === "shared") items.push([showMe, () => share(row, false)]);
  if (standing !== "others") items.push([remove, () => removeDocument(row, button)]);
  openMenu(button, items);
}

async function share(row, everybody) {
  const { id, title } = row.dataset;
  const reply = await request("share", { source: id, everybody });
  if (!reply) return;
  draw(reply);
  focusRow(id);
  notice(fill(everybody ? gradio.words.everybodySees : gradio.words.onlyISee, { title }));
}

function save(row, button) {
  const link = document.createElement("a");
  link.href = row.dataset.original;
  link.download = "";
  link.click();
  button.focus();
}

async function removeDocument(row, button) {
  const { id, title, question } = row.dataset;
  const asked = isChosen(id);
  if (!(await confirmIn(row, question, gradio.words.remove))) {
    button.focus();
    return;
  }
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const reply = await request("remove", { source: id });
  if (!reply) return;
  draw(reply);
  focusRow(next?.dataset.id);
  notice(fill(gradio.words.removed, { title }), { label: gradio.words.undo, act: () => putBack(id, title, asked) });
}

async function putBack(id, title, asked) {
  const reply = await request("put_back", { source: id });
  if (!reply) return;
  draw(reply);
  if (asked) choose(id);
  focusRow(id);
  notice(fill(gradio.words.putBack, { title }));
}

function focusRow(id) {
  const row = rows().find(({ dataset }) => dataset.id === id);
  (row?.querySelector('[data-action="open"]') ?? byId("library").querySelector('[data-action="choose"]')).focus();
}
