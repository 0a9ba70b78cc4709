/** Base of every error this package throws; branch on `code`. */
export class EmbeddedError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** Another live process holds the data directory. Stop process `pid`, or use another directory. */
export class DataDirectoryLockedError extends EmbeddedError {
  readonly dataDir: string
  /** Process that holds the directory; undefined if it did not say. */
  readonly pid: number | undefined

  constructor(dataDir: string, pid: number | undefined) {
    const holder = pid === undefined ? 'another process' : `process ${pid}`
    super(
      'DATA_DIRECTORY_LOCKED',
      `data directory ${dataDir} is in use by ${holder}: stop it, or use another data directory`,
    )
    this.dataDir = dataDir
    this.pid = pid
  }
}

/** The port is taken by another process. Free it, or use another port. */
export class PortInUseError extends EmbeddedError {
  readonly host: string
  readonly port: number

  constructor(address: { host: string; port: number }, options?: ErrorOptions) {
    const { host, port } = address
    super('PORT_IN_USE', `${host}:${port} is in use by another process: free it, or use another port`, options)
    this.host = host
    this.port = port
  }
}

/** The engine did not come up; `detail` is what it said last. */
export class EngineStartError extends EmbeddedError {
  readonly engine: string
  readonly detail: string

  constructor(engine: string, detail: string) {
    super('ENGINE_START_FAILED', `${engine} did not start: ${detail === '' ? 'it said nothing' : detail}`)
    this.engine = engine
    this.detail = detail
  }
}
