import type { SearchProblem } from '@/lib/search-problem.ts'

interface SearchProblemNoteProps {
  id: string
  problem: SearchProblem | undefined
  text: string
}

/** Below the search field: what is wrong, the characters it is about, and how to mend it. */
export function SearchProblemNote({ id, problem, text }: SearchProblemNoteProps) {
  if (!problem) return null
  return (
    <p
      id={id}
      role="status"
      className="absolute top-full left-0 z-20 mt-1 max-w-full rounded-md border border-border bg-raised px-2 py-1 text-sm shadow-raised"
    >
      <span className="font-medium text-danger">{problem.message}</span>
      {problem.to > problem.from && (
        <code className="mx-1.5 break-all text-subtle">{text.slice(problem.from, problem.to).slice(0, 80)}</code>
      )}
      <span className="text-muted"> {problem.hint}</span>
    </p>
  )
}
