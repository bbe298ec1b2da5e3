// My day: a line that became a task is cleared, and usual answers are filled in by a click.
document.body.addEventListener("done", (event) => event.target.closest("form[data-clear]")?.reset());
document.addEventListener("click", (event) => {
  const says = event.target.closest("[data-says]");
  if (!says) return;
  const field = says.closest("form").elements[says.dataset.says];
  field.value = says.dataset.value ?? says.textContent.trim();
  field.focus();
});
