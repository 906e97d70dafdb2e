-- The tables of `dpascan scan --format csv`, and a load that may be done again: a run that is there
-- already is replaced, not doubled. Run it where the folder csv/ is:
--
--     sqlite3 contracts.db < docs/dashboards/load.sql
--
-- Numbers become numbers, and an empty cell becomes NULL.

CREATE TABLE IF NOT EXISTS runs (
    "run_id" TEXT,
    "as_of" TEXT,
    "generated_at" TEXT,
    "profile" TEXT,
    "tool_version" TEXT,
    "catalogue_version" TEXT,
    "catalogue_hash" TEXT,
    "vendors" INTEGER,
    "vendors_without_agreement" INTEGER,
    "documents" INTEGER,
    "unreadable" INTEGER,
    PRIMARY KEY (run_id)
);

CREATE TABLE IF NOT EXISTS vendors (
    "run_id" TEXT,
    "vendor" TEXT,
    "product" TEXT,
    "light" TEXT,
    "score" INTEGER,
    "agreement" TEXT,
    "documents" INTEGER,
    "unreadable" INTEGER,
    "contradicted" INTEGER,
    "missing" INTEGER,
    "partial" INTEGER,
    "unknown" INTEGER,
    "met" INTEGER,
    "not_applicable" INTEGER,
    "open_critical" INTEGER,
    "open_high" INTEGER,
    "conflicts" INTEGER,
    "as_of" TEXT,
    PRIMARY KEY (run_id, vendor)
);

CREATE TABLE IF NOT EXISTS lines (
    "run_id" TEXT,
    "vendor" TEXT,
    "line" TEXT,
    "title" TEXT,
    "core" TEXT,
    "status" TEXT,
    "status_rank" INTEGER,
    "as_of" TEXT,
    PRIMARY KEY (run_id, vendor, line)
);

CREATE TABLE IF NOT EXISTS findings (
    "run_id" TEXT,
    "vendor" TEXT,
    "product" TEXT,
    "requirement_id" TEXT,
    "group" TEXT,
    "profile" TEXT,
    "severity" TEXT,
    "status" TEXT,
    "reason" TEXT,
    "confidence" REAL,
    "value" NUMERIC,
    "unit" TEXT,
    "norm" TEXT,
    "document" TEXT,
    "page" INTEGER,
    "article" TEXT,
    "quote" TEXT,
    "remedy" TEXT,
    "catalogue_version" TEXT,
    "as_of" TEXT,
    "title" TEXT,
    "severity_rank" INTEGER,
    "status_rank" INTEGER,
    "open" TEXT,
    "action" TEXT,
    "question" TEXT,
    "polarity" TEXT,
    "ocr" TEXT,
    PRIMARY KEY (run_id, vendor, requirement_id)
);

CREATE TABLE IF NOT EXISTS facts (
    "run_id" TEXT,
    "vendor" TEXT,
    "fact" TEXT,
    "value" NUMERIC,
    "unit" TEXT,
    "document" TEXT,
    "page" INTEGER,
    "text" TEXT,
    "type" TEXT,
    "label" TEXT,
    "class" TEXT,
    "catalogue_version" TEXT,
    "as_of" TEXT
);

CREATE TABLE IF NOT EXISTS subprocessors (
    "run_id" TEXT,
    "vendor" TEXT,
    "name" TEXT,
    "service" TEXT,
    "data" TEXT,
    "country" TEXT,
    "class" TEXT,
    "condition" TEXT,
    "ground" TEXT,
    "document" TEXT,
    "page" INTEGER,
    "as_of" TEXT
);

CREATE TABLE IF NOT EXISTS documents (
    "run_id" TEXT,
    "vendor" TEXT,
    "path" TEXT,
    "sha256" TEXT,
    "format" TEXT,
    "kind" TEXT,
    "kind_reason" TEXT,
    "language" TEXT,
    "pages" INTEGER,
    "status" TEXT,
    "reason" TEXT,
    "reader" TEXT,
    "quality" REAL,
    "flags" TEXT,
    "model" TEXT,
    "model_version" TEXT,
    "model_share" REAL,
    "as_of" TEXT,
    PRIMARY KEY (run_id, vendor, path)
);

CREATE TABLE IF NOT EXISTS register (
    "run_id" TEXT,
    "processing" TEXT,
    "controller" TEXT,
    "processor" TEXT,
    "purpose" TEXT,
    "legal_ground" TEXT,
    "data_subjects" TEXT,
    "data_categories" TEXT,
    "retention" TEXT,
    "security" TEXT,
    "agreement" TEXT,
    "agreement_document" TEXT,
    "recipients" TEXT,
    "storage_countries" TEXT,
    "transfer" TEXT,
    "vendor" TEXT,
    "as_of" TEXT,
    PRIMARY KEY (run_id, vendor)
);

BEGIN;

DROP TABLE IF EXISTS stage;
.import --csv csv/runs.csv stage
DELETE FROM runs WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO runs SELECT
    NULLIF("run_id", ''), NULLIF("as_of", ''), NULLIF("generated_at", ''), NULLIF("profile", ''),
    NULLIF("tool_version", ''), NULLIF("catalogue_version", ''), NULLIF("catalogue_hash", ''),
    NULLIF("vendors", ''), NULLIF("vendors_without_agreement", ''), NULLIF("documents", ''),
    NULLIF("unreadable", '')
