import type { ReactNode } from 'react'
import { cn } from '../ui'
import { ChoiceSamples, FieldSamples } from './control-samples'
import { OverlaySamples } from './overlay-samples'
import { FeedbackSamples, SurfaceSamples } from './surface-samples'
import { TokenSamples } from './token-samples'

/**
 * Every primitive of `ui` in every state, in both themes side by side: `npm run dev`, then /gallery.html. No part of what is
 * built: it is for those who change the primitives.
 */
export function Gallery() {
  return (
    <div className="h-full overflow-auto">
      <div className="grid min-w-4xl grid-cols-2">
        <Theme className="scheme-light">
          <Samples />
        </Theme>
        <Theme className="scheme-dark">
          <Samples />
        </Theme>
      </div>
    </div>
  )
}

function Theme({ className, children }: { className: string; children: ReactNode }) {
  return <div className={cn('flex min-w-0 flex-col gap-8 bg-canvas p-6 text-ink', className)}>{children}</div>
}

function Samples() {
  return (
    <>
      <TokenSamples />
      <FieldSamples />
      <ChoiceSamples />
      <SurfaceSamples />
      <FeedbackSamples />
      <OverlaySamples />
    </>
  )
}
