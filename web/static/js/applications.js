// The board: htmx sends each act, asks for what colleagues did, and swaps; this adds what it cannot know.
const board = document.getElementById("tableau");
const told = document.getElementById("nouvelles");
const rowOf = (element) => element?.closest?.(".entry");
const say = (text) => told.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));

// Nobody looks: nobody asks.
document.addEventListener("htmx:before:request", (event) => {
  if (event.target.id === "veille" && document.hidden) event.preventDefault();
});

// What a colleague did first stays told until the application changes once more.
const revision = (part) => part.querySelector('[name="revision"]')?.value;
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx.sourceElement.id !== "veille") return;
  const stays = ({ target, fragment }) => target?.querySelector?.(".row-notice") && revision(target) === revision(fragment);
  for (const task of tasks.filter(stays)) tasks.splice(tasks.indexOf(task), 1);
});

// What could not be done is said; the page stays as it is. An answer that led elsewhere: nobody is signed in any more.
const isAct = ({ detail }) => detail.ctx?.sourceElement?.id === "agir";
document.addEventListener("htmx:error", (event) => {
  if (isAct(event)) say("Rien n'a été enregistré : la connexion est coupée. Réessayez dans un instant.");
});
document.addEventListener("htmx:after:request", (event) => {
  const { raw, status } = event.detail.ctx.response;
  if (raw.redirected) {
    say("Vous n'êtes plus connecté·e : rechargez la page pour continuer.");
    document.getElementById("veille")?.remove();
  } else if (isAct(event) && status >= 400 && status !== 409) {
    say("Rien n'a été enregistré : le service ne répond pas. Rechargez la page, puis recommencez.");
  }
});

// A button that gives way to another takes the focus with it: it comes back to the one in its place.
let last = null;
document.addEventListener("focusin", ({ target }) => {
  const row = rowOf(target);
  last = row && { id: row.id, key: target.dataset?.key };
});
document.addEventListener("pointerdown", ({ target }) => {
  if (!rowOf(target)) last = null;
});
document.addEventListener("htmx:finally:request", () => {
  if (!last || (document.activeElement && document.activeElement !== document.body)) return;
  const row = document.getElementById(last.id);
  const same = last.key && row?.querySelector(`[data-key="${last.key}"]`);
  (same || row)?.focus({ preventScroll: true });
});

// One key each, only while the focus is in the list, and only for those who want them (WCAG 2.1.4).
const keys = board.querySelector(".keys");
const wanted = document.getElementById("raccourcis");
keys.hidden = false;
wanted.checked = localStorage.getItem("raccourcis") !== "non";
wanted.addEventListener("change", () => localStorage.setItem("raccourcis", wanted.checked ? "oui" : "non"));
document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || !wanted.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    const rows = [...board.querySelectorAll(".entry")];
    rows[rows.indexOf(row) + (key === "j" ? 1 : -1)]?.focus();
  } else if ("fcxi".includes(key) && key.length === 1) {
    row.querySelector(`[data-key="${key}"]`)?.click();
  } else return;
  event.preventDefault();
});
