import { describe, expect, it } from 'vitest'
import { telemetryOf } from '../telemetry/memory-telemetry.fixture.ts'

describe('tags of metrics', () => {
  it('are one set in whichever order they are written', async () => {
    const telemetry = telemetryOf()
    telemetry.increment('a', 1, { x: 1, y: 'b' })
    telemetry.increment('a', 1, { y: 'b', x: 1, z: undefined })
    await telemetry.flush()
    expect(telemetry.memory.points('a')).toEqual([[{ x: 1, y: 'b' }, 2]])
  })

  it('keep types and neighbours apart', async () => {
    const telemetry = telemetryOf()
    const sets = [
      { a: '1' },
      { a: 1 },
      { a: 'true' },
      { a: true },
      { a: '\0string b\0c' },
      { a: '', b: 'c' },
      { 'a\0': '' },
    ]
    for (const tags of [...sets, ...sets]) telemetry.increment('n', 1, tags)
    await telemetry.flush()
    expect(telemetry.memory.points('n')).toEqual(sets.map((tags) => [tags, 2]))
  })

  it('are all told when there are more sets than numbers', async () => {
    const telemetry = telemetryOf()
    for (let name = 0; name < 4; name++) {
      for (let user = 0; user < 1500; user++) telemetry.increment(`n${name}`, 1, { user, name })
    }
    telemetry.increment('n3', 1, { user: 1499, name: 3 })
    await telemetry.flush()
    const points = telemetry.memory.points('n3')
    expect(points).toHaveLength(1500)
    expect(points.at(0)).toEqual([{ user: 0, name: 3 }, 1])
    expect(points.at(-1)).toEqual([{ user: 1499, name: 3 }, 2])
  })

  it('are redacted', async () => {
    const telemetry = telemetryOf()
    for (let time = 0; time < 2; time++) telemetry.increment('a', 1, { api_key: 'sk-1234567890abcdef', ok: true })
    await telemetry.flush()
    expect(telemetry.memory.points('a')).toEqual([[{ api_key: '[redacted]', ok: true }, 2]])
  })
})
