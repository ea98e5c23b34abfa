import { cn } from './cn'

/** A place kept for what is coming. Give it the size of the real thing. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('animate-breathe rounded-md bg-pressed', className)} />
}
