// Sending a file to the server, telling how much of it has gone; and finding the files of what was dropped.

import { fill, gradio } from "./page.js";

// Gives the token of the upload. Rejects with the words for what went wrong.
export function upload(file, told) {
  const { uploadFailed, uploadTooLarge } = gradio.words;
  if (file.size > gradio.uploadLimit * 1_000_000) return Promise.reject(uploadTooLarge);
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.upload.addEventListener("progress", ({ loaded, total }) => told(total ? loaded / total : 0));
    call.addEventListener("load", () => {
      const later = Number(call.getResponseHeader("retry-after"));
      if (call.status === 200) resolve(JSON.parse(call.responseText).upload);
      else if (call.status === 429) setTimeout(() => upload(file, told).then(resolve, reject), 1000 * later);
      else reject(reasonOf(call));
    });
    call.addEventListener("error", () => reject(uploadFailed));
    call.open("POST", gradio.uploadTo);
    call.send(file);
  });
}

function reasonOf(call) {
  try {
    return fill(gradio.words.failed, { reason: JSON.parse(call.responseText).error });
  } catch {
    return gradio.words.uploadFailed;
  }
}

// Files that were dropped, each with the folder that it lay in ("" for none). Must be called while the drop happens.
export async function droppedFiles(transfer) {
  const entries = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  return (await Promise.all(entries.map((entry) => filesOf(entry, "")))).flat();
}

// Files that were chosen, likewise.
export function chosenFiles(files) {
  return [...files].map((file) => {
    const path = file.webkitRelativePath;
    return { file, folder: path.slice(0, Math.max(0, path.lastIndexOf("/"))) };
  });
}

async function filesOf(entry, folder) {
  if (entry instanceof File) return [{ file: entry, folder }];
  if (entry.isFile) return [{ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), folder }];
  const inside = folder ? `${folder}/${entry.name}` : entry.name;
  const found = [];
  for (const each of await childrenOf(entry)) found.push(...(await filesOf(each, inside)));
  return found;
}

// A reader gives some entries at a time, and none at the end.
async function childrenOf(entry) {
  const reader = entry.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => a.name.localeCompare(b.name));
    all.push(...some);
  }
}

// Of a folder's files, those that can be read and that its owner sees.
export function isReadable({ file, folder }) {
  const hidden = [...folder.split("/"), file.name].some((part) => part.startsWith(".") || part.startsWith("~$"));
  const kind = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
  return !folder || (!hidden && gradio.kinds.includes(kind));
}
