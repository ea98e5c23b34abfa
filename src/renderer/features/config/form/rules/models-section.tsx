import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isRecord } from '../../../../../shared/record'
import { toast } from '../../../../ui'
import { NewEntry } from '../controls/list-control'
import { useForm } from '../form-context'
import { entryFields } from '../settings/setting-tree'
import { EntryList, KnownModels } from './entry-list'

const list = ['cluster', 'models'] as const

/** `cluster.models`: which model must be where. */
export function ModelsSection() {
  const { t } = useTranslation()
  const { edit, isUsable } = useForm()
  const id = useId()
  return (
    <EntryList
      list={list}
      fields={entryFields('cluster/models')}
      nameOf={entry => (isRecord(entry) && typeof entry.name === 'string' ? entry.name : '')}
      empty={t('config.nodes.rules.modelsEmpty')}
      add={null}
    >
      <div className="w-full max-w-80">
        <NewEntry
          label={t('config.nodes.rules.newModel')}
          add={t('config.nodes.rules.addModel')}
          placeholder={t('config.nodes.rules.newModel')}
          disabled={!isUsable}
          options={id}
          onAdd={name => {
            const refusal = edit({ kind: 'add_entry', list, entry: { name, tier: 1 } })
            if (refusal !== null) toast.error(refusal)
          }}
        />
        <KnownModels id={id} />
      </div>
    </EntryList>
  )
}
