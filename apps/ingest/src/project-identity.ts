/** Whose records these are. Every stored row and every query takes its project from here and from nowhere else. */
export interface ProjectIdentity {
  projectId: string
  /** Written on each row at ingest: retention is per project, and changing it applies to new rows. */
  retentionDays: number
}
