// The board of tickets: a card is dragged to a stage, or to somebody at the foot of the page. What is done asks for its result.
const board = () => document.getElementById("board");
let dragged = null;

const refuses = (to, card) => (to.dataset.person ? to.dataset.person === card.dataset.person : !card.dataset.person);

function began({ item, from }) {
  dragged = item;
  document.body.classList.add("is-dragging");
  document.querySelectorAll("#board .board-cards, #board-ends .board-end").forEach((place) => place.classList.toggle("is-closed", place !== from && refuses(place, item)));
}

async function ended({ item, from, to, oldIndex }) {
  dragged = null;
  document.body.classList.remove("is-dragging");
  if (to === from) return;
  const putBack = () => from.insertBefore(item, from.children[oldIndex] ?? null);
  const { id } = item.dataset;
  if (to.dataset.status === "done" || to.dataset.person) putBack();
  if (to.dataset.status === "done") {
    htmx.ajax("GET", `/do/MoveTicket?${new URLSearchParams({ id, "f.stage": to.dataset.stage })}`, { target: "#dialog" });
    return;
  }
  const [verb, told] = to.dataset.person ? ["assign", { person_id: to.dataset.person }] : ["move", { stage: to.dataset.stage }];
  const body = new URLSearchParams(told);
  const answer = await fetch(`/tickets/${id}/${verb}`, { method: "POST", headers: { "HX-Request": "true" }, body }).catch(() => null);
  if (answer?.status === 204) {
    const { done } = JSON.parse(answer.headers.get("HX-Trigger"));
    document.body.dispatchEvent(new CustomEvent("done", { detail: done }));
    return;
  }
  putBack();
  if (answer) document.getElementById("board-told").innerHTML = await answer.text();
}

function begin() {
  if (!board() || !document.getElementById("board-ends")) return;
  const accepts = (to, _from, card) => !refuses(to.el, card);
  const usual = { sort: false, animation: navigator.webdriver ? 0 : 120, delay: 150, delayOnTouchOnly: true };
  document.querySelectorAll("#board .board-cards").forEach((cards) => {
    if (Sortable.get(cards)) return;
    const group = { name: "tickets", put: accepts };
    Sortable.create(cards, { ...usual, group, draggable: ".can-move", filter: "button", preventOnFilter: false, onStart: began, onEnd: ended });
  });
  document.querySelectorAll("#board-ends .board-end").forEach((end) => {
    if (!Sortable.get(end)) Sortable.create(end, { ...usual, group: { name: "tickets", put: accepts, pull: false } });
  });
}

// Nothing moves under the hand of whoever drags.
document.addEventListener("news", (event) => dragged && event.stopImmediatePropagation(), true);
document.addEventListener("htmx:before:swap", (event) => dragged && event.detail.ctx?.target?.id === "main" && event.preventDefault());
document.addEventListener("htmx:after:swap", begin);
begin();
