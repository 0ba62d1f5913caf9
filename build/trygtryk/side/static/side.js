// What the browser must do itself: say what is saved, never lose what is typed, and be heard.
"use strict";
(() => {
  const saved = new WeakMap(); // field -> what the server last took
  const sentAs = new WeakMap(); // request -> what it carried
  const status = document.getElementById("gemt");
  const region = document.getElementById("sagt");
  let waiting = 0, failed = false, speaking = 0;

  document.addEventListener("gemt", (event) => saved.set(event.target, event.target.value));

  const was = (field) => saved.has(field) ? saved.get(field) : field.dataset.before ?? field.defaultValue;
  const typed = (field) => field.matches("[data-gem]") && field.matches("input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea");

  function tell(text) {
    if (status && status.textContent !== text) status.textContent = text;
  }

  function say(text) {
    clearTimeout(speaking);
    speaking = setTimeout(() => { if (region.textContent !== text) region.textContent = text; }, 1000);
  }

  document.addEventListener("sagt", (event) => say(event.detail.value));

  document.addEventListener("htmx:configRequest", (event) => {
    const field = event.detail.elt;
    if (!field.matches("[data-gem]")) return;
    if (typed(field)) {
      if (field.value === was(field) && !field.dataset.igen) { event.preventDefault(); return; }
      delete field.dataset.igen;
      event.detail.parameters.before = was(field);
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const field = event.detail.elt;
    if (!field.matches("[data-gem], [data-gem-fil]")) return;
    sentAs.set(event.detail.xhr, field.value);
    waiting += 1;
    tell("Gemmer …");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    // where the answer took the asker's place, the event comes from elsewhere
    const field = event.detail.requestConfig.elt, xhr = event.detail.xhr;
    if (!field.matches("[data-gem], [data-gem-fil]") || !sentAs.has(xhr)) return;
    waiting -= 1;
    const good = event.detail.successful;
    if (good && typed(field)) saved.set(field, sentAs.get(xhr));
    failed = !good;
    if (good) {
      if (!field.dataset.tekst) for (const slot of slots(field)) slot.replaceChildren();
      field.removeAttribute("aria-invalid");
      const undo = document.querySelector("[data-fortryd] button");
      if (undo) { undo.textContent = "Fortryd"; undo.hidden = false; }
    } else {
      field.setAttribute("aria-invalid", "true");
    }
    if (waiting) return;
    if (good) tell("Alt er gemt");
    else if (!xhr.status) tell("Ikke gemt: programmet svarer ikke. Jeres tekst står her stadig. Start siden igen, og kopiér teksten over.");
    else tell("Ikke gemt: se ved feltet." + (typed(field) ? " Jeres tekst står her stadig." : ""));
  });

  const slots = (field) => [field.dataset.fejl, field.name && "#fejl-" + CSS.escape(field.name)]
    .filter(Boolean).map((at) => document.querySelector(at)).filter(Boolean);

  // what went wrong is told where it was typed
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status < 400) return;
    const [slot] = slots(event.detail.requestConfig.elt);
    event.detail.shouldSwap = true;
    if (slot) { event.detail.target = slot; event.detail.swapOverride = "innerHTML"; }
  });

  document.addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt.matches("[data-gem], [data-gem-fil]")) return;
    say("Programmet svarer ikke. Start siden igen.");
    tell("Programmet svarer ikke. Start siden igen.");
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const word = document.getElementById("ord");
    if (button.dataset.ord && word) {
      word.value = button.dataset.ord;
      word.dispatchEvent(new Event("change", { bubbles: true }));
      word.focus();
    }
    if ("ordBehold" in button.dataset) { button.parentElement.remove(); word.focus(); }
    if (button.dataset.kopier) {
      const text = document.getElementById(button.dataset.kopier);
      navigator.clipboard.writeText(text.value).then(() => { button.textContent = "Kopieret"; say("Mailen er kopieret"); }, () => { text.focus(); text.select(); });
    }
    if ("luk" in button.dataset) button.parentElement.remove();
    const clash = button.closest("[data-andet-sted]");
    if (clash) {
      const slot = clash.parentElement;
      const field = document.querySelector(`[data-gem][data-fejl="#${CSS.escape(slot.id)}"]`)
        ?? document.querySelector(`[data-gem][name="${CSS.escape(slot.id.replace("fejl-", ""))}"]`);
      const theirs = clash.querySelector("[data-deres]").dataset.deres;
      saved.set(field, theirs);
      if ("brugDenAnden" in button.dataset) { field.value = theirs; tell("Alt er gemt"); }
      else { field.dataset.igen = "1"; field.dispatchEvent(new Event("change", { bubbles: true })); }
      slot.replaceChildren();
      field.removeAttribute("aria-invalid");
      field.focus();
      field.dispatchEvent(new Event("genset", { bubbles: true }));
    }
  });

  // what is made for the print shop follows its copies once the field is left
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches(".antal") || field.value === field.defaultValue) return;
    setTimeout(() => document.getElementById("valg").dispatchEvent(new Event("change")), 600);
  });

  // a window that is closed takes nothing with it
  window.addEventListener("pagehide", () => {
    for (const field of document.querySelectorAll("[data-gem]")) {
      if (!typed(field) || field.value === was(field)) continue;
      const form = new FormData();
      form.set(field.name, field.value);
      form.set("before", was(field));
      for (const [name, value] of Object.entries(JSON.parse(field.getAttribute("hx-vals") || "{}"))) form.set(name, value);
      navigator.sendBeacon(field.getAttribute("hx-post"), form);
    }
  });
})();

