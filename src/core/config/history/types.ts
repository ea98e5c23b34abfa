import type { Actor, ConfigVersion } from '../../../shared/entities'

/** A good text of harombe.yaml that is new. */
export interface NewVersion {
  /** As it stands on disk, secrets included. */
  text: string
  /** sha256 of `text`. */
  digest: string
  by: Actor
  action: ConfigVersion['action']
}

/** The good versions of harombe.yaml, newest with the highest number; the oldest are forgotten when there are many. */
export interface ConfigHistory {
  /** Newest first. @param applied the number of what was applied last as a whole */
  list(applied: number | null): ConfigVersion[]
  /** Secrets included, and the text before it. @throws HarombeError NOT_FOUND */
  textOf(version: number): { text: string; previous: string | null }
  newest(): { version: number; digest: string } | null
  /** Keeps it unless the newest is the same text. @returns its number; null where nothing is kept */
  add(version: NewVersion): number | null
  /**
   * An apply of this text begins: the newest version, when it is this text and was not applied yet, becomes the apply's; else
   * there is a new one. `outcome` is interrupted until `ended` says otherwise, so that a crash leaves the truth.
   */
  applied(version: NewVersion): number | null
  ended(version: number, outcome: NonNullable<ConfigVersion['outcome']>): void
  /** Rewrites every kept text, for secrets that moved elsewhere. */
  rewrite(change: (text: string) => string): void
}
