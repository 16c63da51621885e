import { defineConfig } from 'vitest/config'

// `npm run dev` talks to a platform that runs elsewhere: FLASHBACK_PLATFORM=http://127.0.0.1:9080 npm run dev
const platform = process.env['FLASHBACK_PLATFORM'] ?? 'http://127.0.0.1:9080'

export default defineConfig({
  build: { outDir: 'dist', assetsInlineLimit: 0, sourcemap: false },
  server: { proxy: { '/v1': platform, '/openapi.json': platform } },
  test: { include: ['src/**/*.test.{ts,tsx}'] },
})
