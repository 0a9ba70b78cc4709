import { expect, it } from 'vitest'
import { createRedactor } from '../redaction/create-redactor.ts'
import { toolDefinitions } from './tool-definitions.ts'

const redactor = () => createRedactor({ captureContent: 'full', maxValueLength: 10_000 }, { report: () => undefined })
const tool = (name: string, inputSchema: object, description = 'd') =>
  ({ type: 'function', name, description, inputSchema }) as never

it('tells what a call offers, also when one tool of several is another than before', () => {
  const given = redactor()
  const [a, b, c] = [{ type: 'object' }, { type: 'string' }, { type: 'number' }] as const
  const tell = (...tools: never[]) => JSON.parse(toolDefinitions(tools, given, 'chat m') ?? 'null')
  const definition = (name: string, parameters: object, description = 'd') => ({
    type: 'function',
    name,
    description,
    parameters,
  })
  for (let time = 0; time < 2; time++) {
    expect(tell(tool('x', a), tool('y', b))).toEqual([definition('x', a), definition('y', b)])
    expect(tell(tool('x', a), tool('y', c))).toEqual([definition('x', a), definition('y', c)])
    expect(tell(tool('x', a), tool('z', b))).toEqual([definition('x', a), definition('z', b)])
    expect(tell(tool('x', a, 'other'))).toEqual([definition('x', a, 'other')])
    expect(tell(tool('x', a), { type: 'provider', name: 'search' } as never)).toEqual([
      definition('x', a),
      { type: 'extension', name: 'search' },
    ])
    expect(tell()).toBeNull()
  }
})

it('keeps what one redactor lets through from another', () => {
  const schema = { type: 'object' }
  const open = toolDefinitions([tool('x', schema)], redactor(), 'chat m')
  const closed = createRedactor({ captureContent: 'none', maxValueLength: 10_000 }, { report: () => undefined })
  expect(open).toContain('"x"')
  expect(toolDefinitions([tool('x', schema)], closed, 'chat m')).toBeUndefined()
})
