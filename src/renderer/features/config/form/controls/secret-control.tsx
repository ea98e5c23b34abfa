import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Select, toast } from '../../../../ui'
import { proposedName, readSecret, type SecretValue, writeSecret } from '../settings/secret-value'
import { useMoveSecrets } from '../use-move-secrets'
import { type ControlAttributes, TextControl } from './text-control'

export interface SecretControlProps {
  attributes: ControlAttributes
  label: string
  value: unknown
  /** As `formatPath` writes it. */
  path: string
  /** Whose it is, for a name to begin with. */
  owner: string
  onChange(value: string | null): void
  disabled: boolean
}

const kinds = ['none', 'env', 'file', 'plain'] as const
type Kind = (typeof kinds)[number]

/** Where the secret comes from, first of all by reference; what stands in the file itself is never shown. */
export function SecretControl(props: SecretControlProps) {
  const { attributes, label, value, path, owner, onChange, disabled } = props
  const { t } = useTranslation()
  const { paths, isPossible, move } = useMoveSecrets()
  const secret = readSecret(value)
  // "In the clear" has nothing to write before something is typed.
  const [isTypingPlain, setTypingPlain] = useState(false)
  const kind: Kind = secret.kind === 'hidden' ? 'plain' : isTypingPlain ? 'plain' : secret.kind

  const choose = (next: Kind) => {
    if (next === 'file' && secret.kind === 'hidden') {
      // A reference in its place would lose the secret itself: it goes along.
      if (isPossible && paths.includes(path)) void move([path])
      else toast(t('config.form.secret.moveFirstSave'))
      return
    }
    setTypingPlain(next === 'plain')
    if (next === 'none') onChange(null)
    if (next === 'env' || next === 'file') {
      onChange(writeSecret({ kind: next, name: proposedName(next, owner) }))
    }
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Select
        {...attributes}
        value={kind}
        disabled={disabled}
        onChange={event => choose(kinds.find(other => other === event.target.value) ?? 'none')}
      >
        {kinds.map(option => (
          <option key={option} value={option}>
            {t(`config.form.secret.${option}`)}
          </option>
        ))}
      </Select>
      <SecretDetail
        kind={kind}
        secret={secret}
        label={label}
        disabled={disabled}
        onWrite={next => {
          setTypingPlain(false)
          const written = writeSecret(next)
          if (written !== null) onChange(written)
        }}
      />
    </div>
  )
}

interface SecretDetailProps {
  kind: Kind
  secret: SecretValue
  label: string
  disabled: boolean
  onWrite(secret: SecretValue): void
}

function SecretDetail({ kind, secret, label, disabled, onWrite }: SecretDetailProps) {
  const { t } = useTranslation()
  if (kind === 'none') return null
  if (kind === 'plain') {
    return (
      <>
        <TextControl
          attributes={{ 'aria-label': `${label}: ${t('config.form.secret.plainValue')}` }}
          type="password"
          value={secret.kind === 'plain' ? secret.value : ''}
          placeholder={secret.kind === 'hidden' ? t('config.form.secret.replace') : undefined}
          disabled={disabled}
          onCommit={value => onWrite({ kind: 'plain', value })}
        />
        <p className="text-warn text-xs">
          {secret.kind === 'hidden' ? `${t('config.form.secret.hidden')} ` : ''}
          {t('config.form.secret.plainHint')}
        </p>
      </>
    )
  }
  const name = secret.kind === 'env' || secret.kind === 'file' ? secret.name : ''
  return (
    <TextControl
      attributes={{
        'aria-label': `${label}: ${t(kind === 'env' ? 'config.form.secret.envName' : 'config.form.secret.fileName')}`,
      }}
      value={name}
      disabled={disabled}
      onCommit={text => onWrite({ kind, name: text })}
    />
  )
}
