/** What the direct path leaves to the generic one: the record, or the request, is decoded again there and judged there. */
class UnusualShapeError extends Error {
  constructor() {
    super('not a shape that is read straight from the wire')
    this.name = 'UnusualShapeError'
  }
}

// One for all, since it tells nothing but "the other path": to capture a stack would cost more than that path.
export const unusualShape = new UnusualShapeError()
