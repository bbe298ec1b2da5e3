// Reports: charts where there are any, and the printer.
if (document.querySelector("[data-chart]")) import("./charts.js");
document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());
