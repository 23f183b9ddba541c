// The page comes to life: Gradio calls start() once, and receive() whenever the server sends something.

import { wireAccount } from "./account.js";
import { ask, edit, receiveAnswer, retry, wireAsking } from "./asking.js";
import { wireCard, hideCard } from "./card.js";
import { drawList, wireList } from "./conversation-list.js";
import { begin, listen } from "./conversations.js";
import { documentMenu, listDocuments, wireDocuments } from "./documents.js";
import { choose, chooseFolder, receiveFiles, tryAgain, wireFiles } from "./files.js";
import { closeFind, nextHit, openFind, wireFind } from "./find.js";
import { wireGrip } from "./grip.js";
import { chooseConversation, wireExchange } from "./exchange.js";
import { changeNote, judge } from "./judging.js";
import { newConversation, wireKeys } from "./keys.js";
import { byId, copy, gradio } from "./page.js";
import { wirePaper } from "./paper.js";
import { clearChosen, clearDates, begin as offerBeginning, toggleDates, wireScope } from "./scope.js";
import { closeSheet, copyLink, copyQuote, goTo, openFrom, openLinked, showMore, step, wireSheet } from "./sheet.js";
import { closeSettings, forgetKey, openSettings, testEndpoint, wireSettings } from "./settings.js";
import { offerNext, scopeOf } from "./suggested.js";
import { wireLeaving } from "./syncing.js";
import { unwatch, wireWatched } from "./watched.js";

const turnOf = (element) => element.closest("article").dataset.turn;

// Where the library is a sheet of its own, the focus goes with it.
function toggleLibrary() {
  const open = byId("footnote").classList.toggle("library-open");
  document.querySelector(`${open ? "#library" : ".chat"} [data-action="library"]`).focus();
}

// The button goes with the question; whoever came to it by keyboard goes on in the question box.
function askSuggested(button) {
  const byKeyboard = button.matches(":focus-visible");
  ask(button.textContent, scopeOf(button));
  if (byKeyboard) byId("question").focus();
}

const ACTIONS = {
  new: newConversation,
  library: toggleLibrary,
  choose,
  "choose-folder": chooseFolder,
  "document-menu": documentMenu,
  dates: toggleDates,
  "clear-chosen": clearChosen,
  "clear-dates": clearDates,
  "try-again": (button) => tryAgain(button.closest("li")),
  help: () => byId("help").showModal(),
  "close-help": () => byId("help").close(),
  example: (button) => ask(button.textContent),
  suggested: askSuggested,
  edit: (button) => edit(turnOf(button)),
  retry: (button) => retry(turnOf(button)),
  good: (button) => judge(turnOf(button), "good"),
  bad: (button) => judge(turnOf(button), "bad"),
  "change-note": (button) => changeNote(turnOf(button)),
  "take-in": chooseConversation,
  settings: openSettings,
  "close-settings": closeSettings,
  "test-endpoint": testEndpoint,
  "forget-key": forgetKey,
  "copy-answer": (button) => copy(button.dataset.copy),
  open: (button) => openFrom(button),
  more: (button) => showMore(button.dataset.side),
  previous: () => step(-1),
  next: () => step(1),
  tick: (button) => goTo(Number(button.dataset.k)),
  find: openFind,
  "previous-hit": () => nextHit(-1),
  "next-hit": () => nextHit(1),
  "close-find": closeFind,
  "copy-quote": copyQuote,
  "copy-link": copyLink,
  "close-sheet": closeSheet,
  unwatch: (button) => unwatch(button.closest("li")),
  dismiss: (button) => button.closest("li").remove(),
};

export function start({ trigger, props }) {
  const { words, kinds, upload_to: uploadTo, upload_limit: uploadLimit } = props;
  Object.assign(gradio, { trigger, words, kinds, uploadTo, uploadLimit });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action], button.chip");
    if (!button) return;
    hideCard();
    if (button.classList.contains("chip")) openFrom(button);
    else ACTIONS[button.dataset.action]?.(button);
  });
  byId("footnote").parentElement.closest("main")?.setAttribute("role", "presentation"); // ours is the one
  listen("drawn", drawList);
  listen("drawn", ({ turns }) => turns.length || offerBeginning());
  listen("moved", closeSheet);
  listen("unoffered", offerNext);
  wireAccount();
  wireLeaving();
  wireAsking();
  wireCard();
  wireDocuments();
  wireFiles();
  wireExchange();
  wireFind();
  wireGrip();
  wireKeys();
  wireList();
  wirePaper();
  wireScope();
  wireSheet();
  wireSettings();
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
