import { Inbox } from 'lucide-react'
import {
  Badge,
  Banner,
  Button,
  Card,
  EmptyState,
  Meter,
  ProgressBar,
  Skeleton,
  Sparkline,
  Spinner,
  StatusDot,
  type StatusShape,
} from '../ui'
import { Sample } from './sample'

const shapes: readonly StatusShape[] = [
  'ok',
  'held',
  'idle',
  'warn',
  'danger',
  'off',
  'busy',
  'paused',
  'half',
]

export function SurfaceSamples() {
  return (
    <>
      <Sample name="Card">
        <Card className="p-4 text-sm">A card</Card>
        <Card as="article" aria-label="One of many" className="p-4 text-sm">
          An article
        </Card>
      </Sample>
      <Sample name="Banner">
        {(['info', 'warn', 'danger'] as const).map(tone => (
          <Banner
            key={tone}
            tone={tone}
            shape="box"
            silent
            title={`Something of tone ${tone}`}
            className="w-full"
          >
            What can be done about it.
          </Banner>
        ))}
        <Banner
          silent
          title="Across the page"
          actions={<Button size="sm">Do it</Button>}
          className="w-full"
        />
      </Sample>
      <Sample name="EmptyState">
        <EmptyState icon={<Inbox />} title="Nothing yet" actions={<Button>Begin</Button>}>
          Why there is nothing, and what comes next.
        </EmptyState>
      </Sample>
    </>
  )
}

export function FeedbackSamples() {
  return (
    <>
      <Sample name="Badge">
        {(['neutral', 'outline', 'accent', 'ok', 'warn', 'danger'] as const).map(tone => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </Sample>
      <Sample name="StatusDot">
        {shapes.map(shape => (
          <StatusDot key={shape} shape={shape} label={shape} className="text-xs" />
        ))}
        <StatusDot shape="ok" label="hidden label" hideLabel />
      </Sample>
      <Sample name="Meter">
        {[0, 2, 4].map(value => (
          <div key={value} className="w-28">
            <Meter value={value} max={4} label="Slots" text={`${value} of 4`} />
          </div>
        ))}
      </Sample>
      <Sample name="ProgressBar">
        {[0, 0.4, 1, null].map(share => (
          <ProgressBar key={`${share}`} share={share} label="Download" text={`${share}`} className="w-28" />
        ))}
      </Sample>
      <Sample name="Sparkline">
        <Sparkline values={[1, 3, 2, 5, 4, 6, 3]} label="Requests" className="h-8 w-32" />
        <Sparkline values={[]} label="Nothing yet" className="h-8 w-32" />
      </Sample>
      <Sample name="Skeleton, Spinner">
        <Skeleton className="h-8 w-40" />
        <Spinner />
      </Sample>
    </>
  )
}
