import { defineConfig } from 'vitest/config'

/**
 * Tests that change nothing that others of their worker see: they share its modules, since loading those takes
 * longer than most of them run. What a test there replaces (timers, globals) it puts back.
 */
const sharing = ['src/shared', 'src/renderer', 'src/core/coordination']
const tests = (folder: string) => `${folder}/**/*.test.{ts,tsx}`

export default defineConfig({
  test: {
    // Adapters are tested against real servers and child processes; two cores are enough for a few at a time.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
    restoreMocks: true,
    projects: [
      { extends: true, test: { name: 'sharing', isolate: false, include: sharing.map(tests) } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['src', 'scripts', 'bench', 'training'].map(tests),
          exclude: ['**/node_modules/**', ...sharing.map(tests)],
        },
      },
    ],
  },
})
