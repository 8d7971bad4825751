"use strict";
// Editing in place: the pen beside a value brings the form of its own page into the row. Saving sends that form as it is, so
// what is checked, refused or overtaken is decided where it always is; without scripts the pen leads to the page.
(() => {
  const words = document.querySelector("[data-saving]")?.dataset;
  if (!words) return;
  const asPart = { "HX-Request": "true" };
  const page = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const elsewhere = (answer) => {
    const address = answer.headers.get("HX-Redirect");
    if (address) location.assign(address);
    return Boolean(address);
  };

  const tell = (row, text, kind = "") => {
    let said = row.querySelector(".saving");
    if (!said) {
      said = document.createElement("span");
      said.setAttribute("role", "status");
      row.append(said);
    }
    said.className = `saving ${kind}`;
    said.textContent = text;
    return said;
  };

  const close = (row, focus = true) => {
    row.querySelector(".in-place")?.remove();
    row.classList.remove("editing");
    before.delete(row);
    if (focus) row.querySelector("a.edit")?.focus();
  };

  const changed = (form) => [...form.elements].some((one) => (one.tagName === "SELECT"
    ? [...one.options].some((choice) => choice.selected !== choice.defaultSelected && one.options.length > 1 && [...one.options].some((other) => other.defaultSelected))
    : "defaultValue" in one && one.value !== one.defaultValue));

  // What stood in the fields when the form was opened, so that a slip can be taken back.
  const standing = (form) => new Map([...form.elements]
    .filter((one) => one.name && !["hidden", "submit", "checkbox", "radio"].includes(one.type))
    .map((one) => [one.name, one.tagName === "SELECT" ? ([...one.options].find((choice) => choice.defaultSelected) ?? one.options[0])?.value ?? "" : one.defaultValue]));
  const before = new WeakMap();

  const put = (row, address, sheet) => {
    const form = document.importNode(sheet.querySelector("form#sheet"), true);
    const place = document.createElement("div");
    place.className = "in-place";
    const refused = sheet.querySelector("main .errors");
    if (refused) place.append(document.importNode(refused, true));
    place.append(form);
    form.action = address;
    const cancel = form.querySelector("a.button");
    cancel?.addEventListener("click", (event) => { event.preventDefault(); close(row); });
    form.addEventListener("submit", (event) => { event.preventDefault(); save(row, form); });
    if (!before.has(row)) before.set(row, standing(form));
    row.querySelector(".in-place")?.remove();
    row.classList.add("editing");
    row.append(place);
    (place.querySelector(".errors") ?? form.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
  };

  const lasting = 10000;
  const done = (row, values) => {
    const said = tell(row, `✓ ${values ? words.saved : words.undone}`, "ok");
    let timer = setTimeout(() => said.remove(), lasting);
    if (!values) return;
    const back = document.createElement("button");
    back.type = "button";
    back.className = "small quiet";
    back.textContent = words.undo;
    back.addEventListener("click", () => { said.remove(); restore(row, values); });
    said.append(" ", back);
    said.addEventListener("focusin", () => clearTimeout(timer));
    said.addEventListener("focusout", () => { timer = setTimeout(() => said.remove(), lasting); });
  };

  // Taking back is saving what stood there before, by the same form: it is checked and logged like any other change.
  const restore = async (row, values) => {
    const pen = row.querySelector("a.edit");
    try {
      const answer = await fetch(pen.href, { headers: asPart });
      if (elsewhere(answer)) return;
      const form = (await page(answer)).querySelector("form#sheet");
      for (const [name, value] of values) if (form.elements[name]) form.elements[name].value = value;
      const saved = await fetch(pen.href, { method: "POST", body: new FormData(form), headers: asPart });
      if (elsewhere(saved)) return;
      const fresh = (await page(saved)).getElementById(row.id);
      if (!saved.redirected || !saved.ok || !fresh) return location.assign(pen.href);
      const renewed = document.importNode(fresh, true);
      row.replaceWith(renewed);
      done(renewed, null);
      renewed.querySelector("a.edit")?.focus();
    } catch {
      tell(row, words.failed, "bad");
    }
  };

  const save = async (row, form) => {
    const button = form.querySelector("button.primary, button:not([type=button])");
    if (button) button.disabled = true;
    tell(row, words.saving);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: asPart });
      if (elsewhere(answer)) return;
      const sheet = await page(answer);
      if (answer.redirected && answer.ok) {
        const fresh = sheet.getElementById(row.id);
        if (!fresh) return location.reload();
        const renewed = document.importNode(fresh, true);
        row.replaceWith(renewed);
        for (const said of sheet.querySelectorAll("#toasts .toast.error, #toasts .toast.warning")) document.getElementById("toasts")?.append(document.importNode(said, true));
        done(renewed, before.get(row));
        renewed.querySelector("a.edit")?.focus();
      } else if (sheet.querySelector("form#sheet")) {
        row.querySelector(".saving")?.remove();
        put(row, form.action, sheet);
      } else throw new Error(String(answer.status));
    } catch {
      // What was typed stays in the form; it can be sent again.
      if (button) button.disabled = false;
      tell(row, words.failed, "bad");
    }
  };

  document.addEventListener("click", async (event) => {
    const pen = event.target.closest?.("[data-inline] a.edit");
    if (!pen || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const row = pen.closest("[data-inline]");
    event.preventDefault();
    for (const other of document.querySelectorAll(".editing")) {
      if (other === row) continue;
      if (changed(other.querySelector("form"))) return other.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      close(other, false);
    }
    try {
      const answer = await fetch(pen.href, { headers: asPart });
      if (elsewhere(answer)) return;
      const sheet = await page(answer);
      if (!answer.ok || !sheet.querySelector("form#sheet")) return location.assign(pen.href);
      put(row, pen.href, sheet);
    } catch {
      location.assign(pen.href);
    }
  });

  document.addEventListener("keydown", (event) => {
    const row = event.key === "Escape" && event.target.closest?.(".editing");
    if (row) {
      event.preventDefault();
      close(row);
    }
  });
})();
