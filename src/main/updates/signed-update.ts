import { verify } from 'node:crypto'
import { z } from 'zod'
import { isNewer } from './version'

/** Base64 of a SHA-512 digest. */
const sha512 = z.string().regex(/^[\dA-Za-z+/]{86}==$/)

const file = z.object({
  // A name beside the manifest: nothing in it may lead to another server.
  url: z.string().regex(/^[\w][\w.+-]{0,199}$/),
  sha512,
  size: z.number().int().positive().max(4_000_000_000),
})

/** The part of electron-builder's `latest*.yml` that is signed, and the signature we add to it. */
const offer = z.object({
  version: z.string().max(64),
  files: z.array(file).min(1).max(32),
  signature: z.string().regex(/^[\dA-Za-z+/]{86}==$/),
})

export interface SignedUpdate {
  version: string
  files: readonly { url: string; sha512: string; size: number }[]
}

/**
 * Exactly what is signed, as UTF-8: the purpose, then version and files in a fixed order of keys. What else stands in the
 * manifest (notes, dates, a second list of files for old updaters) counts for nothing. scripts/sign-update.mjs writes the same.
 */
export const signedText = ({ version, files }: SignedUpdate): string =>
  `harombe-update-v1\n${JSON.stringify({
    version,
    files: files.map(({ url, sha512, size }) => ({ url, sha512, size })),
  })}\n`

export type Verdict = { update: SignedUpdate } | { refused: 'unsigned' | 'older' }

/**
 * What may be downloaded of what a server offers: signed with the key this build shipped with, and newer than what runs. Anything
 * else is refused, also what cannot be read.
 * @param publicKey Ed25519, PEM
 */
export function verifyOffer(offered: unknown, publicKey: string, currentVersion: string): Verdict {
  const parsed = offer.safeParse(offered)
  if (!parsed.success) return { refused: 'unsigned' }
  const { signature, ...update } = parsed.data
  try {
    const text = Buffer.from(signedText(update))
    if (!verify(null, text, publicKey, Buffer.from(signature, 'base64'))) return { refused: 'unsigned' }
  } catch {
    // A key that is none verifies nothing.
    return { refused: 'unsigned' }
  }
  return isNewer(update.version, currentVersion) ? { update } : { refused: 'older' }
}
