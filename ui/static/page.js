// What every part of the page uses: finding elements, asking Gradio, telling the reader.

export const gradio = { trigger: null, server: null, upload: null, words: {} };

export const byId = (id) => document.getElementById(id);

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Ask the server and give its reply; on failure tell the reader and give null.
export async function request(name, values = {}) {
  let reply;
  try {
    reply = await gradio.server[name](values);
  } catch {
    reply = { error: gradio.words.lost };
  }
  if (!reply.error) return reply;
  notice(reply.error);
  return null;
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

export function notice(text) {
  const box = byId("notice");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (box.hidden = true), Math.max(4000, text.length * 80));
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
