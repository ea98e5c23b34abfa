/** Time as an argument. */
export type { Clock as EngineClock } from '../../../../shared/clock'
