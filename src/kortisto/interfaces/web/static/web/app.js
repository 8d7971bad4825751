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

  // A day is typed, or chosen from the browser's own calendar, which writes it as people here write days.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-pick]");
    if (!opener) return;
    const field = opener.parentElement.querySelector("input");
    const calendar = document.createElement("input");
    calendar.type = "date";
    calendar.className = "calendar";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-label", opener.getAttribute("aria-label"));
    const typed = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(field.value);
    if (typed) calendar.value = `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}`;
    calendar.addEventListener("change", () => {
      const [year, month, day] = calendar.value.split("-").map(Number);
      field.value = year ? `${day}.${month}.${year}` : "";
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
      field.focus();  // which takes the calendar away
    });
    calendar.addEventListener("blur", () => calendar.remove());
    opener.parentElement.querySelector(".calendar")?.remove();
    opener.after(calendar);
    calendar.focus();
    try { calendar.showPicker(); } catch { calendar.classList.add("shown"); }
  });

  // Printed pages show everything, also what is folded on the screen.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open], .menu, .filters)")];
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });

  // What is written on the page of a party is written there: its form gets the focus, and giving it up only closes it.
  let opener = null;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[hx-target='#in-place']");
    if (link) opener = link;
    const cancel = event.target.closest?.("#in-place .buttons a");
    if (cancel && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.getElementById("in-place").replaceChildren();
      opener?.focus();
    }
  });
  document.addEventListener("htmx:after:swap", () => {
    const form = document.querySelector("#in-place form:not([data-seen])");
    if (!form) return;
    form.dataset.seen = "";
    (document.querySelector("#in-place .errors") ?? form.querySelector("textarea, input:not([type=hidden]), select"))?.focus();
  });

  // A telephone number or an address goes to the clipboard; the row says so, and a reader of screens hears it.
  const copied = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const held = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, className: "hidden" });
    document.body.append(held);
    held.select();
    document.execCommand("copy");
    held.remove();
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    await copied(button.dataset.copy);
    button.focus();
    const said = Object.assign(document.createElement("div"), { className: "toast success", textContent: `${button.dataset.copied} ${button.dataset.copy}` });
    toasts?.append(said);
  });

  document.querySelector(".errors")?.focus();

  // After a log-in straight on to the form that waits: it only shows what was typed, the person saves it.
  document.querySelector("form[data-go-on]")?.requestSubmit();
})();
