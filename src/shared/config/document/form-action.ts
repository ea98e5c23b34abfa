import type { Tier } from '../../entities/common'
import type { NodeInput } from '../schema'

/** Keys down to a value; a number counts the entries of a list: `['cluster', 'nodes', 0, 'tier']`. */
export type ConfigPath = readonly (string | number)[]

export type ConfigScalar = string | number | boolean
export type ConfigValue = ConfigScalar | readonly ConfigValue[] | { readonly [key: string]: ConfigValue }

/** What is given is set, null takes the key out, what is absent stays. Within a map (`wake`) likewise. */
export type FieldChanges = { readonly [key: string]: ConfigValue | null | undefined }

/**
 * Everything the form can do to the text of harombe.yaml, as plain data. Nodes go by their names, entries of other lists
 * (`cluster.models`, `cluster.policies.quiet_hours`, `mcp.servers`, `server.cors_origins` …) by list and index from 0.
 */
export type FormAction =
  /** Any value; maps on the way are made. A map or list replaces what is there, where it differs. */
  | { readonly kind: 'set'; readonly path: ConfigPath; readonly value: ConfigValue }
  /** The key leaves the file, and its default holds. Nothing happens when it is not there. */
  | { readonly kind: 'unset'; readonly path: ConfigPath }
  /** `before`: the node it comes to stand above; absent or null: last. */
  | { readonly kind: 'add_node'; readonly node: NodeInput; readonly before?: string | null }
  /** `name` among the changes renames it, in the rules that name it too. */
  | { readonly kind: 'update_node'; readonly node: string; readonly changes: FieldChanges }
  /** It leaves the rules that name it too; a rule for it alone goes with it. */
  | { readonly kind: 'remove_node'; readonly node: string }
  /** A copy below it, disabled; without `name` it is called `NAME-2`, the first that is free. */
  | { readonly kind: 'duplicate_node'; readonly node: string; readonly name?: string }
  /** To another tier, another place in the list (null: last), or both: what a drag ends in. */
  | {
      readonly kind: 'move_node'
      readonly node: string
      readonly tier?: Tier
      readonly before?: string | null
    }
  /** `at`: the index it gets; absent: last. The list is made where there is none. */
  | {
      readonly kind: 'add_entry'
      readonly list: ConfigPath
      readonly entry: ConfigValue
      readonly at?: number
    }
  | {
      readonly kind: 'update_entry'
      readonly list: ConfigPath
      readonly index: number
      readonly changes: FieldChanges
    }
  | { readonly kind: 'remove_entry'; readonly list: ConfigPath; readonly index: number }
  /** `to`: the index it has afterwards. */
  | { readonly kind: 'move_entry'; readonly list: ConfigPath; readonly index: number; readonly to: number }
  | { readonly kind: 'set_variable'; readonly name: string; readonly value: ConfigScalar }
  /** Every `${var:name}` in the text follows. */
  | { readonly kind: 'rename_variable'; readonly name: string; readonly to: string }
  /** What refers to it gets its value written out. */
  | { readonly kind: 'remove_variable'; readonly name: string }
