import { describe, expect, it } from 'vitest'
import { createSecretKeys } from './secret-keys.ts'

describe('createSecretKeys', () => {
  const secrecyOf = createSecretKeys(['tax_number', /^internal\./])

  it.each([
    ...[
      'authorization',
      'http.request.header.Authorization',
      'proxy-authorization',
      'set-cookie',
      'http.request.header.cookie',
      'db.password',
      'DB_PASSWD',
    ],
    ...[
      'client_secret',
      'clientSecret',
      'x-api-key',
      'apiKey',
      'OPENAI_API_KEY',
      'apikey',
      'private_key',
      'aws.credentials',
      'connect.sid',
      'PHPSESSID',
    ],
    ...['user.taxNumber', 'TAX-NUMBER', 'internal.note', 'cardNumber'],
  ])('holds the value under %s back', (key) => expect(secrecyOf(key)).toBe('any'))

  it.each(['token', 'access_token', 'accessToken', 'csrfToken2.token', 'refresh-token', 'x-amz-security-token'])(
    'holds texts under %s back',
    (key) => {
      expect(secrecyOf(key)).not.toBe('open')
    },
  )

  it.each([
    ...[
      'gen_ai.usage.input_tokens',
      'gen_ai.token.type',
      'token.type',
      'max_tokens',
      'gen_ai.request.max_tokens',
      'llm.token_count.prompt',
      'ai.usage.tokens',
    ],
    ...[
      'session.id',
      'user.id',
      'keyboard.layout',
      'cookbook',
      'tokenizer',
      'time_per_output_token',
      'http.route',
      'gen_ai.agent.name',
      'secretary',
      '',
    ],
  ])('lets %s through', (key) => expect(secrecyOf(key)).toBe('open'))

  it('answers the same for a key however many others came between', () => {
    expect(secrecyOf('db.password')).toBe('any')
    for (let index = 0; index < 5000; index++) secrecyOf(`key.${index}`)
    expect(secrecyOf('db.password')).toBe('any')
    expect(secrecyOf('x'.repeat(1_000_000))).toBe('open')
  })
})
