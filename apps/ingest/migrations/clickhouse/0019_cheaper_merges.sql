-- Merges cost more than inserts: a row is written once by its insert and then again by every merge above it.
--
-- A skipping index over several columns makes a merge read all of them row by row, together, before any other. Kept as a column,
-- the keys are merged like any column, and their index is built from it alone: half the cost of a merge, for half a byte a row.
ALTER TABLE spans DROP INDEX IF EXISTS unindexed_attribute_keys_text;
ALTER TABLE spans MODIFY COLUMN unindexed_attribute_keys Array(LowCardinality(String)) MATERIALIZED arrayConcat(
  mapKeys(attributes_unindexed), mapKeys(attributes_int), mapKeys(attributes_double),
  mapKeys(attributes_bool), mapKeys(attributes_json));
ALTER TABLE spans MODIFY COLUMN unindexed_attribute_keys CODEC(ZSTD(1));
ALTER TABLE spans ADD INDEX IF NOT EXISTS unindexed_attribute_keys_text unindexed_attribute_keys
  TYPE text(tokenizer = 'array', posting_list_codec = 'bitpacking') AFTER attribute_items_text;

ALTER TABLE logs DROP INDEX IF EXISTS unindexed_attribute_keys_text;
ALTER TABLE logs MODIFY COLUMN unindexed_attribute_keys Array(LowCardinality(String)) MATERIALIZED arrayConcat(
  mapKeys(attributes_unindexed), mapKeys(attributes_int), mapKeys(attributes_double),
  mapKeys(attributes_bool), mapKeys(attributes_json));
ALTER TABLE logs MODIFY COLUMN unindexed_attribute_keys CODEC(ZSTD(1));
ALTER TABLE logs ADD INDEX IF NOT EXISTS unindexed_attribute_keys_text unindexed_attribute_keys
  TYPE text(tokenizer = 'array', posting_list_codec = 'bitpacking') AFTER attribute_items_text;

ALTER TABLE spans MODIFY SETTING
  -- Ten parts become one: a row is rewritten log10 of the table's size times, at the price of up to ten parts of each size.
  merge_selector_base = 10,
  min_parts_to_merge_at_once = 10,
  -- Column by column from the first merge on: row by row, sixty columns are dearer at any size.
  vertical_merge_algorithm_min_rows_to_activate = 1,
  -- Distinct values of every column, which no query of ours is planned by: primary key and skipping indexes decide.
  auto_statistics_types = '';
ALTER TABLE logs MODIFY SETTING
  merge_selector_base = 10,
  min_parts_to_merge_at_once = 10,
  vertical_merge_algorithm_min_rows_to_activate = 1,
  auto_statistics_types = '';
ALTER TABLE metric_points MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE metric_histogram_points MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE metric_exponential_histogram_points MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE metric_summary_points MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE metric_exemplars MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE trace_index MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE span_metrics_1m MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE log_counts_1m MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE metric_points_5m MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
ALTER TABLE metric_histogram_points_5m MODIFY SETTING merge_selector_base = 10, min_parts_to_merge_at_once = 10, auto_statistics_types = '';
