// The Gantt chart: bars of the plan, under them what was worked and what was agreed; a bar that is dragged is planned anew.
const NS = "http://www.w3.org/2000/svg";
const DAY = 86400000;
const place = () => document.querySelector("[data-gantt]");
let chart = null;
let mode = "Week";
let shown = "";

const dayOf = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

function draw(again = false) {
  const box = place();
  const told = document.getElementById("gantt-bars")?.textContent;
  if (!box || !told || (!again && shown === told && box.firstChild)) return;
  shown = told;
  box.replaceChildren();
  chart = new Gantt(box, JSON.parse(told), {
    view_mode: mode,
    view_modes: ["Day", "Week", "Month"],
    language: box.dataset.language,
    today_button: false,
    scroll_to: "today",
    infinite_padding: false,
    move_dependencies: false,
    readonly_progress: true,
    readonly_dates: !("mayMove" in box.dataset),
    readonly: !("mayMove" in box.dataset),
    popup: false,
    container_height: "auto",
    bar_height: 24,
    padding: 22,
    on_click: (task) => { if (!("mayMove" in box.dataset)) location.href = `/projects/${task.project}`; },
    on_date_change: (task, from, to) => move(box, task, dayOf(from), dayOf(to)),
  });
  box.querySelector(".gantt-container").tabIndex = 0;
  beside(box);
}

// ── What was worked lies under a bar, what was agreed around it ──

function beside(box) {
  for (const bar of chart.bars) {
    const { task, $bar, group } = bar;
    const perDay = $bar.getWidth() / Math.max((task._end - task._start) / DAY, 1);
    const line = ([from, to], look, y, height) => {
      const rect = document.createElementNS(NS, "rect");
      const start = $bar.getX() + ((new Date(`${from}T00:00`) - task._start) / DAY) * perDay;
      const width = ((new Date(`${to}T00:00`) - new Date(`${from}T00:00`)) / DAY + 1) * perDay;
      for (const [name, value] of Object.entries({ class: look, x: start, y, width: Math.max(width, 2), height })) rect.setAttribute(name, value);
      group.prepend(rect);
    };
    if (task.worked) line(task.worked, "worked-bar", $bar.getY() + $bar.getHeight() + 3, 4);
    if (task.agreed) line(task.agreed, "agreed-bar", $bar.getY() - 4, $bar.getHeight() + 8);
  }
}

async function move(box, task, starts, ends) {
  const body = new URLSearchParams({ starts, ends, _version: box.dataset.version });
  const answer = await fetch(`/projects/${task.project}/stages/${task.stage}/move`, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (answer.ok) {
    const told = JSON.parse(answer.headers.get("HX-Trigger"));
    document.body.dispatchEvent(new CustomEvent("done", { bubbles: true, detail: told.done }));
  } else {
    document.getElementById("gantt-refused").innerHTML = await answer.text();
    draw(true);
  }
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-gantt-mode]");
  if (chosen) {
    mode = chosen.dataset.ganttMode;
    draw(true);
  }
  if (event.target.closest("[data-gantt-today]")) chart?.scroll_current();
});
document.addEventListener("htmx:after:swap", () => draw());
draw();
