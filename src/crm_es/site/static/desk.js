// The forms of invoices and orders: clients are found while one types, and sums follow what is typed.
const form = () => document.getElementById("desk-form");
const found = () => document.getElementById("client-found");
const field = () => document.getElementById("client");

function pick(one) {
  document.querySelector("[data-picked]").value = one.dataset.pick;
  field().value = one.dataset.title;
  close();
  form().dispatchEvent(new CustomEvent("changed"));
  form().querySelector("[name='f.lines.0.product']")?.focus();
}

function close() {
  found().replaceChildren();
  field().setAttribute("aria-expanded", "false");
}

document.addEventListener("click", (event) => {
  const one = event.target.closest("[data-pick]");
  if (one) pick(one);
  else if (!event.target.closest("[data-picker]")) close();
  if (event.target.closest("[data-remove-row]")) form().dispatchEvent(new CustomEvent("changed"));
});
document.addEventListener("input", (event) => {
  if (event.target === field()) document.querySelector("[data-picked]").value = "";
});
document.addEventListener("htmx:after:swap", () => field().setAttribute("aria-expanded", String(found().childElementCount > 0)));
document.addEventListener("keydown", (event) => {
  const ones = [...found().querySelectorAll("[data-pick]")];
  if (event.target.closest("[data-picker]") && ones.length) {
    const now = ones.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) ones[Math.min(Math.max(now + step, 0), ones.length - 1)].focus();
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && now < 0) pick(ones[0]);
    else return;
    event.preventDefault();
  } else if (event.key === "Enter" && event.target.closest(".desk-line input")) {
    event.preventDefault(); // Enter goes on to the next row, and Ctrl+Enter sends
    if (!event.ctrlKey && !event.metaKey) document.querySelector("[data-add-row]").click();
  }
});
// Ctrl+Enter means the primary button, whichever comes first in the form.
document.addEventListener(
  "keydown",
  (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form === form()) {
      event.preventDefault();
      event.stopPropagation();
      form().requestSubmit(form().querySelector("[data-primary]"));
    }
  },
  true,
);
document.getElementById("refused")?.focus();
