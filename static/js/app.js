/*
 * What JavaScript adds; every page does its work without it.
 *
 * 1. Forms that ask answer while one types, and a table sorts, without the page being loaded anew: what the server
 *    says for that address takes the place of the whole content, so that nothing on the page is of before.
 * 2. Typed text is kept in this browser, per account, until the server says that it was saved.
 * 3. A grid adds up what is filled in, and takes what is copied from a spreadsheet.
 * 4. A button that was pressed says that it is busy, and a form is sent once.
 */
"use strict";

const content = () => document.querySelector("main");
const account = document.body.dataset.account;

/* 1. Ask while typing ---------------------------------------------------------------------------- */
const PAUSE = 300;
const told = document.createElement("p");
told.className = "visually-hidden";
told.setAttribute("role", "status");
document.body.append(told);
let asking = new AbortController();

async function ask(url) {
  asking.abort();
  asking = new AbortController();
  content().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) throw new Error(answer.status);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), url);
  } catch (failure) {
    if (failure.name !== "AbortError") location.assign(url);
  }
}

function show(page, url) {
  const before = content(), after = page.querySelector("main");
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const opened = new Set([...before.querySelectorAll("details[open]")].map(nameOf));
  after.querySelectorAll("details").forEach(details => { details.open ||= opened.has(nameOf(details)); });
  const again = focused && (focused.id ? after.querySelector(`[id="${CSS.escape(focused.id)}"]`) : sameLink(after, focused));
  before.replaceWith(after);
  document.title = page.title;
  history.replaceState(null, "", url);
  if (again) {
    // What was typed while the server thought stays.
    if ("value" in focused) again.value = focused.value;
    again.focus({ preventScroll: true });
    if (focused.selectionStart != null) again.setSelectionRange(focused.selectionStart, focused.selectionEnd);
  }
  told.textContent = after.querySelector("[data-told]")?.textContent ?? "De pagina is bijgewerkt.";
}

const nameOf = details => details.querySelector("summary")?.textContent;
const sameLink = (after, link) => [...after.querySelectorAll("thead a")].find(other => column(other) === column(link));
const column = link => link.closest("th")?.cellIndex;

function addressOf(form) {
  const values = new URLSearchParams();
  new FormData(form).forEach((value, name) => { if (value) values.append(name, value); });
  return `${location.pathname}?${values}`;
}

let pause;
addEventListener("input", ({ target }) => {
  const form = target.form;
  // A date is asked when it is whole; half of one would be refused while one types.
  if (!form?.matches("[data-live]") || (target.type === "date" && !target.value)) return;
  clearTimeout(pause);
  pause = setTimeout(() => ask(addressOf(form)), target.matches("select") ? 0 : PAUSE);
});

addEventListener("click", event => {
  const link = event.target.closest("main thead a[href^='?']");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(link.href.split("#")[0]);
});

/* 2. Keep typed text ----------------------------------------------------------------------------- */
const OURS = "ibt:";
const DAYS_KEPT = 14;
const texts = [...document.querySelectorAll("main form[method=post] textarea")];
const keyOf = text => [OURS + account, location.pathname, text.form.getAttribute("action"), text.name].join(":");
const kept = () => Object.keys(localStorage).filter(key => key.startsWith(OURS));
const read = key => JSON.parse(localStorage.getItem(key));
let sending = false;

/* What was sent is saved when the page that follows says so; a page to log in, or one with an error, does not. */
function tidy() {
  const saved = document.querySelector(".messages .utrecht-alert--ok");
  for (const key of kept()) {
    const { words, at, sent } = read(key);
    if ((sent && saved) || Date.now() - at > DAYS_KEPT * 24 * 60 * 60 * 1000) localStorage.removeItem(key);
    else if (sent) localStorage.setItem(key, JSON.stringify({ words, at }));
  }
}

