import type { CatalogueModel } from '../../shared/entities'

type Architecture = NonNullable<CatalogueModel['architecture']>

/** Layers, KV heads, and the length of a key, which is that of a value too. */
export const heads = (layers: number, keyValueHeads: number, length: number): Architecture => ({
  layers,
  keyValueHeads,
  keyLength: length,
  valueLength: length,
})

/** A file on the hub; without a checksum the hub's own announcement is checked. */
export const onHub = (
  repository: string,
  file: string,
  sha256: string | null = null,
): CatalogueModel['gguf'] => ({
  url: `https://huggingface.co/${repository}/resolve/main/${file}`,
  sha256,
})

export const talking = ['chat', 'completion', 'tools', 'json']
export const seeing = ['chat', 'completion', 'vision', 'json']
export const apache = 'Apache-2.0'
