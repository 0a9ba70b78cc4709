import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadConfig, settings } from '../../apps/ingest/src/config.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

interface Service {
  image: string
  environment: Record<string, string>
  ports?: string[]
  volumes: string[]
  healthcheck?: { test: string[] }
  depends_on?: Record<string, { condition: string }>
  mem_limit?: string
  restart?: string
  read_only?: boolean
  cap_drop?: string[]
  stop_grace_period?: string
}
const compose = parse(read('docker-compose.yml')) as {
  services: Record<'clickhouse' | 'postgres' | 'platform', Service>
  volumes: Record<string, null>
}
const { clickhouse, postgres, platform } = compose.services
const services = Object.entries(compose.services)

/** The values of `.env.example`; with `commented`, of the lines too that are there to be switched on. */
function exampleEnvironment(commented = false): Record<string, string> {
  const lines = read('.env.example').matchAll(commented ? /^#?([A-Z_]+)=(.*)$/gm : /^([A-Z_]+)=(.*)$/gm)
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]))
}

/** What compose makes of `${NAME}`, `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(value: string, environment: Record<string, string>): string {
  return value.replaceAll(/\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g, (_, name: string, operator, text) => {
    const found = environment[name]
    if (found) return found
    if (operator === '?') throw new Error(`${name}: ${text}`)
    return operator === '-' ? text : ''
  })
}

/** The environment of the platform's container, the image's own defaults included. */
function platformEnvironment(environment: Record<string, string>): Record<string, string> {
  const own = Object.entries(platform.environment).map(([name, value]) => [name, interpolate(value, environment)])
  return { HANZO_HOST: '0.0.0.0', HANZO_PORT: '4318', HANZO_DATA_DIR: '/data', ...Object.fromEntries(own) }
}

describe('docker-compose.yml', () => {
  it('pins every image to a version, and gives every service a limit of memory, a restart and time to stop', () => {
    for (const [, service] of services) {
      expect(service.image).toMatch(/:[^:]+$/)
      expect(service.image).not.toMatch(/:latest$/)
      expect(service.mem_limit).toBeTruthy()
      expect(service.restart).toBe('unless-stopped')
      expect(service.stop_grace_period).toBe('60s')
    }
  })

  it('publishes the ports of the platform alone, on this machine alone unless told otherwise', () => {
    expect(services.filter(([, service]) => service.ports).map(([name]) => name)).toEqual(['platform'])
    expect(platform.ports?.map((port) => interpolate(port, {}))).toEqual(['127.0.0.1:4318:4318', '127.0.0.1:4317:4317'])
  })

  it('starts the platform when both engines are healthy', () => {
    expect(platform.depends_on).toEqual({
      clickhouse: { condition: 'service_healthy' },
      postgres: { condition: 'service_healthy' },
    })
    expect(clickhouse.healthcheck?.test.join(' ')).toContain('/ping')
    expect(postgres.healthcheck?.test).toContain('pg_isready')
  })

  it('keeps the data of every service in a declared volume', () => {
    const named = services.flatMap(([, service]) => service.volumes.map((volume) => volume.split(':')[0] ?? ''))
    expect(named.filter((name) => !name.startsWith('.')).sort()).toEqual(Object.keys(compose.volumes).sort())
    expect(platform.volumes).toContain('platform-data:/data')
  })

  it('mounts only files that exist', () => {
    const mounted = services.flatMap(([, service]) => service.volumes.map((volume) => volume.split(':')[0] ?? ''))
    for (const path of mounted.filter((name) => name.startsWith('.')))
      expect(existsSync(join(root, path)), path).toBe(true)
  })

  it('lets the platform write nowhere but in its data and in memory, with no rights to spare', () => {
    expect(platform).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
  })

  it('gives the platform settings that it knows', () => {
    expect(Object.keys(platform.environment).filter((name) => !(name in settings))).toEqual([])
  })
})

