-- The tables of dealsift/1 records: one row a deal, one row a piece of evidence.
-- ClickHouse 22.8 or later.  Loading a deal again replaces it (FINAL).
-- doc.* of a record are the columns doc_*; position counts a deal's evidence from 0;
-- dates that may be less exact than a day (2025-Q3) are text, their bounds are days.

CREATE TABLE IF NOT EXISTS deals (
    "schema" String,
    id String,
    deal_key Nullable(String),
    doc_id String,
    doc_source String,
    doc_title Nullable(String),
    doc_publisher Nullable(String),
    doc_published Nullable(Date32),
    doc_hash Nullable(String),
    "kind" LowCardinality(String),
    "status" LowCardinality(String),
    factuality LowCardinality(String),
    acquirer Array(String),
    "target" Array(String),
    seller Array(String),
    anonymous Array(String),
    subject Nullable(String),
    amount Nullable(Decimal(38, 6)),
    amount_min Nullable(Decimal(38, 6)),
    amount_max Nullable(Decimal(38, 6)),
    amount_qualifier LowCardinality(Nullable(String)),
    currency Nullable(String),
    stake Nullable(Decimal(38, 6)),
    payment Array(String),
    "date" Nullable(String),
    date_start Nullable(Date32),
    date_end Nullable(Date32),
    date_basis LowCardinality(Nullable(String)),
    announced Nullable(String),
    completed Nullable(String),
    terminated Nullable(String),
    rate_class Array(String),
    motive Array(String),
    confidence Decimal(38, 6),
    flags Array(String),
    "text" String,
    "rule" String
) ENGINE = ReplacingMergeTree ORDER BY id;

CREATE TABLE IF NOT EXISTS evidence (
    deal_id String,
    "position" UInt64,
    "field" String,
    "value" Nullable(String),
    "text" String,
    "start" UInt64,
    "end" UInt64,
    page Nullable(UInt64)
) ENGINE = ReplacingMergeTree ORDER BY (deal_id, "position");
