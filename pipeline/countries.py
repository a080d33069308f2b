"""The codes of countries: ISO 3166-1, and the user-assigned ones of Kosovo, which has none there."""

import pycountry

# Alpha-2 → alpha-3. XK is what CLDR and GeoNames write, XKX what the World Bank does.
ALPHA3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
