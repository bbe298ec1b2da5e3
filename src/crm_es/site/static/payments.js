// Pages of payments: copying, files that are dropped, and the form that fills itself in.
const byId = (id) => document.getElementById(id);

// ── Everywhere: copy a number, drop a file onto a form ──

document.addEventListener("click", async (event) => {
  const copier = event.target.closest("[data-copy]");
  if (!copier) return;
  await navigator.clipboard.writeText(copier.dataset.copy).catch(() => selected(copier.parentElement));
  copier.classList.add("text-primary");
});

function selected(place) {
  getSelection().selectAllChildren(place);
}

for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest?.("[data-drop], [data-reader], .payment-form");
    if (!place || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    const shown = place.matches(".payment-form") ? place.querySelector("[data-reader]") : place;
    shown.classList.toggle("is-over", over);
    if (name !== "drop") return;
    if (place.matches("[data-drop]")) place.querySelector("input[type=file]").files = event.dataTransfer.files;
    else read(event.dataTransfer.files[0]);
  });
}

// ── The form: what it holds ──

const form = () => byId("payment-form");
const field = (name) => form()?.elements.namedItem(name);

function fill(one) {
  const place = field(one.name);
  if (!place || place.dataset.typed) return;
  place.value = one.value;
  if (place.type === "hidden") return;
  place.classList.add("is-filled");
  say(one.name, one.origin);
}

function say(name, origin) {
  const place = byId(`${name}-origin`);
  if (place) place.textContent = origin;
}

function told(found) {
  const place = byId("read");
  place.replaceChildren();
  for (const doubt of found.doubts ?? []) {
    const line = document.createElement("div");
    line.className = "alert alert-info text-body mb-1";
    line.textContent = doubt;
    place.append(line);
  }
  if (found.bank !== undefined) byId("bank-name").textContent = found.bank;
  found.fields.forEach(fill);
  keep();
  check();
}

// ── It fills itself in: from an invoice, a code, a contractor, an ИНН, a БИК ──

async function read(what) {
  const place = byId("read");
  place.textContent = form().dataset.reading;
  const body = typeof what === "string" ? what : new FormData();
  if (typeof what !== "string") body.append("file", what);
  const headers = typeof what === "string" ? { "content-type": "text/plain" } : {};
  const answer = await fetch("/payment-requests/-/reading", { method: "POST", body, headers });
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    place.className = "mt-2 text-danger";
    place.textContent = found.sentence ?? answer.statusText;
    return;
  }
  place.className = "mt-2";
  form().querySelectorAll("[data-typed]").forEach((one) => delete one.dataset.typed);
  told(found);
  if (typeof what !== "string") attached(what);
}

function attached(file) {
  const files = new DataTransfer();
  files.items.add(file);
  byId("invoice").files = files.files;
}

async function suggest(query) {
  const answer = await fetch(`/payment-requests/-/suggestions?${new URLSearchParams(query)}`);
  if (answer.ok) told(await answer.json());
}

async function contractorTyped(text) {
  const answer = await fetch(`/payment-requests/-/contractors?${new URLSearchParams({ q: text })}`);
  if (!answer.ok) return;
  const found = await answer.json();
  byId("contractors").replaceChildren(
    ...found.map((one) => Object.assign(document.createElement("option"), { value: one.name, label: one.inn })),
  );
  const same = found.find((one) => one.name.toLowerCase() === text.trim().toLowerCase());
  field("contractor_id").value = same?.id ?? "";
  if (same) suggest({ contractor_id: same.id });
}

// ── Errors beside the fields, as soon as a field is left ──

async function check() {
  const answer = await fetch("/payment-requests/-/check", { method: "POST", body: typedOnly() });
  if (!answer.ok || !form()) return;
  const wrong = await answer.json();
  for (const place of form().querySelectorAll("[id$='-wrong']")) {
    const name = place.id.slice(0, -"-wrong".length);
    if (place.textContent && !wrong[name] && !field(name)?.value) continue;
    place.textContent = wrong[name] ?? "";
    place.classList.toggle("d-block", Boolean(wrong[name]));
    field(name)?.classList?.toggle("is-invalid", Boolean(wrong[name]));
  }
}

function typedOnly() {
  const told = new FormData(form());
  told.delete("invoice");
  return told;
}

// ── Nothing typed is lost by leaving ──

const key = () => `payment ${form().dataset.kept}`;

function keep() {
  const told = Object.fromEntries([...typedOnly()].filter(([name, value]) => !name.startsWith("_") && typeof value === "string"));
  localStorage.setItem(key(), JSON.stringify(told));
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(key()) ?? "null");
  if (!kept) return;
  let changed = false;
  for (const [name, value] of Object.entries(kept)) {
    const place = field(name);
    if (place && place.value !== value && name !== "has_invoice") {
      place.value = value;
      changed = true;
    }
  }
  if (changed) offerAfresh();
}

function offerAfresh() {
  const line = Object.assign(document.createElement("div"), { className: "alert alert-info d-flex align-items-center" });
  const afresh = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm ms-auto" });
  afresh.textContent = form().dataset.afresh;
  afresh.addEventListener("click", () => {
    localStorage.removeItem(key());
    location.reload();
  });
  line.append(form().dataset.restored, afresh);
  byId("back-again").replaceChildren(line);
}

// ── Listening ──

let waiting;
document.addEventListener("input", (event) => {
  const place = event.target;
  if (!form()?.contains(place) || place.type === "file" || place.id === "code") return;
  place.dataset.typed = "1";
  place.classList.remove("is-filled");
  say(place.name, "");
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    keep();
    const digits = place.value.replace(/\s/g, "");
    if (place.name === "contractor") contractorTyped(place.value);
    else if (place.name === "inn" && /^(\d{10}|\d{12})$/.test(digits)) suggest({ inn: digits });
    else if (place.name === "bik" && /^\d{9}$/.test(digits)) suggest({ bik: digits });
  }, 250);
});
document.addEventListener("change", (event) => {
  if (!form()?.contains(event.target)) return;
  if (event.target.matches("[data-read]")) read(event.target.files[0]);
  else if (event.target.id === "code") event.target.value && read(event.target.value);
  else if (event.target.type !== "file") check();
});
document.addEventListener("paste", (event) => {
  if (!form()) return;
  const picture = [...event.clipboardData.files][0];
  const text = event.clipboardData.getData("text");
  if (picture || /^\s*ST000/.test(text)) {
    event.preventDefault();
    if (!picture) byId("code").value = text;
    read(picture ?? text);
  }
});
document.addEventListener("htmx:after:swap", () => form()?.querySelector("[aria-invalid]")?.focus());
document.addEventListener("htmx:after:request", (event) => {
  if (form()?.contains(event.detail.ctx?.sourceElement) && event.detail.ctx.response?.status === 204) localStorage.removeItem(key());
});
if (form()) restore();
