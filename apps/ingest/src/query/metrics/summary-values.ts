import { fromPoints } from './point-source.ts'

/** A summary's own quantile, averaged over the points of a bucket: quantiles of several senders cannot be joined. */
export const SUMMARY_QUANTILES = `
SELECT labels, time, avg(reading) AS value
FROM (
  SELECT
    series_id,
    intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
    quantile_values[indexOf(quantiles, {quantile:Float64})] AS reading
  ${fromPoints('summary', 'start')}
    AND has(quantiles, {quantile:Float64})
) AS samples
INNER JOIN series USING (series_id)
WHERE NOT isNaN(reading)
GROUP BY labels, time`
