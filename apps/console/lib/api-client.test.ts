import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { queryString, requestApi } from './api-client.ts'

let server: Server | undefined

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

const answer = z.object({ name: z.string() })
const ask = (baseUrl: string) =>
  requestApi({ baseUrl, headers: { cookie: 'session=1' } }, { path: '/api/thing', answer })

it('sends the headers of its target and checks the answer', async () => {
  const url = await serve((request, response) => response.end(JSON.stringify({ name: request.headers.cookie })))
  expect(await ask(url)).toEqual({ name: 'session=1' })
})

it('turns problem details into an error with their code', async () => {
  const url = await serve((_request, response) => {
    response.statusCode = 503
    response.end(JSON.stringify({ title: 'clickhouse is unavailable', status: 503, code: 'ENGINE_UNAVAILABLE' }))
  })
  await expect(ask(url)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', status: 503 })
})

it('keeps the status of an answer that is not ours', async () => {
  const url = await serve((_request, response) => {
    response.statusCode = 502
    response.end('<html>bad gateway</html>')
  })
  await expect(ask(url)).rejects.toMatchObject({ code: 'HTTP_502', status: 502 })
})

it('refuses an answer of another form', async () => {
  const url = await serve((_request, response) => response.end(JSON.stringify({ name: 7 })))
  await expect(ask(url)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' })
})

it('says so when nobody answers', async () => {
  const url = await serve(() => undefined)
  server?.close()
  server?.closeAllConnections()
  await expect(ask(url)).rejects.toMatchObject({ code: 'UNREACHABLE', status: 0 })
})

it('repeats the name of a list and leaves out what is not set', () => {
  expect(queryString({ service: ['a', 'b'], text: '', from: 'now-1h', cursor: null, limit: 10 })).toBe(
    '?service=a&service=b&from=now-1h&limit=10',
  )
})
