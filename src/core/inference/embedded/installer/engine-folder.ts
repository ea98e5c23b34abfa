import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** What an installation leaves behind to be recognised by. */
const installed = z.object({ version: z.string(), packages: z.array(z.string()) })
export type Installed = z.infer<typeof installed>

export const markerName = 'harombe-engine.json'
const entry = join('node_modules', 'node-llama-cpp', 'dist', 'index.js')

/** `HAROMBE_ENGINE_DIR`, else `engine` in the data directory. */
export const engineFolder = (
  dataDirectory: string,
  env: Readonly<Record<string, string | undefined>>,
): string => env.HAROMBE_ENGINE_DIR || join(dataDirectory, 'engine')

/** Null when there is none, or half of one. */
export async function readInstalled(folder: string): Promise<Installed | null> {
  try {
    const marker = installed.parse(JSON.parse(await readFile(join(folder, markerName), 'utf8')))
    const isWhole = marker.packages.every(name =>
      existsSync(join(folder, 'node_modules', name, 'package.json')),
    )
    return isWhole && existsSync(join(folder, entry)) ? marker : null
  } catch {
    return null
  }
}
