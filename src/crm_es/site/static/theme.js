// The look that one chose, before anything is painted.
const chosen = document.documentElement.dataset.theme || "auto";
const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
