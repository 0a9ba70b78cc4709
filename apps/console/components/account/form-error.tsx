import { ApiError } from '@/lib/api-error.ts'

const messages: Record<string, string> = {
  WRONG_PASSWORD: 'This e-mail address and password do not go together.',
  SETUP_TOKEN_WRONG:
    'The set-up link is not the current one. Open the link that the platform printed at its last start.',
  ALREADY_SET_UP: 'There is an owner already. Sign in instead.',
  TOO_MANY_ATTEMPTS: 'Too many attempts. Wait a few minutes.',
  RATE_LIMITED: 'Too many attempts. Wait a few minutes.',
  UNREACHABLE: 'The platform does not answer.',
}

/** What went wrong when a form was sent, in the reader's words. */
export function FormError({ error }: { error: unknown }) {
  if (!error) return null
  const code = error instanceof ApiError ? error.code : 'UNEXPECTED'
  const reason = error instanceof Error ? error.message : 'unknown error'
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
      {messages[code] ?? `It did not work: ${reason} (${code}).`}
    </p>
  )
}
