import type { Scenario } from '../scenario'
import { allDown } from './all-down'
import { cancelled } from './cancel'
import { killNodes } from './kill'
import { overloaded } from './overload'
import { partitioned } from './partition'
import { rollingRestart } from './rolling'
import { badNodes } from './slow'
import { stalledReaders } from './stalled'
import { suspended } from './suspend'

export const scenarios: Readonly<Record<string, Scenario>> = {
  kill: killNodes,
  rolling: rollingRestart,
  'all-down': allDown,
  slow: badNodes,
  overload: overloaded,
  stalled: stalledReaders,
  cancel: cancelled,
  suspend: suspended,
  partition: partitioned,
}
