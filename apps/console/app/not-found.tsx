import Link from 'next/link'
import { ConsoleMark } from '@/components/shell/console-mark.tsx'
import { Button } from '@/components/ui/button.tsx'

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-1 p-8 text-center">
      <ConsoleMark className="mb-2 size-10" />
      <h1 className="text-lg font-semibold">There is nothing at this address</h1>
      <p className="text-muted">The project does not exist, or you may not see it.</p>
      <Button asChild className="mt-3">
        <Link href="/">Open the console</Link>
      </Button>
    </main>
  )
}
