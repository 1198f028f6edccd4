// The results page follows each change by itself (htmx does the work), and says so when it cannot.
const failed = () => {
  document.getElementById("panne").textContent =
    "Le nombre n'a pas pu être mis à jour : le service ne répond pas. Essayez de nouveau dans un instant.";
};

document.documentElement.dataset.live = "yes";
document.addEventListener("htmx:response:error", failed);
document.addEventListener("htmx:error", failed);

// Is the circle in sight? (It is the same element before and after an update: htmx morphs the page.)
new IntersectionObserver(([circle]) => {
  document.documentElement.toggleAttribute("data-away", !circle.isIntersecting);
}).observe(document.querySelector(".circle"));
