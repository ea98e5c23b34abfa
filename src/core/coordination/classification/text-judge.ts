import type { TextJudge } from './classifier'
import { judgeWith } from './judge-with'
import { readModel } from './model-file'
import content from './tier-model.json' with { type: 'json' }

let shared: TextJudge | undefined

/** Judges by the model that is shipped, which is unpacked at the first text and kept. */
export function createTextJudge(): TextJudge {
  return {
    judge(text) {
      shared ??= judgeWith(readModel(content))
      return shared.judge(text)
    },
  }
}
