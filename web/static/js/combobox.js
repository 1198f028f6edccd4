// A text field with suggestions: the ARIA combobox pattern with a listbox.
// Keys and selection come from @github/combobox-nav; this module asks, draws, announces, opens and closes.
import Combobox from "../vendor/combobox-nav.js";

const PAUSE = 120; // milliseconds without a key before we ask
const KEPT = 60; // answers kept, so that going back a letter costs nothing

/**
 * @param {HTMLElement} box element around the input
 * @param {{suggest: (text: string, signal: AbortSignal) => Promise<Suggestion[]>, none: string}} source
 * Suggestion: {code, text (put into the field), main, more (second line, may be empty)}
 */
export function combobox(box, source) {
  const input = box.querySelector("input");
  const list = element("ul", "listbox", { id: `${input.id}-liste`, role: "listbox", "aria-label": box.dataset.listLabel, tabindex: "-1" });
  const none = element("p", "listbox listbox-none");
  const status = element("p", "visually-hidden", { role: "status" });
  list.hidden = none.hidden = true;
  box.append(list, none, status);
  const nav = new Combobox(input, list, { tabInsertsSuggestions: false });
  const kept = new Map();
  let timer, asking, open = false, chosen = Boolean(box.dataset.code);
  let later = []; // keys pressed while the answer to what was typed is still on its way

  const active = () => list.querySelector('[aria-selected="true"]');

  function show() {
    if (open || !list.childElementCount) return;
    list.hidden = false;
    nav.start();
    open = true;
  }
  function hide() {
    none.hidden = true;
    if (!open) return;
    nav.stop();
    list.hidden = true;
    open = false;
  }
  function forget() {
    delete box.dataset.code;
    chosen = false;
  }

  function draw(text, found) {
    nav.clearSelection();
    list.replaceChildren(...found.map((one, index) => option(`${list.id}-${index}`, one, text)));
    if (found.length) show();
    else hide();
    none.textContent = found.length ? "" : source.none;
    none.hidden = found.length > 0;
    status.textContent = found.length
      ? `${found.length} ${found.length > 1 ? "propositions" : "proposition"}, flèche bas pour les parcourir`
      : source.none;
  }

  function stop() {
    clearTimeout(timer);
    asking?.abort();
    timer = asking = undefined;
    later = [];
  }
  const waiting = () => timer !== undefined || asking !== undefined;

  async function ask() {
    const text = input.value.trim();
    timer = undefined;
    asking?.abort();
    asking = undefined;
    if (!text) {
      list.replaceChildren();
      status.textContent = "";
      return hide();
    }
    if (kept.has(text)) return answered(text, kept.get(text));
    const mine = (asking = new AbortController());
    try {
      const found = await source.suggest(text, mine.signal);
      kept.set(text, found);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value);
      // Stale when another question left meanwhile, or the reader went on to something else.
      if (asking === mine && timer === undefined && document.activeElement === input) answered(text, found);
    } catch (error) {
      if (error.name === "AbortError" || asking !== mine) return;
      stop();
      list.replaceChildren();
      hide();
      status.textContent = "Les propositions ne répondent pas. Vous pouvez lancer la recherche.";
    }
  }

  function answered(text, found) {
    const keys = later;
    stop();
    draw(text, found);
    for (const key of keys) key();
  }

  input.addEventListener("input", () => {
    forget();
    clearTimeout(timer);
    later = [];
    timer = setTimeout(ask, kept.has(input.value.trim()) ? 0 : PAUSE);
  });

  // Before combobox-nav's own listener: it knows neither these keys nor a closed list.
  input.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && (open || !none.hidden || waiting())) {
      stop();
      hide();
      status.textContent = "";
      event.preventDefault();
      event.stopPropagation();
    } else if (waiting() && (step || (event.key === "Enter" && later.length))) {
      // What shows belongs to fewer letters: the key is for the list to come.
      later.push(step ? () => open && nav.navigate(step) : () => active()?.click());
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (!open && step && input.value.trim() && !chosen) {
      if (list.childElementCount) {
        show();
        nav.navigate(step);
      } else ask();
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (open && active() && (event.key === "Home" || event.key === "End")) {
      nav.clearSelection();
      nav.navigate(event.key === "Home" ? 1 : -1);
      event.preventDefault();
      event.stopImmediatePropagation(); // combobox-nav would drop the selection
    } else if (event.key === "Enter" && !active()) stop();
  });

  list.addEventListener("combobox-commit", (event) => {
    input.value = event.target.dataset.text;
    box.dataset.code = event.target.dataset.code;
    chosen = true;
    stop();
    hide();
    list.replaceChildren();
    status.textContent = `${input.value} : choisi`;
    input.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
  });
  // A press on the list must not take the focus away from the field.
  for (const surface of [list, none]) surface.addEventListener("mousedown", (event) => event.preventDefault());
  // Our list instead of the browser's own, but only while one types: a field that says "off" when the page is left is
  // empty when one comes back to it.
  input.addEventListener("focus", () => input.setAttribute("autocomplete", "off"));
  input.form?.addEventListener("submit", () => input.removeAttribute("autocomplete"));
  input.addEventListener("blur", () => {
    input.removeAttribute("autocomplete");
    stop();
    hide();
  });
  input.addEventListener("click", show);
}

function option(id, one, text) {
  const item = element("li", "option", { id, role: "option" });
  item.dataset.code = one.code;
  item.dataset.text = one.text;
  const main = element("span", "option-main");
  main.append(...emphasised(one.main, text));
  item.append(main);
  if (one.more) {
    // The comma is for those who listen: the two lines are one name to them.
    item.append(element("span", "visually-hidden", {}, ", "), element("span", "option-more", {}, one.more));
  }
  return item;
}

function element(name, className, attributes = {}, text = "") {
  const made = document.createElement(name);
  made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const WORD = /[\p{L}\p{N}]+/gu;

/** `label` as nodes, with the beginnings of words that were typed set in <mark>. */
export function emphasised(label, typed) {
  const wanted = (fold(typed).match(WORD) ?? []).sort((a, b) => b.length - a.length);
  const nodes = [];
  let end = 0;
  for (const { 0: word, index } of label.matchAll(WORD)) {
    const folded = fold(word);
    const start = wanted.find((one) => folded.startsWith(one));
    if (!start) continue;
    // Folding may lengthen a word (œ stays one letter here, but é loses its mark): count whole letters of the label.
    let length = 0;
    while (fold(word.slice(0, length)).length < start.length) length += 1;
    nodes.push(label.slice(end, index), element("mark", "", {}, word.slice(0, length)));
    end = index + length;
  }
  nodes.push(label.slice(end));
  return nodes;
}
