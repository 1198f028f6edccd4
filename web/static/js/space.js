// Fields with suggestions in a candidate's space: what is chosen goes into hidden fields beside the words.
import { combobox } from "./combobox.js";
import { SOURCES, ask } from "./search.js";

const LIMIT = 8;
const SKILLS = {
  none: "Aucune compétence ne ressemble à cela. Essayez un autre mot.",
  async suggest(text, signal) {
    const { results } = await ask(`/api/skills?limit=${LIMIT}&q=${encodeURIComponent(text)}`, signal);
    return results.map(({ code, label, match }) => ({ code, text: label, main: label, more: match === label ? "" : match }));
  },
};

for (const field of document.querySelectorAll("[data-named]")) {
  const box = field.querySelector("[data-suggest]");
  const input = box.querySelector("input");
  const hidden = (part) => field.querySelector(`[name="${input.name}-${part}"]`);
  combobox(box, { ...SOURCES, skills: SKILLS }[box.dataset.suggest]);
  field.addEventListener("chosen", () => {
    hidden("code").value = box.dataset.code;
    hidden("nom").value = input.value;
    // Choices offered for what was typed before are of no use any more.
    field.querySelector(".spots")?.remove();
    if ("send" in field.dataset) {
      input.form.requestSubmit();
      input.value = hidden("code").value = hidden("nom").value = "";
      input.focus();
    }
  });
}

// What is added or taken away on the page (htmx): say so when it could not be saved.
const trouble = document.getElementById("panne");
if (trouble) {
  const say = () => (trouble.textContent = "Ce changement n'a pas pu être enregistré. Vérifiez votre connexion, puis recommencez.");
  document.addEventListener("htmx:error", say);
  document.addEventListener("htmx:response:error", ({ detail }) => detail.ctx.response.status >= 500 && say());
  document.addEventListener("htmx:after:request", ({ detail }) => {
    const { raw, status } = detail.ctx.response;
    // Led to the door: the space was closed in this browser, or everywhere.
    if (raw.redirected && !new URL(raw.url).pathname.startsWith("/candidat/profil")) location.assign(raw.url);
    else if (status < 400) trouble.textContent = "";
  });
}

// Mistakes are read out, and the first link leads to the first of them.
document.getElementById("erreurs")?.focus();
