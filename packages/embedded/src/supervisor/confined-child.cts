/**
 * First file of every engine process: confines the process, then loads the engine.
 *
 * It is CommonJS because the confinement holds for this thread and for the threads it starts from now on: an ES module
 * would be read by threads that were there before.
 */
const { mkdirSync } = require('node:fs') as typeof import('node:fs')
const { dirname, sep } = require('node:path') as typeof import('node:path')
const { pathToFileURL } = require('node:url') as typeof import('node:url')
const { confineToDirectories } = require('./confine.cjs') as {
  confineToDirectories(directories: { writable: string[]; readable: string[] }): boolean
}

const [, , entry, dataDir] = process.argv
if (entry === undefined || dataDir === undefined) throw new Error('usage: confined-child <entry> <data directory>')

mkdirSync(dataDir, { recursive: true, mode: 0o700 })
confineToDirectories({ writable: [dataDir], readable: listCodeDirectories() })
void import(pathToFileURL(entry).href)

/** This package, and the node_modules its dependencies are found in. */
function listCodeDirectories(): string[] {
  const packageDirectory = dirname(dirname(__dirname))
  const dependencies = ['chdb/package.json', 'ffi-rs/package.json', '@electric-sql/pglite']
  const files = dependencies.map((name) => require.resolve(name))
  const nodeModules = files.map(
    (file) => `${file.slice(0, file.lastIndexOf(`${sep}node_modules${sep}`))}${sep}node_modules`,
  )
  return [packageDirectory, ...new Set(nodeModules), dirname(process.execPath)]
}
