// What every page can do: dialogs, the palette, keys, notes, the look, and hearing of news.
import "./badge.js";
import "./timer.js";
import { listen } from "./live.js";
import "./picker.js";
import "./trail.js";

const byId = (id) => document.getElementById(id);
const isTyping = (place) => place.closest("input, textarea, select, [contenteditable]");
const news = () => document.body.dispatchEvent(new CustomEvent("news", { bubbles: true }));

function note(text) {
  const said = document.createElement("div");
  said.className = "alert alert-success";
  said.textContent = text;
  byId("notes").replaceChildren(said);
  setTimeout(() => said.remove(), 6000);
}

function open(id) {
  const dialog = byId(id);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus], input:not([type=hidden]), select, textarea, button")?.focus();
}

// ── Dialogs: what is swapped into one opens it; what was done in it closes it ──

document.addEventListener("htmx:after:swap", (event) => {
  const dialog = byId("dialog");
  if ([dialog, "#dialog"].includes(event.detail.ctx?.target) && dialog.childElementCount) open("dialog");
});
document.body.addEventListener("done", (event) => {
  byId("dialog").close();
  if (event.detail?.note) note(event.detail.note);
  news();
});
byId("dialog").addEventListener("close", () => byId("dialog").replaceChildren());
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) open(opener.dataset.open);
  if (event.target.closest("[data-reload]")) location.reload();
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  if (event.target.matches("dialog")) event.target.close();
  const next = event.target.closest("[data-theme-next]");
  if (next) nextTheme();
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, label") && !getSelection().toString()) location.href = row.dataset.href;
});

// ── The look ──

function nextTheme() {
  const root = document.documentElement;
  const wanted = root.dataset.bsTheme === "dark" ? "light" : "dark";
  root.dataset.bsTheme = wanted;
  document.cookie = `crm_theme=${wanted}; path=/; max-age=31536000; samesite=lax`;
}

// ── Keys ──

const GO = { d: "/", t: "/tasks/mine", s: "/deals/board", p: "/payment-requests", c: "/clients", w: "/time" };
let went = 0;
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open("palette");
  } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest("form");
    form?.requestSubmit(form.querySelector(".btn-primary[name]"));
  } else if (!isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    plainKey(event);
  }
});

function plainKey(event) {
  if (event.key === "?") open("shortcuts");
  else if (event.key === "/") {
    event.preventDefault();
    (document.querySelector("[data-filter] input[type=search]") ?? byId("palette")).focus();
    if (!document.querySelector("[data-filter]")) open("palette");
  } else if (event.key === "g") went = Date.now();
  else if (Date.now() - went < 1500 && GO[event.key]) location.href = GO[event.key];
  else if (event.key === "n") document.querySelector("[data-new]")?.click();
  else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "[") document.querySelector("[rel=prev]")?.click();
  else if (event.key === "]") document.querySelector("[rel=next]")?.click();
}

function step(way) {
  const rows = [...document.querySelectorAll("#main [data-step]")];
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(now + way, 0), rows.length - 1)];
  (next?.matches("a, button") ? next : next?.querySelector("a, button"))?.focus();
}

// ── The palette: arrows go through what was found ──

byId("palette").addEventListener("keydown", (event) => {
  const found = [...byId("found").querySelectorAll("a")];
  const now = found.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    found[Math.min(Math.max(now + (event.key === "ArrowDown" ? 1 : -1), 0), found.length - 1)]?.focus();
  } else if (event.key === "Enter" && now < 0) {
    event.preventDefault();
    found[0]?.click();
  }
});

// ── Forms: rows are added and removed, and what was typed is not lost by leaving ──

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  if (add) {
    const rows = byId(add.dataset.addRow);
    const made = rows.querySelector("template").content.cloneNode(true);
    const n = Number(rows.dataset.next);
    rows.dataset.next = n + 1;
    made.querySelectorAll("[name], [id], [for]").forEach((field) => {
      for (const part of ["name", "id", "for"]) {
        const said = field.getAttribute(part);
        if (said) field.setAttribute(part, said.replaceAll("__n__", n));
      }
    });
    rows.append(made);
    rows.lastElementChild.querySelector("input, select")?.focus();
  }
  event.target.closest("[data-remove-row]")?.closest("[data-row]").remove();
});

// ── Choosing rows: how many there are, and what may be done with all of them ──

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-choose-all]");
  if (all) all.closest("form, table").querySelectorAll("[data-choose]").forEach((box) => (box.checked = all.checked));
  if (!all && !event.target.closest("[data-choose]")) return;
  const form = event.target.closest("form");
  const chosen = form.querySelectorAll("[data-choose]:checked").length;
  const bar = form.querySelector("[data-chosen]");
  if (bar) {
    bar.hidden = chosen === 0;
    bar.querySelector("[data-count]").textContent = chosen;
    if (chosen) bar.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-which]")) {
    const parts = event.target.parentElement.querySelectorAll(":scope > [data-when]");
    parts.forEach((part) => (part.hidden = part.dataset.when !== event.target.value));
  }
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// ── Filters: empty ones do not go into the address, chosen parts go as one ──

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-lean]");
  if (!form) return;
  form.querySelectorAll("[data-joined]").forEach((joined) => {
    const chosen = [...form.querySelectorAll(`[data-part=${joined.dataset.joined}]:checked`)];
    if (form.querySelector("details[open]")) joined.value = chosen.map((box) => box.value).join(",");
  });
  form.querySelectorAll("[name]").forEach((field) => (field.disabled = field.value === ""));
});

// ── Histories: a slider says where it stands, and a search narrows what is there ──

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-slider]")) event.target.parentElement.querySelector("[data-slider-value]").textContent = event.target.value;
  const list = event.target.dataset.narrow;
  if (list) {
    const words = event.target.value.toLowerCase();
    document.querySelectorAll(list).forEach((row) => (row.hidden = !row.textContent.toLowerCase().includes(words)));
  }
});

listen(news);
