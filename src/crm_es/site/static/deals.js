// The board: a card is dragged to where it may go; elsewhere a sentence says why it may not.
const board = () => document.getElementById("board");
const dialog = () => document.getElementById("dialog");
let dragged = null;

// What keeps a card from a place; "" where nothing does, and whether a dialog asks for more first.
function way(card, from, to) {
  const { held, unsigned } = card.dataset;
  if (to.dataset.end === "LoseDeal") return { why: "", asks: true };
  if (to.dataset.end) return { why: unsigned || (from.dataset.winAtOnce ? held : ""), asks: true };
  const isBack = Number(to.dataset.place) < Number(from.dataset.place);
  if (JSON.parse(from.dataset.atOnce).includes(to.dataset.stage)) return { why: held || unsigned, asks: false };
  if (JSON.parse(from.dataset.withReason).includes(to.dataset.stage)) return { why: isBack ? "" : unsigned, asks: true };
  return { why: " ", asks: false };
}

const places = () => document.querySelectorAll("#board .board-cards, #board-ends .board-end");

function began({ item, from }) {
  dragged = item;
  document.body.classList.add("is-dragging");
  places().forEach((place) => {
    if (place === from) return;
    const { why } = way(item, from, place);
    place.classList.toggle("is-closed", Boolean(why));
    const said = place.parentElement.querySelector(":scope > .board-why");
    if (said) {
      said.textContent = why;
      said.hidden = !why.trim();
    }
  });
}

async function ended({ item, from, to, oldIndex }) {
  dragged = null;
  document.body.classList.remove("is-dragging");
  places().forEach((place) => place.classList.remove("is-closed"));
  document.querySelectorAll("#board .board-why").forEach((said) => (said.hidden = true));
  if (to === from) return;
  const putBack = () => from.insertBefore(item, from.children[oldIndex] ?? null);
  const { asks } = way(item, from, to);
  const { id, version } = item.dataset;
  if (asks) {
    putBack();
    const asked = new URLSearchParams({ id, _version: version });
    if (to.dataset.stage) asked.set("f.stage", to.dataset.stage);
    htmx.ajax("GET", `/do/${to.dataset.end ?? "MoveDeal"}?${asked}`, { target: "#dialog" });
    return;
  }
  const body = new URLSearchParams({ stage: to.dataset.stage, version });
  const answer = await fetch(`/deals/${id}/move`, { method: "POST", headers: { "HX-Request": "true" }, body }).catch(() => null);
  if (answer?.status === 204) {
    const { done } = JSON.parse(answer.headers.get("HX-Trigger"));
    document.body.dispatchEvent(new CustomEvent("done", { detail: done }));
    return;
  }
  putBack();
  if (!answer) return;
  dialog().innerHTML = await answer.text();
  htmx.process(dialog());
  if (!dialog().open) dialog().showModal();
}

function begin() {
  if (!board()) return;
  document.querySelectorAll(".task-bar [data-share]").forEach((part) => (part.style.flexGrow = part.dataset.share));
  if (!document.getElementById("board-ends")) return;
  const accepts = (to, from, card) => !way(card, from.el, to.el).why;
  const usual = { sort: false, animation: navigator.webdriver ? 0 : 120, delay: 150, delayOnTouchOnly: true };
  document.querySelectorAll("#board .board-cards").forEach((cards) => {
    if (Sortable.get(cards)) return;
    const group = { name: "deals", put: accepts };
    Sortable.create(cards, { ...usual, group, draggable: ".board-card", filter: "a.card-move", preventOnFilter: false, onStart: began, onEnd: ended });
  });
  document.querySelectorAll("#board-ends .board-end").forEach((end) => {
    if (!Sortable.get(end)) Sortable.create(end, { ...usual, group: { name: "deals", put: accepts, pull: false } });
  });
}

// Nothing moves under the hand of whoever drags.
document.addEventListener("news", (event) => dragged && event.stopImmediatePropagation(), true);
document.addEventListener("htmx:before:swap", (event) => dragged && event.detail.ctx?.target?.id === "main" && event.preventDefault());
document.addEventListener("htmx:after:swap", begin);
begin();
