import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const hooks = `export async function resolve(specifier, context, next) {
  if (specifier !== 'ai') return next(specifier, context)
  throw Object.assign(new Error("Cannot find package 'ai' imported from " + context.parentURL), { code: 'ERR_MODULE_NOT_FOUND' })
}`
const asModule = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`
const program = `
import { createAgent } from ${JSON.stringify(fileURLToPath(new URL('../../packages/sdk/src/index.ts', import.meta.url)))}
const agent = createAgent({ name: 'a', model: 'gpt-test' })
await agent.run({ messages: [{ role: 'user', content: 'hi' }] }).catch(({ code, message }) => console.log(JSON.stringify({ code, message })))
`

it('loads without the AI SDK, and tells how to install it when an agent runs', async () => {
  const register = asModule(`import { register } from 'node:module'; register(${JSON.stringify(asModule(hooks))})`)
  const options = ['--import', 'tsx', '--import', register, '--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, options)
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'PACKAGE_MISSING',
    message: expect.stringContaining('npm install ai@6'),
  })
})
