import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFoundError } from './errors.ts'

const gzipAsync = promisify(gzip)

const textTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
}
/** Compressed already. */
const binaryTypes: Readonly<Record<string, string>> = { '.woff2': 'font/woff2' }

/**
 * Fastify plugin that serves the files of a build below `/_next/static/`. Their names change with their content, so each is read and
 * compressed once and kept: Next would look up, read and compress every one of them again for every reader.
 * @param directory where the build put them; what is not in it now is never served.
 */
export function consoleAssets(directory: string): (app: FastifyInstance) => Promise<void> {
  const names = listFiles(directory)
  // No more than two entries for each file of the build.
  const bodies = new Map<string, Promise<Buffer>>()
  const bodyOf = (name: string, isCompressed: boolean): Promise<Buffer> => {
    const key = `${name}${isCompressed ? ' gzip' : ''}`
    let body = bodies.get(key)
    if (!body) {
      body = readBody(join(directory, name), isCompressed)
      bodies.set(key, body)
      // What could not be read is tried again.
      body.catch(() => bodies.delete(key))
    }
    return body
  }
  return async (app) => {
    app.get('/_next/static/*', { schema: { hide: true } }, async (request, reply) => {
      const name = (request.params as { '*': string })['*']
      if (!names.has(name)) throw new NotFoundError('there is no such address')
      return reply.send(await bodyOf(name, describeBody(request, reply, extname(name))))
    })
  }
}

/** Sets the headers of a file. @returns whether it goes compressed. */
function describeBody(request: FastifyRequest, reply: FastifyReply, extension: string): boolean {
  const textType = textTypes[extension]
  const isCompressed = textType !== undefined && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  void reply
    .type(textType ?? binaryTypes[extension] ?? 'application/octet-stream')
    .header('cache-control', 'public, max-age=31536000, immutable')
  if (textType !== undefined) void reply.header('vary', 'accept-encoding')
  if (isCompressed) void reply.header('content-encoding', 'gzip')
  return isCompressed
}

async function readBody(path: string, isCompressed: boolean): Promise<Buffer> {
  const plain = await readFile(path)
  return isCompressed ? gzipAsync(plain, { level: constants.Z_BEST_COMPRESSION }) : plain
}

function listFiles(directory: string): ReadonlySet<string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Set(files.map(({ parentPath, name }) => relative(directory, join(parentPath, name)).replaceAll(sep, '/')))
}
