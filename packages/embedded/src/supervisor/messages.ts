/** What a supervisor tells its child over IPC. The child starts its engine on `start` and ends on `close`. */
export type SupervisorMessage = { type: 'start'; options: unknown } | { type: 'close' }

/** What a child tells its supervisor. A child that sent `failed` exits by itself. */
export type ChildMessage = { type: 'progress'; message: string } | ({ type: 'failed' } & ChildFailure)

/** Why a child could not start its engine. */
export type ChildFailure =
  | { code: 'DATA_DIRECTORY_LOCKED'; dataDir: string; pid: number | undefined }
  | { code: 'PORT_IN_USE'; host: string; port: number }
  | { code: 'ENGINE_START_FAILED'; detail: string }
