export { Badge, type BadgeProps } from './badge'
export { Banner, type BannerProps } from './banner'
export { Button, type ButtonProps, IconButton, type IconButtonProps } from './button'
export { Card } from './card'
export { cn } from './cn'
export { AlertDialog, type AlertDialogProps, Dialog, type DialogProps } from './dialog'
export {
  DropdownMenu,
  type DropdownMenuProps,
  MenuItem,
  type MenuItemProps,
  MenuLabel,
  MenuRadioGroup,
  MenuSeparator,
} from './dropdown-menu'
export { EmptyState, type EmptyStateProps } from './empty-state'
export { Field, type FieldControl, type FieldProps } from './field'
export { Input, Select, Textarea } from './input'
export { Kbd } from './kbd'
export { Meter, type MeterProps } from './meter'
export { SegmentedControl, type SegmentedControlProps } from './segmented-control'
export { Skeleton } from './skeleton'
export { Sparkline, type SparklineProps } from './sparkline'
export { Spinner } from './spinner'
export { StatusDot, type StatusDotProps, type StatusShape } from './status-dot'
export { Switch, type SwitchProps } from './switch'
export { Toaster, toast } from './toaster'
export { Tooltip, type TooltipProps, TooltipProvider } from './tooltip'
