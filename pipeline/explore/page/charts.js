// The map and the timeline: Vega-Lite draws them, here they get their rows, their colours and what a click does.

const SPECS = parsed("specs");
const DOTS = parsed("dots");
// Years that the timeline shows; what lies before is told in words.
const SPAN = 50;
const views = {};
let drawing = Promise.resolve();

const colour = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

// Draws both charts anew, which is needed when language or colours change; `charts` only gives them new rows.
function drawCharts(found) {
  delete document.documentElement.dataset.ready;
  drawing = drawing.then(async () => {
    views.map = await embed("map", [0, 1, 2, 3, 4, 5].map((level) => colour(`--level-${level}`)));
    views.timeline = await embed("timeline", [colour("--soft-bar"), colour("--bar")]);
    views.map.addEventListener("click", (_, item) => item?.datum?.id && choose("country", item.datum.id));
    views.timeline.addEventListener("click", (_, item) => item?.datum?.year && chooseYear(item.datum.year));
    await fillCharts(found);
    document.documentElement.dataset.ready = "yes";
  });
  return drawing;
}

function charts(found) {
  drawing = drawing.then(() => fillCharts(found));
  return drawing;
}

async function embed(id, range) {
  views[id]?.finalize();
  const ink = colour("--ink");
  const axis = { labelColor: colour("--soft"), tickColor: colour("--line"), domainColor: colour("--line") };
  const { result, ...spec } = { ...SPECS[id] };
  spec.params = (spec.params ?? []).map((one) => ({ ...one, value: colour(`--${one.name}`) }));
  spec.config = {
    ...spec.config,
    background: null,
    font: getComputedStyle(document.body).fontFamily,
    range: { ordinal: range, category: range },
    axis: { ...axis, gridColor: colour("--line"), labelFontSize: 12, title: ink },
    autosize: { type: "fit", contains: "padding" },
  };
  const drawn = await vegaEmbed(byId(id), spec, {
    ast: true, // expressions are walked, not compiled: the page allows no eval
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip: false,
    logLevel: 1, // errors; that a chart is empty before it has rows is none
    formatLocale: language === "fr" ? { decimal: ",", thousands: "\u202f", grouping: [3], currency: ["", "\u202f€"] } : undefined,
  });
  byId(id).querySelector("svg").setAttribute("aria-hidden", "true"); // the element around it has the words
  drawn.view.addEventListener("mousemove", (event, item) => tip(event, item?.datum));
  drawn.view.addEventListener("mouseout", () => (byId("tip").hidden = true));
  return drawn.view;
}

async function fillCharts(found) {
  const levels = levelsOf(Math.max(1, ...found.counts.country.subarray(0, RUN.countries.id.length)));
  const rows = [];
  for (const [place, id] of RUN.countries.id.entries()) {
    const n = found.counts.country[place];
    const picked = state.country.has(place);
    rows.push({ id, n, level: levelOf(levels, n), picked, faded: state.country.size > 0 && !picked && n > 0 });
  }
  const dots = rows.filter(({ id, n, picked }) => DOTS[id] && (n || picked));
  drawLegend(levels);
  const timeline = timelineRows(found);
  await Promise.all([
    views.map
      .data("counts", rows)
      .data("dots", dots.map((one) => ({ ...one, lon: DOTS[one.id][0], lat: DOTS[one.id][1] })))
      .runAsync(),
    views.timeline.data("years", timeline.rows).runAsync(),
  ]);
  describe(found, timeline);
  shownCounts = found.counts.country;
}

let shownCounts = [];

// Lower bounds of the classes 1 to 5 of numbers up to `most`, so that each holds a like share of the orders of magnitude.
function levelsOf(most) {
  const levels = [1];
  for (let step = 1; step < 5; step += 1) {
    const bound = Math.max(levels[step - 1] + 1, Math.round(most ** (step / 5)));
    if (bound > most) break;
    levels.push(bound);
  }
  return levels;
}

const levelOf = (levels, n) => levels.filter((bound) => n >= bound).length;

function drawLegend(levels) {
  const words = levels.map((bound, place) => {
    if (place === levels.length - 1) return place === 0 ? numbers.format(bound) : t("level-last", bound);
    const last = levels[place + 1] - 1;
    return last === bound ? numbers.format(bound) : t("level", bound, last);
  });
  const entry = (text, level) => el("li", null, el("span", { class: "swatch", style: { "--of": `var(--level-${level})` } }), text);
  replace(byId("legend"), [t("level-none"), ...words].map(entry));
}

function timelineRows(found) {
  const years = [...found.years.keys()].map((key) => key >> 1);
  if (!years.length) return { rows: [], first: null, last: null, before: 0 };
  const last = Math.max(...years);
  const first = Math.max(Math.min(...years), last - SPAN + 1);
  const rows = [];
  let before = 0;
  for (const [key, n] of found.years) if (key >> 1 < first) before += n;
  for (let year = first; year <= last; year += 1) {
    for (const kind of [0, 1]) {
      rows.push({ year, kind, n: found.years.get(year * 2 + kind) ?? 0, faded: !inYears(year) });
    }
  }
  return { rows, first, last, before };
}

// What the charts say, in words: for those who do not see them, and what does not fit into them.
function describe(found, timeline) {
  const order = [...RUN.countries.id.keys()].filter((place) => found.counts.country[place]);
  order.sort((a, b) => found.counts.country[b] - found.counts.country[a]);
  const foremost = order.slice(0, 5).map((place) => `${countryName(place)} (${numbers.format(found.counts.country[place])})`);
  byId("map").setAttribute("aria-label", shown(t("map-label", foremost.join(", ") || t("level-none"))));
  const said = timeline.first === null ? t("timeline-none") : t("timeline-label", `${timeline.first}`, `${timeline.last}`);
  byId("timeline").setAttribute("aria-label", said);
  const swatch = (variable) => el("span", { class: "swatch", style: { "--of": `var(${variable})` } });
  replace(
    byId("dated"),
    el("li", null, swatch("--bar"), t("dated-start")),
    el("li", null, swatch("--soft-bar"), t("dated-published")),
  );
  const notes = [];
  if (timeline.before) notes.push(t("before", timeline.before, `${timeline.first}`));
  if (found.undated) notes.push(t("undated", found.undated));
  byId("timeline-note").textContent = notes.join(" · ");
}

// What stands beside the pointer.
function tip(event, datum) {
  const box = byId("tip");
  const place = datum?.id ? FACETS.country.places.get(datum.id) : undefined;
  if (place === undefined && !datum?.year) {
    box.hidden = true;
    return;
  }
  const n = datum.year ? views.timeline.data("years").reduce((sum, row) => sum + (row.year === datum.year ? row.n : 0), 0) : shownCounts[place];
  replace(box, el("strong", null, datum.year ? `${datum.year}` : countryName(place)), ` ${numbers.format(n)}`);
  box.hidden = false;
  box.style.left = `${Math.min(event.clientX + 14, innerWidth - box.offsetWidth - 8)}px`;
  box.style.top = `${event.clientY + 16}px`;
}

function choose(choice, id) {
  const place = FACETS[choice].places.get(id);
  if (place === undefined) return;
  toggle(choice, place);
  update({ step: true });
}

function chooseYear(year) {
  const alone = state.from === year && state.to === year;
  state.from = state.to = alone ? null : year;
  update({ step: true });
}
