// What every part of the page uses: finding elements, asking Gradio, telling the reader.

export const gradio = { trigger: null, words: {}, kinds: [], uploadTo: "", uploadLimit: 0 };

export const byId = (id) => document.getElementById(id);

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Ask the server and give its reply; on failure tell the reader and give null.
export async function request(name, values = {}) {
  let reply;
  try {
    reply = await call(name, values);
  } catch {
    reply = { error: await whySilent() };
  }
  if (!reply.error) return reply;
  notice(reply.error);
  return null;
}

// Ask the server and give its reply, which has ``error`` when it did not work. Rejects where nobody answers for us.
export async function call(name, values = {}) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`/footnote/call/${name}`, { method: "POST", headers, body: JSON.stringify(values) });
  if (response.status === 401) throw new Error(response.statusText);
  const reply = await response.json();
  return reply.error?.message ? { error: reply.error.message } : reply;
}

// Nobody answers, or whoever answers asks for a login again.
export async function whySilent() {
  const response = await fetch("/footnote/alive", { cache: "no-store" }).catch(() => null);
  return response?.status === 401 ? gradio.words.loggedOut : gradio.words.lost;
}

// Dates and numbers in the reader's own form.
export function localize(root) {
  const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.getAttribute("datetime"));
    if (!Number.isNaN(date.getTime())) time.textContent = days.format(date);
  }
  for (const data of root.querySelectorAll("data[value]")) {
    const digits = Number(data.dataset.digits);
    const numbers = new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    data.textContent = numbers.format(Number(data.value));
  }
}

export function announce(text) {
  const line = document.createElement("p");
  line.textContent = text;
  byId("said").append(line);
  while (byId("said").childElementCount > 20) byId("said").firstElementChild.remove();
}

let noticeTimer = 0;

// Say something for a while; with ``offer`` there are ten seconds to take it back.
export function notice(text, offer = null) {
  const box = byId("notice");
  const hide = () => (box.hidden = true);
  box.textContent = text;
  if (offer) {
    const takeBack = () => {
      hide();
      offer.act();
    };
    box.append(button(offer.label, takeBack));
  }
  box.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(hide, offer ? 10_000 : Math.max(4000, text.length * 80));
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice(gradio.words.copied);
  } catch {
    notice(gradio.words.notCopied);
  }
}

// Ask once, in place. Gives true when the reader agrees.
export function confirmIn(row, question, agree) {
  row.querySelector(".confirm")?.remove();
  return new Promise((resolve) => {
    const box = document.createElement("div");
    box.className = "confirm";
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-label", question);
    const line = document.createElement("p");
    line.textContent = question;
    const settle = (answer) => {
      box.remove();
      resolve(answer);
    };
    box.append(line, button(agree, () => settle(true), "danger"), button(gradio.words.keep, () => settle(false)));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      settle(false);
    });
    row.append(box);
    box.querySelector("button").focus();
  });
}

export function button(label, act, className = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
