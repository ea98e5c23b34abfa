import { answer, compare, larger, redo, run, sources, why } from './chat/answer'
import { composer, files, target, used } from './chat/composer'
import { library, search } from './chat/library'
import { page, said, welcome } from './chat/page'

export const chat = {
  answer,
  compare,
  composer,
  files,
  larger,
  library,
  page,
  redo,
  run,
  said,
  search,
  sources,
  target,
  used,
  welcome,
  why,
} as const
