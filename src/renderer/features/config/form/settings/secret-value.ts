export type SecretValue =
  | { kind: 'none' }
  | { kind: 'env'; name: string }
  | { kind: 'file'; name: string }
  /** It stands in the file; the page only has its mask. */
  | { kind: 'hidden' }
  | { kind: 'plain'; value: string }

const reference = /^\$\{(env|secret):([^}]*)\}$/
const mask = /^\[redacted(?::[0-9a-f]{8})?\]$/

/** What a field of harombe.yaml that holds a secret says. */
export function readSecret(value: unknown): SecretValue {
  if (value === undefined || value === null || value === '') return { kind: 'none' }
  const text = String(value)
  if (mask.test(text)) return { kind: 'hidden' }
  const match = reference.exec(text)
  if (match === null) return { kind: 'plain', value: text }
  return { kind: match[1] === 'env' ? 'env' : 'file', name: match[2] ?? '' }
}

/** Null: nothing to write, the key leaves the file. */
export function writeSecret(secret: SecretValue): string | null {
  switch (secret.kind) {
    case 'env':
      return secret.name.trim() === '' ? null : `\${env:${secret.name.trim()}}`
    case 'file':
      return secret.name.trim() === '' ? null : `\${secret:${secret.name.trim()}}`
    case 'plain':
      return secret.value === '' ? null : secret.value
    default:
      return null
  }
}

/** A name to begin with: `GAMING_PC_TOKEN` or `gaming-pc`. */
export function proposedName(kind: 'env' | 'file', owner: string): string {
  const plain = owner
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (plain === '') return kind === 'env' ? 'TOKEN' : 'token'
  if (kind === 'file') return plain.toLowerCase()
  const upper = plain.replaceAll('-', '_').toUpperCase()
  if (/(?:^|_)(?:TOKEN|KEY|SECRET|PASSWORD)$/.test(upper) && !/^\d/.test(upper)) return upper
  // No variable's name begins with a digit.
  return /^\d/.test(upper) ? `TOKEN_${upper}` : `${upper}_TOKEN`
}
