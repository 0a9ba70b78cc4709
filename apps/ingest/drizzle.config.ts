import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/accounts/tables.ts',
  out: './migrations/postgres',
})
