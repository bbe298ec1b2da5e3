// A long list is searched as one types: a text field stands for the select, which keeps the value.
const WAIT = 150;
let number = 0;

function begin(select) {
  if (select.dataset.picking) return;
  select.dataset.picking = "yes";
  const place = document.createElement("div");
  place.className = "picker";
  const field = document.createElement("input");
  const list = document.createElement("div");
  const id = `picked-${++number}`;
  const chosen = select.selectedOptions[0];
  Object.assign(field, { className: select.className.replace("form-select", "form-control"), type: "text", autocomplete: "off", id: select.id, required: select.required });
  field.value = chosen?.value ? chosen.textContent.trim() : "";
  field.placeholder = select.dataset.hint;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) field.setAttribute(name, value);
  for (const name of ["aria-label", "aria-invalid", "aria-describedby"]) if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  Object.assign(list, { className: "pick-list", id, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.dataset.hint);
  select.removeAttribute("id");
  select.hidden = true;
  select.required = false;
  select.after(place);
  place.append(field, list);
  watch(select, field, list, id);
}

function watch(select, field, list, id) {
  let waiting, at = -1, asked = 0, said = field.value;
  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const show = (on) => {
    list.hidden = !on;
    field.setAttribute("aria-expanded", on);
    if (!on) field.removeAttribute("aria-activedescendant");
  };
  const mark = (n) => {
    at = n;
    options().forEach((one, i) => {
      one.id = `${id}-${i}`;
      one.setAttribute("aria-selected", i === at);
      if (i === at) {
        one.scrollIntoView({ block: "nearest" });
        field.setAttribute("aria-activedescendant", one.id);
      }
    });
  };
  const look = async () => {
    const mine = ++asked;
    const answer = await fetch(`/pick/${select.dataset.pick}?q=${encodeURIComponent(field.value === said ? "" : field.value)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || mine !== asked || document.activeElement !== field) return;
    list.innerHTML = await answer.text();
    show(true);
    mark(field.value && options().length ? 0 : -1);
  };
  const choose = (value, name) => {
    select.replaceChildren(new Option(name, value, true, true));
    field.value = said = name;
    field.setCustomValidity("");
    show(false);
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const take = async (option) => {
    if (!option.dataset.newName) return choose(option.dataset.id, option.dataset.says);
    const answer = await fetch("/pick/clients", { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams({ name: option.dataset.newName }) }).catch(() => null);
    if (!answer) return;
    list.innerHTML = await answer.text();
    const made = answer.ok && list.querySelector("[data-id]");
    if (made) choose(made.dataset.id, made.dataset.says);
  };
  field.addEventListener("input", () => {
    if (!field.value) select.replaceChildren(new Option("", "", true, true));
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT);
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", look);
  field.addEventListener("blur", () => setTimeout(() => {
    show(false);
    if (field.value) field.value = said;
    else said = "";
  }, 150));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]:not([aria-disabled])");
    if (option) take(option);
  });
  field.addEventListener("keydown", (event) => {
    const found = options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look();
      else mark((at + (event.key === "ArrowDown" ? 1 : found.length - 1) + found.length) % found.length);
    } else if (event.key === "Enter" && !event.ctrlKey && !list.hidden && found[at]) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      show(false);
    }
  });
}

const all = () => document.querySelectorAll("select[data-pick]").forEach(begin);
document.addEventListener("htmx:after:swap", all);
document.addEventListener("click", () => setTimeout(all));
all();
