/** Keys from the top of the file down to a value, for any file: `*` stands for an entry of a list, or for a name in a map. */
export type SettingPath = readonly string[]

export type SettingKind =
  | { kind: 'switch' }
  | { kind: 'number'; minimum: number | null; maximum: number | null }
  | { kind: 'choice'; options: readonly (string | number)[] }
  /** Several of these. */
  | { kind: 'choices'; options: readonly (string | number)[] }
  | { kind: 'text'; long: boolean }
  /** What looks like a number is written as one. */
  | { kind: 'textOrNumber' }
  | { kind: 'texts' }
  /** Names of one's own, each with a text. */
  | { kind: 'map' }
  /** A list of groups. */
  | { kind: 'entries'; fields: readonly SettingField[] }
  /** On, off, or a list of groups. */
  | { kind: 'switchOrEntries'; fields: readonly SettingField[] }
  /** Groups by names of one's own. */
  | { kind: 'records'; fields: readonly SettingField[] }
  /** Whatever stands there is kept; the form only shows that it is. */
  | { kind: 'open' }

export interface SettingField {
  path: SettingPath
  /** `cluster/nodes/*\/tier`: what it is called by in the texts. */
  id: string
  /** One English sentence of the schema, or none. */
  doc: string
  /** Undefined: it has no default. */
  fallback: unknown
  /** Its group is none without it. */
  isRequired: boolean
  /** A token or key: better as a reference. */
  isSecret: boolean
  type: SettingKind
}

export const settingId = (path: SettingPath): string => path.join('/')
