-- The tables of dealsift/1 records: one row a deal, one row a piece of evidence.
-- SQLite 3.38 or later.  Lists are JSON arrays in text: json_each(acquirer).
-- NUMERIC keeps whole amounts exact to 2^63; fractions become doubles.
-- doc.* of a record are the columns doc_*; position counts a deal's evidence from 0;
-- dates that may be less exact than a day (2025-Q3) are text, their bounds are days.

CREATE TABLE IF NOT EXISTS deals (
    "schema" TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    deal_key TEXT,
    doc_id TEXT NOT NULL,
    doc_source TEXT NOT NULL,
    doc_title TEXT,
    doc_publisher TEXT,
    doc_published TEXT,
    doc_hash TEXT,
    "kind" TEXT NOT NULL
        CHECK ("kind" IN ('acquisition', 'merger', 'stake_purchase', 'asset_purchase')),
    "status" TEXT NOT NULL
        CHECK ("status" IN ('rumoured', 'planned', 'announced', 'completed', 'terminated', 'unknown')),
    factuality TEXT NOT NULL
        CHECK (factuality IN ('asserted', 'hypothetical', 'generic', 'denied')),
    acquirer TEXT NOT NULL DEFAULT '[]' CHECK (json_type(acquirer) = 'array'),
    "target" TEXT NOT NULL DEFAULT '[]' CHECK (json_type("target") = 'array'),
    seller TEXT NOT NULL DEFAULT '[]' CHECK (json_type(seller) = 'array'),
    anonymous TEXT NOT NULL DEFAULT '[]' CHECK (json_type(anonymous) = 'array'),
    subject TEXT,
    amount NUMERIC,
    amount_min NUMERIC,
    amount_max NUMERIC,
    amount_qualifier TEXT
        CHECK (amount_qualifier IN ('exact', 'about', 'over', 'under', 'at_least', 'at_most', 'range', 'vague')),
    currency TEXT,
    stake NUMERIC,
    payment TEXT NOT NULL DEFAULT '[]' CHECK (json_type(payment) = 'array'),
    "date" TEXT,
    date_start TEXT,
    date_end TEXT,
    date_basis TEXT
        CHECK (date_basis IN ('explicit', 'published', 'context')),
    announced TEXT,
    completed TEXT,
    terminated TEXT,
    rate_class TEXT NOT NULL DEFAULT '[]' CHECK (json_type(rate_class) = 'array'),
    motive TEXT NOT NULL DEFAULT '[]' CHECK (json_type(motive) = 'array'),
    confidence NUMERIC NOT NULL,
    flags TEXT NOT NULL DEFAULT '[]' CHECK (json_type(flags) = 'array'),
    "text" TEXT NOT NULL,
    "rule" TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS evidence (
    deal_id TEXT NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
    "position" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "value" TEXT,
    "text" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    PRIMARY KEY (deal_id, "position")
);

CREATE INDEX IF NOT EXISTS deals_by_key ON deals (deal_key);
CREATE INDEX IF NOT EXISTS deals_by_document ON deals (doc_id);
