import { FlaskConical } from 'lucide-react'
import { Badge } from '../ui'

/** Whatever a simulated node says or did must carry it. */
export function SimulatedBadge() {
  return (
    <Badge tone="outline" title="A stand-in that only pretends to be a model server">
      <FlaskConical aria-hidden="true" />
      Simulated
    </Badge>
  )
}
