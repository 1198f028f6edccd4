// The draft keeps itself (htmx sends the form as one types); this adds what htmx cannot know: the length, what to say
// when it was not kept, and the last words of a page that is being left.
import { keepsItself } from "./draft.js";

const form = document.getElementById("formulaire");
const answer = form.elements.answer;
const length = document.getElementById("longueur");
const told = document.querySelector("[data-length-told]");
const most = Number(answer.dataset.most);
const french = new Intl.NumberFormat("fr-FR");

// In characters as the server counts them: an emoji is not two.
const count = () => [...answer.value.trim()].length;

let wasOver = count() > most;
const measure = () => {
  const now = count();
  const over = now > most;
  length.querySelector("[data-length]").textContent = french.format(now);
  length.querySelector("[data-over]").textContent = over ? `${french.format(now - most)} de trop` : "";
  length.classList.toggle("length-over", over);
  // Read out when it becomes too long, and when it fits again: not at each key.
  if (over !== wasOver) {
    told.textContent = over
      ? `Réponse trop longue : ${french.format(most)} caractères au plus.`
      : "La longueur de la réponse convient de nouveau.";
  }
  wasOver = over;
};
answer.addEventListener("input", measure);
measure();

// Words that no answer has confirmed yet.
let waiting = false;
form.addEventListener("input", () => (waiting = true));
form.addEventListener("submit", () => (waiting = false));

const FAILED = {
  403: "Le brouillon ne se garde plus tout seul sur cette page : appuyez sur « Enregistrer pour plus tard ».",
  409: "Votre réponse a été modifiée ailleurs : voyez en haut de votre candidature ce qui diffère.",
  410: "Cette candidature a déjà été envoyée, depuis une autre page. Rechargez celle-ci pour la relire.",
  422: "C'est trop long pour être gardé : raccourcissez, ou gardez une copie ailleurs.",
};
const UNKNOWN = "Le brouillon n'a pas pu être gardé. Laissez cette page ouverte : nous réessayons dès que vous écrivez.";

const why = ({ status }) => FAILED[status] ?? UNKNOWN;

keepsItself(form, document.getElementById("panne"), why, () => (waiting = false));

// On a phone, a page that is out of sight may never come back.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !waiting) return;
  const last = new FormData(form);
  last.set("move", "leaving");
  navigator.sendBeacon(form.getAttribute("hx-post"), last);
  waiting = false;
});

// What is wrong, or to be weighed, is read out first.
const first = ["erreurs", "souci", "avertissement"].map((id) => document.getElementById(id)).find(Boolean);
first?.focus();
