import type { Translate } from '../texts/translator'
import type { FitEstimate } from './model'

/** Whether a model fits, in a few words. */
export const fitWord = (verdict: FitEstimate['verdict'], t: Translate): string => t(`words.fit.${verdict}`)
