import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

const minimal = { DATABASE_URL: 'postgres://hanzo:4f9a77@localhost:5432/hanzo' }

function mistakesOf(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return [...error.mistakes]
    throw error
  }
  return []
}

function passwordFile(password: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'hanzo-config-')), 'password')
  writeFileSync(file, password)
  return file
}

describe('loadConfig', () => {
  it('needs nothing but the database, and listens on loopback with access required', () => {
    expect(loadConfig(minimal)).toMatchObject({
      HANZO_HOST: '127.0.0.1',
      HANZO_PORT: 4318,
      HANZO_ACCESS: 'required',
      BODY_BYTES_MAX: 20 * 1024 * 1024,
      SPOOL_SEGMENT_BYTES: 8 * 1024 * 1024,
      TRUST_PROXY: false,
    })
  })

  it('names every mistake in one error', () => {
    const mistakes = mistakesOf({
      HANZO_PORT: 'http',
      BODY_BYTES_MAX: '-1',
      HANZO_ACCESS: 'maybe',
      TRUST_PROXY: 'true',
    })
    expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual([
      'HANZO_PORT',
      'HANZO_ACCESS',
      'TRUST_PROXY',
      'DATABASE_URL',
      'BODY_BYTES_MAX',
    ])
  })

  it('never repeats a value, which may be a secret', () => {
    expect(mistakesOf({ DATABASE_URL: 'hunter2-secret', HANZO_API_KEY: 'sh0rt' }).join()).not.toMatch(/hunter2|sh0rt/)
  })

  it('treats an empty value as absent', () => {
    expect(loadConfig({ ...minimal, HANZO_PORT: '', HANZO_API_KEY: '' })).toMatchObject({ HANZO_PORT: 4318 })
  })

  it('receives gRPC on the port before that of HTTP, on another one, or not at all', () => {
    const grpcPort = (environment: Record<string, string>) => loadConfig({ ...minimal, ...environment }).grpcPort
    expect(grpcPort({})).toBe(4317)
    expect(grpcPort({ HANZO_PORT: '8080' })).toBe(8079)
    expect(grpcPort({ HANZO_PORT: '0' })).toBe(0)
    expect(grpcPort({ HANZO_GRPC_PORT: '5000' })).toBe(5000)
    expect(grpcPort({ HANZO_GRPC_PORT: 'off' })).toBeUndefined()
    for (const port of ['70000', 'on', '-1', '4318']) {
      expect(mistakesOf({ ...minimal, HANZO_GRPC_PORT: port })).toEqual([expect.stringMatching(/^HANZO_GRPC_PORT: /)])
    }
  })

  it('takes origins of pages, and nothing else in their place', () => {
    const origins = (text: string) => loadConfig({ ...minimal, HANZO_CORS_ORIGINS: text }).HANZO_CORS_ORIGINS
    expect(origins('*')).toBe('*')
    expect(origins('https://a.example.org, http://localhost:5173')).toEqual([
      'https://a.example.org',
      'http://localhost:5173',
    ])
    for (const text of [
      'a.example.org',
      'https://a.example.org/',
      'https://*.example.org',
      'null',
      '*,https://a.org',
    ]) {
      expect(mistakesOf({ ...minimal, HANZO_CORS_ORIGINS: text })).toEqual([
        expect.stringMatching(/^HANZO_CORS_ORIGINS: expected/),
      ])
    }
  })

  it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost'])('accepts open access on %s', (host) => {
    expect(loadConfig({ ...minimal, HANZO_HOST: host, HANZO_ACCESS: 'open' }).HANZO_ACCESS).toBe('open')
  })

  it.each(['0.0.0.0', '::', '192.168.1.5', 'hanzo.internal', '127.0.0.1.example.org'])(
    'refuses open access on %s',
    (host) => {
      expect(mistakesOf({ ...minimal, HANZO_HOST: host, HANZO_ACCESS: 'open' })).toEqual([
        expect.stringMatching(/^HANZO_ACCESS: .*HANZO_HOST=127\.0\.0\.1/),
      ])
    },
  )

  it('refuses open access behind a public URL', () => {
    const mistakes = mistakesOf({ ...minimal, HANZO_ACCESS: 'open', HANZO_PUBLIC_URL: 'https://hanzo.example.org' })
    expect(mistakes).toEqual([expect.stringContaining('HANZO_PUBLIC_URL')])
  })

  it('refuses the secrets of the example on a public address, and accepts them on loopback', () => {
    const environment = {
      DATABASE_URL: 'postgres://hanzo:change-me@db:5432/hanzo',
      CLICKHOUSE_URL: 'http://hanzo:hanzo@clickhouse:8123',
      HANZO_API_KEY: 'hz_change-me-before-use',
      HANZO_ADMIN_EMAIL: 'owner@example.org',
      HANZO_ADMIN_PASSWORD_FILE: passwordFile('change-me-at-once\n'),
    }
    const names = mistakesOf({ ...environment, HANZO_HOST: '0.0.0.0' }).map((mistake) => mistake.split(':')[0])
    expect(names.sort()).toEqual(['CLICKHOUSE_URL', 'DATABASE_URL', 'HANZO_ADMIN_PASSWORD_FILE', 'HANZO_API_KEY'])
    expect(loadConfig(environment).owner).toEqual({ email: 'owner@example.org', password: 'change-me-at-once' })
  })

  it('refuses half an owner, an unreadable password file and a short password', () => {
    expect(mistakesOf({ ...minimal, HANZO_ADMIN_EMAIL: 'a@b.org' })).toHaveLength(1)
    const owner = { ...minimal, HANZO_ADMIN_EMAIL: 'a@b.org' }
    expect(mistakesOf({ ...owner, HANZO_ADMIN_PASSWORD_FILE: '/absent' })[0]).toContain('ENOENT')
    expect(mistakesOf({ ...owner, HANZO_ADMIN_PASSWORD_FILE: passwordFile('short') })[0]).toContain('12 characters')
  })

  it('makes an origin of the public URL, and refuses a path in it', () => {
    const read = (HANZO_PUBLIC_URL: string) => loadConfig({ ...minimal, HANZO_PUBLIC_URL }).HANZO_PUBLIC_URL
    expect(read('https://Hanzo.example.org/')).toBe('https://hanzo.example.org')
    expect(() => read('https://example.org/hanzo')).toThrow('no path')
  })

  it('reads the proxies in front', () => {
    expect(loadConfig({ ...minimal, TRUST_PROXY: '10.0.0.0/8, ::1' }).TRUST_PROXY).toEqual(['10.0.0.0/8', '::1'])
    expect(mistakesOf({ ...minimal, TRUST_PROXY: '1' })).toHaveLength(1)
  })
})
