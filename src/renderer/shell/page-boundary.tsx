import { Bug, ClipboardCopy, RotateCcw } from 'lucide-react'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy-text'
import { useSystemInfo } from '../mirrors'
import { Button, EmptyState, toast } from '../ui'
import { formatReport, type PageFailure } from './page-errors'

interface Props {
  page: string
  children: ReactNode
}

/** A page that throws takes neither the window nor the other page with it. React offers this to classes only. */
export class PageBoundary extends Component<Props, { failure: PageFailure | null }> {
  override state = { failure: null as PageFailure | null }

  static getDerivedStateFromError(error: unknown): { failure: PageFailure } {
    return { failure: toFailure(error, undefined) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.setState({ failure: toFailure(error, info.componentStack ?? undefined) })
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    return (
      <FailedPage failure={failure} page={this.props.page} onRetry={() => this.setState({ failure: null })} />
    )
  }
}

function toFailure(error: unknown, componentStack: string | undefined): PageFailure {
  return error instanceof Error
    ? { message: error.message, stack: error.stack, componentStack }
    : { message: String(error), stack: undefined, componentStack }
}

function FailedPage(props: { failure: PageFailure; page: string; onRetry(): void }) {
  const { t } = useTranslation()
  const version = useSystemInfo()?.version ?? null
  const copy = async () => {
    const report = formatReport(props.failure, {
      version,
      page: props.page,
      userAgent: navigator.userAgent,
      at: new Date(),
    })
    try {
      await copyText(report)
      toast.success(t('shell.failed.copied'))
    } catch {
      toast.error(t('shell.failed.notCopied'))
    }
  }
  return (
    <div role="alert" className="flex h-full items-center justify-center">
      <EmptyState
        icon={<Bug />}
        title={t('shell.failed.title')}
        actions={
          <>
            <Button variant="primary" icon={<RotateCcw />} onClick={props.onRetry}>
              {t('common.retry')}
            </Button>
            <Button icon={<ClipboardCopy />} onClick={() => void copy()}>
              {t('shell.failed.copyReport')}
            </Button>
          </>
        }
      >
        {props.failure.message}
      </EmptyState>
    </div>
  )
}
