// Who is logged in, where there is a login. The cookie that says so opens nothing; the one that does is out of reach.

const read = () => /(?:^|; )footnote_person="?([a-z0-9._@-]+)/.exec(document.cookie)?.[1] ?? "";

export const PERSON = read();

export function wireAccount() {
  if (!PERSON) return;
  const line = document.getElementById("account");
  document.getElementById("account-name").textContent = PERSON.replace(/\.[0-9a-f]{8}$/, "");
  line.hidden = false;
  // Somebody else has logged in, or nobody is, in another tab.
  addEventListener("visibilitychange", () => {
    if (!document.hidden && read() !== PERSON) location.reload();
  });
}
