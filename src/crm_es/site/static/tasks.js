// Tasks by deadline: a card that is dragged into another column asks why, and stays where it was unless it is told.
const news = () => document.body.dispatchEvent(new CustomEvent("news", { bubbles: true }));

function asked({ item, from, to }) {
  if (from === to) return;
  document.getElementById("dialog").addEventListener("close", news, { once: true });
  const query = new URLSearchParams({ ids: item.dataset.task, due: to.dataset.due });
  htmx.ajax("GET", `/tasks/move?${query}`, { target: "#dialog", swap: "innerHTML" });
}

function ready() {
  document.querySelectorAll("[data-tasks]").forEach((place) => {
    if (Sortable.get(place)) return;
    const group = { name: "tasks", put: Boolean(place.dataset.due) };
    Sortable.create(place, { group, draggable: "[data-task]", filter: "a.btn", preventOnFilter: false, animation: 120, delay: 150, delayOnTouchOnly: true, onEnd: asked });
  });
}

document.addEventListener("htmx:after:swap", ready);
document.body.addEventListener("done", (event) => event.target.closest("form[data-clear]")?.reset());
document.querySelector("[data-new]")?.addEventListener("click", (event) => event.target.focus());
ready();
