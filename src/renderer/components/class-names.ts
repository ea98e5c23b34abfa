import type { ComplexityClass } from '../../shared/entities'

export const classNames = {
  simple: 'Simple question',
  moderate: 'Moderate question',
  complex: 'Complex question',
} as const satisfies Record<ComplexityClass, string>
