import { generateKeyPairSync, sign } from 'node:crypto'
import { type SignedUpdate, signedText } from '../updates/signed-update'

export const digest = `${'A'.repeat(86)}==`

/** A pair as a release has it. `offer` is a manifest as electron-updater reads it, signed. */
export function createSigner() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    offer(update: SignedUpdate) {
      const signature = sign(null, Buffer.from(signedText(update)), privateKey).toString('base64')
      const [first] = update.files
      return { ...update, path: first?.url, sha512: first?.sha512, releaseDate: '2026-11-22', signature }
    },
  }
}
