// Institutions in France by partner countries: a table whose heads and cells are buttons.

const FIRST_ROWS = 12;
const COLUMNS = 18;
let matrixRows = FIRST_ROWS;

function matrix(found) {
  const pairs = new Map();
  const totals = { home: new Map(), country: new Map() };
  const add = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const stride = FACETS.country.ids.length;
  for (const row of found.rows) {
    for (const home of FACETS.home.rows[row]) {
      if (home === FACETS.home.none) continue;
      add(totals.home, home);
      for (const country of FACETS.country.rows[row]) add(pairs, home * stride + country);
    }
    if (FACETS.home.rows[row][0] === FACETS.home.none) continue;
    for (const country of FACETS.country.rows[row]) add(totals.country, country);
  }
  const foremost = (counts) => [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([place]) => place);
  const homes = foremost(totals.home);
  const rows = homes.slice(0, matrixRows);
  const reached = new Map();
  for (const home of rows) {
    for (const country of totals.country.keys()) {
      const n = pairs.get(home * stride + country);
      if (n) reached.set(country, (reached.get(country) ?? 0) + n);
    }
  }
  const columns = foremost(reached).slice(0, COLUMNS);
  const levels = levelsOf(Math.max(1, ...rows.flatMap((home) => columns.map((country) => pairs.get(home * stride + country) ?? 0))));
  redraw(byId("matrix"), () => {
    if (!rows.length) return [emptyNote()];
    const head = columns.map((country) => el("th", { scope: "col" }, headButton("country", country)));
    const body = rows.map((home) =>
      el(
        "tr",
        null,
        el("th", { scope: "row" }, headButton("home", home)),
        columns.map((country) => cell(home, country, pairs.get(home * stride + country) ?? 0, levels)),
        el("td", { class: "sum" }, numbers.format(totals.home.get(home))),
      ),
    );
    const table = el(
      "table",
      { class: "matrix" },
      el("thead", null, el("tr", null, el("th", { scope: "col", class: "corner" }, t("home")), head, el("th", { scope: "col", class: "sum" }, t("sum")))),
      el("tbody", null, body),
    );
    const region = { class: "scroll", tabindex: "0", role: "group", "aria-label": t("matrix"), "data-key": "matrix" };
    return [el("div", region, table), moreRows(homes.length)];
  });
}

function headButton(choice, place) {
  const onclick = () => {
    toggle(choice, place);
    update({ step: true });
  };
  const pressed = state[choice].has(place) ? "true" : "false";
  const called = NAMES[choice](place);
  return el("button", { type: "button", "aria-pressed": pressed, "data-key": `matrix-${choice}-${place}`, title: called, onclick }, name(called));
}

function cell(home, country, n, levels) {
  if (!n) return el("td");
  const onclick = () => {
    const only = (choice, place) => state[choice].size === 1 && state[choice].has(place);
    const chosen = only("home", home) && only("country", country);
    state.home = new Set(chosen ? [] : [home]);
    state.country = new Set(chosen ? [] : [country]);
    update({ step: true });
  };
  const label = t("matrix-cell", institutionName(home), countryName(country), numbers.format(n));
  const attributes = { type: "button", class: `level-${levelOf(levels, n)}`, "aria-label": label, title: label, "data-key": `cell-${home}-${country}`, onclick };
  return el("td", null, el("button", attributes, numbers.format(n)));
}

function moreRows(all) {
  if (all <= FIRST_ROWS) return null;
  const left = all - matrixRows;
  const onclick = () => {
    matrixRows = left > 0 ? matrixRows + 2 * FIRST_ROWS : FIRST_ROWS;
    update({});
  };
  const words = left > 0 ? t("more", Math.min(left, 2 * FIRST_ROWS)) : t("fewer");
  return el("button", { type: "button", class: "plain", "data-key": "matrix-more", onclick }, words);
}
