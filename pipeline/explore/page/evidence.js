// What a cooperation rests on: its sentences first, then the whole article, with every mention, value and rule.

const COUNTS = { min: 0, max: 1, mod: 2, role: 3, noun: 4, country: 5 };

async function openEvidence(row) {
  state.open = row;
  writeAddress(true);
  await drawEvidence();
}

// The dialog as the state has it: open on a cooperation, or closed.
async function drawEvidence() {
  const box = byId("evidence");
  const row = state.open;
  if (row === null) {
    if (box.open) box.close();
    return;
  }
  const body = el("div", null, el("p", { class: "hint" }, t("loading")));
  replace(box, evidenceHead(row), body);
  if (!box.open) box.showModal();
  box.scrollTop = 0;
  let article;
  try {
    article = await articleOf(ROWS.article[row]);
  } catch (error) {
    replace(body, el("p", { class: "notice" }, t("broken", String(error))));
    return;
  }
  if (state.open !== row) return;
  // Code points, which offsets count, are not what a JavaScript string counts.
  const points = Array.from(article.text);
  const mentions = article.mentions.map(([label, start, end, from, to, rule, ...value]) => {
    return { label, start, end, from, to, rule, value, text: points.slice(start, end).join("") };
  });
  const supporting = new Set(article.evidence[row] ?? []);
  replace(
    body,
    parties(row),
    el("h3", null, t("sentences")),
    sentences(points, mentions, supporting),
    el("h3", null, t("facts")),
    facts(row, article, mentions),
    el("h3", null, t("whole")),
    el("p", { class: "hint" }, t("whole-hint")),
    el("div", { class: "text", lang: "fr" }, marked(points, mentions, 0, points.length, supporting)),
    mentionTable(mentions, supporting),
    el("p", { class: "told", id: "told", role: "status" }),
  );
}

function evidenceHead(row) {
  const close = () => byId("evidence").close();
  return el(
    "header",
    null,
    el("h2", { id: "evidence-title", lang: "fr" }, name(titleOf(ROWS.article[row]))),
    el("button", { type: "button", class: "plain", onclick: close, autofocus: true }, t("close")),
  );
}

// Who cooperates with whom, on one line.
function parties(row) {
  const sides = [ROWS.home[row], ROWS.partner[row]].map((places) => listed(places, institutionName) || t("unnamed"));
  const where = listed(ROWS.countries[row], countryName);
  return el("p", { class: "parties" }, where ? el("strong", null, name(where), " · ") : null, name(sides[0]), " → ", name(sides[1]));
}

function facts(row, article, mentions) {
  const place = ROWS.article[row];
  const address = addressOf(place);
  const written = RUN.articles.url[place];
  const went = (article.people[row] ?? []).map(([at, direction]) => [mentions[at], direction]);
  const names = (places, called) => places.map((one) => el("li", null, name(called(one))));
  const said = [
    ["country", names(ROWS.countries[row], countryName)],
    ["home", names(ROWS.home[row], institutionName)],
    ["partner", names(ROWS.partner[row], institutionName)],
    ["funder", names(ROWS.funder[row], institutionName)],
    ["specialty", names(ROWS.specialties[row], specialtyName)],
    ["period", periodWords(row)],
    ["people", went.map(([one, direction]) => el("li", null, name(one.text), direction ? ` (${t(direction)})` : ""))],
    ["status", ROWS.status[row] ? t(`status-${ROWS.status[row]}`) : ""],
    ["confidence", percents.format(ROWS.confidence[row])],
    ["published", RUN.articles.published[place] ? dateWords(RUN.articles.published[place]) : ""],
    ["source", RUN.articles.site[place] ?? ""],
    ["", RUN.articles.source[place]],
    ["address", address ? el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, name(address)) : written ? name(written) : ""],
  ];
  const made = said.filter(([, fact]) => (Array.isArray(fact) ? fact.length : fact)).flatMap(([key, fact]) => [
    el("dt", null, t(key || "source")),
    el("dd", null, Array.isArray(fact) ? el("ul", null, fact) : typeof fact === "string" ? name(fact) : fact),
  ]);
  return el("dl", { class: "facts" }, made);
}

