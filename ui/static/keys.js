// The keyboard, as the help lists it.

import { stop } from "./asking.js";
import { cardShown, hideCard } from "./card.js";
import { startNew } from "./conversations.js";
import { closeFind, isFinding, openFind } from "./find.js";
import { byId } from "./page.js";
import { closeSheet, isOpen, step } from "./sheet.js";
import { runningTurn } from "./turns.js";

const PLAIN = {
  "/": () => byId("question").focus(),
  n: newConversation,
  "?": () => byId("help").showModal(),
  "[": () => step(-1),
  "]": () => step(1),
  f: openFind,
};

export function newConversation() {
  startNew(); // closes the source; an answer on its way goes on in its own conversation
  byId("footnote").classList.remove("library-open");
  byId("question").focus();
}

export function wireKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") escape();
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = PLAIN[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// The nearest thing first.
function escape() {
  if (cardShown()) hideCard();
  else if (isFinding()) closeFind();
  else if (isOpen()) closeSheet();
  else if (byId("footnote").classList.contains("library-open")) byId("footnote").classList.remove("library-open");
  else if (runningTurn()) stop();
}
