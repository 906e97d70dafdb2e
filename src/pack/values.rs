//! Countries and certificates: data with dates under `patterns/values/`.

use serde::{Deserialize, Serialize};

/// How European law sees a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code, or `EEA`, `EU`.
    pub code: String,
    /// How the law sees it on the date of the list; [`Country::class_on`] tells another date.
    pub class: CountryClass,
    /// Date, `YYYY-MM-DD`, from which an adequacy decision covers it.
    pub decision: Option<String>,
    /// Last date on which that decision holds.
    pub until: Option<String>,
    /// Last date on which the country stood inside the area.
    pub eea_until: Option<String>,
    /// For whom alone it is adequate.
    pub condition: Option<String>,
    /// Names, adjectives, cities and cloud regions, as phrases.
    pub names: Vec<String>,
}

impl Country {
    /// How the law saw the country on a date, `YYYY-MM-DD`.
    #[must_use]
    pub fn class_on(&self, date: &str) -> CountryClass {
        let until = |last: &Option<String>| last.as_deref().is_some_and(|last| date <= last);
        if until(&self.eea_until) {
            return CountryClass::Eea;
        }
        let decided = self.decision.as_deref().is_none_or(|from| from <= date);
        match self.class {
            CountryClass::Adequate if decided && (self.until.is_none() || until(&self.until)) => {
                CountryClass::Adequate
            }
            CountryClass::Adequate => CountryClass::Third,
            other => other,
        }
    }
}

impl CountryClass {
    /// Its name in the report.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            CountryClass::Eea => "eea",
            CountryClass::Adequate => "adequate",
            CountryClass::Third => "third",
        }
    }
}

/// A certificate or audit standard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// The id, such as `ISO 27001`.
    pub id: String,
    /// The name that a reader knows it by.
    #[serde(default)]
    pub title: String,
    /// Its names, as phrases.
    pub names: Vec<String>,
    /// Editions that lost their worth.
    #[serde(default)]
    pub outdated: Vec<Edition>,
}

/// An edition of a norm that lost its worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// The year or number behind the name.
    pub edition: String,
    /// From when, `YYYY-MM-DD`.
    pub since: String,
}

/// Words in the headers of tables of sub-processors: `patterns/values/columns.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Headers that say that a table is about sub-processors.
    pub party: Vec<String>,
    /// Headers of a column of names.
    pub name: Vec<String>,
    /// Of what they do.
    pub service: Vec<String>,
    /// Of which data they see.
    pub data: Vec<String>,
    /// Of where they are.
    pub country: Vec<String>,
    /// Of what a transfer rests on.
    pub ground: Vec<String>,
}

impl Columns {
    /// All lists in the order of the fields.
    #[must_use]
    pub fn lists(&self) -> [&Vec<String>; 6] {
        [&self.party, &self.name, &self.service, &self.data, &self.country, &self.ground]
    }
}

/// The states of a country by whose names texts also call people, laws and courts: the residents
/// of California are no place of data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct States {
    /// Their names, which stand among those of their country too.
    pub names: Vec<String>,
    /// What stands before such a name where it is no place: `residents`, `laws`.
    pub before: Vec<String>,
    /// What can stand between: `in`, `of the state of`.
    pub between: Vec<String>,
    /// What stands right after it: `residents`, `courts`.
    pub after: Vec<String>,
}

/// What `patterns/values/` says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// Countries.
    pub countries: Vec<Country>,
    /// Certificates.
    pub certificates: Vec<Certificate>,
    /// Headers of tables of sub-processors.
    pub columns: Columns,
    /// Words that name a kind of service or of firm, and no firm; `*` stands for the rest of a word.
    pub common: Vec<String>,
    /// Date, `YYYY-MM-DD`, on which the list of countries was true.
    pub countries_as_of: String,
    /// States by whose names more is called than places.
    pub states: States,
}

impl Values {
    /// The country with this code.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|c| c.code == code)
    }

    /// The certificate with this id.
    #[must_use]
    pub fn certificate(&self, id: &str) -> Option<&Certificate> {
        self.certificates.iter().find(|c| c.id == id)
    }
}

/// Names of typed values that are found by phrases of `patterns/values/`.
pub(super) const LISTED: [&str; 5] =
    ["country", "country_eea", "country_adequate", "country_third", "certificate"];

/// Names of typed values that are found by their form.
pub(super) const FORMED: [&str; 14] = [
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
    "name",
    "processor_name",
    "date",
];

/// The blank to fill, also found by its form.
pub(super) const PLACEHOLDER: &str = "placeholder";
