// Elements, words and numbers. Whatever comes from an article enters the page as a text node, never as markup.

const byId = (id) => document.getElementById(id);
const parsed = (id) => JSON.parse(byId(id).textContent);

const STRINGS = parsed("strings");
let language = "fr";
let numbers = new Intl.NumberFormat(language);
let percents = new Intl.NumberFormat(language, { style: "percent" });
let plurals = new Intl.PluralRules(language);

function setLanguage(code) {
  language = code;
  numbers = new Intl.NumberFormat(code);
  percents = new Intl.NumberFormat(code, { style: "percent" });
  plurals = new Intl.PluralRules(code);
  document.documentElement.lang = code;
}

// The words for a key; {0}, {1} … are the values, and a number that comes first chooses singular or plural.
function t(key, ...values) {
  const words = STRINGS[language][key];
  const form = typeof words === "string" ? words : words[plurals.select(values[0])] ?? words.other;
  return form.replace(/\{(\d)\}/g, (_, place) => {
    const value = values[Number(place)];
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

// Characters that show nothing but change what stands around them: controls, and those that turn the direction.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

// A text in which these characters can be seen.
function shown(text) {
  return text.replace(UNSEEN, (one) => {
    if (one === "\u2028" || one === "\u2029") return "\n";
    return `[U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

// An element. `on…` properties are listeners, `style` sets custom properties, true and false set attributes.
function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, of] of Object.entries(value)) made.style.setProperty(key, of);
    else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : shown(String(value)));
    }
  }
  made.append(...children.flat().filter((child) => child !== null).map(childOf));
  return made;
}

const childOf = (child) => (typeof child === "string" ? document.createTextNode(shown(child)) : child);

// A name from the data, kept from turning the direction of what stands around it.
const name = (text, properties) => el("bdi", properties, text);

function replace(parent, ...children) {
  parent.replaceChildren(...children.flat().filter((child) => child !== null).map(childOf));
}

// Puts `make()` in place of what is in `parent` and gives focus back to the control that had it, by its data-key.
function redraw(parent, make) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  replace(parent, make());
  if (key !== undefined) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

// The words of the page itself, which stand in data-t… attributes.
function translatePage() {
  for (const found of document.querySelectorAll("[data-t]")) found.textContent = t(found.dataset.t);
  for (const found of document.querySelectorAll("[data-t-label]")) {
    found.setAttribute("aria-label", t(found.dataset.tLabel));
  }
  for (const found of document.querySelectorAll("[data-t-placeholder]")) {
    found.placeholder = t(found.dataset.tPlaceholder);
  }
  document.title = `${t("title")} – Jumelage`;
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();

// An EDTF date in words: 2019-06-25, 2018-06, 2023-21, 199X, 2014~, 2017/2019, 2020/.., as far as they are known.
function dateWords(edtf) {
  if (edtf.includes("/")) {
    const [first, last] = edtf.split("/");
    if (first === ".." || first === "") return t("open-start", dateWords(last));
    if (last === ".." || last === "") return t("open-end", dateWords(first));
    return `${dateWords(first)} – ${dateWords(last)}`;
  }
  if (/[~?%]$/.test(edtf)) return t("circa", dateWords(edtf.slice(0, -1)));
  if (/^\d{3}X$/.test(edtf)) return t("decade", `${edtf.slice(0, 3)}0`);
  const season = /^(\d{4})-(2[1-4])$/.exec(edtf);
  if (season) return `${t(`season-${season[2]}`)} ${season[1]}`;
  const found = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(edtf);
  if (!found) return edtf;
  const options = { year: "numeric", month: found[3] ? "short" : "long", timeZone: "UTC" };
  if (found[3]) options.day = "numeric";
  const day = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3] ?? 1)));
  return Number.isNaN(day.getTime()) ? edtf : new Intl.DateTimeFormat(language, options).format(day);
}
