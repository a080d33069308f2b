// The cooperations that match, a page at a time, in the order of a column.

const PAGE = 25;
// Specialties that a row names; the evidence has all.
const NAMED = 4;

const listed = (places, called) => places.map(called).join(" · ");
const people = (side) => (row) => listed(ROWS[side][row], institutionName);

// What each column sorts by; rows with nothing in it come last, whichever way.
const KEYS = {
  country: (row) => listed(ROWS.countries[row], countryName),
  home: people("home"),
  partner: people("partner"),
  specialty: (row) => listed(ROWS.specialties[row], specialtyName),
  period: (row) => (ROWS.start[row] ?? ROWS.end[row] ?? "").replaceAll("X", "0"),
  status: (row) => (ROWS.status[row] ? t(`status-${ROWS.status[row]}`) : ""),
  confidence: (row) => ROWS.confidence[row],
  article: (row) => titleOf(ROWS.article[row]),
};

const orders = new Map();

// All rows in the order of a column: the place of each in it.
function ranks(column, down) {
  const key = `${language} ${column} ${down}`;
  if (!orders.has(key)) {
    const keys = ROWS.id.map((_, row) => KEYS[column](row));
    const collator = new Intl.Collator(language, { numeric: true });
    const isPlain = column === "confidence" || column === "period";
    const compare = isPlain ? (a, b) => (a > b) - (a < b) : collator.compare;
    const order = keys.map((_, row) => row);
    order.sort((a, b) => {
      if ((keys[a] === "") !== (keys[b] === "")) return keys[a] === "" ? 1 : -1;
      return (down ? -1 : 1) * compare(keys[a], keys[b]) || a - b;
    });
    const places = new Uint32Array(SIZE);
    for (const [place, row] of order.entries()) places[row] = place;
    orders.set(key, places);
  }
  return orders.get(key);
}

function sorted(rows) {
  const places = ranks(state.sort, state.down);
  return [...rows].sort((a, b) => places[a] - places[b]);
}

function table(found) {
  const rows = sorted(found.rows);
  const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
  state.page = Math.min(state.page, last);
  const first = state.page * PAGE;
  redraw(byId("table"), () => {
    if (!rows.length) return [emptyNote()];
    const head = Object.keys(KEYS).map(columnHead);
    const body = rows.slice(first, first + PAGE).map(tableRow);
    // Roles are said because the style of a narrow screen takes those of a table away.
    return [
      el(
        "table",
        { class: "results", role: "table", "aria-labelledby": "results" },
        el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head)),
        el("tbody", { role: "rowgroup" }, body),
      ),
      rows.length > PAGE ? pager(first, rows.length, last) : null,
    ];
  });
}

function columnHead(column) {
  const current = state.sort === column;
  const order = current ? (state.down ? "descending" : "ascending") : null;
  const onclick = () => {
    state.down = current ? !state.down : column === "confidence";
    state.sort = column;
    state.page = 0;
    update({ step: true });
  };
  const attributes = { type: "button", "data-key": `sort-${column}`, title: t("sort", t(column)), onclick };
  const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, current ? (state.down ? "↓" : "↑") : "");
  return el("th", { role: "columnheader", scope: "col", "aria-sort": order, class: column }, el("button", attributes, t(column), arrow));
}

function tableRow(row) {
  const title = titleOf(ROWS.article[row]);
  const open = () => openEvidence(row);
  const published = RUN.articles.published[ROWS.article[row]];
  const names = (places, called) =>
    places.length
      ? el("ul", null, places.map((place) => el("li", null, name(called(place)))))
      : el("span", { class: "soft" }, t("unnamed"));
  const cells = {
    country: names(ROWS.countries[row], countryName),
    home: names(ROWS.home[row], institutionName),
    partner: names(ROWS.partner[row], institutionName),
    specialty: someSpecialties(row),
    period: periodWords(row),
    status: ROWS.status[row] ? el("span", { class: `state ${ROWS.status[row]}` }, t(`status-${ROWS.status[row]}`)) : "",
    confidence: el("span", { class: "sure", style: { "--share": ROWS.confidence[row] } }, percents.format(ROWS.confidence[row])),
    article: [
      el("button", { type: "button", class: "open", "data-key": `open-${row}`, "aria-label": t("open-evidence", title), onclick: open }, name(title)),
      published ? el("span", { class: "soft" }, ` ${dateWords(published)}`) : null,
    ],
  };
  const onclick = (event) => {
    // A click on the row opens it too, but not one that ends a selection of text.
    if (!event.target.closest("button, a") && getSelection().isCollapsed) open();
  };
  const said = Object.entries(cells).map(([column, content]) =>
    el("td", { role: "cell", class: column, "data-label": t(column) }, el("div", null, content)),
  );
  return el("tr", { role: "row", onclick }, said);
}

function someSpecialties(row) {
  const named = ROWS.specialties[row];
  if (!named.length) return "";
  const few = named.slice(0, NAMED).map((place) => el("li", null, specialtyName(place)));
  const rest = named.slice(NAMED);
  if (rest.length) few.push(el("li", { class: "soft", title: listed(rest, specialtyName) }, t("and-more", rest.length)));
  return el("ul", null, few);
}

function periodWords(row) {
  const [start, end] = [ROWS.start[row], ROWS.end[row]];
  if (start && end) return `${dateWords(start)} – ${dateWords(end)}`;
  if (start) return t("since", dateWords(start));
  return end ? t("until", dateWords(end)) : "";
}

function pager(first, all, last) {
  const go = (key, to, words) =>
    el("button", { type: "button", class: "plain", "data-key": key, disabled: to < 0 || to > last, onclick: () => turn(to) }, words);
  const turn = (to) => {
    state.page = to;
    update({ step: true });
    byId("results").focus({ preventScroll: true });
    byId("results").scrollIntoView({ block: "start" });
  };
  const words = t("page", first + 1, Math.min(first + PAGE, all), all);
  return el("nav", { class: "pager", "aria-label": t("pages") }, go("previous", state.page - 1, t("previous")), el("span", null, words), go("next", state.page + 1, t("next")));
}
