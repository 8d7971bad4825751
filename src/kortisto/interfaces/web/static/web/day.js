"use strict";
// Keys on the page of the day: j and k move through the lines, x ticks off, o opens, n adds. Works without this file too.
(() => {
  const lines = () => [...document.querySelectorAll(".rows.day > li")];
  const stops = (line) => line.querySelector("a, button");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const all = lines();
    const here = all.findIndex((line) => line.contains(document.activeElement));
    if (event.key === "j" || event.key === "k") {
      const next = all[event.key === "j" ? Math.min(here + 1, all.length - 1) : Math.max(here - 1, 0)];
      if (next) stops(next)?.focus();
    } else if (event.key === "x" && here >= 0) {
      all[here].querySelector("button.tick")?.click();
    } else if (event.key === "o" && here >= 0) {
      all[here].querySelector("div a")?.click();
    } else if (event.key === "n") {
      document.querySelector("[data-key=n]")?.click();
    } else return;
    event.preventDefault();
  });
})();
