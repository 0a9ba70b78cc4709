'use client'

import { sessionSchema } from '@hanzo/schema/api'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { FormError } from '@/components/account/form-error.tsx'
import { FormField } from '@/components/account/form-field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { browserTarget, requestApi } from '@/lib/api-client.ts'

export function SignInForm({ next }: { next: string }) {
  const signIn = useMutation({
    mutationFn: (form: object) =>
      requestApi(browserTarget, { path: '/api/session', method: 'POST', body: form, answer: sessionSchema }),
    // A whole load: nothing that was read without a session stays in memory.
    onSuccess: () => window.location.assign(next),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    signIn.mutate(Object.fromEntries(new FormData(event.currentTarget)))
  }
  return (
    <form onSubmit={submit} className="mt-5 grid gap-4">
      <FormField label="E-mail address" name="email" type="email" autoComplete="username" required autoFocus />
      <FormField label="Password" name="password" type="password" autoComplete="current-password" required />
      <FormError error={signIn.error} />
      <Button type="submit" variant="primary" size="lg" disabled={signIn.isPending || signIn.isSuccess}>
        {signIn.isPending || signIn.isSuccess ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}
