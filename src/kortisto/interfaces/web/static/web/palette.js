"use strict";
// The command palette and the shortcuts. A combobox by the book: the focus stays in the field, the arrow keys choose.
(() => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const field = palette.querySelector("input");
  const list = palette.querySelector("[role=listbox]");
  const found = palette.querySelector("[data-found]");
  const here = palette.querySelector("[data-here]");
  const none = palette.querySelector("p[data-none]");
  const status = palette.querySelector("[role=status]");
  const search = document.getElementById("q");
  const keys = document.body.hasAttribute("data-keys");
  let asked = null;
  let timer = 0;

  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const shown = () => [...list.querySelectorAll("[role=option]")].filter((one) => !one.hidden && !one.closest("[hidden]"));
  const chosen = () => list.querySelector("[aria-selected=true]");

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const option = (text, address, detail, icon) => {
    const one = document.createElement("a");
    one.setAttribute("role", "option");
    one.tabIndex = -1;
    one.href = address;
    if (icon) one.append(icon);
    const name = document.createElement("span");
    name.textContent = text;
    one.append(name);
    if (detail) {
      const more = document.createElement("span");
      more.className = "detail";
      more.textContent = detail;
      one.append(more);
    }
    return one;
  };

  const numbered = () => list.querySelectorAll("[role=option]").forEach((one, place) => { one.id ||= `choice-${place}-${Date.now()}`; });

  // Commands whose words begin with what was typed; the groups without any go away.
  const sift = () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    for (const one of list.querySelectorAll("[role=option]")) {
      if (found.contains(one)) continue;
      const own = folded(one.textContent).split(/[\s:,]+/);
      one.hidden = !words.every((word) => own.some((other) => other.startsWith(word)));
    }
    for (const group of list.querySelectorAll("[role=group]")) {
      if (group !== found) group.hidden = ![...group.querySelectorAll("[role=option]")].some((one) => !one.hidden);
    }
  };

  const told = () => {
    numbered();
    choose(shown()[0]);
    const choices = palette.dataset.count.replace("{count}", shown().length);
    status.textContent = none.hidden ? choices : `${none.textContent} ${choices}`;
  };

  const marked = (one) => {
    one.setAttribute("data-whole", "");
    return one;
  };

  const whole = (text) => marked(option(`${palette.dataset.all}: ${text}`, `${palette.dataset.search}?q=${encodeURIComponent(text)}`, "", search?.parentElement.querySelector(".icon")?.cloneNode(true)));

  const look = async (text) => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${palette.dataset.search}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" }, signal: asked.signal });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) return location.assign(elsewhere);
      if (!answer.ok || field.value.trim() !== text) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      const hits = [...part.querySelectorAll(".list li")].map((row) => {
        const link = row.querySelector("a");
        const icon = link.querySelector("svg");
        return option(link.querySelector(".name")?.textContent ?? link.textContent, link.getAttribute("href"), row.querySelector(".detail")?.textContent, icon ? document.importNode(icon, true) : null);
      });
      // Who is not there can be added with what was typed, where that is allowed.
      const adding = [...part.querySelectorAll("[data-add]")].map((link) => {
        const icon = link.querySelector("svg");
        return option(`${link.textContent.trim()}: ${text}`, link.getAttribute("href"), "", icon ? document.importNode(icon, true) : null);
      });
      none.hidden = hits.length > 0;
      none.textContent = part.querySelector(".empty strong")?.textContent ?? "";
      found.replaceChildren(...hits, whole(text), ...adding);
      told();
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };

  const typed = () => {
    const text = field.value.trim();
    clearTimeout(timer);
    found.hidden = !text;
    if (text) {
      // Of the last answer nothing stays that would name what is no longer typed.
      const last = whole(text);
      const before = [...found.querySelectorAll("[role=option]")].findIndex((one) => one.hasAttribute("data-whole"));
      found.replaceChildren(...[...found.children].slice(0, Math.max(0, before)), last);
      timer = setTimeout(look, 140, text);
    } else {
      asked?.abort();
      none.hidden = true;
      found.replaceChildren();
    }
    sift();
    told();
  };

  const collect = () => {
    here.querySelectorAll("[role=option]").forEach((one) => one.remove());
    const actions = document.querySelectorAll("main :is(.face, .page-head, .title) .actions a, main .head .actions a");
    for (const link of actions) here.append(option(link.textContent.trim(), link.href, "", link.querySelector("svg")?.cloneNode(true)));
    here.hidden = actions.length === 0;
  };

  const open = (text = "") => {
    if (palette.open) return;
    document.querySelectorAll("dialog[open]").forEach((one) => one.close());
    collect();
    field.value = text;
    palette.showModal();
    field.select();
    typed();
  };

  const take = (one, apart) => {
    if (!one) return;
    if (one.href) {
      if (apart) window.open(one.href, "_blank", "noopener");
      else location.assign(one.href);
      return;
    }
    palette.close();
    document.querySelector(one.dataset.press)?.click();
  };

  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    const options = shown();
    const place = options.indexOf(chosen());
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (step) {
      event.preventDefault();
      const last = options.length - 1;
      const next = Math.abs(step) === 1 ? (place + step + options.length) % options.length : Math.max(0, Math.min(last, place + step));
      choose(options[next]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(chosen(), event.ctrlKey || event.metaKey);
    }
  });
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one && !one.href) take(one);
  });
  list.addEventListener("pointermove", (event) => {
    const one = event.target.closest("[role=option]");
    if (one && one !== chosen()) choose(one);
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette || event.target.closest("[data-shut]")) palette.close();
  });

  // The search box of a list sifts that list; any other leads into the palette, which finds as you type.
  const find = () => {
    if (search?.hasAttribute("hx-get")) {
      search.focus();
      search.select();
    } else open();
  };
  search?.addEventListener("click", () => { if (!search.hasAttribute("hx-get")) open(search.value); });
  document.querySelector("[data-palette]")?.addEventListener("click", () => open());

  const places = new Map([...document.querySelectorAll(".rail [data-key]")].map((one) => [one.dataset.key, one.href]));
  let going = 0;
  const rows = () => [...document.querySelectorAll("main .list li > a:first-child, main .grid tbody :is(th, td:first-child) a")];

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return palette.open ? palette.close() : open();
    }
    if (!keys || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (Date.now() - going < 1500 && places.has(event.key)) return location.assign(places.get(event.key));
    going = event.key === "g" ? Date.now() : 0;
    if (event.key === "/") find();
    else if (event.key === "?") document.getElementById("shortcuts").showModal();
    else if (event.key === "e") document.querySelector("main :is(.face, .page-head) .actions a[href$='/edit/']")?.click();
    else if (event.key === "j" || event.key === "k") {
      const all = rows();
      const place = all.indexOf(document.activeElement);
      all[Math.max(0, Math.min(all.length - 1, place + (event.key === "j" ? 1 : -1)))]?.focus();
    } else return;
    event.preventDefault();
  });
})();
