// The page's own words, in the language that the visitor chose.

const labels = JSON.parse(document.getElementById("labels").textContent);
const CHOICE = "language";

export let language = sessionStorage.getItem(CHOICE) ?? document.documentElement.lang;

export function label(key) {
  return labels[language][key];
}

export function speak(chosen) {
  language = chosen;
  sessionStorage.setItem(CHOICE, chosen);
  document.documentElement.lang = chosen;
  for (const one of document.querySelectorAll("[data-label]")) one.textContent = label(one.dataset.label);
  for (const one of document.querySelectorAll("[data-name]")) one.setAttribute("aria-label", label(one.dataset.name));
  for (const one of document.querySelectorAll("[data-hint]")) one.placeholder = label(one.dataset.hint);
  for (const one of document.querySelectorAll(".languages button")) one.ariaPressed = String(one.value === chosen);
}
