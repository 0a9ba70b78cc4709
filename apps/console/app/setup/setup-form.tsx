'use client'

import { sessionSchema, setupSchema } from '@hanzo/schema/api'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError } from '@/components/account/form-error.tsx'
import { FormField } from '@/components/account/form-field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { browserTarget, requestApi } from '@/lib/api-client.ts'

interface SetupFormProps {
  tokenNeeded: boolean
  /** From the link that the platform printed; empty when the page was opened without it. */
  token: string
}

export function SetupForm({ tokenNeeded, token }: SetupFormProps) {
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const setUp = useMutation({
    mutationFn: (body: object) =>
      requestApi(browserTarget, { path: '/api/setup', method: 'POST', body, answer: sessionSchema }),
    onSuccess: () => window.location.assign('/'),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = Object.fromEntries(new FormData(event.currentTarget))
    const parsed = setupSchema.safeParse(body)
    setWrong(Object.fromEntries(parsed.error?.issues.map((issue) => [String(issue.path[0]), issue.message]) ?? []))
    if (parsed.success) setUp.mutate(parsed.data)
  }
  return (
    <form onSubmit={submit} noValidate className="mt-5 grid gap-4">
      <FormField label="Name" name="name" autoComplete="name" error={wrong.name} autoFocus />
      <FormField label="E-mail address" name="email" type="email" autoComplete="username" error={wrong.email} />
      <FormField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters"
        error={wrong.password}
      />
      {tokenNeeded && token && <input type="hidden" name="token" value={token} />}
      {tokenNeeded && !token && (
        <FormField
          label="Set-up token"
          name="token"
          autoComplete="off"
          hint="The end of the set-up link that the platform printed at its start"
          error={wrong.token}
        />
      )}
      <FormError error={setUp.error} />
      <Button type="submit" variant="primary" size="lg" disabled={setUp.isPending || setUp.isSuccess}>
        {setUp.isPending || setUp.isSuccess ? 'Making the account' : 'Make the account'}
      </Button>
    </form>
  )
}
