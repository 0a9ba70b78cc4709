import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { internalsOf } from './internals-of.ts'
import { type MemoryTelemetry, telemetryOf } from './memory-telemetry.fixture.ts'

const tick = () => new Promise((resolve) => setImmediate(resolve))
/** Each test in an asynchronous execution of its own, as `createSession` lasts for the rest of one. */
const alone = <T>(fn: () => Promise<T>) =>
  new Promise<T>((resolve, reject) => void tick().then(fn).then(resolve, reject))

const sessionOf = (telemetry: MemoryTelemetry, name: string) => telemetry.memory.span(name).attributes['session.id']

describe('a session', () => {
  it('is sess_ and a ULID, later ones after earlier ones', async () => {
    const telemetry = telemetryOf()
    await alone(async () => {
      const ids = new Set(Array.from({ length: 1000 }, () => telemetry.createSession()))
      expect(ids.size).toBe(1000)
      for (const id of ids) expect(id).toMatch(/^sess_[0-9A-HJKMNP-TV-Z]{26}$/)
      const [first = ''] = ids
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(telemetry.createSession() > first).toBe(true)
    })
  })

  it('made by createSession is on all later spans and logs, over a loop and after awaits, and on no metric', async () => {
    const telemetry = telemetryOf()
    await alone(async () => {
      const id = telemetry.createSession()
      for (const message of ['one', 'two']) {
        await tick()
        await telemetry.trace(message, async () => telemetry.log('info', message))
      }
      telemetry.increment('messages', 2)
      await telemetry.flush()
      for (const name of ['one', 'two']) {
        expect(telemetry.memory.span(name).attributes).toEqual({ 'session.id': id, 'gen_ai.conversation.id': id })
      }
      expect(telemetry.memory.logs.map(({ attributes }) => attributes)).toEqual([
        { 'session.id': id, 'gen_ai.conversation.id': id },
        { 'session.id': id, 'gen_ai.conversation.id': id },
      ])
      expect(telemetry.memory.lines[0]).toMatchObject({ session_id: id })
      expect(telemetry.memory.points('messages')).toEqual([[{}, 2]])
      expect(telemetry.sessionId).toBe(id)
      telemetry.endSession()
      expect(telemetry.sessionId).toBeUndefined()
    })
  })

  it('of withSession holds inside alone, with its user, however many run at once', async () => {
    const telemetry = telemetryOf()
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        telemetry.withSession({ id: `s-${index}`, userId: `u-${index}` }, async (id) => {
          await tick()
          await telemetry.trace(`span ${index}`, async () => {
            await tick()
            telemetry.log('info', id)
          })
        }),
      ),
    )
    for (let index = 0; index < 50; index += 1) {
      const expected = { 'session.id': `s-${index}`, 'gen_ai.conversation.id': `s-${index}`, 'user.id': `u-${index}` }
      expect(telemetry.memory.span(`span ${index}`).attributes).toEqual(expected)
      expect(telemetry.memory.logs.find(({ body }) => body === `s-${index}`)?.attributes).toEqual(expected)
    }
    expect(telemetry.sessionId).toBeUndefined()
  })

  it('made in a callee after its first await does not reach the caller', async () => {
    const telemetry = telemetryOf()
    await alone(async () => {
      const callee = async () => {
        await tick()
        telemetry.createSession('inside')
      }
      await callee()
      expect(telemetry.sessionId).toBeUndefined()
    })
  })

  it('of a run goes before withSession, that before createSession, that before the configured, that before baggage', async () => {
    const telemetry = telemetryOf({ sessionId: 'configured' })
    const baggage = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({ 'session.id': { value: 'incoming' } }),
    )
    const plain = telemetryOf()
    await plain.trace('baggage', () => undefined, { parent: baggage })
    expect(sessionOf(plain, 'baggage')).toBe('incoming')
    await alone(async () => {
      await telemetry.trace('configured', () => undefined, { parent: baggage })
      telemetry.createSession('created')
      await telemetry.trace('created', () => undefined, { parent: baggage })
      await telemetry.withSession('scope', async () => {
        await telemetry.trace('scope', () => undefined)
        telemetry.createSession('created later')
        await telemetry.trace('still scope', () => undefined)
        const run = () => telemetry.withSession('scope in run', () => telemetry.trace('run', () => undefined))
        await internalsOf(telemetry).withRunSession({ id: 'run' }, run)
        await telemetry.trace('option', () => telemetry.trace('below option', () => undefined), { sessionId: 'option' })
      })
    })
    expect(sessionOf(telemetry, 'configured')).toBe('configured')
    expect(sessionOf(telemetry, 'created')).toBe('created')
    expect(sessionOf(telemetry, 'scope')).toBe('scope')
    expect(sessionOf(telemetry, 'still scope')).toBe('scope')
    expect(sessionOf(telemetry, 'run')).toBe('run')
    expect(sessionOf(telemetry, 'option')).toBe('option')
    expect(sessionOf(telemetry, 'below option')).toBe('option')
  })

  it('travels as baggage inside withSession, and goes with a context that is handed over', async () => {
    const telemetry = telemetryOf()
    const captured = telemetry.withSession({ id: 's', userId: 'u' }, () => {
      expect(propagation.getActiveBaggage()?.getEntry('session.id')?.value).toBe('s')
      return internalsOf(telemetry).contexts.active()
    })
    await telemetry.trace('later', () => undefined, { parent: captured })
    expect(telemetry.memory.span('later').attributes).toMatchObject({ 'session.id': 's', 'user.id': 'u' })
  })

  it('goes out through the global propagator, unless told not to', async () => {
    const telemetry = telemetryOf()
    const inject = () => {
      const headers: Record<string, string> = {}
      propagation.inject(context.active(), headers)
      return headers
    }
    await alone(async () => {
      telemetry.createSession('mine')
      await telemetry.trace('a', () => expect(inject().baggage).toBe('session.id=mine'))
    })
    await telemetry.shutdown()
    propagation.disable()
    const quiet = telemetryOf({ propagation: { session: false } })
    await quiet.withSession('mine', () => quiet.trace('a', () => expect(inject().baggage).toBeUndefined()))
    propagation.disable()
  })

  it('keeps the id that holds when only a user is given, and makes one when none holds', () => {
    const telemetry = telemetryOf()
    telemetry.withSession('s', () =>
      telemetry.withSession({ userId: 'u' }, (id) => {
        expect(id).toBe('s')
        expect(internalsOf(telemetry).session()).toEqual({ id: 's', userId: 'u' })
      }),
    )
    telemetry.withSession({ userId: 'u' }, (id) => expect(id).toMatch(/^sess_/))
  })

  it('of a run around another is kept where the inner one names a user alone, and the user where it names an id alone', () => {
    const telemetry = telemetryOf()
    const { withRunSession, session } = internalsOf(telemetry)
    withRunSession({ id: 'outer', userId: 'first' }, () => {
      withRunSession({ userId: 'second' }, () => expect(session()).toEqual({ id: 'outer', userId: 'second' }))
      withRunSession({ id: 'inner' }, () => expect(session()).toEqual({ id: 'inner', userId: 'first' }))
      withRunSession({}, () => expect(session()).toEqual({ id: 'outer', userId: 'first' }))
    })
    expect(session()).toEqual({})
  })

  it.each([['x'.repeat(201)], [''], [7]])('with an id that cannot be kept gets another, and says so', async (id) => {
    const telemetry = telemetryOf()
    await alone(async () => {
      expect(telemetry.createSession(id as string)).toMatch(/^sess_/)
      telemetry.withSession(id as string, (used) => expect(used).toMatch(/^sess_/))
    })
    expect(telemetry.memory.diagnostics[0]).toMatchObject({ code: 'invalid_session_id', level: 'warn' })
    expect(telemetry.memory.diagnostics[0]?.message).toContain('1 to 200 characters')
  })

  it('of 200 characters is kept as it is', async () => {
    const telemetry = telemetryOf()
    await alone(async () => expect(telemetry.createSession('é'.repeat(200))).toBe('é'.repeat(200)))
  })

  it.each(['createSession', 'withSession'] as const)(
    'made by %s in each handler of a server never mixes with those of other requests on kept connections',
    async (how) => {
      const telemetry = telemetryOf({ console: 'silent' })
      const handle = async (id: string) => {
        await tick()
        await telemetry.trace(id, () => tick())
        return telemetry.sessionId ?? ''
      }
      const server = createServer((incoming, answer) => {
        const id = incoming.url?.slice(1) ?? ''
        if (how === 'createSession') telemetry.createSession(id)
        const handled = how === 'createSession' ? handle(id) : telemetry.withSession(id, () => handle(id))
        void handled.then((session) => answer.end(session))
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const agent = new Agent({ keepAlive: true, maxSockets: 10 })
      const ask = (id: string) =>
        new Promise<string>((resolve, reject) => {
          get({ port, host: '127.0.0.1', path: `/${id}`, agent }, (answer: IncomingMessage) => {
            let text = ''
            answer.on('data', (chunk) => {
              text += chunk
            })
            answer.on('end', () => resolve(text))
          }).on('error', reject)
        })
      const ids = Array.from({ length: 200 }, (_, index) => `s${index}`)
      expect(await Promise.all(ids.map(ask))).toEqual(ids)
      for (const id of ids) expect(sessionOf(telemetry, id)).toBe(id)
      agent.destroy()
      server.close()
    },
  )

  it('returns what its function returns, and throws what it throws', async () => {
    const telemetry = telemetryOf()
    const error = new Error('x')
    expect(telemetry.withSession('s', () => 1)).toBe(1)
    await expect(telemetry.withSession('s', async () => Promise.reject(error))).rejects.toBe(error)
    expect(() =>
      telemetry.withSession('s', () => {
        throw error
      }),
    ).toThrow(error)
  })
})