// The sentences of the supporting mentions; those that overlap are one.
function sentences(points, mentions, supporting) {
  const stretches = [];
  for (const at of [...supporting].sort((a, b) => mentions[a].from - mentions[b].from)) {
    const { from, to } = mentions[at];
    const before = stretches.at(-1);
    if (before && from <= before.to) before.to = Math.max(before.to, to);
    else stretches.push({ from, to });
  }
  if (!stretches.length) return el("p", { class: "empty" }, t("no-sentences"));
  const quote = ({ from, to }) => el("li", { lang: "fr" }, marked(points, mentions, from, to, supporting));
  return el("ol", { class: "sentences" }, stretches.map(quote));
}

// A stretch of the text as pieces; where mentions overlap, a piece belongs to all that cover it.
function marked(points, mentions, from, to, supporting) {
  const inside = mentions.flatMap((one, at) => (one.end > from && one.start < to ? [{ ...one, at }] : []));
  const borders = new Set([from, to, ...inside.flatMap((one) => [Math.max(one.start, from), Math.min(one.end, to)])]);
  const places = [...borders].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, i) => {
    const text = points.slice(start, places[i + 1]).join("");
    const covering = inside.filter((one) => one.start <= start && one.end >= places[i + 1]);
    if (!covering.length) return text;
    covering.sort((a, b) => a.end - a.start - (b.end - b.start));
    const words = covering.map((one) => `${t(`label-${one.label}`)} · ${valueWords(one)} · ${one.rule}`).join("\n");
    const tell = () => replace(byId("told"), el("strong", null, name(text.trim())), ` ${words.replaceAll("\n", " | ")}`);
    const supports = covering.some((one) => supporting.has(one.at));
    const attributes = { class: `${covering[0].label} ${supports ? "supports" : ""}`, tabindex: "0", title: words, onfocus: tell, onmouseenter: tell };
    return el("mark", attributes, text);
  });
}

function mentionTable(mentions, supporting) {
  const head = ["mention", "label", "value", "rule", "supports"].map((key) => el("th", { scope: "col" }, t(key)));
  const rows = mentions.map((one, at) =>
    el(
      "tr",
      null,
      el("td", { lang: "fr" }, name(one.text)),
      el("td", null, t(`label-${one.label}`)),
      el("td", null, name(valueWords(one))),
      el("td", null, el("code", null, one.rule)),
      el("td", null, t(supporting.has(at) ? "yes" : "no")),
    ),
  );
  const region = { class: "scroll", tabindex: "0", role: "group", "aria-label": t("mentions") };
  const made = el("table", { class: "mentions" }, el("thead", null, el("tr", null, head)), el("tbody", null, rows));
  return el("details", null, el("summary", null, t("mentions")), el("div", region, made));
}

// What a mention means, in words.
function valueWords({ label, value }) {
  if (label === "COUNTRY") return listed(value, countryName);
  if (label === "SPECIALTY") return listed(value, specialtyName);
  if (label === "COUNT") return countWords(value);
  if (label === "DATE") {
    const [type, edtf, mod] = value;
    return [t(`type-${type}`), mod ? t(`mod-${mod}`) : "", edtf ?? t("unstated")].filter(Boolean).join(" ");
  }
  const { kind, country } = RUN.institutions;
  const where = country[value[0]] >= 0 ? countryName(country[value[0]]) : "";
  return [institutionName(value[0]), t(`kind-${kind[value[0]]}`), where].filter(Boolean).join(", ");
}

function countWords(value) {
  const of = (field) => value[COUNTS[field]];
  const bounds = [of("min"), of("max")].filter((bound, i, all) => bound !== null && bound !== all[i - 1]);
  return [
    of("mod") ? t(`mod-${of("mod")}`) : "",
    bounds.map((bound) => numbers.format(bound)).join("–"),
    of("noun") ?? "",
    `(${t(`role-${of("role")}`)})`,
    of("country") >= 0 ? `– ${countryName(of("country"))}` : "",
  ].filter(Boolean).join(" ");
}
