import { pluralMessage } from '@sparkkit/core/approval-messages/format'
import { html, nothing, type TemplateResult } from 'lit'
import type { Content } from '../../internal/api-types.ts'
import { handleOf } from '../content-grid/grid-view.ts'
import { hindrance } from '../content-grid/next-step.ts'
import type { GridStrings } from '../content-grid/strings.ts'
import type { DialogStrings } from './strings.ts'

const PRESET_DAYS = [7, 30, 60, 180, 365]

export interface AskView {
  readonly posts: readonly Content[]
  /** What the service refused, by content id. */
  readonly refused: ReadonlyMap<string, string>
  readonly days: number
  readonly isBusy: boolean
  readonly problem: string | null
  readonly locale: string
  readonly strings: GridStrings
  readonly dialog: DialogStrings
  chooseDays(days: number): void
  readonly feeNote: string
  writeFee(text: string): void
  request(): void
  close(): void
}

export const postRow = (post: Content, strings: GridStrings, reason: string | null): TemplateResult => html`<li class="post">
  <img src=${post.thumbnailUrl} width="36" height="45" alt="" loading="lazy" decoding="async" />
  <div>
    <b>${handleOf(post, strings)}</b>
    <p>${post.caption}</p>
    ${reason === null ? nothing : html`<p class="reason">${reason}</p>`}
  </div>
</li>`

const feeField = ({ dialog, feeNote, writeFee }: AskView): TemplateResult => html`<label for="fee">${dialog.fee}</label>
  <input
    id="fee"
    class="field"
    maxlength="500"
    aria-describedby="fee-hint"
    .value=${feeNote}
    @input=${({ target }: Event) => target instanceof HTMLInputElement && writeFee(target.value)}
  />
  <p class="meta" id="fee-hint">${dialog.feeHint}</p>`

/** Which posts can be asked for and why others cannot, for how long, and one button. */
export function askView(view: AskView): TemplateResult {
  const { strings, dialog, posts, refused, locale } = view
  const reasonOf = (post: Content): string | null => refused.get(post.id) ?? hindrance(post, strings)
  const askable = posts.filter(post => reasonOf(post) === null)
  const others = posts.filter(post => reasonOf(post) !== null)
  const many = (forms: { one?: string; other: string }, count: number): string => pluralMessage(locale, forms, { count })
  return html`<h2 id="title">${dialog.title}</h2>
    <div class="scroll">
      ${
        askable.length === 0
          ? html`<p>${dialog.nobody}</p>`
          : html`<fieldset>
              <legend>${dialog.days}</legend>
              <div class="days">
                ${PRESET_DAYS.map(
                  count =>
                    html`<input type="radio" name="days" id="days-${count}" .checked=${count === view.days} @change=${() => view.chooseDays(count)} /><label
                        for="days-${count}"
                        >${many(dialog.day, count)}</label
                      >`,
                )}
              </div>
            </fieldset>
            ${feeField(view)}
            <h3>${many(dialog.willBeAsked, askable.length)}</h3>
            <ul>
              ${askable.map(post => postRow(post, strings, null))}
            </ul>`
      }
      ${
        others.length === 0
          ? nothing
          : html`<h3>${dialog.cannotBeAsked}</h3>
            <ul>
              ${others.map(post => postRow(post, strings, reasonOf(post)))}
            </ul>`
      }
    </div>
    ${view.problem === null ? nothing : html`<p class="bad" role="alert">${view.problem}</p>`}
    <div class="actions">
      <button class="button" type="button" @click=${view.close}>${dialog.cancel}</button>
      <button class="button primary" type="button" ?disabled=${view.isBusy || askable.length === 0} @click=${view.request}>
        ${view.isBusy ? dialog.requesting : many(dialog.request, Math.max(1, askable.length))}
      </button>
    </div>`
}
