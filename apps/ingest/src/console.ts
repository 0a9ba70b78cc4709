import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { consoleAssets } from './console-assets.ts'
import { HanzoError, NotFoundError } from './errors.ts'
import { pagePolicy } from './security-headers.ts'

export class ConsoleNotBuiltError extends HanzoError {
  constructor(directory: string) {
    super(
      `the console is not built in ${directory}\n  fix: npm run build, or set HANZO_CONSOLE=off to serve the API alone`,
      { code: 'CONSOLE_NOT_BUILT', statusCode: 500 },
    )
  }
}

/** The Next.js console inside this process. */
export interface ConsoleHost {
  isDevelopment: boolean
  /** Loads the console; pages wait for it. */
  prepare(): Promise<void>
  /** Fastify plugin that serves every path that nothing else does. */
  pages(app: FastifyInstance): Promise<void>
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
}

export interface ConsoleOptions {
  isDevelopment: boolean
  port: number
  host: string
  /** Where pages reach the API from within this machine. */
  internalUrl: () => string
  isReady: () => boolean
}

/** @throws {ConsoleNotBuiltError} */
export async function createConsole(options: ConsoleOptions): Promise<ConsoleHost> {
  const { isDevelopment } = options
  const directory = dirname(fileURLToPath(import.meta.resolve('@hanzo/console/package.json')))
  if (!isDevelopment && !existsSync(join(directory, '.next', 'BUILD_ID'))) throw new ConsoleNotBuiltError(directory)
  // Next attaches its listener for upgrades to a server; on ours it would compete with the tails.
  const decoy = createServer()
  const app = (await loadNext())({
    dev: isDevelopment,
    dir: directory,
    hostname: options.host,
    port: options.port,
    httpServer: decoy,
  })
  let prepared: Promise<void> | undefined
  const prepare = () => {
    prepared ??= app.prepare()
    return prepared
  }
  return {
    isDevelopment,
    prepare,
    upgrade: (request, socket, head) => void decoy.emit('upgrade', request, socket, head),
    async pages(scope) {
      if (!isDevelopment) await scope.register(consoleAssets(join(directory, '.next', 'static')))
      // Next reads bodies itself.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
      scope.route({
        method: ['GET', 'HEAD', 'POST'],
        url: '/*',
        schema: { hide: true },
        handler: async (request, reply) => {
          if (isOfMachines(request.url)) throw new NotFoundError('there is no such address')
          if (!options.isReady()) return answerStarting(reply)
          await prepare()
          passOn(request, reply, options)
          reply.hijack()
          await app.getRequestHandler()(request.raw, reply.raw)
        },
      })
    },
    async close() {
      if (prepared) await prepared.then(() => app.close())
      decoy.close()
    },
  }
}

/** Loaded when used: without the console its memory is not needed either. */
async function loadNext() {
  const { default: next } = await import('next')
  // Its types describe an ES module, but it is a CommonJS one, whose exports are the function itself.
  return next as unknown as typeof next.default
}

/** Paths that programs ask for: they get problem details, never a page. */
function isOfMachines(url: string): boolean {
  return /^\/(api|v1)(\/|\?|$)/.test(url)
}

/** What pages are told by headers; a client's own values never pass. */
function passOn(request: FastifyRequest, reply: FastifyReply, options: ConsoleOptions): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, options.isDevelopment)
  const { headers } = request.raw
  headers['x-hanzo-internal-url'] = options.internalUrl()
  // The way back after signing in.
  headers['x-hanzo-path'] = request.url
  headers['x-nonce'] = nonce
  // Next reads the nonce for its own inline scripts from here.
  headers['content-security-policy'] = policy
  reply.raw.setHeader('content-security-policy', policy)
}

const startingPage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>Hanzo Cloud</title><p>Hanzo Cloud is starting…</p></html>`

function answerStarting(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', '1').type('text/html; charset=utf-8').send(startingPage)
}
