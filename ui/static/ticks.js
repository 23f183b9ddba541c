// The position bar: a tick for every quote of this answer in this source, the current one longer. A tick opens its quote.

import { byId, fill, gradio } from "./page.js";

export function drawTicks({ chips, k, reply }) {
  const ticks = chips.flatMap((chip, number) => {
    if (chip.dataset.source !== reply.source) return [];
    const tick = document.createElement("button");
    tick.type = "button";
    tick.dataset.action = "tick";
    tick.dataset.k = number;
    tick.title = fill(gradio.words.citationOf, { k: number + 1, n: chips.length });
    tick.setAttribute("aria-label", tick.title);
    tick.style.setProperty("--at", Number(chip.dataset.start) / Math.max(reply.characters, 1));
    if (number === k) tick.setAttribute("aria-current", "true");
    return [tick];
  });
  byId("ticks").replaceChildren(...ticks);
}
