import { describe, expect, it } from 'vitest'
import { detectRegion } from './region.ts'

describe('the region', () => {
  const environment = {
    GOOGLE_CLOUD_REGION: 'google',
    VERCEL_REGION: 'vercel',
    FLY_REGION: 'fly',
    AWS_REGION: 'aws',
    HANZO_CLOUD_REGION: 'hanzo',
  }

  it('is the option, else the first that the environment names', () => {
    const rest: Record<string, string> = { ...environment }
    expect(detectRegion('own', rest)).toBe('own')
    for (const [name, region] of Object.entries(environment).toReversed()) {
      expect(detectRegion(undefined, rest)).toBe(region)
      delete rest[name]
    }
    expect(detectRegion(undefined, rest)).toBeUndefined()
  })

  it('is not guessed from empty values', () => {
    expect(detectRegion(' ', { HANZO_CLOUD_REGION: '', AWS_REGION: ' eu-1 ' })).toBe('eu-1')
    expect(detectRegion('', {})).toBeUndefined()
  })
})
