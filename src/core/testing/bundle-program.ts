import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

export interface TestProgram {
  /** Path of a script that plain Node runs. */
  path: string
  /** A folder for what is compiled (NODE_COMPILE_CACHE), so that starting it many times is quick. */
  compileCache: string
  remove(): void
}

/** Cannot be bundled. */
const native = ['better-sqlite3']
const external = [...native, 'zod', 'yaml']

/**
 * Bundles TypeScript modules so that a child process can be killed while it runs them. `source` is the program; it imports
 * the modules as `./<key>.mjs`. `isWhole`: libraries come along, which makes it start in half the time.
 */
export async function bundleProgram(
  modules: Record<string, string>,
  source: string,
  { isWhole = false }: { isWhole?: boolean } = {},
): Promise<TestProgram> {
  const kept = isWhole ? native : external
  const directory = mkdtempSync(join(tmpdir(), 'harombe-program-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir: directory,
      rollupOptions: { input: modules, external: kept, output: { entryFileNames: '[name].mjs' } },
    },
    ssr: isWhole ? { external: kept, noExternal: true } : { external: kept },
  })
  // A junction needs no privilege on Windows; elsewhere the word means nothing.
  symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'), 'junction')
  const path = join(directory, 'program.mjs')
  writeFileSync(path, source)
  return {
    path,
    compileCache: join(directory, 'compiled'),
    remove: () => rmSync(directory, { recursive: true }),
  }
}
