/** An expected reason not to start: what is wrong, and what to do about it. */
export class LaunchError extends Error {
  name = 'LaunchError'

  constructor(message, { fix, cause } = {}) {
    super(message, { cause })
    this.fix = fix
  }
}
