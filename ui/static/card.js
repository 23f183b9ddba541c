// The card of a chip: the quote with its neighbours, and where it stands, on hover and on focus.

import { byId, call, gradio, localize } from "./page.js";

const glances = new Map();
let shownFor = null;
let timer = 0;

export function wireCard() {
  const turns = byId("turns");
  turns.addEventListener("mouseover", (event) => wait(event.target.closest("button.chip"), 120));
  turns.addEventListener("mouseout", (event) => {
    if (event.target.closest("button.chip")) hideCard();
  });
  turns.addEventListener("focusin", (event) => {
    const chip = event.target.closest("button.chip");
    if (chip?.matches(":focus-visible")) wait(chip, 0);
  });
  turns.addEventListener("focusout", hideCard);
  byId("scroll").addEventListener("scroll", hideCard, { passive: true });
}

function wait(chip, delay) {
  if (!chip) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(chip), delay);
}

async function show(chip) {
  shownFor = chip;
  const { source, start, end } = chip.dataset;
  const key = `${source} ${start} ${end}`;
  if (!glances.has(key)) {
    const ask = call("glance", { source, start: Number(start), end: Number(end) });
    glances.set(key, ask.catch(() => ({ error: gradio.words.lost })));
  }
  const reply = await glances.get(key);
  if (reply.error) glances.delete(key);
  if (shownFor !== chip || !chip.isConnected) return;
  const card = byId("card");
  if (reply.error) card.textContent = reply.error;
  else card.innerHTML = reply.html;
  localize(card);
  card.hidden = false;
  chip.setAttribute("aria-describedby", "card");
  put(card, chip.getBoundingClientRect());
}

// Above the chip if there is room, else below; never beyond the edges of the window.
function put(card, chip) {
  const box = card.getBoundingClientRect();
  const left = Math.min(Math.max(8, chip.left + chip.width / 2 - box.width / 2), innerWidth - box.width - 8);
  const above = chip.top - box.height - 8;
  card.style.left = `${left}px`;
  card.style.top = `${above > 8 ? above : chip.bottom + 8}px`;
}

export function hideCard() {
  clearTimeout(timer);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  byId("card").hidden = true;
}

export const cardShown = () => !byId("card").hidden;
