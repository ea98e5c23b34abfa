import { activity } from './activity'
import { chat } from './chat'
import { cluster } from './cluster'
import { common } from './common'
import { config } from './config'
import { desktop } from './desktop'
import { errors } from './errors'
import { markdown } from './markdown'
import { memory } from './memory'
import { models } from './models'
import { onboarding } from './onboarding'
import { settings } from './settings'
import { shell } from './shell'
import { tools } from './tools'
import { words } from './words'

export const de = {
  activity,
  chat,
  cluster,
  common,
  config,
  desktop,
  errors,
  markdown,
  memory,
  models,
  onboarding,
  settings,
  shell,
  tools,
  words,
} as const