function offer(text) {
  const key = keyOf(text), found = localStorage.getItem(key) && read(key);
  if (!found || found.words === text.value) return;
  const moment = new Date(found.at).toLocaleString("nl-NL", { dateStyle: "long", timeStyle: "short" });
  const note = document.createElement("div");
  note.className = "row kept-text";
  note.append(document.createElement("p"));
  note.firstChild.textContent = `Hier schreef u op ${moment} tekst die niet is opgeslagen.`;
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "utrecht-button utrecht-button--secondary-action";
    made.textContent = label;
    made.addEventListener("click", () => { act(); note.remove(); text.focus(); });
    note.append(made);
  };
  button("Terugzetten", () => { text.value = found.words; });
  button("Weggooien", () => localStorage.removeItem(key));
  text.before(note);
}

tidy();
if (account) {
  texts.forEach(text => {
    offer(text);
    text.addEventListener("input", () => {
      if (text.value === text.defaultValue) localStorage.removeItem(keyOf(text));
      else localStorage.setItem(keyOf(text), JSON.stringify({ words: text.value, at: Date.now() }));
    });
  });
}
addEventListener("beforeunload", event => {
  if (!sending && texts.some(text => text.isConnected && text.value !== text.defaultValue)) event.preventDefault();
});

/* 3. Grid of numbers ----------------------------------------------------------------------------- */
const grid = document.querySelector(".entry-grid");
const cellsOf = row => [...row.querySelectorAll("td input.vIntegerField")];
/* As the server reads a number: a minus of any kind, points between thousands. */
const numberOf = cell => Number(cell.value.trim().replaceAll("−", "-").replaceAll(".", "")) || 0;

function addUp() {
  const rows = [...grid.tBodies[0].rows].map(row => cellsOf(row).map(numberOf));
  const sums = rows[0].map((_, index) => rows.reduce((sum, row) => sum + row[index], 0));
  const write = number => number.toLocaleString("nl-NL").replace("-", "−");
  grid.tFoot.querySelectorAll("output").forEach((place, index) => { place.textContent = write(sums[index]); });
  document.querySelector("#samen b").textContent = write(sums.reduce((sum, number) => sum + number, 0));
}

function paste(event) {
  const lines = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map(line => line.split("\t"));
  if (lines.length * lines[0].length < 2) return;
  event.preventDefault();
  const rows = [...grid.tBodies[0].rows].map(cellsOf);
  const top = rows.findIndex(row => row.includes(event.target)), left = rows[top].indexOf(event.target);
  lines.forEach((line, down) => line.forEach((value, right) => {
    const cell = rows[top + down]?.[left + right];
    if (cell) cell.value = value.trim();
  }));
  addUp();
}

if (grid && grid.tFoot) {
  grid.tFoot.hidden = document.querySelector("#samen").hidden = false;
  grid.addEventListener("input", addUp);
  grid.addEventListener("paste", paste);
  addUp();
}

/* 4. Busy ---------------------------------------------------------------------------------------- */
const FREE_AFTER = 30_000;

addEventListener("submit", event => {
  const form = event.target;
  if (form.dataset.busy) return event.preventDefault();
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.matches("[data-leaves]")) return kept().forEach(key => localStorage.removeItem(key));
  sending = true;
  texts.filter(text => text.form === form && localStorage.getItem(keyOf(text))).forEach(text => {
    localStorage.setItem(keyOf(text), JSON.stringify({ ...read(keyOf(text)), sent: true }));
  });
  const button = event.submitter;
  form.dataset.busy = "yes";
  if (!button) return;
  const label = button.textContent;
  button.setAttribute("aria-busy", "true");
  button.textContent = "Bezig …";
  const free = () => {
    delete form.dataset.busy;
    button.removeAttribute("aria-busy");
    button.textContent = label;
    sending = false;
  };
  // A file that is downloaded leaves the page as it is; the way back brings it as it was.
  setTimeout(free, FREE_AFTER);
  addEventListener("pageshow", shown => { if (shown.persisted) free(); }, { once: true });
});
