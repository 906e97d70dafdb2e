//! Which document counts, which goes first, and what becomes of the verdicts by it.

use super::*;
use crate::report::Status;

const BODY: &str = "De verwerker verwerkt persoonsgegevens alleen op schriftelijke instructie van de \
    verwerkingsverantwoordelijke, neemt beveiligingsmaatregelen, legt geheimhouding op, laat audits toe en \
    moet na afloop de gegevens wissen. Deze verwerkersovereenkomst geldt zolang de dienst duurt.";

fn agreement(more: &str) -> String {
    format!("# Verwerkersovereenkomst\n\n{BODY}\n\n{more}\n")
}

const HOURS: &str = "Verwerker meldt een datalek binnen 24 uur aan de verwerkingsverantwoordelijke. \
    Verwerker schakelt alleen met voorafgaande schriftelijke toestemming van de verwerkingsverantwoordelijke subverwerkers in.";

/// The status of a requirement over these documents, and the standings.
fn judged(documents: &[(&str, &str)], id: &str) -> (Status, Vec<Standing>, Vec<Conflict>) {
    let patterns = Patterns::load(None).unwrap();
    let read: Vec<_> = documents
        .iter()
        .map(|(name, text)| examples::read(name, text, &patterns).unwrap())
        .collect();
    let papers: Vec<Paper<'_>> = read.iter().map(examples::paper).collect();
    let dossier = Dossier::of(&papers, &patterns);
    let profile = patterns.profile("onderwijs").unwrap();
    let verdicts = dossier.requirements(false, profile, Lang::Nl);
    let status = verdicts.iter().find(|r| r.id == id).map(|r| r.status).unwrap();
    (status, dossier.standings().to_vec(), dossier.conflicts())
}

const TERMS: &str = "# Algemene voorwaarden\n\nDeze algemene voorwaarden gelden voor elke levering. Betaling \
    binnen 30 dagen na factuur.\n\nVerwerker meldt een datalek binnen 120 uur aan de verwerkingsverantwoordelijke.\n";

#[test]
fn terms_take_nothing_away_where_the_agreement_goes_first() {
    let first = format!(
        "{HOURS} Bij strijdigheid gaat deze verwerkersovereenkomst voor op de algemene voorwaarden."
    );
    for (clause, status, ranks) in
        [(first.as_str(), Status::Met, [2, 3]), (HOURS, Status::Contradicted, [2, 2])]
    {
        let text = agreement(clause);
        let (found, standings, conflicts) =
            judged(&[("vo.md", &text), ("av.md", TERMS)], "breach.deadline");
        assert_eq!(found, status, "{clause}");
        let got: Vec<_> = standings.iter().map(|s| s.rank.unwrap()).collect();
        assert_eq!(got, ranks);
        let conflict = conflicts.iter().find(|c| c.requirement == "breach.deadline").unwrap();
        assert_eq!(conflict.prevails.is_some(), status == Status::Met);
        assert!(conflict.evidence[0].quote.contains("24 uur"), "{conflict:?}");
        assert!(conflict.evidence[1].quote.contains("120 uur"), "{conflict:?}");
    }
}

#[test]
fn an_amendment_changes_what_it_speaks_of_and_nothing_else() {
    let text = agreement(HOURS);
    let amendment = "# Wijziging van de verwerkersovereenkomst\n\nArtikel 4 wordt vervangen door: Verwerker meldt een datalek \
        binnen 120 uur aan de verwerkingsverantwoordelijke. De overige bepalingen blijven onverkort van kracht.\n";
    let files = [("vo.md", text.as_str()), ("wijziging.md", amendment)];
    let (status, standings, conflicts) = judged(&files, "breach.deadline");
    assert_eq!(status, Status::Contradicted);
    assert_eq!(standings[1].rank, Some(1));
    assert!(conflicts.is_empty(), "a change is no conflict: {conflicts:?}");
    assert_eq!(judged(&files, "subprocessors.authorisation").0, Status::Met);
}

#[test]
fn an_older_version_is_shown_and_not_judged() {
    let new = agreement(HOURS).replacen(
        "# Verwerkersovereenkomst",
        "# Verwerkersovereenkomst\n\nVersie 2.1",
        1,
    );
    let old = agreement(&HOURS.replace("24 uur", "120 uur")).replacen(
        "# Verwerkersovereenkomst",
        "# Verwerkersovereenkomst\n\nVersie 2.0",
        1,
    );
    let (status, standings, conflicts) =
        judged(&[("oud.md", &old), ("nieuw.md", &new)], "breach.deadline");
    assert_eq!(status, Status::Met);
    assert_eq!(standings[0].state, "superseded");
    assert_eq!(standings[0].by.as_deref(), Some("nieuw.md"));
    assert_eq!(standings[1].version.as_deref(), Some("2.1"));
    assert!(conflicts.is_empty());
}

