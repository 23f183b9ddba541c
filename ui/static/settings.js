// The settings. Shown only where the server lets this page change them; the form is made by the server.

import { byId, gradio, notice } from "./page.js";

export async function wireSettings() {
  byId("settings-body").addEventListener("submit", (event) => {
    event.preventDefault();
    save(changes());
  });
  byId("settings-body").addEventListener("input", (event) => {
    const shown = event.target.parentElement.querySelector("output");
    if (shown) shown.textContent = `${Math.round(100 * event.target.value)} %`;
  });
  byId("open-settings").hidden = !(await sent("show"));
}

export async function openSettings() {
  const reply = await sent("show");
  if (reply?.error) notice(reply.error);
  if (!reply?.html) return;
  byId("settings-body").innerHTML = reply.html;
  byId("settings").showModal();
}

export const closeSettings = () => byId("settings").close();

export async function testEndpoint() {
  const trial = byId("trial");
  trial.textContent = gradio.words.testing;
  trial.className = "quiet";
  const reply = await sent("try", { ...changes(), mode: "generated" });
  trial.textContent = reply?.told ?? reply?.error ?? gradio.words.lost;
  if (!reply?.told) trial.className = "trouble";
}

export async function forgetKey() {
  const reply = await sent("keep", { openai_api_key: "" });
  if (reply?.html) byId("settings-body").innerHTML = reply.html;
  else trouble(reply?.error ?? gradio.words.lost);
}

// What the form says; an empty key leaves the one that is kept.
function changes() {
  const values = Object.fromEntries(new FormData(byId("settings-form")));
  if (!values.openai_api_key) delete values.openai_api_key;
  return values;
}

async function save(values) {
  trouble("");
  const reply = await sent("keep", values);
  if (!reply?.html) return trouble(reply?.error ?? gradio.words.lost);
  closeSettings();
  notice(gradio.words.settingsSaved);
}

function trouble(text) {
  byId("settings-trouble").textContent = text;
  byId("settings-trouble").hidden = !text;
}

// Null where settings cannot be changed from here, or nobody answers.
async function sent(what, values = {}) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ do: what, changes: values });
  try {
    const response = await fetch("/footnote/settings", { method: "POST", headers, body });
    return [403, 404, 405].includes(response.status) ? null : await response.json();
  } catch {
    return null;
  }
}
