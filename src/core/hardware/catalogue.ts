import type { CatalogueModel } from '../../shared/entities'
import { generalModels } from './catalogue-general'
import { embeddingModels, visionModels } from './catalogue-special'

/**
 * Models worth having, smallest first within a purpose. Facts only: names, sizes and families as Ollama's `/api/tags` lists
 * them after a pull; parameters, layers and heads from the makers' configurations and model cards; checksums and addresses of
 * GGUF files as other catalogues pin them. What could not be confirmed is null. A model whose images need a second file has no
 * `gguf`: the embedded engine takes one file.
 */
export const catalogue: readonly CatalogueModel[] = [...generalModels, ...visionModels, ...embeddingModels]

const bare = (name: string) => name.replace(/:latest$/, '')

/** A model of the catalogue by the name Ollama pulls it by, with or without `:latest`; null when it is not in there. */
export const findInCatalogue = (name: string): CatalogueModel | null =>
  catalogue.find(model => bare(model.name) === bare(name)) ?? null
