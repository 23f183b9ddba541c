// The list of conversations by when they were last asked in: search, rename, delete and take back.

import { stop } from "./asking.js";
import { conversation, conversationOf, draw, goTo, keep, lastChange, startNew } from "./conversations.js";
import { saveAs } from "./exchange.js";
import { openMenu } from "./menu.js";
import { byId, fill, gradio, notice } from "./page.js";
import * as store from "./store.js";
import { holding, sync } from "./syncing.js";
import { runningTurn } from "./turns.js";

const FEW = 6; // so many are found by looking
const DAY = 24 * 60 * 60 * 1000;
const PAUSE = 250; // milliseconds without a key before the server looks, too

let further = new Set(); // what it found
let typing = 0;
let drawn = ""; // what the list shows

export function wireList() {
  const field = byId("find-conversation");
  field.addEventListener("input", () => {
    further = new Set();
    drawList();
    clearTimeout(typing);
    typing = setTimeout(lookFurther, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    event.stopPropagation();
    field.value = "";
    drawList();
  });
}

export function drawList() {
  const list = byId("conversations");
  if (list.querySelector("input")) return; // a name is being typed
  const kept = store.list();
  const field = byId("find-conversation");
  field.hidden = kept.length <= FEW;
  const wanted = field.hidden ? [] : wordsOf(field.value);
  const found = kept.filter((one) => holds(one, wanted));
  const shown = JSON.stringify([conversation().id, found.map(({ id, title, changed }) => [id, title, whenOf(changed)]), wanted]);
  if (shown === drawn) return; // a button that is being pressed stays
  drawn = shown;
  const focused = list.contains(document.activeElement) && document.activeElement.closest("li")?.dataset.conversation;
  if (found.length) list.replaceChildren(...groups(found));
  else list.replaceChildren(line("p", wanted.length ? gradio.words.noneFound : gradio.words.none, "quiet none"));
  if (focused) focusRow(focused);
}

const wordsOf = (text) => text.toLocaleLowerCase().split(/\s+/).filter(Boolean);

// What this browser has no copy of is looked through by the server.
async function lookFurther() {
  const wanted = wordsOf(byId("find-conversation").value);
  further = new Set();
  const ids = wanted.length ? await holding(wanted) : null;
  if (!ids || wanted.join(" ") !== wordsOf(byId("find-conversation").value).join(" ")) return;
  further = ids;
  drawList();
}

// Whether all words are in the title, the questions or the answers.
function holds(kept, wanted) {
  if (!wanted.length || further.has(kept.id)) return true;
  const texts = (kept.turns ?? []).map(({ text }) => `${text?.question ?? ""} ${text?.answer ?? ""}`);
  const all = [kept.title, ...texts].join(" ").toLocaleLowerCase();
  return wanted.every((word) => all.includes(word));
}

// Nothing is said of when while everything is of today.
function groups(found) {
  const lists = new Map();
  for (const kept of found) {
    const when = whenOf(kept.changed);
    if (!lists.has(when)) lists.set(when, document.createElement("ul"));
    lists.get(when).append(row(kept));
  }
  const plain = lists.size === 1 && lists.has(gradio.words.today);
  return [...lists].flatMap(([when, list]) => (plain ? [list] : [line("h3", when, "quiet when"), list]));
}

function whenOf(time) {
  const today = new Date().setHours(0, 0, 0, 0);
  if (time >= today) return gradio.words.today;
  if (time >= today - DAY) return gradio.words.yesterday;
  if (time >= today - 6 * DAY) return gradio.words.lastDays;
  return new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" }).format(time);
}

function line(name, text, className) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function row(kept) {
  const item = document.createElement("li");
  item.dataset.conversation = kept.id;
  const opens = document.createElement("button");
  opens.type = "button";
  opens.className = "conversation-open";
  const title = document.createElement("bdi");
  title.textContent = kept.title || gradio.words.untitled;
  opens.append(title);
  const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(kept.changed);
  opens.title = `${title.textContent}\n${when}`; // the row has room for its beginning only
  if (kept.id === conversation().id) opens.setAttribute("aria-current", "true");
  opens.addEventListener("click", () => {
    goTo(kept.id);
    byId("footnote").classList.remove("library-open");
  });
  item.append(opens, moreButton(kept, item));
  return item;
}

function moreButton(kept, item) {
  const more = byId("more-button").content.firstElementChild.cloneNode(true);
  more.title = fill(gradio.words.moreNamed, { title: kept.title || gradio.words.untitled });
  more.setAttribute("aria-label", more.title);
  const { rename, saveMarkdown, saveHtml, saveJson, deleteIt } = gradio.words;
  more.addEventListener("click", () => {
    openMenu(more, [
      [rename, () => startRename(kept, item)],
      [saveMarkdown, () => saveIn(kept, "markdown")],
      [saveHtml, () => saveIn(kept, "html")],
      [saveJson, () => saveIn(kept, "json")],
      [deleteIt, () => discard(kept)],
    ]);
  });
  return more;
}

async function saveIn({ id }, form) {
  const found = await conversationOf(id);
  if (found) saveAs(found, form);
}

function focusRow(id) {
  const row = byId("conversations").querySelector(`[data-conversation="${CSS.escape(id)}"]`);
  (row?.querySelector("button") ?? byId("library").querySelector('[data-action="new"]')).focus();
}

function startRename(kept, item) {
  const field = document.createElement("input");
  field.value = kept.title;
  field.maxLength = 120;
  field.className = "rename";
  field.setAttribute("aria-label", gradio.words.title);
  let done = false;
  const finish = async (title) => {
    if (done) return;
    done = true;
    const focused = field === document.activeElement;
    field.remove();
    if (title && title !== kept.title) await rename(kept.id, title);
    else draw();
    if (focused) focusRow(kept.id);
  };
  field.addEventListener("blur", () => finish(field.value.trim()));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === "Enter" ? field.value.trim() : "");
  });
  item.replaceChildren(field);
  drawn = "";
  field.focus();
  field.select();
}

async function rename(id, title) {
  const renamed = await conversationOf(id);
  if (!renamed) return draw();
  renamed.title = title;
  keep({ title: true }, lastChange(renamed), renamed);
}

async function discard({ id }) {
  const last = await conversationOf(id);
  if (last && runningTurn()?.conversation === last) stop();
  if (last) last.discarded = true; // an answer that is still on its way must not bring it back
  const changed = store.changedWhen(id);
  store.setDeleted(id, true);
  sync();
  if (id === conversation().id) startNew("replace");
  else drawList();
  byId("library").querySelector('[data-action="new"]').focus();
  notice(gradio.words.deleted, last && { label: gradio.words.undo, act: () => takeBack(last, changed) });
}

function takeBack(last, changed) {
  delete last.discarded;
  delete last.version; // the server has it no more
  store.setDeleted(last.id, false);
  keep({ turns: last.turns.map(({ id }) => id), title: true }, changed, last);
  focusRow(last.id);
}
