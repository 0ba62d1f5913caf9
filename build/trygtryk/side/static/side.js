// What the browser must do itself: say what is saved, never lose what is typed, and be heard.
"use strict";
(() => {
  const saved = new WeakMap(); // field -> what the server last took
  const sentAs = new WeakMap(); // request -> what it carried
  const status = document.getElementById("gemt");
  const region = document.getElementById("sagt");
  let waiting = 0, asked = 0, open = 0, speaking = 0, silent = 0;

  document.addEventListener("gemt", (event) => saved.set(event.target, event.target.value));

  const was = (field) => saved.has(field) ? saved.get(field) : field.dataset.before ?? field.defaultValue;
  const typed = (field) => field.matches("[data-gem]") && field.matches("input:not([type=radio]):not([type=checkbox]), textarea");

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
    event.detail.headers["trygtryk-tilstand"] = document.body.dataset.set ?? "";
    if (!field.matches("[data-gem]")) return;
    if (typed(field)) {
      if (field.value === was(field) && !field.dataset.igen) { event.preventDefault(); return; }
      delete field.dataset.igen;
      event.detail.parameters.before = was(field);
    }
  });

  document.addEventListener("htmx:beforeRequest", () => { asked += 1; open += 1; });

  // what can be undone now, and what this window knows of the folder
  document.addEventListener("htmx:afterRequest", (event) => {
    open -= 1;
    const xhr = event.detail.xhr, steps = xhr?.getResponseHeader?.("trygtryk-trin");
    if (!steps) return;
    const known = xhr.getResponseHeader("trygtryk-tilstand");
    if (known) document.body.dataset.set = known;
    const { undo, redo } = JSON.parse(steps);
    for (const [name, word, title] of [["fortryd", "Fortryd", undo], ["gentag", "Gentag", redo]]) {
      const form = document.querySelector(`[data-trin=${name}]`), button = form?.querySelector("button");
      if (!button) continue;
      form.elements.trin.value = title;
      button.textContent = `${word}: ${title}`;
      button.hidden = !title;
    }
  });

  // a change that was made elsewhere is told
  setInterval(async () => {
    const { nyt, set } = document.body.dataset, news = document.getElementById("nyt"), before = asked;
    if (!nyt || document.hidden || open) return;
    try {
      const answer = await fetch(`${nyt}?set=${set}`, { headers: { "hx-request": "true" } });
      if (silent > 1) tell("Programmet svarer igen.");
      silent = 0;
      if (asked !== before || document.body.dataset.set !== set) return;
      if (answer.status === 200 && !news.firstChild) news.innerHTML = await answer.text();
    } catch {
      silent += 1;
      if (silent === 2) { tell("Programmet svarer ikke. Start siden igen."); say("Programmet svarer ikke. Start siden igen."); }
    }
  }, 2000);

  document.addEventListener("set", (event) => {
    const field = document.getElementById(event.detail.id);
    if (field) field.value = event.detail.value;
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
    if (good) {
      if (!field.dataset.tekst) for (const slot of slots(field)) slot.replaceChildren();
      field.removeAttribute("aria-invalid");
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
    (slot ?? event.detail.target).asker = event.detail.requestConfig.elt;
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
    if ("visNyt" in button.dataset) location.reload();
    if (clash?.dataset.set) {
      if ("brugDenAnden" in button.dataset) { clash.remove(); location.reload(); return; }
      const asker = clash.parentElement.asker, form = asker.closest("form");
      (form?.elements.set ?? document.querySelector(asker.getAttribute("hx-include"))).value = clash.dataset.set;
      clash.remove();
      if (asker.matches("form")) asker.dispatchEvent(new Event(asker.getAttribute("hx-trigger") ? "change" : "submit", { bubbles: true, cancelable: true }));
      else asker.click();
      return;
    }
    if (clash) {
      const slot = clash.parentElement, { asker } = slot, { deres, vores } = clash.querySelector("[data-deres]").dataset;
      const field = asker.matches("[data-gem]") ? asker : document.querySelector(`[data-gem][data-fejl="#${CSS.escape(slot.id)}"]`);
      slot.replaceChildren();
      field.removeAttribute("aria-invalid");
      if (!typed(field)) {
        if ("brugDenAnden" in button.dataset) { location.reload(); return; }
        field.setAttribute("hx-vals", JSON.stringify({ before: deres }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
        return;
      }
      saved.set(field, deres);
      if ("brugDenAnden" in button.dataset) { field.value = deres; tell("Alt er gemt"); }
      else {
        if (asker !== field) field.value = vores;
        field.dataset.igen = "1";
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      field.focus();
      field.dispatchEvent(new Event("genset", { bubbles: true }));
    }
  });

  // a link to a field leads into it; its folded part is opened
  const led = () => {
    const field = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!field?.matches("input, textarea, select")) return;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  };
  led();
  window.addEventListener("hashchange", led);

  // what could not be saved is not left unasked
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-andet-sted]")) event.preventDefault();
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
    for (const link of document.querySelectorAll("#fejl-siden a")) {
      if (decodeURIComponent(link.hash) === `#${field.id}`) link.closest(".en-fejl").remove();
    }
  }

  for (const field of document.querySelectorAll("textarea[data-tekst]")) {
    const again = () => { clearTimeout(timers.get(field)); timers.set(field, setTimeout(() => set(field), 120)); };
    field.addEventListener("input", again);
    field.addEventListener("genset", again);
    field.addEventListener("focus", () => spot(field)?.classList.add("valgt"));
    field.addEventListener("blur", () => spot(field)?.classList.remove("valgt"));
    const lines = field.defaultValue.includes("\n");
    field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !lines) event.preventDefault(); });
  }

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
    if (input && event.detail.xhr.status !== 409) input.value = "";
  });
})();

