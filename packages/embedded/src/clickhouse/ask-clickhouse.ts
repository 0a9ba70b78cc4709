import { request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface ClickHouseAddress {
  host: string
  port: number
  username: string
  password: string
}

const AUTHENTICATION_FAILED = '516'

/** Rejects unless our server answers at that address. An answer of "too busy" or "out of memory" is an answer. */
export async function checkAnswer(address: ClickHouseAddress, signal: AbortSignal): Promise<void> {
  const { exceptionCode, body } = await exchange(address, 'SELECT 1', signal)
  if (exceptionCode === AUTHENTICATION_FAILED) throw new Error(body)
}

/**
 * Asks one query.
 * @returns the answer without its last line feed.
 */
export async function askClickHouse(address: ClickHouseAddress, query: string, signal: AbortSignal): Promise<string> {
  const { status, body } = await exchange(address, query, signal)
  if (status !== 200) throw new Error(body)
  return body.trim()
}

interface Answer {
  status: number | undefined
  exceptionCode: string | undefined
  body: string
}

// On a connection of its own: an idle one kept open would hold up the server's end.
function exchange(address: ClickHouseAddress, query: string, signal: AbortSignal): Promise<Answer> {
  const { host, port, username, password } = address
  const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password }
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, method: 'POST', path: '/', agent: false, headers, signal }, (response) => {
      const exceptionCode = response.headers['x-clickhouse-exception-code']?.toString()
      text(response).then((body) => resolve({ status: response.statusCode, exceptionCode, body }), reject)
    })
    asking.once('error', reject)
    asking.end(query)
  })
}
