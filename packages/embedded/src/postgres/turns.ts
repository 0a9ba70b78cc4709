/** Lets one holder at a time in, first come, first served. */
export class Turns<Holder> {
  #holder: Holder | undefined
  readonly #waiting: { holder: Holder; enter: () => void }[] = []

  /** Settles at once for the present holder, else when it is this one's turn. */
  async take(holder: Holder): Promise<void> {
    if (this.#holder === holder) return
    if (this.#holder === undefined) {
      this.#holder = holder
      return
    }
    await new Promise<void>((enter) => this.#waiting.push({ holder, enter }))
  }

  /** Passes the turn on, if this holder has it. */
  pass(holder: Holder): void {
    if (this.#holder !== holder) return
    const next = this.#waiting.shift()
    this.#holder = next?.holder
    next?.enter()
  }

  has(holder: Holder): boolean {
    return this.#holder === holder
  }
}