// a photo's part: its frame is dragged, moved with the keys, or told in the fields
(() => {
  const known = new WeakSet();
  const number = (field) => Number(field.value.replace(",", "."));

  function frame(box) {
    known.add(box);
    const tall = Number(box.dataset.tall), higher = Number(box.dataset.hoej), most = Number(box.dataset.mest), least = Math.min(20, most);
    const field = (name) => box.querySelector(`[name=${name}]`);
    const fields = ["venstre", "oven", "bredde"].map(field);
    const [outside, ramme, around, handle] = [".udenfor", ".ramme", ".greb-om", ".greb"].map((name) => box.querySelector(name));
    const svg = box.querySelector("svg");
    let before = null, later = 0;

    function draw() {
      const [left, top, wide] = fields.map(number);
      if ([left, top, wide].some(Number.isNaN)) return;
      const y = top * tall / 100, high = wide * higher * tall / 100;
      for (const [name, value] of Object.entries({ x: left, y, width: wide, height: high })) ramme.setAttribute(name, value);
      for (const circle of [around, handle]) { circle.setAttribute("cx", left + wide); circle.setAttribute("cy", y + high); }
      outside.setAttribute("d", `M0 0h100v${tall}H0zM${left} ${y}v${high}h${wide}v${-high}z`);
    }
    function put(left, top, wide) {
      wide = Math.min(Math.max(wide, least), most);
      const inside = (value, room) => Math.min(Math.max(value, 0), Math.max(room, 0));
      [inside(left, 100 - wide), inside(top, 100 - wide * higher), wide].forEach((value, n) => {
        fields[n].value = value.toFixed(1).replace(".", ",");
      });
      draw();
    }
    const save = () => { clearTimeout(later); fields[2].dispatchEvent(new Event("change", { bubbles: true })); };
    const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

    for (const part of [ramme, around]) {
      part.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        ramme.focus({ preventScroll: true });
        part.setPointerCapture(event.pointerId);
        before = { from: at(event), was: fields.map(number) };
      });
      part.addEventListener("pointermove", (event) => {
        if (!before) return;
        const to = at(event), right = to.x - before.from.x, down = (to.y - before.from.y) * 100 / tall;
        const [left, top, wide] = before.was;
        if (part === ramme) put(left + right, top + down, wide);
        else put(left, top, Math.min(wide + Math.max(right, down / higher), 100 - left, (100 - top) / higher));
      });
      part.addEventListener("pointerup", () => { if (before) { before = null; save(); } });
      part.addEventListener("pointercancel", () => { if (before) { put(...before.was); before = null; } });
    }
    ramme.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && before) { put(...before.was); before = null; return; }
      const [left, top, wide] = fields.map(number), step = event.shiftKey ? 10 : 1;
      const moves = { ArrowLeft: [-step, 0, 0], ArrowRight: [step, 0, 0], ArrowUp: [0, -step, 0], ArrowDown: [0, step, 0], "+": [-1, -higher, 2], "-": [1, higher, -2] };
      const move = moves[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const grown = Math.min(Math.max(wide + move[2], least), most) - wide;
      put(left + (move[2] ? -grown / 2 : move[0]), top + (move[2] ? -grown * higher / 2 : move[1]), wide + grown);
      clearTimeout(later);
      later = setTimeout(save, 400);
    });
    for (const one of fields) one.addEventListener("change", (event) => { if (event.isTrusted) put(...fields.map((field) => number(field) || 0)); });
    draw();
  }

  const all = () => { for (const box of document.querySelectorAll("[data-udsnit]")) if (!known.has(box)) frame(box); };
  document.addEventListener("htmx:afterSettle", () => {
    all();
    // what was pressed is gone with its answer: the reader stays where it was
    if (document.activeElement === document.body) document.querySelector("[data-billede] input:not([type=hidden]), [data-link] input:not([type=hidden])")?.focus({ preventScroll: true });
  });
  all();
})();
