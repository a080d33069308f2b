// What is chosen, and its place in the address: #country=MG,ML&from=2010&q=…, so that a view can be shared.

const CHOICES = ["country", "specialty", "home"];
const BLANK = { from: null, to: null, status: "", least: 0, query: "", sort: "confidence", down: true, page: 0 };

const state = { ...BLANK, country: new Set(), specialty: new Set(), home: new Set() };
state.language = null;
state.theme = null;
state.open = null;

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const choice of CHOICES) {
    const { places } = FACETS[choice];
    const ids = (given.get(choice) ?? "").split(",").filter((id) => places.has(id));
    state[choice] = new Set(ids.map((id) => places.get(id)));
  }
  const year = (text) => (/^\d{4}$/.test(text ?? "") ? Number(text) : null);
  state.from = year(given.get("from"));
  state.to = year(given.get("to"));
  state.status = STATUSES.includes(given.get("status")) ? given.get("status") : "";
  const least = Number(given.get("confidence"));
  state.least = least > 0 && least <= 1 ? least : 0;
  state.query = given.get("q") ?? "";
  const [, down, sort] = /^(-?)(\w+)$/.exec(given.get("sort") ?? "") ?? [];
  state.sort = Object.hasOwn(KEYS, sort ?? "") ? sort : BLANK.sort;
  state.down = Object.hasOwn(KEYS, sort ?? "") ? down === "-" : BLANK.down;
  const page = Number(given.get("page"));
  state.page = Number.isInteger(page) && page > 1 ? page - 1 : 0;
  state.language = Object.hasOwn(STRINGS, given.get("lang") ?? "") ? given.get("lang") : null;
  state.theme = ["light", "dark"].includes(given.get("theme")) ? given.get("theme") : null;
  const open = given.has("open") ? ROWS.id.indexOf(given.get("open")) : -1;
  state.open = open < 0 ? null : open;
}

function address() {
  const said = new URLSearchParams();
  for (const choice of CHOICES) {
    if (state[choice].size) said.set(choice, [...state[choice]].map((place) => FACETS[choice].ids[place]).join(","));
  }
  if (state.from !== null) said.set("from", state.from);
  if (state.to !== null) said.set("to", state.to);
  if (state.status) said.set("status", state.status);
  if (state.least) said.set("confidence", state.least);
  if (state.query) said.set("q", state.query);
  if (state.sort !== BLANK.sort || state.down !== BLANK.down) said.set("sort", (state.down ? "-" : "") + state.sort);
  if (state.page) said.set("page", state.page + 1);
  if (state.language) said.set("lang", state.language);
  if (state.theme) said.set("theme", state.theme);
  if (state.open !== null) said.set("open", ROWS.id[state.open]);
  return `#${said.toString().replaceAll("%2C", ",")}`;
}

// A choice is a step that “back” undoes; what is typed or slid replaces the step before.
function writeAddress(step) {
  const now = address();
  if (now === (location.hash || "#")) return;
  if (step) history.pushState(null, "", now);
  else history.replaceState(null, "", now);
}

function toggle(choice, place) {
  const chosen = state[choice];
  if (!chosen.delete(place)) chosen.add(place);
}

const isFiltered = () =>
  CHOICES.some((choice) => state[choice].size) ||
  state.from !== null || state.to !== null || Boolean(state.status) || state.least > 0 || state.query.trim() !== "";

function clearFilters() {
  for (const choice of CHOICES) state[choice].clear();
  const { from, to, status, least, query } = BLANK;
  Object.assign(state, { from, to, status, least, query });
}
