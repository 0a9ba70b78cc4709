/** Attributes of one metric point; undefined ones are left out. */
export type MetricTags = Record<string, string | number | boolean | undefined>
