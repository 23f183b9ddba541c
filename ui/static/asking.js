// Asking: the question box, stop, ask again, edit an earlier question, and what the server sends meanwhile.

import { byId, fill, gradio } from "./page.js";
import { branch, conversation, keep, startNew } from "./conversations.js";
import { scope } from "./scope.js";
import * as store from "./store.js";
import { offerNext, withdrawNext } from "./suggested.js";
import { sync } from "./syncing.js";
import { addTurn, article, atTheEnd, drawInView, runningTurn, setRunning, tell } from "./turns.js";

const box = () => byId("question");
const RECENT = 3; // earlier turns that a question may lean on
const SILENCE = 8000; // milliseconds without a word before we look whether the server lives
let silence = 0;

export function wireAsking() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    if (runningTurn()) stop();
    else submit();
  });
  box().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  box().addEventListener("input", fit);
  addEventListener("pagehide", () => {
    const { conversation: asked, turn } = runningTurn() ?? {};
    if (asked && !asked.discarded) store.keep(asked, { turns: [turn.id] }, Date.now());
  });
}

// The box grows with what is typed, and what is read above it does not go behind it.
function fit() {
  atTheEnd(() => {
    box().style.height = "auto";
    box().style.height = `${Math.min(box().scrollHeight, 200)}px`;
    trouble("");
  });
}

function trouble(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = !text;
}

function submit() {
  const question = box().value.trim();
  if (!question || isBusy()) return;
  const limit = Number(byId("footnote").dataset.limit);
  if (question.length > limit) {
    trouble(fill(gradio.words.tooLong, { length: question.length, limit }));
    return;
  }
  box().value = "";
  fit();
  ask(question);
}

// One answer at a time, whichever conversation it is of.
function isBusy() {
  if (runningTurn()) trouble(gradio.words.busy);
  return runningTurn() !== null;
}

// ``gone`` are the turns that it takes the place of, and ``renames`` whether the conversation is called by it.
export function ask(question, of = scope(), gone = [], renames = !conversation().title) {
  if (isBusy()) return;
  const open = conversation();
  const turns = open.turns.slice(-RECENT).map((earlier) => shortened(earlier.text));
  // Kept at once, so that a reload in the middle finds the question and what had been written.
  const turn = { id: store.newId(), view: cutOff(question, of), text: { question, answer: "", searched: "" }, rating: "", note: "" };
  open.turns.push(turn);
  if (renames) open.title = titleOf(question);
  setRunning({ conversation: open, turn, told: 0 });
  keep({ turns: [turn.id], gone, title: renames });
  withdrawNext();
  addTurn(turn.id);
  byId("scroll").scrollTop = byId("scroll").scrollHeight;
  showRunning(true);
  listen();
  gradio.trigger("ask", { question, turn: turn.id, turns, conversation: open.id, scope: { ...of, titles: [] } });
}

const titleOf = (question) => question.slice(0, 120);

// What a question may lean on is sent with it, and no more: the server takes 64 KiB.
const shortened = (text) => Object.fromEntries(Object.entries(text).map(([name, value]) => [name, value.slice(0, 1500)]));

function cutOff(question, scope, partial = "", searched = "") {
  return { question, stage: "stopped", partial, searched, scope };
}

export function stop() {
  if (runningTurn()) fetch(`/footnote/stop/${runningTurn().turn.id}`, { method: "POST" }).catch(look);
}

export function receiveAnswer(reply) {
  const running = runningTurn();
  if (!reply || !running || reply.turn !== running.turn.id) return;
  listen();
  const { conversation: asked, turn } = running;
  turn.text = reply.turnText;
  turn.view = reply.view ?? cutOff(turn.text.question, turn.view.scope, turn.text.answer, turn.text.searched);
  const element = conversation() === asked && article(turn.id);
  if (element) drawInView(element, reply.html);
  tell(reply.say);
  if (reply.running) return;
  finish(asked, turn);
  offerNext(asked, turn);
}

function finish(asked, turn) {
  clearTimeout(silence);
  setRunning(null);
  showRunning(false);
  trouble("");
  settle(asked, { turns: [turn.id] });
}

// Keep what has come of a question, unless its conversation was deleted meanwhile or nothing is left of it.
function settle(asked, changes) {
  if (asked.discarded) return;
  if (asked.turns.length) {
    keep(changes, Date.now(), asked);
    return;
  }
  asked.discarded = true;
  store.setDeleted(asked.id, true);
  sync();
  if (conversation() === asked) startNew("replace");
}

function showRunning(on) {
  const send = byId("send");
  byId("footnote").classList.toggle("asking", on);
  send.setAttribute("aria-label", on ? send.dataset.stop : send.dataset.send);
  byId("turns").setAttribute("aria-busy", String(on));
}

function listen() {
  clearTimeout(silence);
  silence = setTimeout(look, SILENCE);
}

async function look() {
  const running = runningTurn();
  if (!running) return;
  try {
    const { status } = await fetch("/footnote/alive", { cache: "no-store" });
    if (status === 401) giveUp(running, gradio.words.loggedOut);
    else listen();
  } catch {
    giveUp(running, gradio.words.lost);
  }
}

// No answer will come: the question goes back into the box, so that nothing typed is lost.
function giveUp({ conversation: asked, turn }, why) {
  setRunning(null);
  showRunning(false);
  article(turn.id)?.remove();
  asked.turns = asked.turns.filter((other) => other !== turn);
  settle(asked, { gone: [turn.id] });
  box().value = turn.text.question;
  fit();
  trouble(why);
}

// A question in the place of another: the last one is replaced; an earlier one begins a branch, so that nothing is lost.
function askInstead(turn, question) {
  if (runningTurn()) return;
  const turns = conversation().turns;
  const from = turns.findIndex((earlier) => earlier.id === turn);
  if (from < 0) return;
  const of = turns[from].view.scope; // what was asked of these documents is asked of them again
  for (const later of turns.slice(from)) article(later.id)?.remove();
  if (from < turns.length - 1) {
    branch(from, titleOf(question));
    ask(question, of, [], true);
    return;
  }
  const [replaced] = turns.splice(from);
  const named = conversation().title === titleOf(replaced.text.question);
  ask(question, of, [replaced.id], from === 0 && named);
}

export function retry(turn) {
  const earlier = conversation().turns.find((one) => one.id === turn);
  if (earlier) askInstead(turn, earlier.text.question);
}

export function edit(turn) {
  const earlier = conversation().turns.find((one) => one.id === turn);
  const holder = article(turn)?.querySelector(".question");
  if (!earlier || !holder || runningTurn()) return;
  const before = holder.innerHTML;
  const field = document.createElement("textarea");
  field.value = earlier.text.question;
  field.rows = 2;
  field.dir = "auto";
  field.setAttribute("aria-label", gradio.words.question);
  const form = document.createElement("form");
  form.className = "edit";
  form.append(field, formButton(gradio.words.save, "submit"), formButton(gradio.words.cancel, "button"));
  const back = () => {
    holder.innerHTML = before;
    holder.querySelector('[data-action="edit"]').focus();
  };
  form.lastChild.addEventListener("click", back);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) askInstead(turn, field.value.trim());
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      back();
    }
  });
  holder.replaceChildren(form);
  field.focus();
}

function formButton(label, type) {
  const made = document.createElement("button");
  made.type = type;
  made.textContent = label;
  return made;
}
