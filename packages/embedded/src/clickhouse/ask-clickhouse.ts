import { request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface ClickHouseAddress {
  host: string
  port: number
  username: string
  password: string
}

/**
 * Asks one query of the server, on a connection of its own: an idle one kept open would hold up the server's end.
 * @returns the answer without its last line feed.
 */
export async function askClickHouse(address: ClickHouseAddress, query: string, signal: AbortSignal): Promise<string> {
  const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const headers = { 'X-ClickHouse-User': address.username, 'X-ClickHouse-Key': address.password }
    const { host, port } = address
    const asking = request({ host, port, method: 'POST', path: '/', agent: false, headers, signal }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject)
    })
    asking.once('error', reject)
    asking.end(query)
  })
  if (answer.status !== 200) throw new Error(answer.body)
  return answer.body.trim()
}
