export type Decision =
  | { kind: 'approve'; remember: boolean }
  | { kind: 'deny'; note?: string | undefined }
  | { kind: 'view' }
  | { kind: 'unclear' }

const maxNote = 500

/**
 * What a typed line says. Only a plain yes allows; "n because …" tells the model why. Null: Ctrl-C, which is a no.
 */
export function readDecision(line: string | null, canRemember: boolean): Decision {
  if (line === null) return { kind: 'deny' }
  const text = line.trim()
  const [word = '', ...rest] = text.split(/\s+/)
  const note = text.slice(word.length).trim().slice(0, maxNote)
  switch (word.toLowerCase()) {
    case 'y':
    case 'yes':
      return rest.length === 0 ? { kind: 'approve', remember: false } : { kind: 'unclear' }
    case 'r':
    case 'remember':
      return rest.length === 0 && canRemember ? { kind: 'approve', remember: true } : { kind: 'unclear' }
    case 'n':
    case 'no':
      return note === '' ? { kind: 'deny' } : { kind: 'deny', note }
    case 'v':
    case 'view':
      return rest.length === 0 ? { kind: 'view' } : { kind: 'unclear' }
    default:
      return { kind: 'unclear' }
  }
}
