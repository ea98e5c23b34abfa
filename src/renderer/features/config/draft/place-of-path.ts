import { offsetOf } from '../../../../shared/config/document/document-data'
import type { ConfigPath } from '../../../../shared/config/document/form-action'
import { parseYaml, problemAt } from '../../../../shared/config/document/parse-yaml'
import { rangeAt } from './check-draft'
import type { TextRange } from './draft-store'

/** `cluster.nodes[1].tier` as keys and indexes. */
export function parsePath(path: string): ConfigPath {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  )
}

/** Where a value stands, or the nearest thing around it that does; null when the text is no YAML. */
export function placeOfPath(text: string, path: string): TextRange | null {
  const { document, problems } = parseYaml(text)
  if (problems.length > 0) return null
  const { line, column } = problemAt(text, offsetOf(document, parsePath(path)), '')
  return rangeAt(text, line, column)
}
