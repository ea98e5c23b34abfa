import { defineConfig } from '@playwright/test'

/** The built app in a real browser; the same specs run in Electron wherever its binary exists. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 60_000,
  // Edges may be drawn a little otherwise by another version of the browser.
  expect: { timeout: 10_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01 } },
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  // A picture that is missing is one nobody has looked at.
  updateSnapshots: 'none',
  workers: 2,
  // Real processes share two cores with a browser. What passes only the second time is named in the closing report.
  retries: 1,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  projects: [
    { name: 'browser', metadata: { host: 'browser' }, testIgnore: 'desktop.spec.ts' },
    { name: 'electron', metadata: { host: 'electron' }, testMatch: ['slice.spec.ts', 'desktop.spec.ts'] },
  ],
})
