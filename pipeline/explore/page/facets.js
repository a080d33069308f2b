// Lists of bars (countries, specialties), which filter by keyboard what the charts filter by pointer; the chips.

const SHORT = 10;
const unfolded = new Set();

function bars(choice, found) {
  const { ids, none } = FACETS[choice];
  const counts = found.counts[choice];
  const chosen = state[choice];
  const order = [...ids.keys()].filter((place) => counts[place] || chosen.has(place));
  // What is not named comes last, what is chosen first.
  const rank = (place) => (place === none ? 2 : chosen.has(place) ? 0 : 1);
  order.sort((a, b) => rank(a) - rank(b) || counts[b] - counts[a] || a - b);
  const most = Math.max(1, ...counts);
  const few = unfolded.has(choice) ? order : order.slice(0, Math.max(SHORT, chosen.size));
  redraw(byId(choice), () => [
    order.length ? el("ul", null, few.map((place) => bar(choice, place, counts[place], most))) : emptyNote(),
    more(choice, order.length, few.length),
  ]);
}

function bar(choice, place, n, most) {
  const attributes = {
    type: "button",
    "aria-pressed": state[choice].has(place) ? "true" : "false",
    "data-key": `${choice}-${place}`,
    style: { "--share": n / most },
    onclick: () => {
      toggle(choice, place);
      update({ step: true });
    },
  };
  return el("li", null, el("button", attributes, name(NAMES[choice](place)), el("span", { class: "n" }, numbers.format(n))));
}

function more(choice, all, few) {
  if (all <= SHORT) return null;
  const open = unfolded.has(choice);
  const onclick = () => {
    if (!unfolded.delete(choice)) unfolded.add(choice);
    update({});
  };
  const words = open ? t("fewer") : t("more", all - few);
  return el("button", { type: "button", class: "plain", "data-key": `${choice}-more`, "aria-expanded": String(open), onclick }, words);
}

const emptyNote = () => el("p", { class: "empty" }, SIZE ? t("empty") : t("empty-run"));

// The filters in force, each with a button that lifts it.
function chips() {
  const made = [];
  const add = (key, label, lift) => made.push({ key, label, lift });
  for (const choice of CHOICES) {
    for (const place of state[choice]) add(`${choice}-${place}`, NAMES[choice](place), () => state[choice].delete(place));
  }
  if (state.from !== null || state.to !== null) {
    const same = state.from === state.to;
    const label = same ? `${state.from}` : t("chip-year", `${state.from ?? "…"}`, `${state.to ?? "…"}`);
    add("years", label, () => Object.assign(state, { from: null, to: null }));
  }
  if (state.status) add("status", t(`status-${state.status}`), () => (state.status = ""));
  if (state.least) add("least", t("chip-least", percents.format(state.least)), () => (state.least = 0));
  if (state.query.trim()) add("query", t("chip-query", state.query.trim()), () => (state.query = ""));
  const button = ({ key, label, lift }) => {
    const onclick = () => {
      lift();
      update({ step: true });
      if (!byId("chips").contains(document.activeElement)) byId("query").focus({ preventScroll: true });
    };
    return el("li", null, el("button", { type: "button", class: "chip", "data-key": `chip-${key}`, "aria-label": t("remove", label), onclick }, name(label), el("span", { "aria-hidden": "true" }, "×")));
  };
  const reset = () => {
    clearFilters();
    update({ step: true });
    byId("query").focus({ preventScroll: true });
  };
  redraw(byId("chips"), () => [
    ...made.map(button),
    made.length ? el("li", null, el("button", { type: "button", class: "plain", "data-key": "chip-reset", onclick: reset }, t("reset"))) : null,
  ]);
}

// What the boxes of the filters offer: the years that some row has, and one that an address may ask for besides.
function fillBoxes() {
  const years = new Set([...ROWS.year, state.from, state.to].filter((year) => year !== null));
  const known = [...years].sort((a, b) => b - a).map((year) => [year, `${year}`]);
  const options = (all) => all.map(([value, words]) => el("option", { value }, words));
  for (const id of ["from", "to"]) replace(byId(id), options([["", t("any-year")], ...known]));
  replace(byId("status"), options(["", ...STATUSES].map((one) => [one, t(`status-${one || "any"}`)])));
}

// The boxes show what is chosen.
function boxes() {
  // The timeline has years without a row too.
  const known = (year) => year === null || byId("from").querySelector(`[value="${year}"]`) !== null;
  if (![state.from, state.to].every(known)) fillBoxes();
  for (const id of ["from", "to"]) byId(id).value = state[id] ?? "";
  byId("status").value = state.status;
  byId("least").value = state.least;
  byId("least-shown").textContent = t("at-least", percents.format(state.least));
  byId("least").setAttribute("aria-valuetext", t("at-least", percents.format(state.least)));
  if (byId("query").value !== state.query) byId("query").value = state.query;
}
