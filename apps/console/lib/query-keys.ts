/** The head of every query key of a project: refreshing a page invalidates all that begins with it. */
export function projectKey(projectId: string): readonly ['project', string] {
  return ['project', projectId]
}
