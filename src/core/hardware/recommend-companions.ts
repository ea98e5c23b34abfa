import type { CatalogueModel, ModelRecommendation } from '../../shared/entities'
import { embeddingModels, visionModels } from './catalogue-special'
import { estimateFit } from './fit'
import { machineMemory, type Room, roomOf } from './model-room'
import type { RecommendationInput } from './recommend'

type Companion = NonNullable<ModelRecommendation['companions']>[number]

/** Enough for a page and a few images. */
const contextLength = 8192
/** A model for embeddings lies beside the one that answers, so it gets a small part of the room only. */
const besideShare = 0.1

const fits = (model: CatalogueModel, room: Room) =>
  estimateFit({
    node: 'This machine',
    model: { ...model, hasCache: model.capabilities.includes('chat') },
    contextLength: Math.min(contextLength, model.contextLength),
    room,
    correction: null,
    loaded: null,
  })

const largest = (models: readonly CatalogueModel[], suits: (model: CatalogueModel) => boolean) =>
  models.filter(suits).toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0] ?? null

/**
 * What suits a machine besides the model that answers: one for images, the largest that its GPU holds whole, and one for
 * vectors, which takes a tenth of the room at most. Without a GPU for models, images would take minutes: none is named.
 */
export function recommendCompanions(report: RecommendationInput): Companion[] {
  const room = roomOf(machineMemory(report), null)
  const vision = largest(visionModels, model => fits(model, room).verdict === 'gpu')
  const [smallest] = embeddingModels
  const embeddings =
    largest(embeddingModels, model => fits(model, room).totalBytes <= room.all.atLeast * besideShare) ??
    smallest ??
    null
  return [
    ...(vision === null ? [] : [{ purpose: 'vision' as const, model: vision.name }]),
    ...(embeddings === null ? [] : [{ purpose: 'embeddings' as const, model: embeddings.name }]),
  ]
}
