// What pages do beyond links and forms. Everything hangs on data- attributes and the page works without it.
//  1 helpers  2 search and keys  3 sending forms once  4 questions  5 saving drafts  6 ticks and bulk bars
//  7 lists with a filter  8 files  9 rows of inputs  10 small things  11 htmx
(() => {
  "use strict";

  // 1 ── helpers
  const language = document.documentElement.lang || "uk";
  const plural = new Intl.PluralRules(language);
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const target = event.target instanceof Element && event.target.closest(selector);
      if (target) act(target, event);
    });
  const each = (root, selector, act) => {
    if (root.matches && root.matches(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  };
  const token = () => document.querySelector("meta[name=csrf-token]")?.content || "";
  const say = (text) => {
    document.querySelector(".toast-note")?.remove();
    const note = document.createElement("div");
    note.className = "note bad toast-note";
    note.setAttribute("role", "alert");
    note.textContent = text;
    document.body.append(note);
    setTimeout(() => note.remove(), 12000);
  };

  // 2 ── Ctrl+K leads to the search from anywhere; the letter's place counts, not the layout
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyK") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === "Escape") {
      const menu = document.querySelector("details.me[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.me[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // 3 ── a form is sent once, however many times it is pressed
  const sent = new WeakSet();
  const release = (form) => {
    sent.delete(form);
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  const once = (form, event) => {
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 5000); // an answer may be a file, then this page stays
  };
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));

  // 4 ── a question before an act that cannot be undone
  const asks = (form, event) => {
    if (!form.matches("[data-confirm]") || event.submitter?.matches("[data-confirm-yes]")) return false;
    const dialog = form.querySelector("dialog");
    if (!dialog?.showModal) return false;
    event.preventDefault();
    dialog.showModal();
    return true;
  };
  on("submit", "form", (form, event) => asks(form, event) || once(form, event));
  on("click", "[data-confirm-no]", (button) => button.closest("dialog").close());

  // 5 ── drafts save themselves two seconds after the last key, and when the page is left
  const changed = new WeakSet();
  const timers = new WeakMap();
  const savedNote = (form) =>
    form.querySelector("[data-saved]") || document.querySelector(`[data-saved][data-for="${form.id}"]`);
  const save = async (form, leaving) => {
    if (!changed.has(form)) return;
    changed.delete(form);
    const values = new FormData(form);
    [...values].forEach(([name, value]) => value instanceof File && values.delete(name));
    const note = savedNote(form);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: values, keepalive: Boolean(leaving), headers: { "X-CSRFToken": token(), "X-Autosave": "1" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const time = new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
      if (note) note.textContent = note.dataset.savedText.replace("{time}", time);
      form.dispatchEvent(new CustomEvent("papka:saved", { bubbles: true }));
    } catch {
      changed.add(form);
      if (note) note.textContent = note.dataset.unsavedText;
      if (!leaving) timers.set(form, setTimeout(() => save(form), 10000));
    }
  };
  const typed = (form, event) => {
    if (!event.isTrusted && !event.detail?.typed) return;
    changed.add(form);
    if (!form.dataset.autosave) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => save(form), 2000));
  };
  on("input", "form[data-autosave], form[data-guard]", typed);
  on("change", "form[data-autosave], form[data-guard]", typed);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") each(document, "form[data-autosave]", (form) => save(form, true));
  });
  addEventListener("beforeunload", (event) => {
    const lost = [...document.querySelectorAll("form[data-guard]")].some(
      (form) => changed.has(form) && !sent.has(form) && !form.dataset.autosave);
    if (lost) event.preventDefault();
  });

  // 6 ── ticks in a ledger and the bar that says what to do with them
  const ticksOf = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];
  const recount = (name) => {
    const ticks = ticksOf(name);
    const count = ticks.filter((tick) => tick.checked).length;
    ticks.forEach((tick) => tick.closest("tr")?.classList.toggle("sel", tick.checked));
    each(document, `[data-pick-all="${CSS.escape(name)}"]`, (all) => {
      all.checked = count > 0 && count === ticks.length;
      all.indeterminate = count > 0 && count < ticks.length;
    });
    each(document, `[data-bulk="${CSS.escape(name)}"]`, (bar) => {
      bar.classList.toggle("on", count > 0);
      each(bar, "[data-bulk-count]", (place) => { place.textContent = count; });
      each(bar, "[data-many]", (button) => {
        const words = button.dataset[plural.select(count)] || button.dataset.many;
        (button.querySelector("[data-words]") || button).textContent = words.replace("{n}", count);
      });
    });
  };
  on("change", "[data-pick-all]", (all) => {
    ticksOf(all.dataset.pickAll).forEach((tick) => { tick.checked = all.checked; });
    recount(all.dataset.pickAll);
  });
  on("change", "input[type=checkbox][name]", (tick) => recount(tick.name));
  on("reset", "[data-bulk]", (bar) => setTimeout(() => recount(bar.dataset.bulk)));

  // 7 ── a long list with a filter above; ё and е, and all apostrophes, are alike
  const plainWord = (text) => text.toLocaleLowerCase(language).replace(/ё/g, "е").replace(/[’ʼ'`]/g, "");
  const countPicked = (box) => each(box, "[data-picker-count]", (place) => {
    place.textContent = box.querySelectorAll(".picker-box input:checked").length;
  });
  on("input", "[data-picker-filter]", (filter, event) => {
    event.stopPropagation();
    const box = filter.closest("[data-picker]");
    const words = plainWord(filter.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    each(box, ".picker-box .form-check", (line) => {
      line.hidden = !words.every((word) => plainWord(line.textContent).includes(word));
      shown += line.hidden ? 0 : 1;
    });
    each(box, "[data-picker-none]", (none) => { none.hidden = shown > 0; });
  });
  on("keydown", "[data-picker-filter]", (filter, event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter takes the only one that is left instead of sending the form
    const left = filter.closest("[data-picker]").querySelectorAll(".picker-box .form-check:not([hidden]) input");
    if (left.length === 1) left[0].click();
  });
  on("click", "[data-picker-all]", (button) => {
    const left = [...button.closest("[data-picker]").querySelectorAll(".form-check:not([hidden]) input")];
    const all = left.every((tick) => tick.checked);
    left.forEach((tick) => { tick.checked = !all; });
    left[0]?.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { typed: true } }));
  });
  on("change", "[data-picker]", countPicked);

  // 8 ── files: names, sizes, too large ones, dropping
  const showFiles = (drop, input) => {
    const list = drop.querySelector("[data-drop-names]");
    const limit = Number(drop.dataset.limit);
    list.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      const size = (file.size / 1048576).toLocaleString(language, { maximumFractionDigits: 1 });
      line.textContent = `${file.name} · ${size} MB`;
      if (limit && file.size > limit) {
        line.className = "bad-text";
        line.textContent += ` – ${drop.dataset.limitText.replace("{size}", Math.floor(limit / 1048576))}`;
      }
      return line;
    }));
  };
  on("change", "[data-drop] input[type=file]", (input) => showFiles(input.closest("[data-drop]"), input));
  on("dragover", "[data-drop]", (drop, event) => { event.preventDefault(); drop.classList.add("over"); });
  on("dragleave", "[data-drop]", (drop) => drop.classList.remove("over"));
  on("drop", "[data-drop]", (drop, event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const input = drop.querySelector("input[type=file]");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { typed: true } }));
  });

  // 9 ── rows of inputs grow and shrink without the server
  on("click", "[data-row-add]", (button, event) => {
    const table = button.closest("fieldset").querySelector("[data-rows]");
    const last = table.tBodies[0].lastElementChild;
    if (!last) return; // the first row comes from the server
    event.preventDefault();
    const row = last.cloneNode(true);
    const prefix = new RegExp(`^${table.dataset.rows}-(\\d+)`);
    const next = Math.max(...[...table.querySelectorAll("[name]")].map((one) => Number((one.name.match(prefix) || [0, -1])[1]))) + 1;
    each(row, "[name], [id], [value]", (one) => {
      if (one.name === "remove_row") one.value = `${table.dataset.rows}-${next}`;
      else if (one.name) one.name = one.name.replace(prefix, `${table.dataset.rows}-${next}`);
      if (one.id) one.id = one.id.replace(prefix, `${table.dataset.rows}-${next}`);
      if (one.matches("input:not([type=hidden]), textarea")) one.value = "";
      one.classList.remove("is-invalid");
    });
    each(row, ".fault-text", (text) => text.remove());
    table.tBodies[0].append(row);
    row.querySelector("input, select, textarea")?.focus();
  });
  on("click", "[data-row-remove]", (button, event) => {
    const row = button.closest("tr");
    if (row.parentElement.children.length < 2) return;
    event.preventDefault();
    const neighbour = row.previousElementSibling || row.nextElementSibling;
    const form = button.form;
    row.remove();
    neighbour.querySelector("input, select, textarea")?.focus();
    form?.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { typed: true } }));
  });

  // 10 ── small things
  on("change", "[data-apply]", (select) => select.form.requestSubmit());
  on("click", "[data-print]", () => print());
  on("click", "[data-back]", (link, event) => { event.preventDefault(); history.back(); });
  const select = (place) => {
    const range = document.createRange();
    range.selectNodeContents(place);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  const copied = (button) => {
    const place = document.querySelector("[data-copy-said]");
    if (place) place.textContent = place.dataset.copySaid.replace("{text}", button.dataset.copy);
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 2000);
  };
  on("click", "[data-copy]", async (button) => { // no clipboard without TLS: then the text is selected
    const shown = button.closest("[data-copy-from]")?.querySelector("[data-copy-text]") || button;
    select(shown);
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(button.dataset.copy);
      else if (!document.execCommand("copy")) return;
      copied(button);
    } catch { /* it stays selected: Ctrl+C takes it */ }
  });
  const showWhen = (place) => { // data-show-when="name=value": a part of the form for one answer
    const [name, value] = place.dataset.showWhen.split("=");
    const form = place.closest("form") || document;
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    place.hidden = !fields.some((one) =>
      one.type === "checkbox" || one.type === "radio" ? one.checked && one.value === value : one.value === value);
  };
  document.addEventListener("change", () => each(document, "[data-show-when]", showWhen));
  const start = (root) => {
    each(root, "[data-show-when]", showWhen);
    each(root, "[data-picker]", countPicked);
    each(root, "[data-bulk]", (bar) => recount(bar.dataset.bulk));
    each(root, "[data-focus]", (place) => place.focus());
  };
  start(document);

  // 11 ── htmx: the token, new pieces, and an answer that did not come
  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token(); });
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  const failed = () => say(document.body.dataset.failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
})();
