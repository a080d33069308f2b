// The run: cooperations by column, whose rows refer to countries, institutions … by their place in a list.

const RUN = parsed("core");
const ROWS = RUN.cooperations;
const SIZE = ROWS.id.length;

// What a page can be filtered by: the values of each row, and one value more, `NONE`, for a row that has none.
const FACETS = {
  country: facet(ROWS.countries, RUN.countries.id),
  specialty: facet(ROWS.specialties, RUN.specialties.id),
  home: facet(ROWS.home, RUN.institutions.id),
};

function facet(rows, ids) {
  const none = ids.length;
  return {
    rows: rows.map((values) => (values.length ? values : [none])),
    ids: [...ids, "none"],
    places: new Map([...ids, "none"].map((id, place) => [id, place])),
    none,
  };
}

function countryName(place) {
  return RUN.countries[language][place] ?? t("unnamed");
}

function specialtyName(place) {
  return RUN.specialties[language][place] ?? t("unstated");
}

function institutionName(place) {
  return RUN.institutions.name[place] ?? t("unnamed");
}

const NAMES = { country: countryName, specialty: specialtyName, home: institutionName };

const titleOf = (article) => RUN.articles.title[article] ?? RUN.articles.source[article] ?? t("untitled");

// The address of an article, where it is one that can be followed: nothing but http and https.
function addressOf(article) {
  const address = RUN.articles.url[article];
  if (!address || !URL.canParse(address)) return null;
  return ["http:", "https:"].includes(new URL(address).protocol) ? address : null;
}

const packs = new Map();

// Text and mentions of an article: see `gather` for what is in it.
async function articleOf(place) {
  const number = Math.floor(place / RUN.pack);
  if (!packs.has(number)) packs.set(number, unpack(number));
  return (await packs.get(number))[place % RUN.pack];
}

async function unpack(number) {
  // Packs stand at the end of the page, which may still be on its way.
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
  const packed = atob(byId(`pack-${number}`).textContent);
  const bytes = Uint8Array.from(packed, (one) => one.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(inflated).json();
}
