/**
 * What no tool may touch, whatever is approved. `~` is the home folder; `%NAME%` a variable of the environment, and a path that
 * begins with an unset one is left out. A folder stands for all in it.
 */
export interface DenyGroup {
  /** Completes "It belongs to …". */
  what: string
  /** all: neither read nor written; write: it may be read. */
  access: 'all' | 'write'
  paths: readonly string[]
}
