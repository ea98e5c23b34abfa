/**
 * Signs the update manifests (`latest*.yml`) of a release, so that the app takes nothing else. Arguments: the folder they are in.
 * UPDATE_SIGNING_KEY holds the private Ed25519 key, PEM. `--make-key FOLDER` writes a new pair instead: the public half belongs to
 * resources/update-key.pem, the private one to the release's secrets and nowhere else.
 */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'

/** As src/main/updates/signed-update.ts reads it; a test compares the two. */
export const signedText = ({ version, files }) =>
  `harombe-update-v1\n${JSON.stringify({
    version,
    files: files.map(({ url, sha512, size }) => ({ url, sha512, size })),
  })}\n`

/** The manifest with its signature. @param key private, PEM or KeyObject */
export function signManifest(yaml, key) {
  const document = parseDocument(yaml)
  const { version, files } = document.toJS()
  if (typeof version !== 'string' || !Array.isArray(files) || files.length === 0)
    throw new Error('this is no update manifest')
  document.set('signature', sign(null, Buffer.from(signedText({ version, files })), key).toString('base64'))
  return document.toString({ lineWidth: 0 })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [first, second] = process.argv.slice(2)
  if (first === '--make-key' && second !== undefined) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(join(second, 'update-key.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
    const path = join(second, 'update-signing-key.pem')
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    process.stdout.write(`written: ${path}; keep it out of the repository\n`)
  } else if (first !== undefined && process.env.UPDATE_SIGNING_KEY) {
    const key = createPrivateKey(process.env.UPDATE_SIGNING_KEY)
    const names = readdirSync(first).filter(name => /^latest.*\.yml$/.test(name))
    for (const name of names)
      writeFileSync(join(first, name), signManifest(readFileSync(join(first, name), 'utf8'), key))
    process.stdout.write(`signed: ${names.join(', ') || 'nothing'}\n`)
  } else {
    process.stderr.write(
      'usage: UPDATE_SIGNING_KEY=… node scripts/sign-update.mjs FOLDER, or --make-key FOLDER\n',
    )
    process.exit(2)
  }
}
