import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Describes every route that has a schema, at `/api/openapi.json`. Registered before the routes. */
export async function describeApi(app: FastifyInstance, options: { cookieName: string }) {
  await app.register(swagger, {
    // OTLP has a description of its own, which every SDK knows.
    transform: (route) =>
      route.url.startsWith('/api/') ? jsonSchemaTransform(route) : { schema: { hide: true }, url: route.url },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hanzo Cloud',
        version,
        description:
          'Traces, metrics and logs of a project. Errors are problem details (RFC 9457) with a stable `code`. 64-bit integers and nanoseconds are decimal strings.',
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
          bearer: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: options.cookieName },
        },
      },
      security: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
    },
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
