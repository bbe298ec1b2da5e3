// How much there is to do now, as the bell says: in the title, and in the menu.
function show() {
  const bell = document.querySelector("#bell [data-number]");
  if (!bell) return;
  const now = bell.dataset.number;
  const title = document.title.replace(/^\(\d+\) /, "");
  const wanted = now === "0" ? title : `(${now}) ${title}`;
  if (document.title !== wanted) document.title = wanted;
  document.querySelectorAll("[data-badge]").forEach((badge) => {
    badge.textContent = now === "0" ? "" : now;
    badge.className = `ms-auto ${now === "0" ? "" : bell.dataset.look}`;
  });
}

document.addEventListener("htmx:after:swap", show);
document.addEventListener("htmx:finally:request", show); // a page that is refreshed brings its own title
