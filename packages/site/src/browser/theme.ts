/** Before anything is drawn: the colours that the reader chose here last. */
try {
  const chosen = localStorage.getItem("grantry-docs-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
} catch {
  // A browser that keeps nothing follows the system.
}
