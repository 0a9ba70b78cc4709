/** The part of Fastify's (pino's) logger that the platform's stages use: values in fields, message in lower case. */
export interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
