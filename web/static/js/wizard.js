// The wizard saves itself and its count follows each change (htmx sends the form); this adds what htmx cannot know.
import { combobox } from "./combobox.js";
import { keepsItself } from "./draft.js";

const LIMIT = 8;
const form = document.getElementById("etape");
document.documentElement.dataset.live = "yes";

const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

const NOT_KEPT = "Le brouillon n'a pas pu être enregistré";
const AGAIN = "Gardez cette page ouverte et réessayez.";

keepsItself(form, document.getElementById("panne"), ({ status, redirected }) => {
  // What differs stands above the form, out of sight from further down.
  if (status === 409) return "Cette étape a été modifiée ailleurs : voyez en haut de la page ce qui diffère.";
  // Nobody is signed in any more, or the offer was published meanwhile.
  if (redirected) return `${NOT_KEPT} : rechargez la page, ou reconnectez-vous dans un autre onglet.`;
  return status ? `${NOT_KEPT} : le service ne répond pas. ${AGAIN}` : `${NOT_KEPT} : la connexion est coupée. ${AGAIN}`;
});

// Examples go into their field; the person goes on from there.
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  event.preventDefault();
  const field = form.elements[button.dataset.fill];
  field.value = button.value;
  field.focus();
  changed();
});

// An exact place: its name in the field, where it is in the hidden one.
const box = form.querySelector("[data-place]");
if (box) {
  const input = box.querySelector("input");
  // What is near the town of the search comes first among equals.
  const [lat, lon] = box.dataset.place.split(",");
  const near = lon ? `&lat=${lat}&lon=${lon}` : "";
  combobox(box, {
    none: "Aucune adresse ne ressemble à cela.",
    async suggest(text, signal) {
      const answer = await fetch(`/search/?limit=${LIMIT}&autocomplete=1${near}&q=${encodeURIComponent(text)}`, { signal });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const { features } = await answer.json();
      return features.map(({ properties: place, geometry: { coordinates: [lon, lat] } }) => {
        const label = place.type === "municipality" ? `${place.name} ${place.postcode ?? ""}`.trim() : place.label;
        return {
          code: JSON.stringify({ asked: label, label, lat, lon, citycode: place.citycode ?? "" }),
          text: label,
          main: place.name,
          more: [[place.postcode, place.type === "municipality" ? "" : place.city].filter(Boolean).join(" "), (place.context ?? "").split(", ")[1]]
            .filter(Boolean)
            .join(", "),
        };
      });
    },
  });
  form.addEventListener("chosen", () => {
    let spot = document.getElementById("spot");
    if (!spot) {
      // Choices offered for what was typed before are of no use any more.
      form.querySelector(".spots")?.remove();
      spot = Object.assign(document.createElement("input"), { type: "hidden", id: "spot", name: "spot" });
      box.after(spot);
    }
    spot.value = box.dataset.code;
    input.focus();
    changed();
  });
}

// Mistakes are read out, and the first link leads to the first of them.
document.getElementById("erreurs")?.focus();
