import type { ConfigPath, ConfigScalar } from './form-action'
import type { ConfigProblem } from './parse-yaml'

/** A part of a text. Offsets count UTF-16 units from 0, `to` is behind the last; line and column count from 1. */
export interface TextPosition {
  from: number
  to: number
  line: number
  column: number
}

/** Where a value comes from; `default`: it is not in the file. */
export type ValueSource =
  | { kind: 'file' }
  /** Written elsewhere, and named here by `*anchor`. Changing it here writes it out here. */
  | { kind: 'alias'; anchor: string }
  /** Taken over by `<<: *anchor`. Changing it here writes the key here. */
  | { kind: 'merge'; anchor: string }
  /** Made of `${var:…}`: these variables. */
  | { kind: 'variable'; names: string[] }
  | { kind: 'default' }

export interface FormValue {
  /** As the file has it, references and variables not resolved; a default as the schema fills it in; undefined: nothing. */
  value: unknown
  source: ValueSource
  /** Of the key and its value together; null for a default. */
  position: TextPosition | null
  /** Others that take this value over by its anchor: they keep what they have when it is changed by the form. */
  sharedWith: number
}

export interface FormNode {
  /** Among `cluster.nodes`. */
  index: number
  /** Empty where the file gives none. */
  name: string
  /** With its default; what is no tier counts as the default. */
  tier: number
  /** Every key of the entry, and every key of the schema with its default. */
  fields: Record<string, FormValue>
  position: TextPosition
  /** Why the form cannot change it: it is an alias as a whole, one English sentence; null: it can. */
  locked: string | null
}

/** What a form shows of a text; see `readForm`. */
export interface FormView {
  /** false: the text is no YAML that can be read; `nodes` and `variables` are empty then, and `value` gives defaults. */
  readable: boolean
  /** Of the YAML or, where that is fine, of the schema. */
  problems: ConfigProblem[]
  nodes: FormNode[]
  variables: Record<string, ConfigScalar>
  value: (path: ConfigPath) => FormValue
  /** Of the key and its value; null where it is not in the file. */
  positionOf: (path: ConfigPath) => TextPosition | null
  /** The innermost key or entry around an offset; empty outside of all. */
  pathAt: (offset: number) => ConfigPath
}
