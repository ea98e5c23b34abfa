export { Badge } from './badge'
export { Banner } from './banner'
export { Button, IconButton } from './button'
export { Card } from './card'
export { Checkbox } from './checkbox'
export { cn } from './cn'
export { AlertDialog, Dialog } from './dialog'
export {
  AnchoredMenu,
  DropdownMenu,
  MenuAction,
  MenuCheckbox,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuSeparator,
  Submenu,
} from './dropdown-menu'
export { EmptyState } from './empty-state'
export { Field } from './field'
export { Input, Select, Textarea } from './input'
export { Meter } from './meter'
export { Picker, type PickerGroup } from './picker'
export { ProgressBar } from './progress-bar'
export { SegmentedControl } from './segmented-control'
export { Skeleton } from './skeleton'
export { Sparkline } from './sparkline'
export { Spinner } from './spinner'
export { StatusDot, type StatusShape } from './status-dot'
export { Switch } from './switch'
export { toast } from './toast'
export { Toaster } from './toaster'
export { AnchoredTooltip, TooltipProvider } from './tooltip'
