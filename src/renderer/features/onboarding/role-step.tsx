import { Network, Share2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../ui'

export type Role = 'coordinator' | 'join'

/** Whether this machine leads or answers for another one. */
export function RoleStep({ role, onChoose }: { role: Role; onChoose(role: Role): void }) {
  const { t } = useTranslation()
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-3 font-semibold text-lg">{t('onboarding.role.title')}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <Option
          icon={<Network />}
          title={t('onboarding.role.coordinator')}
          text={t('onboarding.role.coordinatorText')}
          checked={role === 'coordinator'}
          onCheck={() => onChoose('coordinator')}
        />
        <Option
          icon={<Share2 />}
          title={t('onboarding.role.join')}
          text={t('onboarding.role.joinText')}
          checked={role === 'join'}
          onCheck={() => onChoose('join')}
        />
      </div>
    </fieldset>
  )
}

function Option(props: { icon: ReactNode; title: string; text: string; checked: boolean; onCheck(): void }) {
  return (
    <label
      className={cn(
        'eased flex cursor-pointer items-start gap-3 rounded-lg border bg-surface p-4 shadow-sm has-focus-visible:ring-2 has-focus-visible:ring-accent',
        props.checked ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
      )}
    >
      <input type="radio" name="role" checked={props.checked} onChange={props.onCheck} className="sr-only" />
      <span
        aria-hidden="true"
        className={cn('mt-0.5 [&_svg]:size-5', props.checked ? 'text-accent' : 'text-muted')}
      >
        {props.icon}
      </span>
      <span className="min-w-0">
        <span className="block font-medium text-base">{props.title}</span>
        <span className="mt-0.5 block text-muted text-sm">{props.text}</span>
      </span>
    </label>
  )
}
