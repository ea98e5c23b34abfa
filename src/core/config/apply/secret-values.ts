import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isScalar, parseDocument, visit } from 'yaml'
import { readBytes, readOverlays, resolveRead, textOf } from '../config-sources'

/** Every value of a text, whatever it stands for. */
export function* valuesInText(text: string): Iterable<string> {
  const found: string[] = []
  visit(parseDocument(text, { logLevel: 'silent', merge: false }), {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string') found.push(node.value)
    },
  })
  yield* found
}

/** Every text below a value. */
function* textsBelow(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* textsBelow(inner)
}

/** By their names. */
function secretsIn(directory: string): Map<string, string> {
  let names: string[] = []
  try {
    names = readdirSync(directory)
  } catch {
    // Nothing was ever moved there, or nobody may look.
  }
  return new Map(
    names.flatMap(name => {
      const read = readBytes(join(directory, name))
      return 'error' in read ? [] : [[name, textOf(read.bytes).replace(/\r?\n$/, '')]]
    }),
  )
}

const reference = /\$\{secret:([\w.-]+)\}/g

export interface SecretValuesOptions {
  configPath: string
  /** Overlays of this run, which win over those a text names. */
  overlays: readonly string[] | undefined
  secretsDirectory: string
  /** Of the history, newest first. */
  texts(): Iterable<string>
}

/**
 * Wherever a secret may be that was applied: in the file, its overlays and older versions, put together from variables, or in the
 * folder it was moved to since. Whoever found all stops asking.
 */
export function* secretValues({
  configPath,
  overlays,
  secretsDirectory,
  texts,
}: SecretValuesOptions): Iterable<string> {
  const moved = secretsIn(secretsDirectory)
  yield* moved.values()
  const present = readBytes(configPath)
  const all = function* () {
    if (!('error' in present)) yield textOf(present.bytes)
    yield* texts()
  }
  for (const text of all()) {
    yield* valuesInText(text)
    const laidOver = readOverlays(configPath, text, overlays)
    for (const { bytes } of laidOver) if (bytes !== null) yield* valuesInText(textOf(bytes))
    for (const value of textsBelow(resolveRead(text, laidOver).config)) {
      yield value
      const whole = value.replace(reference, (written, name: string) => moved.get(name) ?? written)
      if (whole !== value) yield whole
    }
  }
}
