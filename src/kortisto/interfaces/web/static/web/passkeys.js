"use strict";
// Passkeys: asks the browser to make one or to prove itself with one, and sends its answer with the form.
(() => {
  const names = { get: "parseRequestOptionsFromJSON", create: "parseCreationOptionsFromJSON" };
  const able = "PublicKeyCredential" in window;
  const packed = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  // Some password managers put credentials in place that cannot write themselves as JSON.
  const written = (credential) => {
    try {
      return credential.toJSON();
    } catch {
      const { id, type, rawId, response } = credential;
      const fields = {};
      for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (response[name]) fields[name] = packed(response[name]);
      }
      return { id, type, rawId: packed(rawId), response: fields, clientExtensionResults: {} };
    }
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const what = form.dataset.passkey;
    if (!able || !(names[what] in PublicKeyCredential)) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      try {
        const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
        const told = await fetch(form.dataset.challenge, { method: "POST", body });
        const json = await told.json();
        const publicKey = PublicKeyCredential[names[what]](json.publicKey);
        form.elements.answer.value = JSON.stringify(written(await navigator.credentials[what]({ publicKey })));
      } catch {
        // Declined, or timed out: the server says so in words when it is sent without an answer.
        form.elements.answer.value = "none";
      }
      form.requestSubmit();
    });
  }
})();
