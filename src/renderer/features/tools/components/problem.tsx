import { Banner, Button } from '../../../ui'

/** What could not be had, and a way to try again. */
export function Problem({ title, onRetry }: { title: string; onRetry(): void }) {
  return (
    <Banner
      tone="danger"
      title={title}
      actions={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    />
  )
}
