/** Gathers what the packaging jobs left, one folder each, into one folder. Arguments: from, to. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'

/** Manifests of one name, from Macs of both kinds: an app finds its own file in the list by its name. */
export function mergeManifests(first, second) {
  const [left, right] = [parse(first), parse(second)]
  if (left.version !== right.version)
    throw new Error(`${left.version} and ${right.version} are not one release`)
  const known = new Set(left.files.map(({ url }) => url))
  return stringify(
    { ...left, files: [...left.files, ...right.files.filter(({ url }) => !known.has(url))] },
    { lineWidth: 0 },
  )
}

/** Files below a folder. */
const filesBelow = folder =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => ({ name: entry.name, path: join(entry.parentPath, entry.name) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2)
  mkdirSync(to, { recursive: true })
  for (const { name, path } of filesBelow(from)) {
    const target = join(to, name)
    if (!existsSync(target)) renameSync(path, target)
    else if (/^latest.*\.yml$/.test(name)) {
      writeFileSync(target, mergeManifests(readFileSync(target, 'utf8'), readFileSync(path, 'utf8')))
    } else throw new Error(`there are two files named ${name}`)
  }
}
