import { FlaskConical, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { HardwareFacts, type HardwareState } from '../../components'
import { Button, Card } from '../../ui'
import { FoundHere } from './found-here'
import { FoundNear } from './found-near'
import type { FoundNode } from './found-node'

export interface FindStepProps {
  hardware: HardwareState
  onAddNode(found: FoundNode | null): void
  onStartDemo(): void
  isStartingDemo: boolean
  isDisabled: boolean
}

/** What is here and near, and the demo for who has nothing yet. */
export function FindStep(props: FindStepProps) {
  const { t } = useTranslation()
  return (
    <>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Card className="flex min-w-0 flex-col gap-3 p-4">
          <h2 className="font-semibold text-base">{t('onboarding.thisMachine')}</h2>
          <HardwareFacts hardware={props.hardware} />
        </Card>
        <Card className="flex min-w-0 flex-col gap-3 p-4">
          <h2 className="font-semibold text-base">{t('onboarding.found')}</h2>
          <FoundHere onAdd={props.onAddNode} />
        </Card>
        <FoundNear onAdd={props.onAddNode} />
      </div>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Choice
          title={t('onboarding.addNode')}
          text={t('onboarding.addNodeText')}
          action={
            <Button icon={<Plus />} size="lg" onClick={() => props.onAddNode(null)}>
              {t('onboarding.addNode')}
            </Button>
          }
        />
        <Choice
          title={t('onboarding.demoTitle')}
          text={t('onboarding.demoText')}
          action={
            <Button
              size="lg"
              icon={<FlaskConical />}
              busy={props.isStartingDemo}
              disabled={props.isDisabled}
              onClick={props.onStartDemo}
            >
              {t('onboarding.demo')}
            </Button>
          }
        />
      </div>
    </>
  )
}

function Choice(props: { title: string; text: string; action: ReactNode }) {
  return (
    <section className="flex flex-col items-start gap-3">
      <div>
        <h2 className="font-semibold text-base">{props.title}</h2>
        <p className="mt-0.5 text-muted text-sm">{props.text}</p>
      </div>
      {props.action}
    </section>
  )
}
