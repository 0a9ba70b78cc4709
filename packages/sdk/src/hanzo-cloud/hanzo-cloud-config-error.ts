/** What keeps a telemetry from being sent. */
export type HanzoCloudProblem = 'missing_api_key' | 'invalid_cloud_url'

/** With `strict`: the options do not say where to send, or with which key. */
export class HanzoCloudConfigError extends Error {
  override readonly name = 'HanzoCloudConfigError'
  readonly code: HanzoCloudProblem

  constructor(code: HanzoCloudProblem, message: string) {
    super(message)
    this.code = code
  }
}
