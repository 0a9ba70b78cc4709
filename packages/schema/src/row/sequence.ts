/**
 * `sequence` is the order of arrival of a row: milliseconds since the epoch (42 bits), the receiver's instance
 * (8 bits), a counter (14 bits). It breaks ties of equal timestamps in cursors, and `ingested_at` is read from it.
 */
export const sequenceMillisecondShift = 22n
export const sequenceInstanceShift = 14n
