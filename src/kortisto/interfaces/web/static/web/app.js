"use strict";
// Menus, toasts, and focus for what has to be read first. Everything works without this file.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });

  // A menu closes when somebody presses beside it, or leaves it with the keyboard.
  const leave = (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    }
  };
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);

  // A button with data-dialog opens that dialog; without scripts, what it offers stands on a page of its own.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  });

  // A toast goes by itself only when nothing in it can be pressed, and not while somebody reads it.
  const toasts = document.getElementById("toasts");
  const lasting = 8000;
  const take = (toast) => {
    if (toast.querySelector("[data-close]")) return;
    const label = toasts.dataset.close;
    if (label) {
      const close = document.createElement("button");
      close.className = "icon-button";
      close.dataset.close = "";
      close.setAttribute("aria-label", label);
      close.textContent = "×";
      close.addEventListener("click", () => toast.remove());
      toast.append(close);
    }
    if (toast.querySelector("form, a") || toast.classList.contains("error")) return;
    let timer = setTimeout(() => toast.remove(), lasting);
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), lasting); });
  };
  if (toasts) {
    [...toasts.children].forEach(take);
    new MutationObserver((changes) => changes.forEach((one) => one.addedNodes.forEach((node) => node.classList?.contains("toast") && take(node))))
      .observe(toasts, { childList: true });
  }

  // Printed pages show everything, also what is folded on the screen.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open], .menu)")];
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });

  document.querySelector(".errors")?.focus();

  // After a log-in straight on to the form that waits: it only shows what was typed, the person saves it.
  document.querySelector("form[data-go-on]")?.requestSubmit();
})();
