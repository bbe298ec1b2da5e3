// The week is filled in like a spreadsheet: arrows and Enter go from cell to cell, Alt+Enter opens the entries of one.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-cell]");
  const step = STEPS[event.key];
  if (!cell || !step || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && event.altKey) cell.parentElement.querySelector(".week-more")?.click();
  else if (event.altKey || !leaves(cell, event.key)) return;
  else go(cell, step);
  event.preventDefault();
});

function leaves(cell, key) {
  if (key === "ArrowLeft") return cell.selectionEnd === 0 || cell.selectionEnd - cell.selectionStart === cell.value.length;
  return key !== "ArrowRight" || cell.selectionStart === cell.value.length || cell.selectionEnd - cell.selectionStart === cell.value.length;
}

function go(cell, [down, right]) {
  const [row, column] = cell.dataset.cell.split(".").map(Number);
  const next = document.querySelector(`[data-cell="${row + down}.${column + right}"]`);
  if (next) next.focus();
  else if (down) cell.blur();
}

document.addEventListener("focusin", (event) => event.target.matches("[data-cell]") && event.target.select());

// A correction that was not given leaves the cell as it was.
document.getElementById("dialog").addEventListener("close", () => {
  document.querySelectorAll("[data-cell]").forEach((cell) => (cell.value = cell.defaultValue));
});
