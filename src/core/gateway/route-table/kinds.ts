import { bodyLimits } from '../limits'

/** What rows of one kind have in common. */

export const look = {
  method: 'GET',
  dialect: 'harombe',
  bodyLimit: bodyLimits.none,
  upload: 'control',
  rate: null,
} as const
export const ask = {
  method: 'POST',
  access: 'drop-in',
  scope: 'infer',
  dialect: 'harombe',
  bodyLimit: bodyLimits.chat,
  upload: 'inference',
  rate: null,
  answers: true,
  keyed: true,
} as const
/** The question may hold images. */
export const askWithImages = { ...ask, bodyLimit: bodyLimits.images } as const
