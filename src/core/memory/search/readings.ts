import { indexCountsReading, unembeddedReading } from '../recall/index-readings'
import { recallReading } from '../recall/recall-reading'
import { countsReading } from './counts-reading'
import { intactReading } from './intact-reading'
import type { Searcher } from './types'
import { wordsReading } from './words-reading'

/** All that can be asked on the search thread. */
export const readings = {
  words: wordsReading,
  counts: countsReading,
  intact: intactReading,
  recall: recallReading,
  indexCounts: indexCountsReading,
  unembedded: unembeddedReading,
}

export type Readings = typeof readings
export type MemorySearcher = Searcher<Readings>
