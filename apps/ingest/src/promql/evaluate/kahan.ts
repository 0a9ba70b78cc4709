/** A sum that keeps what rounding takes away (Kahan, with Neumaier's correction). */
export interface KahanSum {
  sum: number
  compensation: number
}

export const kahan = (): KahanSum => ({ sum: 0, compensation: 0 })

export function addTo(state: KahanSum, value: number): void {
  const total = state.sum + value
  if (!Number.isFinite(total)) state.compensation = 0
  else if (Math.abs(state.sum) >= Math.abs(value)) state.compensation += state.sum - total + value
  else state.compensation += value - total + state.sum
  state.sum = total
}

export const kahanTotal = ({ sum, compensation }: KahanSum): number => (Number.isFinite(sum) ? sum + compensation : sum)
