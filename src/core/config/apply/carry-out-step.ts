import type { ApplyStep } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { type AppliedBook, type ApplyJob, renamesOf, type StepContext } from './types'

const unreadable = ({ id }: ApplyStep) =>
  new HarombeError('BAD_REQUEST', `The step ${id} does not say what it is for.`)

/** Does one step and notes what it achieved. Resolves with one English sentence. @throws HarombeError */
export async function carryOutStep(
  step: ApplyStep,
  { plan, desired, actions }: ApplyJob,
  book: AppliedBook,
  context: StepContext,
): Promise<string> {
  const { kind, node, model } = step
  if (kind === 'reload') {
    const detail = await actions.reload(context)
    book.reloaded(desired)
    return detail
  }
  if (node === null) throw unreadable(step)
  switch (kind) {
    case 'register': {
      const from = renamesOf(plan.changes).get(node) ?? null
      const detail = await actions.register(node, from, context)
      book.registered(node, from, desired)
      return detail
    }
    case 'retire': {
      const detail = await actions.retire(node, context)
      book.retired(node)
      return detail
    }
    case 'test':
      return actions.test(node, context)
    case 'drain':
      return actions.drain(node, context)
    case 'pull':
    case 'load': {
      if (model === null) throw unreadable(step)
      const detail = await actions[kind](node, model, context)
      book.provided(node, model, kind === 'load')
      return detail
    }
  }
}
