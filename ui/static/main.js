// The page comes to life: Gradio calls start() once, and receive() whenever the server sends something.

import { ask, edit, judge, receiveAnswer, retry, wireAsking } from "./asking.js";
import { wireCard, hideCard } from "./card.js";
import { begin } from "./conversations.js";
import { choose, listDocuments, receiveFiles, removeDocument, wireDocuments } from "./documents.js";
import { newConversation, wireKeys } from "./keys.js";
import { byId, copy, gradio } from "./page.js";
import { closeSheet, copyQuote, openFrom, openLinked, showMore, step, wireGrip } from "./sheet.js";
import { unwatch, wireWatched } from "./watched.js";

const turnOf = (element) => element.closest("article").dataset.turn;

// Where the library is a sheet of its own, the focus goes with it.
function toggleLibrary() {
  const open = byId("footnote").classList.toggle("library-open");
  document.querySelector(`${open ? "#library" : ".chat"} [data-action="library"]`).focus();
}

const ACTIONS = {
  new: newConversation,
  library: toggleLibrary,
  choose,
  help: () => byId("help").showModal(),
  "close-help": () => byId("help").close(),
  example: (button) => ask(button.textContent),
  edit: (button) => edit(turnOf(button)),
  retry: (button) => retry(turnOf(button)),
  good: (button) => judge(turnOf(button), "good"),
  bad: (button) => judge(turnOf(button), "bad"),
  "copy-answer": (button) => copy(button.dataset.copy),
  open: (button) => openFrom(button),
  more: (button) => showMore(button.dataset.side),
  previous: () => step(-1),
  next: () => step(1),
  "copy-quote": copyQuote,
  "close-sheet": closeSheet,
  remove: (button) => removeDocument(button.closest("li")),
  unwatch: (button) => unwatch(button.closest("li")),
  dismiss: (button) => button.closest("li").remove(),
};

export function start({ trigger, props, server, upload }) {
  Object.assign(gradio, { trigger, server, upload, words: props.words });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action], button.chip");
    if (!button) return;
    hideCard();
    if (button.classList.contains("chip")) openFrom(button);
    else ACTIONS[button.dataset.action]?.(button);
  });
  byId("footnote").parentElement.closest("main")?.setAttribute("role", "presentation"); // ours is the one
  wireAsking();
  wireCard();
  wireDocuments();
  wireGrip();
  wireKeys();
  wireWatched();
  listDocuments();
  begin().then(() => {
    byId("footnote").classList.add("ready");
    openLinked(location.search);
  });
}

const RECEIVERS = { answer: receiveAnswer, files: receiveFiles };

export function receive(channel, value) {
  RECEIVERS[channel](value);
}
