-- The tables of dealsift/1 records: one row a deal, one row a piece of evidence.
-- DuckDB 0.9 or later.  Lists are VARCHAR[].
-- doc.* of a record are the columns doc_*; position counts a deal's evidence from 0;
-- dates that may be less exact than a day (2025-Q3) are text, their bounds are days.

CREATE TABLE IF NOT EXISTS deals (
    "schema" VARCHAR NOT NULL,
    id VARCHAR PRIMARY KEY,
    deal_key VARCHAR,
    doc_id VARCHAR NOT NULL,
    doc_source VARCHAR NOT NULL,
    doc_title VARCHAR,
    doc_publisher VARCHAR,
    doc_published DATE,
    doc_hash VARCHAR,
    "kind" VARCHAR NOT NULL
        CHECK ("kind" IN ('acquisition', 'merger', 'stake_purchase', 'asset_purchase')),
    "status" VARCHAR NOT NULL
        CHECK ("status" IN ('rumoured', 'planned', 'announced', 'completed', 'terminated', 'unknown')),
    factuality VARCHAR NOT NULL
        CHECK (factuality IN ('asserted', 'hypothetical', 'generic', 'denied')),
    acquirer VARCHAR[] NOT NULL DEFAULT [],
    "target" VARCHAR[] NOT NULL DEFAULT [],
    seller VARCHAR[] NOT NULL DEFAULT [],
    anonymous VARCHAR[] NOT NULL DEFAULT [],
    subject VARCHAR,
    amount DECIMAL(38, 6),
    amount_min DECIMAL(38, 6),
    amount_max DECIMAL(38, 6),
    amount_qualifier VARCHAR
        CHECK (amount_qualifier IN ('exact', 'about', 'over', 'under', 'at_least', 'at_most', 'range', 'vague')),
    currency VARCHAR,
    stake DECIMAL(38, 6),
    payment VARCHAR[] NOT NULL DEFAULT [],
    "date" VARCHAR,
    date_start DATE,
    date_end DATE,
    date_basis VARCHAR
        CHECK (date_basis IN ('explicit', 'published', 'context')),
    announced VARCHAR,
    completed VARCHAR,
    terminated VARCHAR,
    rate_class VARCHAR[] NOT NULL DEFAULT [],
    motive VARCHAR[] NOT NULL DEFAULT [],
    confidence DECIMAL(38, 6) NOT NULL,
    flags VARCHAR[] NOT NULL DEFAULT [],
    "text" VARCHAR NOT NULL,
    "rule" VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS evidence (
    deal_id VARCHAR NOT NULL,
    "position" BIGINT NOT NULL,
    "field" VARCHAR NOT NULL,
    "value" VARCHAR,
    "text" VARCHAR NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    page BIGINT,
    PRIMARY KEY (deal_id, "position")
);

CREATE INDEX IF NOT EXISTS deals_by_key ON deals (deal_key);
CREATE INDEX IF NOT EXISTS deals_by_document ON deals (doc_id);
