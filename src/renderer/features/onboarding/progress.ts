/** In their order; `join` stands in for the two after `role` where this machine leads nobody. */
export const steps = ['find', 'role', 'model', 'test', 'join'] as const
export type Step = (typeof steps)[number]

const storageKey = 'harombe.first-steps'

/** Where the reader was when the window closed; null when the first steps were not begun, or are over. */
export function storedStep(storage: Pick<Storage, 'getItem'>): Step | null {
  try {
    const stored = storage.getItem(storageKey)
    return steps.find(step => step === stored) ?? null
  } catch {
    return null
  }
}

/** Whether the first steps were begun in this window and are not over, though a node may be there by now. */
export const isOnboardingUnderWay = (): boolean => storedStep(localStorage) !== null

/** Null: they are over. */
export function storeStep(storage: Pick<Storage, 'setItem' | 'removeItem'>, step: Step | null): void {
  try {
    if (step === null) storage.removeItem(storageKey)
    else storage.setItem(storageKey, step)
  } catch {
    // Storage is blocked: the next start begins with the first step again.
  }
}

export const stepBefore: Readonly<Record<Step, Step | null>> = {
  find: null,
  role: 'find',
  model: 'role',
  test: 'model',
  join: 'role',
}

/** How far a step is, as "Step 2 of 4" says it. */
export const placeOf = (step: Step): { step: number; steps: number } =>
  step === 'join' ? { step: 3, steps: 3 } : { step: steps.indexOf(step) + 1, steps: 4 }
