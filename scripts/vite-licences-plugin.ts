import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

export interface ShippedPackage {
  name: string
  version: string
  /** As its package.json names it: an SPDX expression as a rule. */
  licence: string
  /** Whole, as its authors ask; empty where the package has no such file. */
  text: string
}

/** Writes `licences.json` beside the page: everything that is bundled into it, and what the coordinator runs on. */
export function licencesPlugin(): Plugin {
  return {
    name: 'harombe:licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap(output =>
        output.type === 'chunk' ? Object.keys(output.modules) : [],
      )
      const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(
        readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'),
      )
      const folders = new Set([
        ...packageFolders(modules),
        ...withDependencies(unseen, packages),
        ...productionFolders(packages),
      ])
      const source = JSON.stringify(describePackages([...folders]))
      this.emitFile({ type: 'asset', fileName: 'licences.json', source })
    },
  }
}

/** `node_modules/@scope/name` of the innermost package each module belongs to. */
export function packageFolders(modules: readonly string[]): string[] {
  const folders = modules.flatMap(id => {
    const path = id.replaceAll('\\', '/')
    const from = path.indexOf('node_modules/')
    const match = from === -1 ? null : /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.slice(from))
    return match === null ? [] : [match[0]]
  })
  return [...new Set(folders)]
}

/** In the page without being modules of it: fonts and styles, and Mermaid, which comes with its own parts bundled. */
const unseen = [
  '@fontsource-variable/inter',
  '@fontsource-variable/jetbrains-mono',
  'mermaid',
  'sonner',
  'tailwindcss',
]

interface LockedPackage {
  dev?: boolean
  devOptional?: boolean
  dependencies?: Record<string, string>
}

/** As npm found it: beside whoever needs it, or further up. */
function folderOf(
  name: string,
  from: string,
  packages: Readonly<Record<string, LockedPackage>>,
): string | null {
  for (let parent = from; ; parent = parent.slice(0, Math.max(0, parent.lastIndexOf('/node_modules/')))) {
    const folder = `${parent === '' ? '' : `${parent}/`}node_modules/${name}`
    if (folder in packages) return folder
    if (parent === '') return null
  }
}

/** The folders of packages and of all they depend on. */
export function withDependencies(
  names: readonly string[],
  packages: Readonly<Record<string, LockedPackage>>,
): string[] {
  const found = new Set<string>()
  const visit = (name: string, from: string) => {
    const folder = folderOf(name, from, packages)
    if (folder === null || found.has(folder)) return
    found.add(folder)
    for (const needed of Object.keys(packages[folder]?.dependencies ?? {})) visit(needed, folder)
  }
  for (const name of names) visit(name, '')
  return [...found]
}

/** What `npm install --omit=dev` would bring, as far as it is there on this system. */
function productionFolders(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && dev !== true && devOptional !== true)
    .map(([folder]) => folder)
}

function describePackages(folders: readonly string[]): ShippedPackage[] {
  const described = folders.map(describePackage).filter(found => found !== null)
  const unique = new Map(described.map(found => [`${found.name}@${found.version}`, found]))
  return [...unique.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

function describePackage(folder: string): ShippedPackage | null {
  const directory = join(projectRoot, folder)
  const manifest = join(directory, 'package.json')
  // Made for another system, or a folder inside a package.
  if (!existsSync(manifest)) return null
  const { name, version, license }: { name?: string; version?: string; license?: unknown } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  )
  if (name === undefined || version === undefined) return null
  const file = readdirSync(directory).find(entry => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry))
  return {
    name,
    version,
    licence: typeof license === 'string' ? license : '',
    text: file === undefined ? '' : readFileSync(join(directory, file), 'utf8').trim(),
  }
}
