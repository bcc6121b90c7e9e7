-- The tables of dealsift/1 records: one row a deal, one row a piece of evidence.
-- PostgreSQL 12 or later.  Lists are arrays.
-- doc.* of a record are the columns doc_*; position counts a deal's evidence from 0;
-- dates that may be less exact than a day (2025-Q3) are text, their bounds are days.

CREATE TABLE IF NOT EXISTS deals (
    "schema" text NOT NULL,
    id text PRIMARY KEY,
    deal_key text,
    doc_id text NOT NULL,
    doc_source text NOT NULL,
    doc_title text,
    doc_publisher text,
    doc_published date,
    doc_hash text,
    "kind" text NOT NULL
        CHECK ("kind" IN ('acquisition', 'merger', 'stake_purchase', 'asset_purchase')),
    "status" text NOT NULL
        CHECK ("status" IN ('rumoured', 'planned', 'announced', 'completed', 'terminated', 'unknown')),
    factuality text NOT NULL
        CHECK (factuality IN ('asserted', 'hypothetical', 'generic', 'denied')),
    acquirer text[] NOT NULL DEFAULT '{}',
    "target" text[] NOT NULL DEFAULT '{}',
    seller text[] NOT NULL DEFAULT '{}',
    anonymous text[] NOT NULL DEFAULT '{}',
    subject text,
    amount numeric,
    amount_min numeric,
    amount_max numeric,
    amount_qualifier text
        CHECK (amount_qualifier IN ('exact', 'about', 'over', 'under', 'at_least', 'at_most', 'range', 'vague')),
    currency text,
    stake numeric,
    payment text[] NOT NULL DEFAULT '{}',
    "date" text,
    date_start date,
    date_end date,
    date_basis text
        CHECK (date_basis IN ('explicit', 'published', 'context')),
    announced text,
    completed text,
    terminated text,
    rate_class text[] NOT NULL DEFAULT '{}',
    motive text[] NOT NULL DEFAULT '{}',
    confidence numeric NOT NULL,
    flags text[] NOT NULL DEFAULT '{}',
    "text" text NOT NULL,
    "rule" text NOT NULL
);

CREATE TABLE IF NOT EXISTS evidence (
    deal_id text NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
    "position" bigint NOT NULL,
    "field" text NOT NULL,
    "value" text,
    "text" text NOT NULL,
    "start" bigint NOT NULL,
    "end" bigint NOT NULL,
    page bigint,
    PRIMARY KEY (deal_id, "position")
);

CREATE INDEX IF NOT EXISTS deals_by_key ON deals (deal_key);
CREATE INDEX IF NOT EXISTS deals_by_document ON deals (doc_id);
