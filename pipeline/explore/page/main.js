// What happens first, and what happens when something is chosen.

let found = null;

// Draws what depends on the filters; `step` makes it one that “back” undoes, `anew` draws the charts from nothing.
function update({ step = null, anew = false }) {
  if (step !== null) writeAddress(step);
  found = filtered();
  boxes();
  chips();
  byId("matches").textContent = t("matches", found.rows.length, SIZE);
  bars("country", found);
  bars("specialty", found);
  matrix(found);
  table(found);
  return anew ? drawCharts(found) : charts(found);
}

// Draws everything as the address says.
function restore() {
  const before = views.map && `${language} ${document.documentElement.dataset.theme}`;
  readAddress();
  setLanguage(state.language ?? (navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en"));
  document.documentElement.dataset.theme = state.theme ?? "auto";
  translatePage();
  totals();
  fillBoxes();
  press("languages", language);
  press("themes", state.theme ?? "auto");
  const drawn = update({ anew: before !== `${language} ${document.documentElement.dataset.theme}` });
  // What a search looks in is made while nobody waits for it.
  drawn.then(() => (window.requestIdleCallback ?? setTimeout)(searchable));
  return Promise.all([drawn, drawEvidence()]);
}

function press(group, value) {
  for (const button of byId(group).children) button.setAttribute("aria-pressed", String(button.value === value));
}

function totals() {
  const named = (facet) => new Set(facet.rows.flat().filter((place) => place !== facet.none)).size;
  const all = { cooperations: SIZE, countries: named(FACETS.country), homes: named(FACETS.home), articles: RUN.n_articles };
  replace(byId("totals"), Object.entries(all).map(([key, n]) => el("div", null, el("dt", null, t(`total-${key}`, n)), el("dd", null, numbers.format(n)))));
}

function listen() {
  const soon = (act) => {
    let waiting = 0;
    return () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(act);
    };
  };
  const fresh = (change, step) => {
    Object.assign(state, change, { page: 0 });
    update({ step });
  };
  const year = (id) => (byId(id).value === "" ? null : Number(byId(id).value));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("query").addEventListener("input", soon(() => fresh({ query: byId("query").value }, false)));
  byId("least").addEventListener("input", soon(() => fresh({ least: Number(byId("least").value) }, false)));
  byId("from").addEventListener("change", () => fresh({ from: year("from") }, true));
  byId("to").addEventListener("change", () => fresh({ to: year("to") }, true));
  byId("status").addEventListener("change", () => fresh({ status: byId("status").value }, true));
  byId("download").addEventListener("click", () => download(sorted(found.rows)));
  byId("languages").addEventListener("click", ({ target }) => switchTo({ language: target.value }));
  byId("themes").addEventListener("click", ({ target }) => switchTo({ theme: target.value === "auto" ? null : target.value }));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address holds the filters
    byId("results").focus();
  });
  byId("evidence").addEventListener("close", () => {
    const row = state.open;
    state.open = null;
    writeAddress(true);
    document.querySelector(`[data-key="open-${row}"]`)?.focus();
  });
  // A click beside the dialog closes it.
  byId("evidence").addEventListener("click", (event) => event.target === byId("evidence") && byId("evidence").close());
  addEventListener("popstate", restore);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawCharts(found));
  new ResizeObserver(soon(() => dispatchEvent(new Event("resize")))).observe(byId("map"));
}

function switchTo(change) {
  if (Object.values(change)[0] === undefined || Object.values(change)[0] === "") return;
  Object.assign(state, change);
  writeAddress(false);
  restore();
}

listen();
restore().catch((error) => {
  byId("broken").textContent = t("broken", String(error));
  byId("broken").hidden = false;
  throw error;
});
