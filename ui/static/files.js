// Documents on their way in: dropped, chosen, or added by address. A row each, until it is in the list or failed.

import { listDocuments } from "./documents.js";
import { byId, fill, gradio, notice } from "./page.js";
import { newId } from "./store.js";
import { chosenFiles, droppedFiles, isReadable, upload } from "./upload.js";

const LOT = 16; // files that are sent before the server begins to take them in
const sources = new Map(); // batch to name to what can be sent again: {file, folder} or {page}

export function wireFiles() {
  for (const picker of [byId("picker"), byId("folder-picker")]) {
    picker.addEventListener("change", () => {
      add(chosenFiles(picker.files));
      picker.value = "";
    });
  }
  byId("add-page").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId("page-address");
    addPage(field.value.trim());
    field.value = "";
  });
  wireDrop();
}

export const choose = () => byId("picker").click();
export const chooseFolder = () => byId("folder-picker").click();

function wireDrop() {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  const shade = (on) => (byId("drop").hidden = !on);
  document.addEventListener("dragenter", (event) => {
    if (carriesFiles(event)) shade(++depth > 0);
  });
  document.addEventListener("dragleave", (event) => {
    if (carriesFiles(event)) shade(--depth > 0);
  });
  document.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    shade(false);
    add(await droppedFiles(event.dataTransfer));
  });
}

function addPage(page) {
  if (!page) return;
  const batch = newId();
  sources.set(batch, new Map([[page, { page }]]));
  addRow(batch, page, gradio.words.queued);
  gradio.trigger("ingest", { batch, files: [], pages: [page] });
}

const nameOf = ({ file, folder }) => (folder ? `${folder}/${file.name}` : file.name);

async function add(files) {
  const readable = files.filter(isReadable);
  const count = files.length - readable.length;
  if (count) notice(fill(count === 1 ? gradio.words.oneLeftOut : gradio.words.leftOut, { count }));
  const lots = [];
  for (let k = 0; k < readable.length; k += LOT) lots.push({ batch: newId(), files: readable.slice(k, k + LOT) });
  for (const { batch, files: some } of lots) {
    sources.set(batch, new Map(some.map((each) => [nameOf(each), each])));
    for (const each of some) addRow(batch, nameOf(each), gradio.words.queued);
  }
  for (const lot of lots) await send(lot);
}

async function send({ batch, files }) {
  const sent = [];
  for (const each of files) {
    const row = rowsOf(batch).find(({ dataset }) => dataset.name === nameOf(each));
    const told = (share) => drawShare(row, share);
    told(0);
    try {
      sent.push({ upload: await upload(each.file, told), name: each.file.name, folder: each.folder });
      row.querySelector(".quiet").textContent = gradio.words.queued;
      row.querySelector(".progress").remove();
    } catch (words) {
      fail(row, words);
    }
  }
  if (sent.length) gradio.trigger("ingest", { batch, files: sent });
}

const rowsOf = (batch) => [...byId("files").querySelectorAll(`[data-batch="${CSS.escape(batch)}"]`)];

function addRow(batch, name, state) {
  const row = document.createElement("li");
  row.className = "file";
  Object.assign(row.dataset, { batch, name });
  const lines = document.createElement("div");
  for (const [text, className] of [[name, "name"], [state, "quiet"]]) {
    const line = document.createElement("p");
    line.className = className;
    line.textContent = text;
    lines.append(line);
  }
  row.append(lines);
  byId("files").append(row);
}

function drawShare(row, share) {
  const percent = Math.round(100 * share);
  row.querySelector(".quiet").textContent = fill(gradio.words.uploading, { percent });
  let bar = row.querySelector(".progress");
  if (!bar) {
    bar = document.createElement("div");
    bar.className = "progress";
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", row.dataset.name);
    bar.append(document.createElement("span"));
    row.firstElementChild.append(bar);
  }
  bar.setAttribute("aria-valuenow", percent);
  bar.firstElementChild.style.width = `${percent}%`;
}

// A file that did not arrive; the server knows nothing of it, so its row stays when the others are drawn anew.
function fail(row, words) {
  row.classList.add("failed");
  row.dataset.kept = "";
  row.querySelector(".progress")?.remove();
  row.querySelector(".quiet").textContent = fill(words, { limit: gradio.uploadLimit });
  row.append(byId("failed-buttons").content.cloneNode(true));
}

export function tryAgain(row) {
  const batch = sources.get(row.dataset.batch) ?? new Map();
  const source = batch.get(row.dataset.name) ?? (batch.size === 1 ? [...batch.values()][0] : null);
  row.remove();
  if (!source) choose();
  else if (source.page) addPage(source.page);
  else add([source]);
}

export function receiveFiles(reply) {
  if (!reply) return;
  for (const row of rowsOf(reply.batch)) if (!("kept" in row.dataset)) row.remove();
  const made = document.createElement("template");
  made.innerHTML = reply.html;
  for (const row of made.content.children) row.dataset.batch = reply.batch;
  byId("files").append(made.content);
  if (reply.done) settle(reply.batch);
}

// What is ready moves into the list; what failed stays until it is read.
async function settle(batch) {
  const known = rowsOf(batch).filter((row) => "known" in row.dataset);
  await listDocuments();
  for (const row of rowsOf(batch)) if (!row.classList.contains("failed")) row.remove();
  if (rowsOf(batch).length === 0) sources.delete(batch);
  const [{ dataset: { name } } = { dataset: {} }] = known;
  if (known.length === 1) notice(fill(gradio.words.thereAlready, { name }));
  else if (known.length) notice(fill(gradio.words.manyThereAlready, { count: known.length }));
}
