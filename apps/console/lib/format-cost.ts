/**
 * `$1,204.50`, `$0.42`, `$0.0013`: US dollars with the digits that say something. A call of a model costs parts of a cent,
 * so below a cent two digits that are not 0 are shown; less than a hundredth of one is `<$0.0001`.
 */
export function formatCost(dollars: number): string {
  if (dollars === 0) return '$0'
  if (dollars > 0 && dollars < 0.0001) return '<$0.0001'
  const isSmall = Math.abs(dollars) < 0.01
  const digits = isSmall ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return `$${new Intl.NumberFormat('en-US', digits).format(dollars)}`
}

/** Every digit of a sum that somebody wants to check: `$0.0001332`. */
export function formatExactCost(dollars: number): string {
  return `$${new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6, maximumFractionDigits: 12 }).format(dollars)}`
}
