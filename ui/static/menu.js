// A small menu that a button opens: arrow keys, Home, End, and Esc, which gives the focus back.

let close = () => {};

// ``items`` are pairs of words and what they do. The focus is the item's own affair once it is chosen.
export function openMenu(button, items) {
  close();
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", button.title);
  menu.append(...items.map(([label, act]) => item(label, act)));
  document.getElementById("footnote").append(menu);
  button.setAttribute("aria-expanded", "true");
  put(menu, button.getBoundingClientRect());
  menu.firstElementChild.focus();

  const away = (event) => {
    if (!menu.contains(event.target)) close();
  };
  close = () => {
    close = () => {};
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", away, true);
    removeEventListener("resize", close);
  };
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
  });
  menu.addEventListener("keydown", (event) => move(event, menu, button));
  document.addEventListener("pointerdown", away, true);
  addEventListener("resize", close);
}

function item(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.tabIndex = -1;
  made.setAttribute("role", "menuitem");
  made.textContent = label;
  made.addEventListener("click", () => {
    close();
    act();
  });
  return made;
}

function move(event, menu, button) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at + items.length - 1) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  event.stopPropagation();
  if (to !== undefined) items[to].focus();
  else if (event.key === "Escape" || event.key === "Tab") {
    close();
    button.focus();
  } else return;
  event.preventDefault();
}

// Below the button, or above it where the window ends; never beyond its edges.
function put(menu, button) {
  const box = menu.getBoundingClientRect();
  const below = button.bottom + 4 + box.height <= innerHeight;
  menu.style.top = `${below ? button.bottom + 4 : Math.max(8, button.top - 4 - box.height)}px`;
  menu.style.left = `${Math.max(8, Math.min(button.right - box.width, innerWidth - box.width - 8))}px`;
}
