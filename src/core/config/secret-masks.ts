import { createHmac, randomBytes } from 'node:crypto'
import { type HiddenPiece, maskSecrets } from '../../shared/config/document/mask-secrets'
import type { ConfigProblem } from '../../shared/config/document/parse-yaml'
import { unmaskSecrets } from '../../shared/config/document/unmask-secrets'

export interface SecretMasks {
  /** `secretVariables`: see `MaskOptions`. */
  mask(text: string, secretVariables?: readonly string[]): string
  unmask(text: string): { text: string; problems: ConfigProblem[] }
}

/** A window that edits for weeks while tokens change need not go on knowing the first ones. */
const mostRemembered = 20_000

/** Hides secrets behind ids that mean something in this process only, and knows what each stands for. */
export function createSecretMasks(): SecretMasks {
  const key = randomBytes(32)
  const pieces = new Map<string, HiddenPiece>()

  function idOf({ source, isValue }: HiddenPiece): string {
    for (let round = 0; ; round++) {
      const id = createHmac('sha256', key).update(`${round} ${isValue} ${source}`).digest('hex').slice(0, 8)
      const known = pieces.get(id)
      if (known === undefined || (known.source === source && known.isValue === isValue)) return id
    }
  }

  return {
    mask: (text, secretVariables) =>
      maskSecrets(text, {
        secretVariables,
        name(piece) {
          const id = idOf(piece)
          // What was shown last is forgotten last.
          pieces.delete(id)
          pieces.set(id, piece)
          const [oldest] = pieces.keys()
          if (pieces.size > mostRemembered && oldest !== undefined) pieces.delete(oldest)
          return id
        },
      }),
    unmask: text => unmaskSecrets(text, id => pieces.get(id)),
  }
}
