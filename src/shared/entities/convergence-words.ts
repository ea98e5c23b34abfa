import type { Translate } from '../texts/translator'
import type { Convergence } from './plan'

/** The machines are not what the file says, and a person may want to see to it. */
export const needsPlan = ({ state }: Pick<Convergence, 'state'>): boolean =>
  state === 'pending' || state === 'drifted'

/** `2 things differ from harombe.yaml`, the same in the window, the status bar and the tray. */
export function convergenceText({ state, pending, drift }: Convergence, t: Translate): string {
  if (state === 'pending') return t('config.convergence.pending', { count: pending })
  if (state === 'drifted') return t('config.convergence.drifted', { count: drift.length })
  return t(`config.convergence.${state}`)
}
