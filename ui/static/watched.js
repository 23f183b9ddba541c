// Watched folders. The list is shown only where the server lets this page watch folders of its machine.

import { listDocuments } from "./documents.js";
import { byId, gradio, notice } from "./page.js";

const PAUSE = 5000; // milliseconds between two looks while something is watched

let changes = null;
let timer = 0;

export function wireWatched() {
  byId("watch").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = byId("watch-folder");
    if (field.value.trim() && (await change({ watch: field.value.trim() }))) field.value = "";
  });
  change({});
}

export async function unwatch(row) {
  if (!(await change({ stop: row.dataset.folder }))) return;
  notice(gradio.words.unwatched);
  byId("watch-folder").focus();
}

async function change(values) {
  clearTimeout(timer);
  const reply = await sent(values);
  if (!reply) return false;
  if (reply.error) notice(reply.error);
  else draw(reply);
  return !reply.error;
}

// Null where folders cannot be watched from here, or nobody answers.
async function sent(values) {
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch("/footnote/watched", { method: "POST", headers, body: JSON.stringify(values) });
    return [403, 404, 405].includes(response.status) ? null : await response.json();
  } catch {
    return null;
  }
}

function draw(reply) {
  byId("watched").hidden = false;
  byId("watched-list").innerHTML = reply.html;
  if (changes !== null && changes !== reply.changes) listDocuments();
  changes = reply.changes;
  if (reply.count) timer = setTimeout(again, PAUSE);
}

// Nobody looks at a page in the background.
function again() {
  if (document.hidden) timer = setTimeout(again, PAUSE);
  else change({});
}
