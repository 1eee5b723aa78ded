import type { ReactiveController, ReactiveElement } from 'lit'
import type { ApprovalMessage, Content } from '../internal/api-types.ts'
import { copyText } from '../internal/copy.ts'
import type { MessageKind, RequestApi } from '../internal/request-api.ts'

/** One creator's message, on its way to the clipboard. */
export interface QueuedMessage {
  /** Finds the approval link the message belongs to. */
  link(): Promise<string>
  readonly creator: Content['creator']
  readonly kind: MessageKind
  linkId: string | null
  message: ApprovalMessage | null
  /** As edited. */
  text: string
  state: 'loading' | 'ready' | 'failed' | 'copied' | 'copied_unmarked' | 'copy_refused'
  error: unknown
}

/** Messages to send by hand, one creator after the other: edit, copy, mark as sent, next. */
export class MessageQueue implements ReactiveController {
  index = 0
  /** The default message being written; null while it is not. */
  template: string | null = null
  templateState: 'editing' | 'saving' | 'saved' | 'failed' = 'editing'
  readonly messages: readonly QueuedMessage[]
  readonly #host: ReactiveElement
  readonly #api: RequestApi
  readonly #onSent: (linkId: string, requestIds: readonly string[]) => void

  constructor(
    host: ReactiveElement,
    queue: {
      readonly api: RequestApi
      readonly messages: readonly Pick<QueuedMessage, 'link' | 'creator' | 'kind'>[]
      onSent(linkId: string, requestIds: readonly string[]): void
    },
  ) {
    this.#host = host
    this.#api = queue.api
    this.#onSent = queue.onSent
    this.messages = queue.messages.map(each => ({ ...each, linkId: null, message: null, text: '', state: 'loading', error: null }))
  }

  get current(): QueuedMessage | undefined {
    return this.messages[this.index]
  }

  get hasNext(): boolean {
    return this.index + 1 < this.messages.length
  }

  /** Whether the text carries the approval link, without which it is useless. */
  get hasLink(): boolean {
    const { message, text } = this.current ?? {}
    return message === null || message === undefined || text?.includes(message.url) === true
  }

  hostConnected(): void {}

  next(): void {
    this.index++
    this.template = null
    void this.load()
  }

  async load(): Promise<void> {
    const current = this.current
    if (current === undefined || current.message !== null) return this.#host.requestUpdate()
    current.state = 'loading'
    this.#host.requestUpdate()
    try {
      current.linkId = await current.link()
      current.message = await this.#api.message(current.linkId, current.kind)
      current.text = current.message.text
      current.state = 'ready'
    } catch (error) {
      Object.assign(current, { state: 'failed', error })
    }
    this.#host.requestUpdate()
  }

  edit(text: string): void {
    const current = this.current
    if (current === undefined) return
    current.text = text
    if (current.state !== 'loading') current.state = 'ready'
    this.#host.requestUpdate()
  }

  /** Copies the text; what was copied counts as sent. */
  async copy(): Promise<void> {
    const current = this.current
    if (current?.message == null || current.linkId === null) return
    const { linkId, text, message } = current
    if (!(await copyText(text, this.#host.renderRoot))) {
      current.state = 'copy_refused'
      return this.#host.requestUpdate()
    }
    try {
      await this.#api.markSent(linkId, message, text)
      current.state = 'copied'
      this.#onSent(linkId, message.pendingRequestIds)
    } catch (error) {
      Object.assign(current, { state: 'copied_unmarked', error })
    }
    this.#host.requestUpdate()
  }

  /** Offers the text as the default message, with names in braces where the template had them. */
  writeTemplate(brand: string | null): void {
    const { message, text, creator } = this.current ?? {}
    if (message == null || text === undefined) return
    this.template = templateFrom(text, message, { handle: creator?.handle ?? null, brand })
    this.templateState = 'editing'
    this.#host.requestUpdate()
  }

  editTemplate(template: string | null): void {
    this.template = template
    this.templateState = 'editing'
    this.#host.requestUpdate()
  }

  async saveTemplate(): Promise<void> {
    const message = this.current?.message
    if (this.template === null || message == null) return
    this.templateState = 'saving'
    this.#host.requestUpdate()
    try {
      await this.#api.saveTemplate(this.template, message)
      this.templateState = 'saved'
      // Messages not looked at yet start from the new default.
      for (const later of this.messages.slice(this.index + 1)) later.message = null
    } catch {
      this.templateState = 'failed'
    }
    this.#host.requestUpdate()
  }
}

/** Lines left as they were keep their names in braces; in the others the known values are put back. */
export function templateFrom(
  text: string,
  message: Pick<ApprovalMessage, 'text' | 'template' | 'url'>,
  known: { handle: string | null; brand: string | null },
): string {
  const rendered = message.text.split('\n')
  const lines = message.template.split('\n')
  const isAligned = rendered.length === lines.length
  return text
    .split('\n')
    .map(line => {
      const same = isAligned ? lines[rendered.indexOf(line)] : undefined
      if (same !== undefined) return same
      let generic = line.replaceAll(message.url, '{{link}}')
      if (known.handle) generic = generic.replaceAll(`@${known.handle}`, '@{{handle}}')
      if (known.brand) generic = generic.replaceAll(known.brand, '{{brand}}')
      return generic
    })
    .join('\n')
}
