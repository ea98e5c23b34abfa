import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'training/**/*.test.ts',
    ],
    // Adapters are tested against real servers and child processes; two cores are enough for a few at a time.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
    restoreMocks: true,
  },
})