// the page beside its texts: click a box to its field, see what is typed set anew
(() => {
  const layer = document.getElementById("lag");
  if (!layer) return;
  const picture = document.getElementById("siden");
  const under = document.getElementById("under-siden");
  const timers = new Map();
  let newest = 0;

  const spot = (field) => layer.querySelector(`[data-felt="${CSS.escape(field.id)}"]`);
  for (const link of layer.querySelectorAll("a[data-felt]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const field = document.getElementById(link.dataset.felt);
      if (field) { field.focus(); field.scrollIntoView({ block: "nearest" }); }
    });
  }

  async function set(field) {
    const number = ++newest;
    const told = document.getElementById(field.getAttribute("aria-describedby").split(" ")[0]);
    const form = new FormData();
    form.set("id", field.dataset.tekst);
    form.set("tekst", field.value);
    let answer;
    try {
      const response = await fetch(layer.dataset.proev, { method: "POST", body: form });
      if (!response.ok) return;
      answer = await response.json();
    } catch { return; }
    if (number !== newest) return;
    if (!answer.png) {
      told.className = "passer-til fejl";
      told.textContent = "Ret: " + answer.told;
      field.dataset.forLang = "1";
      under.textContent = "Sådan så siden ud, sidst teksten passede.";
      return;
    }
    const next = new Image();
    next.src = answer.png;
    try { await next.decode(); } catch { return; }
    if (number !== newest) return;
    picture.src = answer.png;
    told.className = "passer-til";
    told.textContent = field.dataset.forLang ? "Den passer nu." : "";
    delete field.dataset.forLang;
    under.textContent = "";
  }

  for (const field of document.querySelectorAll("textarea[data-tekst]")) {
    const again = () => { clearTimeout(timers.get(field)); timers.set(field, setTimeout(() => set(field), 120)); };
    field.addEventListener("input", again);
    field.addEventListener("genset", again);
    field.addEventListener("focus", () => spot(field)?.classList.add("valgt"));
    field.addEventListener("blur", () => spot(field)?.classList.remove("valgt"));
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  const clicked = document.getElementById(location.hash.slice(1));
  if (clicked && clicked.matches("textarea")) clicked.focus();

  document.addEventListener("tegn", async (event) => {
    const number = ++newest;
    const next = new Image();
    next.src = event.detail.value;
    try { await next.decode(); } catch { return; }
    if (number === newest) picture.src = next.src;
  });

  // after an answer: the field holds what is printed now
  document.addEventListener("htmx:afterSwap", (event) => {
    const now = event.detail.target.querySelector?.("[data-nu]");
    const field = event.detail.target.closest?.(".felt")?.querySelector("textarea[data-tekst]");
    if (!now || !field) return;
    const button = event.detail.requestConfig?.elt;
    if (button && button !== field) {
      field.value = now.dataset.nu;
      field.dataset.before = now.dataset.nu;
      field.dispatchEvent(new CustomEvent("gemt", { bubbles: true }));
      field.dispatchEvent(new Event("genset"));
      field.focus();
    }
  });
})();

// files may be dropped where they may be chosen
(() => {
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault(); // never leave the page for a file that missed its place
      const form = event.target.closest?.("[data-slip]");
      if (!form) { event.dataTransfer.dropEffect = "none"; return; }
      if (name === "drop" && event.dataTransfer.files.length) {
        const input = form.querySelector("input[type=file]");
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }
  // the same file may be chosen again once it has been mended
  document.addEventListener("htmx:afterRequest", (event) => {
    const input = event.detail.elt.querySelector?.("input[type=file]");
    if (input) input.value = "";
  });
})();
