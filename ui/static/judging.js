// Thumbs, and the note that may go with one. Both are kept with the conversation and sent to the server.

import { conversation, keep, lastChange } from "./conversations.js";
import { button, gradio, request } from "./page.js";
import { article, rate } from "./turns.js";

const turnOf = (id) => conversation().turns.find((one) => one.id === id);

export function judge(id, rating) {
  const turn = turnOf(id);
  if (!turn) return;
  turn.rating = turn.rating === rating ? "" : rating;
  turn.note = "";
  send(id, turn);
  if (turn.rating) askForNote(id);
}

export function askForNote(id) {
  const turn = turnOf(id);
  const line = article(id)?.querySelector(".quiet-line");
  if (!turn || !line) return;
  article(id).querySelector(".noting")?.remove();
  const form = document.createElement("form");
  form.className = "noting";
  const field = document.createElement("input");
  field.maxLength = 1000;
  field.value = turn.note ?? "";
  field.placeholder = turn.rating === "good" ? gradio.words.whatIsGood : gradio.words.whatIsWrong;
  field.setAttribute("aria-label", field.placeholder);
  const keeps = button(gradio.words.keepNote, () => {});
  keeps.type = "submit";
  form.append(field, keeps);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turn.note = field.value.trim();
    send(id, turn);
    article(id).querySelector(`[data-action="${turn.rating}"]`).focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    rate(article(id), turn);
    article(id).querySelector(`[data-action="${turn.rating}"]`).focus();
  });
  line.after(form);
  form.scrollIntoView({ block: "nearest" });
  return field;
}

// What was noted is changed where it is read.
export const changeNote = (id) => askForNote(id)?.focus();

function send(id, turn) {
  rate(article(id), turn);
  keep({ turns: [id] }, lastChange());
  request("judge", { view: turn.view, rating: turn.rating, note: turn.note });
}
