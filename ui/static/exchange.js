// Conversations as files: saved in one of three forms, and taken in again from one of them.

import { keep, show } from "./conversations.js";
import { byId, request } from "./page.js";
import * as store from "./store.js";

const plainTurn = ({ view, rating, note }) => ({ view, rating: rating ?? "", note: note ?? "" });

export async function saveAs({ title, turns }, form) {
  const file = await request("save_as", { form, conversation: { title, turns: turns.map(plainTurn) } });
  if (file) download(file);
}

function download({ name, type, text }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function wireExchange() {
  byId("conversation-file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) await takeIn(file);
  });
}

export const chooseConversation = () => byId("conversation-file").click();

async function takeIn(file) {
  const reply = await request("take_in", { name: file.name, text: await file.text() });
  if (!reply) return;
  const turns = reply.turns.map(({ view, turnText, rating, note }) => ({
    id: store.newId(),
    view,
    text: turnText,
    rating,
    note,
  }));
  const taken = { id: store.newId(), title: reply.title, turns };
  keep({ turns: turns.map(({ id }) => id), title: true }, Date.now(), taken);
  await show(taken);
}
