import type { Scenario } from '../scenario'
import { killNodes } from './kill'

export const scenarios: Readonly<Record<string, Scenario>> = {
  kill: killNodes,
}
