import type { ServerResponse } from 'node:http'
import { downloadsMax } from '../clickhouse/client.ts'
import { HanzoError } from '../errors.ts'

const downloadsOfProjectMax = 4

class TooManyDownloadsError extends HanzoError {
  constructor(whose: string) {
    super(`${whose} has as many downloads under way as may run at once: start again when one has ended`, {
      code: 'TOO_MANY_DOWNLOADS',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 30,
      details: { downloadsMax, downloadsOfProjectMax },
    })
  }
}

export interface DownloadSlots {
  /** Takes a place until the answer has ended, or its reader is gone. @throws {HanzoError} `TOO_MANY_DOWNLOADS`. */
  take(projectId: string, answer: ServerResponse): void
}

export function createDownloadSlots(): DownloadSlots {
  const running = new Map<ServerResponse, string>()
  return {
    take(projectId, answer) {
      if (answer.destroyed) return
      const ofProject = [...running.values()].filter((id) => id === projectId).length
      if (ofProject >= downloadsOfProjectMax) throw new TooManyDownloadsError('the project')
      if (running.size >= downloadsMax) throw new TooManyDownloadsError('the platform')
      running.set(answer, projectId)
      for (const end of ['finish', 'close']) answer.once(end, () => running.delete(answer))
    },
  }
}
