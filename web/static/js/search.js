// The two fields of the search: suggestions, and codes instead of words once something was chosen.
import { combobox } from "./combobox.js";

const LIMIT = 8;

export async function ask(url, signal) {
  const answer = await fetch(url, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

export const SOURCES = {
  occupations: {
    none: "Aucun métier ne ressemble à cela. Essayez un autre mot.",
    async suggest(text, signal) {
      const { results } = await ask(`/api/occupations?limit=${LIMIT}&q=${encodeURIComponent(text)}`, signal);
      return results.map(({ code, label, appellation }) => ({
        code,
        text: label,
        main: appellation || label,
        more: appellation && appellation !== label ? label : "",
      }));
    },
  },
  places: {
    none: "Aucune ville ne ressemble à cela. Essayez le code postal.",
    async suggest(text, signal) {
      const { features } = await ask(`/search/?limit=${LIMIT}&autocomplete=1&q=${encodeURIComponent(text)}`, signal);
      return features.map(({ properties: place }) => {
        const [departement, area] = (place.context ?? "").split(", ");
        const isTown = place.type === "municipality";
        const town = isTown ? place.postcode : [place.postcode, place.city].filter(Boolean).join(" ");
        return {
          code: place.citycode,
          text: isTown && departement ? `${place.name} (${departement})` : place.label,
          main: place.name,
          more: [town, area === place.name ? "" : area].filter(Boolean).join(", "),
        };
      });
    },
  },
};

for (const form of document.querySelectorAll("[data-search]")) {
  const boxes = [...form.querySelectorAll("[data-combobox]")];
  for (const box of boxes) combobox(box, SOURCES[box.dataset.combobox]);

  // A métier was chosen: on to the town; both chosen: the button is next.
  form.addEventListener("chosen", () => {
    const empty = boxes.find((box) => !box.querySelector("input").value);
    if (empty) empty.querySelector("input").focus();
  });

  // A choice travels as a code; words that nobody chose travel as they are, and the server asks back.
  form.addEventListener("formdata", ({ formData }) => {
    const chosen = new Map(boxes.filter((box) => box.dataset.code).map((box) => [box.querySelector("input").name, box.dataset]));
    const entries = [...formData];
    for (const [name] of entries) formData.delete(name);
    for (const [name, value] of entries) {
      const choice = chosen.get(name);
      formData.append(choice?.codeName ?? name, choice?.code ?? value);
    }
  });
}
