//! The report of vendors on paper: for each what was read, a summary, the lines, the findings by severity, facts, questions and what was found.

use super::{Block, Paper, TableCell, Tone, bold, cell, labelled, long_date, plain};
use crate::lang::Lang;
use crate::render::messages::{Messages, messages, word};
use crate::render::{STATUSES, clean, select};
use crate::report::{Evidence, Light, Report, RequirementReport, Severity, Status, VendorReport};

/// Longer passages are cut in a table, in characters.
const SHORT: usize = 200;
/// How many actions the summary names.
const ACTIONS: usize = 3;

/// The report on paper.
#[must_use]
pub fn paper(report: &Report, lang: Lang) -> Paper {
    let words = messages(lang);
    let mut writer = Writer {
        words,
        report,
        paper: Paper {
            lang,
            title: select::answer::title(report, words).0.to_owned(),
            maker: format!("{} {}", report.tool.name, report.tool.version),
            made: report.generated_at.clone(),
            blocks: Vec::new(),
        },
    };
    let several = report.vendors.len() != 1;
    if several {
        writer.overview();
    }
    for (at, vendor) in report.vendors.iter().enumerate() {
        if several || at > 0 {
            writer.paper.blocks.push(Block::NewPage);
        }
        writer.vendor(vendor);
    }
    if !several {
        writer.lists();
    }
    writer.paper
}

pub(super) struct Writer<'a> {
    pub(super) words: &'static Messages,
    pub(super) report: &'a Report,
    pub(super) paper: Paper,
}

