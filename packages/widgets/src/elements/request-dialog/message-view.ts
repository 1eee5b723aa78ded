import { fillMessage } from '@sparkkit/core/approval-messages/format'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageQueue, QueuedMessage } from '../../controllers/message-queue.ts'
import type { Content } from '../../internal/api-types.ts'
import { describeError } from '../../internal/describe-error.ts'
import { handleOf } from '../content-grid/grid-view.ts'
import type { GridStrings } from '../content-grid/strings.ts'
import { postRow } from './ask-view.ts'
import type { DialogStrings } from './strings.ts'

export interface MessageView {
  readonly queue: MessageQueue
  readonly strings: GridStrings
  readonly dialog: DialogStrings
  /** Posts that were not requested, with the reason. */
  readonly refused: readonly { readonly post: Content; readonly reason: string }[]
  readonly brand: string | null
  readonly canSave: boolean
  close(): void
  copy(): void
}

const LINK = '{{link}}'

/** The message for one creator: edit, copy, next. */
export function messageView(view: MessageView): TemplateResult {
  const { queue, strings, dialog, refused } = view
  const { current } = queue
  if (current === undefined) return html`${nothing}`
  const creator = handleOf(current, strings)
  const total = queue.messages.length
  const position = fillMessage(dialog.messageOf, { index: queue.index + 1, total })
  return html`<h2 id="title">${fillMessage(dialog.messageTitle, { creator })} ${total > 1 ? html`<span class="pill">${position}</span>` : nothing}</h2>
    <div class="scroll">
      ${editor(view, current, creator)} ${templateEditor(view)}
      ${
        refused.length === 0 || queue.index > 0
          ? nothing
          : html`<h3>${dialog.refused}</h3>
            <ul>
              ${refused.map(({ post, reason }) => postRow(post, strings, reason))}
            </ul>`
      }
    </div>
    ${actions(view, current)}`
}

function editor({ queue, strings, dialog, canSave, brand }: MessageView, current: QueuedMessage, creator: string): TemplateResult {
  if (current.state === 'failed') {
    return html`<p class="bad" role="alert">${describeError(current.error, strings)}</p>
      <button class="button" type="button" @click=${() => void queue.load()}>${strings.retry}</button>`
  }
  const edit = ({ target }: Event): void => {
    if (target instanceof HTMLTextAreaElement) queue.edit(target.value)
  }
  const canOffer = canSave && current.message !== null && queue.template === null
  return html`<p class="meta" id="hint">${fillMessage(dialog.messageHint, { creator })}</p>
    <textarea class="field" rows="9" aria-label=${dialog.message} aria-describedby="hint status" ?disabled=${current.state === 'loading'} .value=${current.text} @input=${edit}></textarea>
    <div class="under">
      <p class="status ${toneOf(queue, current)}" id="status" role="status">${statusText(queue, current, dialog)}</p>
      ${canOffer ? html`<button class="link" type="button" @click=${() => queue.writeTemplate(brand)}>${dialog.saveDefault}</button>` : nothing}
    </div>`
}

const toneOf = (queue: MessageQueue, { state }: QueuedMessage): string =>
  state === 'copied' ? 'good' : !queue.hasLink || state === 'copied_unmarked' || state === 'copy_refused' ? 'bad' : ''

function statusText(queue: MessageQueue, { state, message }: QueuedMessage, dialog: DialogStrings): string {
  if (!queue.hasLink) return fillMessage(dialog.linkMissing, { url: message?.url ?? '' })
  if (state === 'copied') return dialog.copied
  if (state === 'copied_unmarked') return dialog.copiedUnmarked
  return state === 'copy_refused' ? dialog.copyByHand : ''
}

function templateEditor({ queue, dialog, strings: { errors } }: MessageView): TemplateResult | typeof nothing {
  const { template, templateState } = queue
  if (template === null) return nothing
  if (templateState === 'saved') return html`<p class="good" role="status">${dialog.saved}</p>`
  const hasLink = template.includes(LINK)
  const problem = hasLink
    ? templateState === 'failed'
      ? errors.unknown
      : null
    : fillMessage(dialog.templateLinkMissing, { placeholder: LINK })
  const edit = ({ target }: Event): void => {
    if (target instanceof HTMLTextAreaElement) queue.editTemplate(target.value)
  }
  return html`<div class="template">
    <h3>${dialog.template}</h3>
    <p class="meta">${dialog.saveDefaultHint}</p>
    <textarea class="field" rows="6" aria-label=${dialog.template} .value=${template} @input=${edit}></textarea>
    ${problem === null ? nothing : html`<p class="bad" role="alert">${problem}</p>`}
    <div class="actions">
      <button class="button" type="button" @click=${() => queue.editTemplate(null)}>${dialog.cancel}</button>
      <button class="button" type="button" ?disabled=${!hasLink || templateState === 'saving'} @click=${() => void queue.saveTemplate()}>${dialog.save}</button>
    </div>
  </div>`
}

/** One primary button at a time: copy, then on to the next creator or out. */
function actions({ queue, dialog, close, copy }: MessageView, { state }: QueuedMessage): TemplateResult {
  const isCopied = state === 'copied' || state === 'copied_unmarked'
  const next = (): void => queue.next()
  const kind = (isPrimary: boolean): string => (isPrimary ? 'button primary' : 'button')
  return html`<div class="actions">
    <button class=${kind(isCopied && !queue.hasNext)} type="button" @click=${close}>${dialog.done}</button>
    ${queue.hasNext ? html`<button class=${kind(isCopied)} type="button" @click=${next}>${dialog.next}</button>` : nothing}
    <button class=${kind(!isCopied)} type="button" ?disabled=${state === 'loading' || state === 'failed' || !queue.hasLink} @click=${copy}>${dialog.copy}</button>
  </div>`
}
