// What lies on the sheet: drawing it, and scrolling in it.

import { byId, fill, gradio, localize } from "./page.js";

const body = () => byId("sheet-body");

// Images of pages that are there already stay, so that nothing flickers.
export function draw(html) {
  const images = new Map([...body().querySelectorAll("figure img")].map((image) => [image.src, image]));
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  for (const image of fresh.querySelectorAll("figure img")) {
    if (images.has(image.src)) image.replaceWith(images.get(image.src));
  }
  localize(fresh);
  body().replaceChildren(...fresh.childNodes);
  reach();
}

// What does not fit scrolls by itself: then it can be reached by keyboard, and its words need not crowd.
function reach() {
  for (const box of body().querySelectorAll(".table, pre")) {
    const reached = box.scrollLeft;
    box.classList.remove("wide");
    const wide = box.scrollWidth > box.clientWidth;
    box.classList.toggle("wide", wide);
    box.scrollLeft = reached;
    if (wide) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

export function wirePaper() {
  new ResizeObserver(reach).observe(body());
  body().addEventListener("scroll", tellPage, { passive: true });
}

// The page that is being read, in the head.
function tellPage() {
  const told = body().querySelector(".page-of");
  const frame = body().getBoundingClientRect();
  const across = frame.left + frame.width / 2;
  const figure = document.elementFromPoint(across, frame.top + frame.height / 2)?.closest("figure");
  if (told && figure) told.textContent = fill(gradio.words.pageOf, { page: figure.dataset.page, ...told.dataset });
}

export function scrollToQuote() {
  const target = body().querySelector(".box") ?? body().querySelector("mark:not(.unseen):not(.unseen mark)");
  if (target) toTheMiddle(target);
  else body().scrollTop = 0;
}

export function toTheMiddle(target) {
  const box = target.getBoundingClientRect();
  const frame = body().getBoundingClientRect();
  body().scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
  const wide = target.closest(".wide");
  const across = wide?.getBoundingClientRect();
  if (wide) wide.scrollLeft += box.left + box.width / 2 - across.left - across.width / 2;
}