impl Writer<'_> {
    pub(super) fn label(&self, name: &'static str) -> &'static str {
        self.words.label(name)
    }

    pub(super) fn status(&self, status: Status) -> TableCell {
        let tone = match status {
            Status::Contradicted | Status::Missing => Tone::Red,
            Status::Partial => Tone::Orange,
            Status::Met => Tone::Green,
            Status::Unknown | Status::NotApplicable => Tone::Grey,
        };
        TableCell { text: self.words.status(status).to_owned(), tone: Some(tone) }
    }

    pub(super) fn light(&self, light: Light) -> TableCell {
        let tone = match light {
            Light::Red => Tone::Red,
            Light::Orange => Tone::Orange,
            Light::Green => Tone::Green,
            Light::Grey => Tone::Grey,
        };
        TableCell { text: self.words.light(light).to_owned(), tone: Some(tone) }
    }

    /// What holds for every page: who judged by what, and what the report is not.
    pub(super) fn frame(&mut self) {
        let report = self.report;
        let tool = format!("{} {}", report.tool.name, report.tool.version);
        let about = format!(
            "{} · {} {} · {} {} · {} {}",
            tool,
            self.label("html_packs"),
            report.catalogue.version,
            self.label("profile"),
            report.profile,
            self.label("as_of"),
            long_date(&report.as_of, self.paper.lang),
        );
        self.paper.text(about);
        self.paper.text(select::answer::title(report, self.words).1);
    }

    fn vendor(&mut self, vendor: &VendorReport) {
        self.paper.heading(1, &vendor.vendor);
        let products = select::products(vendor);
        if !products.is_empty() {
            self.paper.blocks.push(labelled(self.label("fact_product"), &products));
        }
        self.frame();
        let short = &select::without_folder(vendor);
        let reply = select::answer::reply(short, self.words);
        if let Some(reply) = &reply {
            self.answer(reply);
        }
        self.documents(vendor);
        let vendor = short;
        if reply.is_none() {
            self.summary(vendor);
        }
        self.lines(vendor, true, "core");
        self.lines(vendor, false, "other_lines");
        for severity in select::SEVERITIES {
            self.findings(vendor, severity);
        }
        self.facts(vendor);
        self.sub_processors(vendor);
        // An answer has said already what to ask.
        if reply.is_none() {
            self.questions(vendor);
        }
        self.unknown(vendor);
        self.conflicts(vendor);
        self.reviews(vendor);
        self.appendix(vendor);
    }

    fn documents(&mut self, vendor: &VendorReport) {
        self.paper.heading(2, self.label("documents"));
        if vendor.documents.is_empty() {
            self.paper.text(self.label("no_documents"));
        }
        let rows = vendor.documents.iter().map(|document| {
            let readable = document.quality.map(|q| format!("{:.0} %", q * 100.0));
            let model = document.model.as_ref().map(|model| {
                let share = format!("{:.0}", model.share * 100.0);
                self.words.fill("model", &[&format!("{} {}", model.title, model.version), &share])
            });
            vec![
                cell(&document.path),
                cell(select::about(document, self.words)),
                cell(readable.unwrap_or_default()),
                cell(model.unwrap_or_default()),
            ]
        });
        let head = [
            (40, self.label("html_document")),
            (30, self.label("paper_kind")),
            (12, self.label("paper_readable")),
            (18, self.label("paper_model")),
        ];
        let rows = rows.collect();
        self.paper.table(&head, rows);
    }

    /// At most eight lines: light, lines, counts, the most pressing actions, what is not read.
    fn summary(&mut self, vendor: &VendorReport) {
        let words = self.words;
        self.paper.heading(2, self.label("paper_summary"));
        let score = vendor.score.map(|s| format!(" ({})", words.fill("score", &[&s])));
        let light = format!("{}{}", words.light(vendor.light), score.unwrap_or_default());
        let core: Vec<String> = select::lines(vendor, true)
            .iter()
            .map(|line| format!("{}: {}", line.rollup.title, words.status(line.rollup.status)))
            .collect();
        let counts: Vec<String> = STATUSES
            .iter()
            .map(|s| (*s, vendor.requirements.iter().filter(|r| r.status == *s).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(status, count)| format!("{count} {}", words.status(status)))
            .collect();
        let mut items = vec![
            vec![labelled(words.label("html_light"), &light)],
            vec![labelled(words.label("core"), &core.join("; "))],
            vec![labelled(words.label("paper_counts"), &counts.join(", "))],
        ];
        let gaps = select::SEVERITIES.into_iter().flat_map(|s| select::gaps(vendor, s));
        for gap in gaps.take(ACTIONS) {
            let action = select::action(gap).map(|a| words.label(a)).unwrap_or_default();
            let text = format!("{} ({}): {action}", gap.title, words.status(gap.status));
            items.push(vec![labelled(words.label("paper_action"), &text)]);
        }
        let unread = vendor.documents.iter().filter(|d| select::not_wholly(d)).count();
        if unread > 0 {
            let text = words.counted("paper_incomplete", &[unread, vendor.documents.len()]);
            items.push(vec![Block::Text(vec![bold(text)])]);
        }
        self.paper.list(None, items);
    }

    fn lines(&mut self, vendor: &VendorReport, core: bool, title: &'static str) {
        let lines = select::lines(vendor, core);
        if lines.is_empty() {
            return;
        }
        self.paper.heading(2, self.label(title));
        let rows = lines.iter().map(|line| {
            let name = if core {
                line.rollup.title.clone()
            } else {
                format!("{} {}", line.id, line.rollup.title)
            };
            vec![
                cell(name),
                self.status(line.rollup.status),
                cell(line.values.join("; ")),
                cell(line.passage.map(|p| self.passage(p, SHORT)).unwrap_or_default()),
            ]
        });
        let head = [
            (26, self.label("html_line")),
            (12, self.label("html_status")),
            (22, self.label("html_value")),
            (40, self.label("html_passage")),
        ];
        let rows = rows.collect();
        self.paper.table(&head, rows);
    }

    /// `“…” (file, p. 4, art. 7.2)`.
    pub(super) fn passage(&self, evidence: &Evidence, limit: usize) -> String {
        select::answer::quoted(evidence, limit, self.words)
    }

    fn findings(&mut self, vendor: &VendorReport, severity: Severity) {
        let gaps = select::gaps(vendor, severity);
        if gaps.is_empty() {
            return;
        }
        let words = self.words;
        let title = words.fill("gaps", &[&words.severity(severity), &gaps.len()]);
        self.paper.heading(2, format!("{}: {title}", self.label("paper_findings")));
        for gap in gaps {
            self.finding(gap);
        }
    }

    fn finding(&mut self, of: &RequirementReport) {
        let words = self.words;
        self.paper.heading(3, format!("{}: {}", of.title, words.status(of.status)));
        for passage in select::deciding(of) {
            let text = self.passage(passage, usize::MAX);
            self.paper.blocks.push(Block::Quote(vec![plain(text)]));
        }
        if let Some(s) = of.searched.as_ref().filter(|_| of.status == Status::Missing) {
            self.paper.text(words.fill("searched", &[&s.documents, &s.pages, &s.clauses]));
        }
        for near in of.near_misses.iter().filter(|_| of.status == Status::Missing).take(1) {
            let at = select::place(words, &near.document, near.page, near.article.as_deref());
            let quote = clean::cap(&clean::line(&near.quote), SHORT);
            let text = format!("“{quote}” ({at})");
            self.paper.blocks.push(labelled(words.label("near"), &text));
        }
        let mut reasons: Vec<&str> = of.reasons.iter().map(|r| word(&words.reason, r)).collect();
        if of.confidence < select::DOUBTFUL {
            reasons.push(words.label("check"));
        }
        let reasons = reasons.join(", ");
        let action = select::action(of).map(|a| words.label(a)).unwrap_or_default();
        let basis = of.legal_basis.join("; ");
        for (label, text) in [
            ("paper_reason", reasons.as_str()),
            ("why", &of.why),
            ("basis", &basis),
            ("paper_norm", of.norm.as_deref().unwrap_or_default()),
            ("paper_action", action),
            ("remedy", &of.remedy),
        ] {
            if !text.is_empty() {
                self.paper.blocks.push(labelled(words.label(label), text));
            }
        }
    }

    fn facts(&mut self, vendor: &VendorReport) {
        let words = self.words;
        let rows: Vec<Vec<TableCell>> = vendor
            .facts
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
            .map(|(name, value)| {
                let class = value.class.as_deref().map(|class| format!("class_{class}"));
                let class = class.map(|key| format!(" ({})", words.label(&key)));
                vec![
                    cell(words.fact(name)),
                    cell(select::shown(value) + &class.unwrap_or_default()),
                    cell(select::place(words, &value.document, value.page, None)),
                ]
            })
            .collect();
        if !rows.is_empty() {
            self.paper.heading(2, self.label("html_facts"));
        }
        let head = [
            (26, self.label("html_line")),
            (34, self.label("html_value")),
            (40, self.label("html_passage")),
        ];
        self.paper.table(&head, rows);
    }

    fn sub_processors(&mut self, vendor: &VendorReport) {
        let words = self.words;
        let rows: Vec<Vec<TableCell>> = vendor
            .sub_processors
            .iter()
            .map(|one| {
                let place = |p: &crate::report::Place| {
                    format!("{} ({})", p.code, words.label(&format!("class_{}", p.class)))
                };
                let countries: Vec<String> = one.countries.iter().map(place).collect();
                let third = one.countries.iter().any(|p| p.class == "third");
                vec![
                    cell(&one.name),
                    cell(one.service.as_deref().unwrap_or_default()),
                    cell(one.data.as_deref().unwrap_or_default()),
                    TableCell { text: countries.join(", "), tone: third.then_some(Tone::Orange) },
                    cell(one.ground.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        if !rows.is_empty() {
            self.paper.heading(2, self.words.counted("sub_processors", &[rows.len()]));
        }
        let head = [
            (24, self.label("html_sub_processor")),
            (24, self.label("paper_service")),
            (22, self.label("paper_data")),
            (14, self.label("paper_country")),
            (16, self.label("paper_ground")),
        ];
        self.paper.table(&head, rows);
    }

    fn questions(&mut self, vendor: &VendorReport) {
        let gaps = select::SEVERITIES.into_iter().flat_map(|s| select::gaps(vendor, s));
        let items: Vec<Vec<Block>> = gaps
            .filter(|r| !r.question.is_empty())
            .map(|r| vec![Block::Text(vec![plain(&*r.question)])])
            .collect();
        if !items.is_empty() {
            self.paper.heading(2, self.label("html_questions"));
        }
        self.paper.list(Some(1), items);
    }

    fn unknown(&mut self, vendor: &VendorReport) {
        let unknown: Vec<String> = vendor
            .requirements
            .iter()
            .filter(|r| r.status == Status::Unknown)
            .map(|r| r.title.clone())
            .collect();
        if !unknown.is_empty() {
            self.paper.heading(2, self.words.counted("unknown_title", &[unknown.len()]));
        }
        self.paper.bullets(unknown);
    }

    /// What was found, with its passages.
    fn appendix(&mut self, vendor: &VendorReport) {
        let met: Vec<Vec<TableCell>> = vendor
            .requirements
            .iter()
            .filter(|r| r.status == Status::Met)
            .map(|r| {
                let passage = select::deciding(r).first().map(|p| self.passage(p, SHORT));
                vec![cell(&r.title), cell(passage.unwrap_or_default())]
            })
            .collect();
        if !met.is_empty() {
            let title = self.words.counted("met_title", &[met.len()]);
            self.paper.heading(2, format!("{}: {title}", self.label("paper_appendix")));
        }
        let head = [(35, self.label("html_line")), (65, self.label("html_passage"))];
        self.paper.table(&head, met);
    }
}