describe('.env.example', () => {
  it('names every variable of docker-compose.yml, and no other', () => {
    const used = new Set([...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name))
    expect(Object.keys(exampleEnvironment(true)).sort()).toEqual([...used].sort())
  })

  it('is refused by the platform, naming each secret that everybody knows', () => {
    const start = (): unknown => loadConfig(platformEnvironment(exampleEnvironment()))
    expect(start).toThrow(/CLICKHOUSE_URL: holds an example secret/)
    expect(start).toThrow(/DATABASE_URL: holds an example secret/)
  })

  it('starts the platform, asking who is there, once the secrets are set', () => {
    const secrets = { CLICKHOUSE_PASSWORD: '2f9c1e7ab04d', POSTGRES_PASSWORD: 'd81b6a90c3fe' }
    const config = loadConfig(platformEnvironment({ ...exampleEnvironment(), ...secrets }))
    expect(config).toMatchObject({ HANZO_ACCESS: 'required', HANZO_HOST: '0.0.0.0', HANZO_RETENTION_DAYS: 30 })
  })

  it('without it compose refuses to start, naming the secret', () => {
    const environment = Object.values(clickhouse.environment).concat(Object.values(postgres.environment))
    for (const value of environment.filter((text) => text.includes('PASSWORD'))) {
      expect(() => interpolate(value, {})).toThrow('set it in .env')
    }
  })
})

describe('Dockerfile', () => {
  const instructions = read('Dockerfile')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
  const stages = instructions.filter((line) => line.startsWith('FROM ')).map((line) => line.split(/ AS /)[1] ?? '')
  const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')))

  it('starts the platform as somebody who is not root, with a health check', () => {
    expect(lastStage).toContain('USER 1000:1000')
    expect(lastStage).toContain('CMD ["node", "apps/ingest/dist/main.js"]')
    expect(lastStage.find((line) => line.startsWith('HEALTHCHECK'))).toContain('/readyz')
  })

  it('copies from stages that exist and from folders that exist', () => {
    for (const line of instructions.filter((text) => text.startsWith('COPY '))) {
      const stage = /--from=(\S+)/.exec(line)?.[1]
      const sources = line
        .split(/\s+/)
        .slice(1, -1)
        .filter((word) => !word.startsWith('--'))
      if (stage) expect(stages).toContain(stage)
      else for (const source of sources) expect(existsSync(join(root, source)), source).toBe(true)
    }
  })

  it('copies the manifest of every workspace, without which npm ci refuses the lockfile', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, unknown> }
    const workspaces = Object.keys(lock.packages).filter((path) => path !== '' && !path.includes('node_modules'))
    for (const workspace of workspaces)
      expect(read('Dockerfile')).toContain(`COPY ${workspace}/package.json ${workspace}/`)
  })

  it('brings packages for production only, and none of the embedded engines', () => {
    const production = instructions.find((line) => line.includes('--omit=dev')) ?? ''
    expect(production).not.toContain('packages/embedded')
    expect(lastStage.join('\n')).toContain('--from=production')
    expect(lastStage.join('\n')).not.toContain('npm ')
  })

  it('sends no secret and nothing built elsewhere to the builder', () => {
    const ignored = read('.dockerignore').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['**', '**/.env*', '**/node_modules', '**/.hanzo', '**/dist']))
  })
})

describe("ClickHouse's configuration", () => {
  const config = read('docker/clickhouse/config.d/hanzo.xml')

  it('caps the memory of the server and of a query', () => {
    expect(config).toMatch(/<max_server_memory_usage_to_ram_ratio>0\.\d+</)
    expect(read('docker/clickhouse/users.d/hanzo.xml')).toMatch(/<max_memory_usage>\d+</)
  })

  it('switches every log table off that it does not keep for a bounded time', () => {
    const kept = [...config.matchAll(/<(\w+_log)>([\s\S]*?)<\/\1>/g)]
    expect(kept.map(([, name]) => name)).toEqual(['query_log', 'part_log'])
    for (const [, name, body] of kept) expect(body, name).toContain('INTERVAL 3 DAY DELETE')
    const noisy = [
      'trace_log',
      'metric_log',
      'asynchronous_metric_log',
      'text_log',
      'processors_profile_log',
      'latency_log',
    ]
    for (const name of noisy) expect(config).toContain(`<${name} remove="1"/>`)
  })
})