#[test]
fn two_agreements_for_two_products_both_count() {
    let other = "# Verwerkersovereenkomst Roosterbouwer\n\nLeverancier is verwerker. De verwerker mag uitsluitend volgens de \
        instructies van de school werken, meldt een datalek binnen 24 uur, houdt gegevens geheim en wist alles na afloop van \
        dit contract. De verwerker beveiligt de persoonsgegevens en staat controle door de school toe.\n";
    let text = agreement(HOURS);
    let (_, standings, _) = judged(&[("a.md", &text), ("b.md", other)], "breach.deadline");
    assert!(standings.iter().all(|s| s.state == "current"), "{standings:?}");
}

#[test]
fn a_copy_is_not_judged_but_another_number_in_it_is_told() {
    // Long enough, and without a sentence twice, for one number to leave the texts alike.
    let long: String = (b'a'..=b'z')
        .flat_map(|a| (b'a'..=b'd').map(move |b| [a, b].map(char::from).iter().collect::<String>()))
        .map(|word| format!("Bepaling {word} gaat over de levering {word} van de dienst {word}. "))
        .collect();
    let text = agreement(&format!("{HOURS}\n\n{long}"));
    let typed_over = text.replace("24 uur", "42 uur");
    let (status, standings, conflicts) =
        judged(&[("a.md", &text), ("b.md", &typed_over)], "breach.deadline");
    assert_eq!((status, standings[1].state.as_str()), (Status::Met, "copy"));
    let quotes: Vec<&str> = conflicts.iter().flat_map(|c| &c.evidence).map(|e| &*e.quote).collect();
    assert!(quotes[0].contains("24 uur") && quotes[1].contains("42 uur"), "{quotes:?}");
    assert!(judged(&[("a.md", &text), ("b.md", &text)], "breach.deadline").2.is_empty());
}

/// The verdict on a requirement that rests on the dossier, over these documents.
fn seen(documents: &[(&str, &str)], model: Option<&ModelMatch>, id: &str) -> RequirementReport {
    let patterns = Patterns::load(None).unwrap();
    let read: Vec<_> = documents
        .iter()
        .map(|(name, text)| examples::read(name, text, &patterns).unwrap())
        .collect();
    let papers: Vec<Paper<'_>> =
        read.iter().map(|read| Paper { model, ..examples::paper(read) }).collect();
    let dossier = Dossier::of(&papers, &patterns);
    let profile = Profile::of([id].into_iter());
    let mut verdicts = dossier.requirements(false, &profile, Lang::En);
    dossier.judge(&mut verdicts, &dossier.conflicts(), &dossier.annexes(), false);
    verdicts.into_iter().next().unwrap()
}

#[test]
fn a_model_that_was_altered_is_half_of_it_and_none_is_no_gap() {
    let text = agreement(HOURS);
    let documents = [("overeenkomst.md", text.as_str())];
    let made_from = |id: &str, share: f32, deviating: &[&str]| ModelMatch {
        id: id.into(),
        title: "Model".into(),
        version: "1".into(),
        share,
        of_document: None,
        deviating: deviating.iter().map(|number| (*number).to_owned()).collect(),
    };
    let whole = made_from("scc-2021-915-en", 1.0, &[]);
    let altered = made_from("scc-2021-915-en", 0.97, &["7.6(d)"]);
    let old = made_from("model-vo-3.0-nl", 1.0, &[]);
    let danish = made_from("scc-dk-2020-en", 0.97, &["10.2"]);
    for (model, id, status) in [
        (Some(&whole), "meta.scc-915", Status::Met),
        (Some(&altered), "meta.scc-915", Status::Partial),
        (Some(&old), "meta.scc-915", Status::NotApplicable),
        (None, "meta.scc-915", Status::NotApplicable),
        (Some(&danish), "meta.scc-915", Status::NotApplicable),
        (Some(&danish), "meta.model-family", Status::Met),
        (Some(&old), "edu.model-version", Status::Partial),
        (None, "edu.model-version", Status::Missing),
    ] {
        let verdict = seen(&documents, model, id);
        assert_eq!(verdict.status, status, "{id} from {model:?}");
        assert_eq!(verdict.evidence.is_empty(), !matches!(status, Status::Met | Status::Partial));
    }
}

#[test]
fn agreement_and_statement_at_odds_on_the_place_are_shown_with_both_passages() {
    let text = agreement("Persoonsgegevens worden uitsluitend binnen de EER opgeslagen.");
    let says = |place: &str| {
        format!(
            "# Privacyverklaring\n\nWij verwerken persoonsgegevens van bezoekers. Uw rechten: inzage. Uw gegevens worden opgeslagen op servers in {place}.\n"
        )
    };
    for (place, status) in
        [("de Verenigde Staten", Status::Contradicted), ("Nederland", Status::NotApplicable)]
    {
        let statement = says(place);
        let documents = [("overeenkomst.md", text.as_str()), ("verklaring.md", &statement)];
        let verdict = seen(&documents, None, "eea.statement-conflict");
        assert_eq!(verdict.status, status, "{place}");
        let paths: Vec<&str> = verdict.evidence.iter().map(|e| e.document.as_str()).collect();
        let both = paths.contains(&"overeenkomst.md") && paths.contains(&"verklaring.md");
        assert_eq!(both, status == Status::Contradicted);
    }
}
