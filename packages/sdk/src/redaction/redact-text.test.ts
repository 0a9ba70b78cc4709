import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTextRedaction } from './redact-text.ts'
import { createSecretKeys } from './secret-keys.ts'

const redactText = createTextRedaction(createSecretKeys([]), [/ORD-\d+/, /§*/y])
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----'

const secrets = [
  ...[
    'sk-abcdefghij0123456789',
    'sk-proj-AbC_dEf-0123456789xyz',
    'hz_Q29uZ3JhdHVsYXRpb25zISBZb3UgZm91bmQgaXQ',
    'ghp_0123456789abcdefghijABCDEFGHIJ012345',
  ],
  ...['xoxb-1234567890-abcdef', 'AIzaSyA0123456789abcdefghijklmnopqrstuvw', 'AKIAIOSFODNN7EXAMPLE', jwt, pem],
  ...[
    'jane.doe+tag@example.co.uk',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '378282246310005',
    '5555555555554444',
  ],
]

describe('createTextRedaction', () => {
  it.each(secrets)('takes %s out of any text around it', (secret) => {
    for (const [before, after] of [
      ['', ''],
      ['key ', ' end'],
      ['"', '"'],
      ['(', ')'],
      ['a\n', '\nb'],
      [`${'lorem ipsum '.repeat(800)}`, ' dolor'],
    ] as const) {
      const result = redactText(before + secret + after)
      expect(result).not.toContain(secret)
      expect(result.startsWith(before)).toBe(true)
      expect(result.endsWith(after)).toBe(true)
      expect(result).toContain('[redacted')
    }
  })

  it.each([
    ['Authorization: Bearer abc123DEF456ghi789', 'Authorization: Bearer [redacted]'],
    ['authorization: basic dXNlcjpwYXNzd29yZA==', 'authorization: basic [redacted]'],
    ['postgres://app:hunter2@db:5432/x', 'postgres://[redacted]@db:5432/x'],
    ['{"password":"hunter2","a":1}', '{"password":"[redacted]","a":1}'],
    ['{"a":{"apiKey": "h\\"x"},"b":"c"}', '{"a":{"apiKey": "[redacted]"},"b":"c"}'],
    ['"{\\"client_secret\\":\\"s3\\",\\"b\\":\\"c\\"}"', '"{\\"client_secret\\":\\"[redacted]\\",\\"b\\":\\"c\\"}"'],
    ['https://x.test/cb?access_token=abc&state=1', 'https://x.test/cb?access_token=[redacted]&state=1'],
    ['API_KEY=abc PORT=80', 'API_KEY=[redacted] PORT=80'],
    ['order ORD-123 and ORD-9', 'order [redacted] and [redacted]'],
    ['two: 4111111111111111 5555555555554444', 'two: [redacted card] [redacted card]'],
  ])('turns %s into %s', (text, expected) => expect(redactText(text)).toBe(expected))

  it.each([
    ...[
      'a basic understanding of bearer certificates',
      'max_tokens=100&token=7',
      '{"token":7,"token_count":"9"}',
      'npm i pkg@1.2.3 @scope/x@latest',
    ],
    ...[
      '1732320000000',
      '4111111111111112',
      '0.4111111111111111',
      'trace 4bf92f3577b34da6a3ce929d0e0e4736',
      'task-sk-1',
      'see you @ noon',
      'sk-short',
    ],
    ...[
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      '2024-01-15T10:30:45.123Z',
      '550e8400-e29b-41d4-a716-446655440000',
    ],
  ])('leaves %s as it is', (text) => expect(redactText(text)).toBe(text))

  it('sees a key that only its redaction has made short enough', () => {
    const once = redactText('" Bearer sk-abcdefghij0123456789 jane.doe+tag@example.co.uk sk-abcdefghij0123456789 ":"x"')
    expect(once).not.toContain('"x"')
    expect(redactText(once)).toBe(once)
  })

  it('changes nothing the second time, and never fails', () => {
    const piece = fc.oneof(
      fc.constantFrom(...secrets, '":"', '@', '=', '"password":"', 'Bearer ', '\\"', '-----BEGIN PRIVATE KEY-----'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = redactText(pieces.join(' '))
        expect(redactText(once)).toBe(once)
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  const million = 1_000_000
  it.each([
    ...[
      'a',
      '1',
      '@',
      'a@',
      'a@a.',
      '1 ',
      '1-',
      'eyJ',
      'eyJ-',
      'sk-',
      'Bearer ',
      '://',
      '://a',
      '":',
      '"password":"',
      '\\"password\\":"',
      '\\',
      '\\"',
      'a=',
      'token=',
    ],
    ...[
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN ',
      'x.x@',
      '.a',
      'ghp_',
      '4111',
      'AKIA',
      '=',
      'é',
      '"a":',
      'basic  ',
    ],
  ])('reads a million characters of %j in time that grows with the length alone', (unit) => {
    const text = unit.repeat(Math.ceil(million / unit.length))
    const start = performance.now()
    redactText(text)
    // Trying every start against every end would take hours.
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
