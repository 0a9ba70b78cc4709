import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What the server answers to one request. Everything may be left out: `{}` is an empty text. */
export interface ModelReply {
  text?: string
  reasoning?: string
  toolCalls?: { name: string; input: unknown; id?: string }[]
  /** Default `tool_calls` when there are some, `stop` otherwise. */
  finishReason?: string
  /** Default 10 in, 5 out. `cached` is part of `input`, `reasoning` of `output`, as OpenAI counts. */
  usage?: { input: number; output: number; cached?: number; reasoning?: number }
  model?: string
  /** Anything but 200 answers OpenAI's error body with `text` as the message. */
  status?: number
  headers?: Record<string, string>
  /** Waits before the headers. */
  delayMs?: number
  /** Streams only: waits before each chunk. */
  chunkDelayMs?: number
  /** Streams only: the socket is destroyed after this many chunks. */
  breakAfterChunks?: number
  /** Streams only: an error object is sent as a chunk after this many chunks. */
  errorAfterChunks?: number
  /** The request is never answered; `aborted` of the server tells when the client gave up. */
  hang?: boolean
}

/** A request as it came in. */
export interface ModelRequest {
  path: string
  headers: IncomingMessage['headers']
  body: {
    model: string
    stream?: boolean
    messages: { role: string; content: unknown; tool_calls?: unknown[]; tool_call_id?: string }[]
    tools?: { type: string; function: { name: string; description?: string; parameters: Record<string, unknown> } }[]
    tool_choice?: unknown
    [key: string]: unknown
  }
}

type ScriptedReply = ModelReply | ((request: ModelRequest) => ModelReply)

export interface ModelServer {
  /** For `createOpenAICompatible({ baseURL })`; ends in `/v1`. */
  readonly url: string
  readonly requests: ModelRequest[]
  /** Requests whose client went away before the answer was complete. */
  readonly aborted: number
  /** Adds replies, used in order, one a request. */
  script(...replies: ScriptedReply[]): void
  /** What is answered once the script is used up; without it that is a 599, so that a test notices. */
  always(reply: ScriptedReply): void
  close(): Promise<void>
}

/** An OpenAI-compatible chat completions endpoint on loopback, whole answers and streams (SSE), that says what it is told to. */
export async function startModelServer(...replies: ScriptedReply[]): Promise<ModelServer> {
  const queue = [...replies]
  const requests: ModelRequest[] = []
  const sockets = new Set<Socket>()
  let fallback: ScriptedReply = { status: 599, text: 'the script has no further reply' }
  let aborted = 0
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) aborted += 1
    })
    readRequest(request)
      .then((read) => {
        requests.push(read)
        const scripted = queue.shift() ?? fallback
        return answer(read, typeof scripted === 'function' ? scripted(read) : scripted, response)
      })
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    get aborted() {
      return aborted
    },
    script: (...more) => void queue.push(...more),
    always: (reply) => {
      fallback = reply
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function readRequest(request: IncomingMessage): Promise<ModelRequest> {
  let text = ''
  for await (const chunk of request) text += chunk
  return { path: request.url ?? '', headers: request.headers, body: JSON.parse(text) as ModelRequest['body'] }
}

async function answer(request: ModelRequest, reply: ModelReply, response: ServerResponse): Promise<void> {
  if (reply.hang) return
  if (reply.delayMs) await delay(reply.delayMs)
  const status = reply.status ?? 200
  const isStream = request.body.stream === true && status === 200
  response.writeHead(status, {
    'content-type': isStream ? 'text/event-stream' : 'application/json',
    ...reply.headers,
  })
  if (status !== 200) {
    response.end(JSON.stringify({ error: { message: reply.text ?? `status ${status}`, type: 'server_error' } }))
  } else if (isStream) {
    await answerStream(request, reply, response)
  } else {
    response.end(JSON.stringify(completionOf(request, reply)))
  }
}

const base = (request: ModelRequest, reply: ModelReply) => ({
  id: 'chatcmpl-1',
  created: 1_790_000_000,
  model: reply.model ?? request.body.model,
})

function usageOf({ usage = { input: 10, output: 5 } }: ModelReply) {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    ...(usage.cached !== undefined && { prompt_tokens_details: { cached_tokens: usage.cached } }),
    ...(usage.reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: usage.reasoning } }),
  }
}

const toolCallsOf = (reply: ModelReply) =>
  reply.toolCalls?.map((call, index) => ({
    index,
    id: call.id ?? `call_${index}_${call.name}`,
    type: 'function',
    function: {
      name: call.name,
      arguments: typeof call.input === 'string' ? call.input : JSON.stringify(call.input),
    },
  }))

const finishReasonOf = (reply: ModelReply) =>
  reply.finishReason ?? ((reply.toolCalls?.length ?? 0) > 0 ? 'tool_calls' : 'stop')

const completionOf = (request: ModelRequest, reply: ModelReply) => ({
  ...base(request, reply),
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      finish_reason: finishReasonOf(reply),
      message: {
        role: 'assistant',
        content: reply.text ?? null,
        ...(reply.reasoning !== undefined && { reasoning_content: reply.reasoning }),
        ...(reply.toolCalls && { tool_calls: toolCallsOf(reply) }),
      },
    },
  ],
  usage: usageOf(reply),
})

async function answerStream(request: ModelRequest, reply: ModelReply, response: ServerResponse): Promise<void> {
  const deltas: object[] = []
  if (reply.reasoning !== undefined) deltas.push({ role: 'assistant', reasoning_content: reply.reasoning })
  // Words, so that a text comes in several chunks.
  for (const content of reply.text?.match(/\S+\s*/g) ?? []) deltas.push({ role: 'assistant', content })
  if (reply.toolCalls) deltas.push({ role: 'assistant', tool_calls: toolCallsOf(reply) })
  const chunks = [
    ...deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: finishReasonOf(reply) }] },
    { choices: [], usage: usageOf(reply) },
  ]
  for (const [index, chunk] of chunks.entries()) {
    if (index === reply.breakAfterChunks) return void response.destroy()
    if (index === reply.errorAfterChunks) {
      response.write(`data: ${JSON.stringify({ error: { message: 'overloaded', type: 'server_error' } })}\n\n`)
      break
    }
    if (reply.chunkDelayMs) await delay(reply.chunkDelayMs)
    if (response.destroyed) return
    const data = JSON.stringify({ ...base(request, reply), object: 'chat.completion.chunk', ...chunk })
    if (!response.write(`data: ${data}\n\n`)) await drained(response)
  }
  response.end('data: [DONE]\n\n')
}

const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
