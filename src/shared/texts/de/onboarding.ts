import type { Area } from '../area'

export const onboarding: Area<'onboarding'> = {}
