import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashInputs } from '../../scripts/lib/build.mjs'
import { isSupportedNode } from '../../scripts/lib/check-node.mjs'
import { nativePackageFor } from '../../scripts/lib/native-packages.mjs'
import { accessFor, checkPort, launcherSettings } from '../../scripts/lib/settings.mjs'

describe('the check of Node', () => {
  it.each([
    ['18.20.8', false],
    ['20.19.9', false],
    ['20.20.0', true],
    ['22.0.0', true],
  ])('%s: %s', (version, expected) => expect(isSupportedNode(version)).toBe(expected))
})

describe('the choice of native packages', () => {
  const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']))
  const chdb = named(
    '@chdb/lib-darwin-arm64',
    '@chdb/lib-darwin-x64',
    '@chdb/lib-linux-arm64-gnu',
    '@chdb/lib-linux-x64-gnu',
  )
  const turbo = named(
    '@turbo/darwin-64',
    '@turbo/darwin-arm64',
    '@turbo/linux-64',
    '@turbo/linux-arm64',
    '@turbo/windows-64',
  )
  const next = named('@next/swc-linux-x64-gnu', '@next/swc-linux-x64-musl', '@next/swc-win32-x64-msvc')

  it.each([
    [chdb, 'linux', 'x64', 'gnu', '@chdb/lib-linux-x64-gnu'],
    [chdb, 'darwin', 'arm64', '', '@chdb/lib-darwin-arm64'],
    [chdb, 'linux', 'x64', 'musl', undefined],
    [chdb, 'win32', 'x64', '', undefined],
    [turbo, 'linux', 'x64', 'musl', '@turbo/linux-64'],
    [turbo, 'darwin', 'x64', '', '@turbo/darwin-64'],
    [turbo, 'win32', 'x64', '', '@turbo/windows-64'],
    [next, 'linux', 'x64', 'musl', '@next/swc-linux-x64-musl'],
    [next, 'linux', 'x64', 'gnu', '@next/swc-linux-x64-gnu'],
    [next, 'win32', 'x64', '', '@next/swc-win32-x64-msvc'],
  ])('of %j on %s %s %s is %s', (dependencies, platform, arch, libc, expected) => {
    expect(nativePackageFor(dependencies, { platform, arch, libc })).toBe(expected)
  })
})

describe('the hash that decides whether to build', () => {
  const inFolder = (use: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'hanzo-hash-'))
    try {
      mkdirSync(join(folder, 'app/src'), { recursive: true })
      writeFileSync(join(folder, 'app/src/a.ts'), 'one')
      use(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  it('changes with a source, and changes back with it', () =>
    inFolder((folder) => {
      const before = hashInputs(['app'], folder)
      writeFileSync(join(folder, 'app/src/a.ts'), 'two')
      expect(hashInputs(['app'], folder)).not.toBe(before)
      writeFileSync(join(folder, 'app/src/a.ts'), 'one')
      expect(hashInputs(['app'], folder)).toBe(before)
    }))

  it('does not change with tests, documents and what was built', () =>
    inFolder((folder) => {
      const before = hashInputs(['app'], folder)
      for (const name of ['src/a.test.ts', 'README.md', 'next-env.d.ts']) writeFileSync(join(folder, 'app', name), 'x')
      mkdirSync(join(folder, 'app/dist'))
      writeFileSync(join(folder, 'app/dist/a.js'), 'x')
      expect(hashInputs(['app'], folder)).toBe(before)
    }))

  it('is the same for the same sources in another folder', () =>
    inFolder((folder) =>
      inFolder((copy) => {
        cpSync(join(folder, 'app'), join(copy, 'app'), { recursive: true })
        expect(hashInputs(['app'], copy)).toBe(hashInputs(['app'], folder))
      }),
    ))
})

describe('who may look without signing in', () => {
  const access = (host: string, areEnginesEmbedded: boolean, environment: Record<string, string> = {}) =>
    accessFor({ host, areEnginesEmbedded, environment: environment as NodeJS.ProcessEnv })

  it('everybody on this machine, with embedded engines on loopback', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1', '127.0.0.2']) expect(access(host, true)).toBe('open')
  })

  it('nobody on another address, with engines of somebody else, or behind a public URL', () => {
    expect(access('0.0.0.0', true)).toBe('required')
    expect(access('192.168.1.5', true)).toBe('required')
    expect(access('127.0.0.1', false)).toBe('required')
    expect(access('127.0.0.1', true, { HANZO_PUBLIC_URL: 'https://hanzo.example.org' })).toBe('required')
    expect(access('127.0.0.1', true, { HANZO_ACCESS: 'required' })).toBe('required')
  })
})

describe('the port', () => {
  it('that is taken is refused with the process that holds it and another port to use', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    )
    try {
      await expect(checkPort(port, '127.0.0.1')).rejects.toMatchObject({
        message: expect.stringMatching(new RegExp(`port ${port} is taken by process ${process.pid}`)),
        fix: expect.stringContaining(`HANZO_PORT=${port + 1}`),
      })
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
    await expect(checkPort(port, '127.0.0.1')).resolves.toBeUndefined()
  })

  it('must be a number', () => {
    expect(() => launcherSettings({ NODE_ENV: 'test', HANZO_PORT: 'http' })).toThrow('HANZO_PORT is http')
    expect(() => launcherSettings({ NODE_ENV: 'test', HANZO_GRPC_PORT: 'on' })).toThrow('HANZO_GRPC_PORT is on')
    expect(launcherSettings({ NODE_ENV: 'test' })).toMatchObject({ port: 4318, grpcPort: 4317 })
    expect(launcherSettings({ NODE_ENV: 'test', HANZO_PORT: '0' })).toMatchObject({ port: 0, grpcPort: 0 })
    expect(launcherSettings({ NODE_ENV: 'test', HANZO_GRPC_PORT: 'off' })).toMatchObject({ grpcPort: undefined })
  })

  it('on an address of another machine is refused', async () => {
    await expect(checkPort(4318, '192.0.2.1')).rejects.toThrow('192.0.2.1 is no address of this machine')
  })
})
