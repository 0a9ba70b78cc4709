/** A search that cannot be read or makes no sense: what is wrong, where, and how to mend it. */
export class SearchError extends Error {
  readonly code = 'INVALID_SEARCH'
  /** How to mend it, a sentence for whoever typed. */
  readonly hint: string
  /** The characters it is about, as offsets into the text; equal where something is missing. */
  readonly from: number
  readonly to: number

  constructor(message: string, hint: string, { from, to }: { from: number; to: number }) {
    super(message)
    this.name = 'SearchError'
    this.hint = hint
    this.from = from
    this.to = to
  }
}
