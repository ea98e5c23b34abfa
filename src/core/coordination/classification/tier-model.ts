/**
 * Decision trees that answer both questions at once, node after node in flat lists: the lower branch of a node is the next
 * one. Features are compared as bytes.
 */
export interface Forest {
  /** Where each tree begins. */
  roots: Int32Array
  /** The feature a node asks for; `leaf` where it asks for none. */
  features: Uint8Array
  /** What is above goes to the upper branch; of leaves the chance of needing more than tier 0, in steps of 1/255. */
  limits: Uint8Array
  /** Of leaves: the chance of needing tier 2, in the same steps. */
  powerful: Uint8Array
  /** How many nodes further the upper branch begins: a walk only goes on, and ends with the list at the latest. */
  uppers: Uint16Array
}
export const leaf = 255

/** Logistic regressions over features and over n-grams. */
export interface Lines {
  /** Of dense features, standardized. */
  dense: Float32Array
  denseBias: number
  /** Of buckets of n-grams, in units of `gramUnit`. */
  grams: Int8Array
  gramUnit: number
  gramsBias: number
}

/** How much each of the three says. */
export interface Mix {
  trees: number
  dense: number
  grams: number
}

/** One of the two questions: does it need more than tier 0, does it need tier 2. All figures are log-odds. */
export interface Head extends Lines {
  mix: Mix
  /** From the mix to calibrated log-odds. */
  slope: number
  intercept: number
}

/**
 * A third question: is it hard in its form, as what people write to be hard is, and unlike what small models do well? It is
 * asked for texts that no source with outcomes holds, and only ever raises.
 */
export interface Form extends Lines {
  mix: Omit<Mix, 'trees'>
  intercept: number
}

export interface TrainedOn {
  source: string
  rows: number
  licence: string
}

export interface TierModel {
  trainedOn: readonly TrainedOn[]
  /** Of dense features, for the lines. */
  center: Float32Array
  scale: Float32Array
  /** Of dense features: what the bytes 0 and 255 stand for. */
  low: Float32Array
  high: Float32Array
  /** Of buckets of n-grams, in steps. */
  rarity: Uint8Array
  forest: Forest
  heads: readonly [Head, Head]
  form: Form
}
