// The address of a conversation: ?c=ID. A new one has none until something is asked.

export function addressed() {
  const id = new URLSearchParams(location.search).get("c") ?? "";
  return /^[A-Za-z0-9-]{12}$/.test(id) ? id : "";
}

// ``replace``: the page stays at the same step of the browser's history, and what else is in its address stays, too.
export function setAddress(id, replace = false) {
  const url = new URL(location.href);
  if (!replace) url.search = "";
  if (id) url.searchParams.set("c", id);
  else url.searchParams.delete("c");
  if (url.href === location.href) return;
  history[replace ? "replaceState" : "pushState"](null, "", url);
}

export function whenMoved(act) {
  addEventListener("popstate", () => act(addressed()));
}
