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

// Mistakes are read out, and the first link leads to the first of them.
document.getElementById("erreurs")?.focus();
