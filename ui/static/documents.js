// The library: dropping and choosing files, what becomes of them, the list, removing.

import { byId, confirmIn, gradio, localize, notice, request } from "./page.js";
import { newId } from "./store.js";

export function wireDocuments() {
  byId("picker").addEventListener("change", (event) => {
    send([...event.target.files]);
    event.target.value = "";
  });
  byId("add-page").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId("page-address");
    addPage(field.value.trim());
    field.value = "";
  });
  wireDrop();
}

function addPage(address) {
  if (!address) return;
  const batch = newId();
  addRow(batch, address, gradio.words.queued);
  gradio.trigger("ingest", { batch, files: [], pages: [address] });
}

export async function listDocuments() {
  const reply = await request("documents");
  if (reply) draw(reply);
}

function draw(reply) {
  byId("documents").innerHTML = reply.html;
  localize(byId("documents"));
  byId("footnote").classList.toggle("no-documents", reply.count === 0);
}

export const choose = () => byId("picker").click();

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
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    shade(false);
    send([...event.dataTransfer.files]);
  });
}

async function send(files) {
  if (files.length === 0) return;
  const batch = newId();
  const rows = new Map(files.map((file) => [file, addRow(batch, file.name, gradio.words.uploading)]));
  const sent = [];
  for (const file of files) {
    try {
      const { path } = await gradio.upload(file);
      sent.push({ path, name: file.name });
    } catch {
      rows.get(file).dataset.batch = "";
      rows.get(file).classList.add("failed");
      rows.get(file).querySelector(".quiet").textContent = gradio.words.uploadFailed;
    }
  }
  for (const row of rows.values()) {
    if (row.dataset.batch) row.querySelector(".quiet").textContent = gradio.words.queued;
  }
  if (sent.length) gradio.trigger("ingest", { batch, files: sent });
}

function addRow(batch, name, state) {
  const row = document.createElement("li");
  row.className = "file";
  row.dataset.batch = batch;
  const lines = document.createElement("div");
  for (const [text, className] of [[name, "name"], [state, "quiet"]]) {
    const line = document.createElement("p");
    line.className = className;
    line.textContent = text;
    lines.append(line);
  }
  row.append(lines);
  byId("files").append(row);
  return row;
}

export function receiveFiles(reply) {
  if (!reply) return;
  for (const row of byId("files").querySelectorAll(`[data-batch="${CSS.escape(reply.batch)}"]`)) row.remove();
  const made = document.createElement("template");
  made.innerHTML = reply.html;
  for (const row of made.content.children) row.dataset.batch = reply.batch;
  byId("files").append(made.content);
  if (reply.done) settle(reply.batch);
}

// What is ready moves into the list; what failed stays until it is read.
async function settle(batch) {
  await listDocuments();
  for (const row of byId("files").querySelectorAll(`[data-batch="${CSS.escape(batch)}"]:not(.failed)`)) row.remove();
}

export async function removeDocument(row) {
  if (!(await confirmIn(row, row.dataset.question, gradio.words.remove))) {
    row.querySelector('[data-action="remove"]').focus();
    return;
  }
  const reply = await request("remove", { source: row.dataset.id });
  if (!reply) return;
  draw(reply);
  notice(gradio.words.removed);
  byId("library").querySelector('[data-action="choose"]').focus();
}
