import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message, Rating } from '../../../../shared/entities'
import { cn, IconButton } from '../../../ui'
import { useChatServices } from '../chat-context'

const looks = [
  { rating: 'up', label: 'good', Icon: ThumbsUp },
  { rating: 'down', label: 'bad', Icon: ThumbsDown },
] as const satisfies readonly { rating: Rating; label: 'good' | 'bad'; Icon: typeof ThumbsUp }[]

/** Thumbs; the second click on one takes it back. */
export function AnswerRating({ message }: { message: Message }) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  return looks.map(({ rating, label, Icon }) => {
    const isSet = message.rating === rating
    return (
      <IconButton
        key={rating}
        size="sm"
        label={t(`chat.answer.${label}`)}
        aria-pressed={isSet}
        onClick={() => void chat.rate(message.id, isSet ? null : rating)}
      >
        <Icon className={cn(isSet && 'fill-current text-accent')} />
      </IconButton>
    )
  })
}
