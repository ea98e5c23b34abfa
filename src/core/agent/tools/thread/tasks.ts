import type { CalculateInput, CalculateResult } from '../basics/calculate'
import type { SearchInput, SearchMatch, SearchResult } from '../files/search-task'
import type { PageInput, PageResult } from '../web/page-task'

/** What is done off the coordinator's thread, because what it works on is hostile or may take for ever. Plain data throughout. */
export interface TaskTypes {
  calculate: { input: CalculateInput; part: never; result: CalculateResult }
  page: { input: PageInput; part: never; result: PageResult }
  search: { input: SearchInput; part: SearchMatch; result: SearchResult }
}

export type TaskName = keyof TaskTypes

type Tasks = {
  [Name in TaskName]: (
    input: TaskTypes[Name]['input'],
    emit: (part: TaskTypes[Name]['part']) => void,
  ) => Promise<TaskTypes[Name]['result']>
}

/** Each loads what it needs when it is called for: mathjs and a DOM are not worth having in memory until then. */
const tasks: Tasks = {
  calculate: async input => (await import('../basics/calculate')).calculate(input),
  page: async input => (await import('../web/page-task')).readPage(input),
  search: async (input, emit) => (await import('../files/search-task')).searchFiles(input, emit),
}

/** @throws HarombeError what the task throws */
export function performTask<Name extends TaskName>(
  name: Name,
  input: TaskTypes[Name]['input'],
  emit: (part: TaskTypes[Name]['part']) => void,
): Promise<TaskTypes[Name]['result']> {
  return tasks[name](input, emit)
}

/** A task as it is handed to the thread. */
export interface TaskRequest<Name extends TaskName> {
  name: Name
  input: TaskTypes[Name]['input']
}
