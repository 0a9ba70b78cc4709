import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A process of its own, so that the CPU of receiving is not counted with the CPU of sending.
let requests = 0
let bytes = 0

const server = createServer((request, response) => {
  if (request.url === '/counts') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ requests, bytes }))
    return
  }
  request
    .on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    .on('end', () => {
      requests += 1
      response.setHeader('content-type', 'application/x-protobuf').end()
    })
})

server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.on('disconnect', () => process.exit())
