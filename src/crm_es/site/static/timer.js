// The timer in the header ticks, its budget grows, and buttons of pages know what it runs for.
const MINUTE = 60_000;
const two = (number) => String(number).padStart(2, "0");

function tick() {
  for (const clock of document.querySelectorAll(".timer-clock[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.since)) / 1000));
    clock.textContent = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }
  for (const bar of document.querySelectorAll("[data-budget]")) {
    const { since, spent, planned, near } = bar.dataset;
    const share = (100 * (Number(spent) + (Date.now() - Date.parse(since)) / MINUTE)) / Number(planned);
    bar.firstElementChild.className = share > 100 ? "late" : share >= Number(near) ? "today" : "later";
    bar.firstElementChild.style.width = `${Math.min(share, 100)}%`;
  }
}

function mark() {
  const now = document.querySelector("[data-timer-now]")?.dataset.timerNow;
  if (now === undefined) return;
  for (const button of document.querySelectorAll("[data-timer-for]")) {
    button.setAttribute("aria-pressed", String(button.dataset.timerFor === now));
  }
}

document.addEventListener("htmx:after:swap", () => {
  tick();
  mark();
});
setInterval(tick, 1000);
