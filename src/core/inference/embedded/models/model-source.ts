import { HarombeError } from '../../../../shared/errors'
import type { ModelSource, ModelSourceLookup } from '../types'
import { isModelName, nameOfFile } from './model-names'

export interface WantedModel extends ModelSource {
  /** What it is called once it is here. */
  name: string
}

/** A file on the hub, the way people write it. */
const hubPath =
  /^hf\.co\/([A-Za-z0-9._-]+)\/([A-Za-z0-9._-]+)\/((?:[A-Za-z0-9._-]+\/)*[A-Za-z0-9._-]+\.gguf)$/i

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** https; http to this very machine only, where nobody listens in. */
export function isAllowedAddress(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
}

/** Where to get a model by the name it was asked for. @throws HarombeError MODEL_MISSING, BAD_REQUEST, CONFIG_INVALID */
export function resolveSource(asked: string, lookup: ModelSourceLookup): WantedModel {
  const known = lookup(asked)
  if (known !== null) {
    const url = URL.parse(known.url)
    if (url === null || !isAllowedAddress(url)) {
      throw new HarombeError('CONFIG_INVALID', `The catalogue has no safe address for ${asked}.`)
    }
    if (!isModelName(asked)) throw new HarombeError('BAD_REQUEST', `${asked} is no name a model can have.`)
    return { name: asked, url: url.href, sha256: known.sha256 }
  }
  const parts = hubPath.exec(asked)
  const file = parts?.[3]
  const name = file === undefined ? null : nameOfFile(file)
  if (parts === null || file === undefined || name === null || asked.includes('..')) {
    throw new HarombeError('MODEL_MISSING', `Nobody knows where to get ${asked}.`, {
      hint: 'Choose one of the catalogue, or name a file as hf.co/owner/repository/file.gguf.',
    })
  }
  const url = `https://huggingface.co/${parts[1]}/${parts[2]}/resolve/main/${file}`
  return { name, url, sha256: null }
}
