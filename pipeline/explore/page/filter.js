// Which rows match, and how many of each country, specialty … there would be if that filter alone were lifted.

const STATUSES = ["active", "announced", "ended", "none"];
const YEAR = 1;
const REST = 2;
const BITS = { country: 4, specialty: 8, home: 16 };

let folded = null;

// What the search looks in, a line a row, without accents; made when it is first needed.
function searchable() {
  if (folded === null || folded.language !== language) {
    const of = (places, called) => places.map(called).join(" ");
    const lines = ROWS.id.map((id, row) => {
      const article = ROWS.article[row];
      const sides = [ROWS.home, ROWS.partner, ROWS.funder].map((side) =>
        side[row].map((place) => `${institutionName(place)} ${RUN.institutions.acronym[place] ?? ""}`).join(" "),
      );
      const about = [of(ROWS.countries[row], countryName), of(ROWS.specialties[row], specialtyName)];
      return plain([id, ...sides, ...about, RUN.articles.title[article] ?? "", RUN.articles.source[article]].join(" "));
    });
    folded = { language, lines };
  }
  return folded.lines;
}

// Returns the rows that match (in the order of the data), and counts by value of each facet and by year.
function filtered() {
  const words = plain(state.query).split(/\s+/).filter(Boolean);
  const lines = words.length ? searchable() : null;
  const counts = Object.fromEntries(
    CHOICES.map((choice) => [choice, new Uint32Array(FACETS[choice].ids.length)]),
  );
  const years = new Map();
  const rows = [];
  let undated = 0;
  for (let row = 0; row < SIZE; row += 1) {
    let failed = 0;
    for (const choice of CHOICES) {
      const chosen = state[choice];
      if (chosen.size && !FACETS[choice].rows[row].some((place) => chosen.has(place))) failed |= BITS[choice];
    }
    if (!inYears(ROWS.year[row])) failed |= YEAR;
    if (ROWS.confidence[row] < state.least) failed |= REST;
    if (state.status && (ROWS.status[row] ?? "none") !== state.status) failed |= REST;
    if (lines && !words.every((word) => lines[row].includes(word))) failed |= REST;
    if (!failed) rows.push(row);
    for (const choice of CHOICES) {
      if ((failed & ~BITS[choice]) === 0) for (const place of FACETS[choice].rows[row]) counts[choice][place] += 1;
    }
    if ((failed & ~YEAR) === 0) {
      if (ROWS.year[row] === null) undated += 1;
      else {
        const key = ROWS.year[row] * 2 + ROWS.dated[row];
        years.set(key, (years.get(key) ?? 0) + 1);
      }
    }
  }
  return { rows, counts, years, undated };
}

function inYears(year) {
  if (state.from === null && state.to === null) return true;
  return year !== null && year >= (state.from ?? year) && year <= (state.to ?? year);
}
