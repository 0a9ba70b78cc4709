import { describe, expect, it } from 'vitest'
import { readDocumentPrograms } from './document-programs.ts'
import { named } from './signals.ts'
import type { RunningGuide } from './start-guide.ts'

/** The SDK's own pages: what they print works as printed. */
export function testDocuments(guide: () => RunningGuide): void {
  const programs = readDocumentPrograms()

  describe('the TypeScript in the pages of the SDK', () => {
    it.each(programs.map(({ title, name }) => [title, name] as const))('runs as printed: %s', async (_, name) => {
      const { code, stderr } = await guide().run(name)
      expect(code, stderr).toBe(0)
    })

    it('begins with a quick start whose spans, log and metric arrive', async () => {
      const { stdout } = await guide().run('readme-a')
      expect(stdout).toContain('ok: true')
      const spans = await guide().stored.spans('quick-start', (all) => all.length === 2)
      expect(spans.map(({ name }) => name).sort()).toEqual(['answer', 'look_up'])
      const logs = await guide().stored.logs('quick-start', (all) => all.length === 1)
      expect(logs).toMatchObject([{ body: 'asked', attributes: { channel: 'web' } }])
      const metrics = await guide().stored.metrics('quick-start', (all) => all.length > 0)
      expect(named(metrics, 'questions')).toMatchObject([{ value: 1, tags: { channel: 'web' } }])
    })

    it('shows an agent whose tool is called, in the session and for the user it names', async () => {
      const { stdout } = await guide().run('readme-b')
      expect(stdout).toMatch(/You are welcome\. 60 http\S+\/projects\/default\/traces\/[0-9a-f]{32}/)
      const spans = await guide().stored.spans('support', (all) => named(all, 'execute_tool find_order').length > 0)
      expect(named(spans, 'execute_tool find_order')[0]?.sessionId).toBe('conversation-1')
    })
  })
}
