import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

export interface TestProgram {
  /** Path of a script that plain Node runs. */
  path: string
  remove(): void
}

const external = ['better-sqlite3', 'zod', 'yaml']

/**
 * Bundles TypeScript modules so that a child process can be killed while it runs them. `source` is the program; it imports
 * the modules as `./<key>.mjs`.
 */
export async function bundleProgram(modules: Record<string, string>, source: string): Promise<TestProgram> {
  const directory = mkdtempSync(join(tmpdir(), 'harombe-program-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir: directory,
      rollupOptions: { input: modules, external, output: { entryFileNames: '[name].mjs' } },
    },
    ssr: { external },
  })
  // A junction needs no privilege on Windows; elsewhere the word means nothing.
  symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'), 'junction')
  const path = join(directory, 'program.mjs')
  writeFileSync(path, source)
  return { path, remove: () => rmSync(directory, { recursive: true }) }
}
