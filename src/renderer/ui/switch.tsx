import { Switch as Radix } from 'radix-ui'

export interface SwitchProps {
  checked: boolean
  onChange(checked: boolean): void
  label: string
  disabled?: boolean
}

export function Switch({ checked, onChange, label, disabled = false }: SwitchProps) {
  return (
    <Radix.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="eased focus-ring inline-flex h-5 w-8.5 shrink-0 items-center rounded-full border border-transparent bg-control p-0.5 disabled:opacity-50 data-[state=checked]:bg-accent-fill"
    >
      <Radix.Thumb className="block size-3.5 rounded-full bg-on-accent shadow-sm transition-transform duration-(--motion-fast) data-[state=checked]:translate-x-3.5" />
    </Radix.Root>
  )
}
