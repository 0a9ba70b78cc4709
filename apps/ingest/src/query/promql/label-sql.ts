/**
 * What `prometheusLabel` makes of an attribute's key.
 * @param key an expression.
 */
export const prometheusLabelSql = (key: string): string =>
  `replaceRegexpAll(replaceRegexpAll(${key}, '[^a-zA-Z0-9_]', '_'), '^([0-9])', 'key_\\\\1')`
