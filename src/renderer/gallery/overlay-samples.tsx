import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import {
  AlertDialog,
  AnchoredMenu,
  AnchoredTooltip,
  Button,
  Dialog,
  DropdownMenu,
  MenuAction,
  MenuCheckbox,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuSeparator,
  Picker,
  Submenu,
  toast,
} from '../ui'
import { Sample } from './sample'

const nothing = () => undefined
const placements = ['centre', 'side'] as const

/** What lies over the page takes the theme of the page. */
export function OverlaySamples() {
  const [dialog, setDialog] = useState<(typeof placements)[number] | 'alert' | null>(null)
  const [isPicking, setPicking] = useState(false)
  const [value, setValue] = useState('qwen')
  const [menuAnchor, setMenuAnchor] = useState<HTMLElement | null>(null)
  const [tipAnchor, setTipAnchor] = useState<HTMLElement | null>(null)
  const close = () => setDialog(null)
  return (
    <>
      <Sample name="Dialog, AlertDialog">
        {placements.map(placement => (
          <Button key={placement} onClick={() => setDialog(placement)}>
            {placement}
          </Button>
        ))}
        <Button onClick={() => setDialog('alert')}>alert</Button>
        {placements.map(placement => (
          <Dialog
            key={placement}
            open={dialog === placement}
            onOpenChange={close}
            placement={placement}
            title="A dialog"
            description="What it is for."
            footer={<Button onClick={close}>Done</Button>}
          >
            Its body.
          </Dialog>
        ))}
        <AlertDialog
          open={dialog === 'alert'}
          onOpenChange={close}
          title="Remove the node?"
          description="Its history goes with it."
          action="Remove"
          danger
          onConfirm={close}
        />
      </Sample>
      <Sample name="DropdownMenu">
        <DropdownMenu trigger={<Button>Menu</Button>}>
          <MenuLabel>A label</MenuLabel>
          <MenuItem icon={<Pencil />} keys="F2" onSelect={nothing}>
            Rename
          </MenuItem>
          <MenuItem icon={<Trash2 />} danger onSelect={nothing}>
            Delete
          </MenuItem>
          <MenuItem disabled onSelect={nothing}>
            Disabled
          </MenuItem>
          <MenuItem obstacle="Why it cannot be done" onSelect={nothing}>
            Not now
          </MenuItem>
          <MenuSeparator />
          <MenuCheckbox checked onChange={nothing}>
            Checked
          </MenuCheckbox>
          <MenuRadioGroup
            label="One of two"
            value={value}
            onChange={setValue}
            options={[
              { value: 'qwen', label: 'qwen' },
              { value: 'llama', label: 'llama', hint: 'large' },
            ]}
          />
          <Submenu label="More">
            <MenuItem onSelect={nothing}>Inside</MenuItem>
          </Submenu>
        </DropdownMenu>
        <Button onClick={event => setMenuAnchor(event.currentTarget)}>Anchored menu</Button>
        {menuAnchor === null ? null : (
          <AnchoredMenu anchor={menuAnchor} onClose={() => setMenuAnchor(null)}>
            <MenuAction text="An action" icon={<Pencil />} removes={false} onSelect={nothing} />
            <MenuAction text="Remove" icon={<Trash2 />} removes onSelect={nothing} />
          </AnchoredMenu>
        )}
      </Sample>
      <Sample name="Picker">
        <Picker
          open={isPicking}
          onOpenChange={setPicking}
          trigger={<Button>{value}</Button>}
          label="Model"
          searchLabel="Find a model"
          nothing="No model is called that."
          value={value}
          onChange={setValue}
          groups={[
            { label: 'Small', options: [{ value: 'qwen', label: 'qwen', hint: '1.5B' }] },
            { label: 'Large', options: [{ value: 'llama', label: 'llama', hint: '70B' }] },
          ]}
        />
      </Sample>
      <Sample name="AnchoredTooltip, toast">
        <Button
          onPointerEnter={event => setTipAnchor(event.currentTarget)}
          onPointerLeave={() => setTipAnchor(null)}
        >
          Hover
        </Button>
        {tipAnchor === null ? null : <AnchoredTooltip anchor={tipAnchor} label="What it does" />}
        <Button onClick={() => toast('A notice', { description: 'With a detail.' })}>toast</Button>
        <Button onClick={() => toast.error('It failed')}>toast.error</Button>
        <Button onClick={() => toast.success('Deleted', { action: { label: 'Undo', onClick: nothing } })}>
          toast.success
        </Button>
      </Sample>
    </>
  )
}
