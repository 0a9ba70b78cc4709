import { HanzoError } from './errors.ts'

/** The address cannot be listened on. */
export class CannotListenError extends HanzoError {
  constructor(
    { host, port, setting = 'HANZO_PORT' }: { host: string; port: number; setting?: 'HANZO_PORT' | 'HANZO_GRPC_PORT' },
    { cause }: { cause: unknown },
  ) {
    const { code } = cause as NodeJS.ErrnoException
    const reasons: Record<string, string> = {
      EADDRINUSE: `port ${port} is taken by another process\n  fix: stop that one, or set ${setting} to another port`,
      EACCES: `this user may not listen on port ${port}\n  fix: set ${setting} to 1024 or above`,
      EADDRNOTAVAIL: `${host} is no address of this machine\n  fix: set HANZO_HOST=127.0.0.1, or HANZO_HOST=0.0.0.0 for all`,
      ENOTFOUND: `${host} is no address of this machine\n  fix: set HANZO_HOST=127.0.0.1, or HANZO_HOST=0.0.0.0 for all`,
    }
    super(reasons[code ?? ''] ?? `cannot listen on ${host} port ${port}: ${(cause as Error).message}`, {
      code: 'CANNOT_LISTEN',
      statusCode: 500,
      details: { host, port, reason: code },
      cause,
    })
  }
}

/** The data directory cannot be used. */
export class DataDirectoryError extends HanzoError {
  constructor(directory: string, { cause }: { cause: unknown }) {
    super(
      `the data directory ${directory} cannot be made: ${(cause as Error).message}\n  fix: make it writable for this user, or set HANZO_DATA_DIR`,
      { code: 'DATA_DIRECTORY_UNUSABLE', statusCode: 500, cause },
    )
  }
}
