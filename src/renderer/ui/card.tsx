import type { ComponentProps } from 'react'
import { cn } from './cn'

export interface CardProps extends ComponentProps<'div'> {
  /** `article` for one of many things that stand on their own; give it a label. */
  as?: 'div' | 'article'
}

export function Card({ as: Element = 'div', className, ...rest }: CardProps) {
  return <Element {...rest} className={cn('rounded-lg border border-line bg-surface shadow-sm', className)} />
}