FROM stage;

DROP TABLE IF EXISTS stage;
.import --csv csv/vendors.csv stage
DELETE FROM vendors WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO vendors SELECT
    NULLIF("run_id", ''), NULLIF("vendor", ''), NULLIF("product", ''), NULLIF("light", ''),
    NULLIF("score", ''), NULLIF("agreement", ''), NULLIF("documents", ''), NULLIF("unreadable", ''),
    NULLIF("contradicted", ''), NULLIF("missing", ''), NULLIF("partial", ''), NULLIF("unknown", ''),
    NULLIF("met", ''), NULLIF("not_applicable", ''), NULLIF("open_critical", ''),
    NULLIF("open_high", ''), NULLIF("conflicts", ''), NULLIF("as_of", '')
FROM stage;

DROP TABLE IF EXISTS stage;
.import --csv csv/lines.csv stage
DELETE FROM lines WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO lines SELECT
    NULLIF("run_id", ''), NULLIF("vendor", ''), NULLIF("line", ''), NULLIF("title", ''),
    NULLIF("core", ''), NULLIF("status", ''), NULLIF("status_rank", ''), NULLIF("as_of", '')
FROM stage;

DROP TABLE IF EXISTS stage;
.import --csv csv/findings.csv stage
DELETE FROM findings WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO findings SELECT
    NULLIF("run_id", ''), NULLIF("vendor", ''), NULLIF("product", ''), NULLIF("requirement_id", ''),
    NULLIF("group", ''), NULLIF("profile", ''), NULLIF("severity", ''), NULLIF("status", ''),
    NULLIF("reason", ''), NULLIF("confidence", ''), NULLIF("value", ''), NULLIF("unit", ''),
    NULLIF("norm", ''), NULLIF("document", ''), NULLIF("page", ''), NULLIF("article", ''),
    NULLIF("quote", ''), NULLIF("remedy", ''), NULLIF("catalogue_version", ''), NULLIF("as_of", ''),
    NULLIF("title", ''), NULLIF("severity_rank", ''), NULLIF("status_rank", ''), NULLIF("open", ''),
    NULLIF("action", ''), NULLIF("question", ''), NULLIF("polarity", ''), NULLIF("ocr", '')
FROM stage;

DROP TABLE IF EXISTS stage;
.import --csv csv/facts.csv stage
DELETE FROM facts WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO facts SELECT
    NULLIF("run_id", ''), NULLIF("vendor", ''), NULLIF("fact", ''), NULLIF("value", ''),
    NULLIF("unit", ''), NULLIF("document", ''), NULLIF("page", ''), NULLIF("text", ''),
    NULLIF("type", ''), NULLIF("label", ''), NULLIF("class", ''), NULLIF("catalogue_version", ''),
    NULLIF("as_of", '')
FROM stage;

DROP TABLE IF EXISTS stage;
.import --csv csv/subprocessors.csv stage
DELETE FROM subprocessors WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO subprocessors SELECT
    NULLIF("run_id", ''), NULLIF("vendor", ''), NULLIF("name", ''), NULLIF("service", ''),
    NULLIF("data", ''), NULLIF("country", ''), NULLIF("class", ''), NULLIF("condition", ''),
    NULLIF("ground", ''), NULLIF("document", ''), NULLIF("page", ''), NULLIF("as_of", '')
FROM stage;

DROP TABLE IF EXISTS stage;
.import --csv csv/documents.csv stage
DELETE FROM documents WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO documents SELECT
    NULLIF("run_id", ''), NULLIF("vendor", ''), NULLIF("path", ''), NULLIF("sha256", ''),
    NULLIF("format", ''), NULLIF("kind", ''), NULLIF("kind_reason", ''), NULLIF("language", ''),
    NULLIF("pages", ''), NULLIF("status", ''), NULLIF("reason", ''), NULLIF("reader", ''),
    NULLIF("quality", ''), NULLIF("flags", ''), NULLIF("model", ''), NULLIF("model_version", ''),
    NULLIF("model_share", ''), NULLIF("as_of", '')
FROM stage;

DROP TABLE IF EXISTS stage;
.import --csv csv/register.csv stage
DELETE FROM register WHERE run_id IN (SELECT run_id FROM stage);
INSERT INTO register SELECT
    NULLIF("run_id", ''), NULLIF("processing", ''), NULLIF("controller", ''), NULLIF("processor",
    ''), NULLIF("purpose", ''), NULLIF("legal_ground", ''), NULLIF("data_subjects", ''),
    NULLIF("data_categories", ''), NULLIF("retention", ''), NULLIF("security", ''),
    NULLIF("agreement", ''), NULLIF("agreement_document", ''), NULLIF("recipients", ''),
    NULLIF("storage_countries", ''), NULLIF("transfer", ''), NULLIF("vendor", ''), NULLIF("as_of",
    '')
FROM stage;

DROP TABLE stage;
COMMIT;
