//! Countries and certificates: data with dates under `patterns/values/`.

use serde::Deserialize;

/// How European law sees a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountryClass {
    /// Member of the European Economic Area, or the area itself.
    Eea,
    /// Outside, with an adequacy decision.
    Adequate,
    /// Outside, without one.
    Third,
}

/// A country and what its names are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code, or `EEA`, `EU`.
    pub code: String,
    /// How the law sees it.
    pub class: CountryClass,
    /// Names, adjectives, cities and cloud regions, as phrases.
    pub names: Vec<String>,
}

/// A certificate or audit standard.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Certificate {
    /// The id, such as `ISO 27001`.
    pub id: String,
    /// Its names, as phrases.
    pub names: Vec<String>,
}

/// What `patterns/values/` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Countries.
    pub countries: Vec<Country>,
    /// Certificates.
    pub certificates: Vec<Certificate>,
}

/// Names of typed values that are found by phrases of `patterns/values/`.
pub(super) const LISTED: [&str; 5] =
    ["country", "country_eea", "country_adequate", "country_third", "certificate"];

/// Names of typed values that are found by their form.
pub(super) const FORMED: [&str; 12] = [
    "hours",
    "days",
    "months",
    "duration",
    "money",
    "percent",
    "url",
    "email",
    "registration",
    "address",
    "organisation",
    "date",
];

/// The blank to fill, also found by its form.
pub(super) const PLACEHOLDER: &str = "placeholder";
