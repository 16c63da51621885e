import { defineConfig } from 'vitest/config'

// What is tried in a real browser: against the built console in dist/, one file after the other.
export default defineConfig({
  test: {
    include: ['browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
})
