// The width of the source, set by pointer or by keyboard.

import { byId } from "./page.js";

const NARROWEST = 320;
const STEP = 24;

// Beside the chat the source leaves it room; as a drawer it leaves a strip to see that the chat is there.
const widest = () => Math.max(NARROWEST, innerWidth > 1100 ? Math.min(900, innerWidth - 560) : innerWidth - 48);

export function wireGrip() {
  const grip = byId("grip");
  const now = () => Number(grip.getAttribute("aria-valuenow"));
  const set = (width) => {
    const held = Math.round(Math.min(Math.max(width, NARROWEST), widest()));
    byId("footnote").style.setProperty("--sheet-width", `${held}px`);
    grip.setAttribute("aria-valuenow", held);
    grip.setAttribute("aria-valuemax", widest());
  };
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    grip.onpointermove = (moved) => set(innerWidth - moved.clientX);
  });
  grip.addEventListener("pointerup", () => (grip.onpointermove = null));
  grip.addEventListener("keydown", (event) => {
    const widths = { ArrowLeft: now() + STEP, ArrowRight: now() - STEP, Home: NARROWEST, End: widest() };
    if (!(event.key in widths)) return;
    event.preventDefault();
    set(widths[event.key]);
  });
}
