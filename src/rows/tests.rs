//! Tables as contracts have them, in both languages.

use std::sync::LazyLock;

use super::*;
use crate::extract::{self, Format, Limits, PdfReader};
use crate::{find, parties, segment};

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::load(None).unwrap());

fn rows(text: &str) -> Vec<(String, String, String, String)> {
    let document =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default())
            .unwrap();
    let contract = segment::segment(&document, &PATTERNS.structure);
    let parties = parties::resolve(&contract, &PATTERNS);
    let hits = find::find(&contract, &parties, &PATTERNS);
    let row = |r: Row| {
        let service = r.service.unwrap_or_default();
        (r.name, service, r.countries.join(" "), r.ground.unwrap_or_default())
    };
    sub_processors(&contract, &hits, &PATTERNS).into_iter().map(row).collect()
}

fn of(
    name: &str,
    service: &str,
    countries: &str,
    ground: &str,
) -> (String, String, String, String) {
    (name.into(), service.into(), countries.into(), ground.into())
}

#[test]
fn a_table_with_a_header_in_any_order() {
    let text = "# Bijlage 1\n\n| Dienst | Subverwerker | Land | Waarborg |\n|---|---|---|---|\n\
        | Hosting | Wolk B.V. | Duitsland | n.v.t. |\n| E-mail | Post Inc. | Verenigde Staten | SCC |\n";
    assert_eq!(
        rows(text),
        [of("Wolk B.V.", "Hosting", "DE", "n.v.t."), of("Post Inc.", "E-mail", "US", "SCC")]
    );
}

#[test]
fn one_column_may_hold_place_and_ground() {
    let text = "# Annex\n\n| Sub-processor | Purpose | Location / safeguard |\n|---|---|---|\n\
        | Cloud Ltd | Storage of files | United Kingdom (adequacy) |\n";
    assert_eq!(
        rows(text),
        [of("Cloud Ltd", "Storage of files", "GB", "United Kingdom (adequacy)")]
    );
}

#[test]
fn a_table_of_names_counts_under_a_heading_about_sub_processors_only() {
    let table = "| Name | Service | Country |\n|---|---|---|\n| Fonts SAS | Fonts | France |\n";
    let under = format!("# Annex 2: list of sub-processors\n\n{table}");
    assert_eq!(rows(&under), [of("Fonts SAS", "Fonts", "FR", "")]);
    assert_eq!(rows(&format!("# Contact persons\n\n{table}")), []);
}

#[test]
fn fields_may_stand_below_each_other() {
    let text = "# Subverwerkers\n\n| Naam subverwerker | Rekenhuis B.V. |\n|---|---|\n\
        | Dienst | Facturen |\n| Locatie | Nederland |\n";
    assert_eq!(rows(text), [of("Rekenhuis B.V.", "Facturen", "NL", "")]);
}

#[test]
fn a_list_names_them_with_their_country() {
    let text = "# Agreement\n\nThe Processor engages the following sub-processors:\n\n\
        - Mailhouse GmbH (sending of e-mail, Germany)\n- Cloudy Inc. - hosting, United States\n\
        - any other party that the Controller has approved\n";
    let names: Vec<(String, String)> = rows(text).into_iter().map(|r| (r.0, r.2)).collect();
    assert_eq!(
        names,
        [("Mailhouse GmbH".into(), "DE".into()), ("Cloudy Inc.".into(), "US".into())]
    );
}
