// The rows that match, as a file for a spreadsheet (RFC 4180, with the mark by which Excel knows UTF-8).

const CSV = {
  cooperation_id: (row) => ROWS.id[row],
  countries: (row) => ROWS.countries[row].map((place) => RUN.countries.id[place]).join(" "),
  country_names: (row) => listed(ROWS.countries[row], countryName),
  home: people("home"),
  partner: people("partner"),
  funder: people("funder"),
  specialties: (row) => listed(ROWS.specialties[row], specialtyName),
  start: (row) => ROWS.start[row],
  end: (row) => ROWS.end[row],
  status: (row) => ROWS.status[row],
  confidence: (row) => ROWS.confidence[row],
  article_id: (row) => RUN.articles.id[ROWS.article[row]],
  title: (row) => RUN.articles.title[ROWS.article[row]],
  published: (row) => RUN.articles.published[ROWS.article[row]],
  source: (row) => RUN.articles.source[ROWS.article[row]],
  url: (row) => RUN.articles.url[ROWS.article[row]],
};

function csvCell(value) {
  const text = String(value ?? "");
  // What a spreadsheet would take for a formula becomes a text.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csv(rows) {
  const lines = [Object.keys(CSV), ...rows.map((row) => Object.values(CSV).map((value) => value(row)))];
  return `\ufeff${lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")}`;
}

function download(rows) {
  const address = URL.createObjectURL(new Blob([csv(rows)], { type: "text/csv;charset=utf-8" }));
  el("a", { href: address, download: t("file") }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
