import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button, Checkbox, Field, IconButton, Input, SegmentedControl, Select, Switch, Textarea } from '../ui'
import { Kbd } from '../ui/kbd'
import { Sample } from './sample'

const tiers = [
  { value: 'auto', label: 'Auto' },
  { value: 'fast', label: 'Fast' },
  { value: 'powerful', label: 'Powerful', disabled: true },
] as const

type Tier = (typeof tiers)[number]['value']

const variants = ['primary', 'secondary', 'ghost', 'danger', 'link'] as const

export function FieldSamples() {
  return (
    <>
      <Sample name="Button">
        {variants.map(variant => (
          <div key={variant} className="flex flex-col items-start gap-2">
            <Button variant={variant} size="sm">
              {variant} small
            </Button>
            <Button variant={variant}>{variant}</Button>
            <Button variant={variant} size="lg" icon={<Plus />}>
              large
            </Button>
            <Button variant={variant} busy>
              busy
            </Button>
            <Button variant={variant} disabled>
              disabled
            </Button>
          </div>
        ))}
      </Sample>
      <Sample name="IconButton">
        {(['ghost', 'secondary', 'primary'] as const).map(variant => (
          <IconButton key={variant} variant={variant} label={`Add, ${variant}`} keys="⌘N">
            <Plus />
          </IconButton>
        ))}
        {(['sm', 'md', 'lg'] as const).map(size => (
          <IconButton key={size} size={size} label={`Add, ${size}`}>
            <Plus />
          </IconButton>
        ))}
        <IconButton label="Disabled" disabled>
          <Plus />
        </IconButton>
      </Sample>
      <Sample name="Field, Input, Select, Textarea">
        <Field label="Name" hint="Letters, digits and hyphens." className="w-56">
          {control => <Input {...control} placeholder="mac-mini" />}
        </Field>
        <Field label="Address" error="This is no address." className="w-56">
          {control => <Input {...control} defaultValue="http:/" />}
        </Field>
        <Field label="Token" optional className="w-56">
          {control => <Input {...control} disabled defaultValue="disabled" />}
        </Field>
        <Field label="Tier" className="w-56">
          {control => (
            <Select {...control}>
              <option>Fast</option>
              <option>Balanced</option>
            </Select>
          )}
        </Field>
        <Field label="Notes" className="w-56">
          {control => <Textarea {...control} rows={2} defaultValue={'Two lines\nof text'} />}
        </Field>
      </Sample>
      <Sample name="Kbd">
        <Kbd>⌘</Kbd>
        <Kbd>Shift</Kbd>
        <Kbd>K</Kbd>
      </Sample>
    </>
  )
}

export function ChoiceSamples() {
  const [isOn, setOn] = useState(true)
  const [tier, setTier] = useState<Tier>('auto')
  return (
    <>
      <Sample name="Checkbox">
        <Checkbox checked={isOn} onChange={setOn}>
          Checked
        </Checkbox>
        <Checkbox checked={!isOn} onChange={value => setOn(!value)}>
          Not checked
        </Checkbox>
        <Checkbox checked disabled onChange={setOn}>
          Disabled
        </Checkbox>
      </Sample>
      <Sample name="Switch">
        <Switch label="On" checked={isOn} onChange={setOn} />
        <Switch label="Off" checked={!isOn} onChange={value => setOn(!value)} />
        <Switch label="On, disabled" checked disabled onChange={setOn} />
        <Switch label="Off, disabled" checked={false} disabled onChange={setOn} />
      </Sample>
      <Sample name="SegmentedControl">
        <SegmentedControl<Tier> label="Tier" value={tier} onChange={setTier} options={tiers} />
        <SegmentedControl<Tier>
          label="Tier, filling"
          fill
          value={tier}
          onChange={setTier}
          options={tiers}
          className="w-80"
        />
      </Sample>
    </>
  )
}
