-- The bucket that the roll-ups count a span in, six a doubling of the duration. Rates, errors and durations of an attribute read it of every span that has it:
-- a byte instead of eight, and no logarithm. Spans of before this release work it out as they are read.
ALTER TABLE spans ADD COLUMN IF NOT EXISTS duration_bucket UInt8
  MATERIALIZED toUInt8(least(255, round(log2(greatest(duration_nanoseconds, 1)) * 6))) CODEC(ZSTD(1)) AFTER duration_nanoseconds;
