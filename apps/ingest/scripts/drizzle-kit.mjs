// Runs drizzle-kit. npm hoists it away from the drizzle-orm of this workspace, which it needs to resolve.
import { register } from 'node:module'
import { fileURLToPath } from 'node:url'

const workspace = new URL('..', import.meta.url)
const hook = `export const resolve = (specifier, context, next) =>
  next(specifier, /^drizzle-orm(\\/|$)/.test(specifier) ? { ...context, parentURL: ${JSON.stringify(workspace.href)} } : context)`
register(`data:text/javascript,${encodeURIComponent(hook)}`)

process.chdir(fileURLToPath(workspace))
// biome-ignore lint/style/noProcessEnv: the only way to tell require() another folder
process.env.NODE_PATH = fileURLToPath(new URL('node_modules', workspace))
const { Module } = await import('node:module')
Module._initPaths()
await import(new URL('bin.cjs', import.meta.resolve('drizzle-kit')).href)
