import type { SparkKitEvent } from '@sparkkit/sdk'
import { dayOf } from './clock.ts'
import { type Printer, short } from './printer.ts'

export interface Names {
  /** Where the sandbox's clock began. */
  readonly start: number
  /** Of posts and codes. */
  readonly posts: ReadonlyMap<string, { readonly handle: string; readonly caption: string }>
  readonly accounts: ReadonlyMap<string, string>
}

interface Told {
  readonly sign: string
  readonly style: 'green' | 'yellow' | 'red'
  readonly text: string
}

const dayNumber = (names: Names, at: string): number => Math.floor(dayOf(names.start, at))
const days = (count: number | null): string => (count === 1 ? '1 day' : `${count} days`)

/** What is said of the code itself needs no second line for its bindings. */
const FOLLOWS = ['code_ended', 'code_superseded', 'code_withdrawn', 'code_other_post']

/** What a person would want to know of an event about a post; null for the rest. */
function tell(event: SparkKitEvent, names: Names): Told | null {
  switch (event.type) {
    case 'spark_request.rejected':
      return { sign: '–', style: 'yellow', text: 'says no' }
    case 'spark_code.received':
      return { sign: '✓', style: 'green', text: `gives a code until day ${dayNumber(names, event.data.endsAt)}` }
    case 'spark_code.extended':
      return { sign: '✓', style: 'green', text: `extends the code until day ${dayNumber(names, event.data.endsAt)}` }
    case 'spark_code.expiring':
      return { sign: '!', style: 'yellow', text: `ends on day ${dayNumber(names, event.data.endsAt)}: ${days(event.data.warnedDays)} left` }
    case 'spark_code.expired':
      return { sign: '✗', style: 'red', text: 'the code has ended' }
    case 'spark_code.invalid':
      return { sign: '✗', style: 'red', text: `TikTok refuses the code: ${event.data.invalidReason ?? ''}` }
    case 'spark_code.withdrawn':
      return { sign: '✗', style: 'red', text: 'TikTok says that the code was taken back' }
    case 'binding.bound':
      return { sign: '→', style: 'green', text: `bound to ${names.accounts.get(event.data.adAccountId) ?? ''}` }
    case 'binding.not_rebound':
      return { sign: '←', style: 'red', text: 'the new code cannot take the place of the old one in the ad account' }
    case 'binding.failed':
    case 'binding.unbound': {
      const reason = event.data.reason?.code ?? ''
      return FOLLOWS.includes(reason) ? null : { sign: '←', style: 'red', text: `${event.type.slice('binding.'.length)}: ${reason}` }
    }
    default:
      return null
  }
}

interface Line extends Told {
  readonly day: number
  readonly handle: string
  readonly captions: string[]
}

const contentOf = ({ data }: SparkKitEvent): string => ('contentId' in data && typeof data.contentId === 'string' ? data.contentId : '')

/** What the webhooks said, in order; the same thing about several posts of a creator is one line. */
export function printTimeline(printer: Printer, events: readonly SparkKitEvent[], names: Names): void {
  const lines = new Map<string, Line>()
  for (const event of events) {
    const told = tell(event, names)
    const post = names.posts.get(contentOf(event))
    if (told === null || !post) continue
    const day = dayNumber(names, event.timestamp)
    const key = [day, post.handle, told.text].join()
    const line = lines.get(key) ?? { ...told, day, handle: post.handle, captions: [] }
    line.captions.push(post.caption)
    lines.set(key, line)
  }
  for (const { sign, style, text, day, handle, captions } of lines.values()) {
    const [first = ''] = captions
    const posts = captions.length === 1 ? short(first, 28) : `${captions.length} posts`
    printer.line(
      `${printer.paint('dim', `day ${String(day).padStart(2)}`)}  ${printer.paint(style, sign)} @${handle.padEnd(11)}  ${posts.padEnd(28)}  ${text}`,
    )
  }
}
