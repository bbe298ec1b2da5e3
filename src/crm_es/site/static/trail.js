// From a list to its records and back: a record knows the list one came from, with its filter, and what stands beside it.
const kept = (family) => `trail:${family}`;

function remember() {
  const rows = document.querySelectorAll("#main tr[data-href], #main .board-card a.card-name");
  const links = [...new Set([...rows].map((row) => row.dataset.href ?? row.getAttribute("href")))];
  const family = links[0]?.split("/")[1];
  if (family) sessionStorage.setItem(kept(family), JSON.stringify({ from: location.pathname + location.search, links }));
}

function lead() {
  const family = location.pathname.split("/")[1];
  const trail = JSON.parse(sessionStorage.getItem(kept(family)) ?? "null");
  if (!trail) return;
  document.querySelectorAll("#main [data-back]").forEach((back) => back.setAttribute("href", trail.from));
  const here = trail.links.indexOf(location.pathname);
  const steps = document.querySelector("#main [data-steps]");
  if (!steps || here < 0) return;
  steps.hidden = false;
  for (const [rel, at] of [["prev", here - 1], ["next", here + 1]]) {
    const step = steps.querySelector(`[rel=${rel}]`);
    if (trail.links[at]) step.setAttribute("href", trail.links[at]);
    step.hidden = !trail.links[at];
  }
}

function trace() {
  remember();
  lead();
}
document.addEventListener("htmx:after:swap", trace);
trace();
