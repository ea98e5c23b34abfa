import { HarombeError } from '../../shared/errors'

export interface OverlayOptions {
  env: Readonly<Record<string, string | undefined>>
  /** `--overlay`, each a name or several with commas; wins over HAROMBE_OVERLAY. */
  override?: readonly string[] | undefined
}

const overlayName = /^[A-Za-z0-9_-]{1,63}$/

/**
 * Overlays of this run instead of those the file names, in order; undefined: those the file names. An empty `--overlay ""` means
 * none. @throws HarombeError BAD_REQUEST for what is no name of one
 */
export function overlaysOfRun({ env, override }: OverlayOptions): string[] | undefined {
  const given = override ?? (env.HAROMBE_OVERLAY ? [env.HAROMBE_OVERLAY] : undefined)
  if (given === undefined) return undefined
  const names = given.flatMap(names => names.split(',')).map(name => name.trim())
  const wanted = [...new Set(names.filter(name => name !== ''))]
  const wrong = wanted.find(name => !overlayName.test(name))
  if (wrong === undefined) return wanted
  throw new HarombeError('BAD_REQUEST', `${JSON.stringify(wrong)} is not the name of an overlay.`, {
    hint: 'Write the part between harombe. and .yaml, such as home; several with commas.',
  })
}
