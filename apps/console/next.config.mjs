import { join } from 'node:path'

// Plain JavaScript: the platform reads this at every start, and compiling it would take most of a second.
/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The workspace root holds the one lock file and node_modules.
  turbopack: { root: join(import.meta.dirname, '../..') },
  outputFileTracingRoot: join(import.meta.dirname, '../..'),
}

export default config
