/** A tree that asks the same question of every branch of a level: `leaves` are indexed by the answers as bits. */
export interface Tree {
  features: readonly number[]
  thresholds: readonly number[]
  leaves: readonly number[]
}

/** One of the two questions: does it need more than tier 0, does it need tier 2. All figures are log-odds. */
export interface Head {
  /** Of dense features, standardized. */
  dense: Float32Array
  denseBias: number
  /** Of buckets of n-grams. */
  grams: Float32Array
  gramsBias: number
  trees: readonly Tree[]
  treesBias: number
  /** From the mean of the three to calibrated log-odds. */
  slope: number
  intercept: number
}

/** How much each of the three says; sums to 1. */
export interface Mix {
  dense: number
  grams: number
  trees: number
}

export interface TrainedOn {
  source: string
  rows: number
  licence: string
}

export interface TierModel {
  trainedOn: readonly TrainedOn[]
  center: Float32Array
  scale: Float32Array
  mix: Mix
  heads: readonly [Head, Head]
}
