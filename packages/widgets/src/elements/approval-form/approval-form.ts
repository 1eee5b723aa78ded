import type { ApprovalMessages } from '@sparkkit/core'
import { problemMessage } from '@sparkkit/core/approval-messages/format'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { ApprovalSession } from '../../controllers/approval-session.ts'
import { applyAccent } from '../../internal/accent.ts'
import type { Approval } from '../../internal/api-types.ts'
import { approvalApi } from '../../internal/approval-api.ts'
import { base } from '../../styles/base.ts'
import { tokens } from '../../styles/tokens.ts'
import { helpStyles } from './help-styles.ts'
import { type Language, loadLanguage } from './messages.ts'
import { page } from './page.ts'
import { approvalStyles } from './styles.ts'
import { viewOf } from './view.ts'

const SLOW_MS = 150

/**
 * The page on which a creator answers: who asks, for which posts, for how long, one field for the Spark Code and two buttons
 * of equal size. Whatever stands inside the element is shown until the data has loaded, so a server can put plain HTML forms
 * there for browsers without JavaScript.
 *
 * @example
 * ```html
 * <sparkkit-approval-form token="…" api-base="https://sparkkit.example.com"></sparkkit-approval-form>
 * ```
 */
export class SparkkitApprovalForm extends LitElement {
  static override styles = [tokens, base, approvalStyles, helpStyles]
  static override properties: PropertyDeclarations = {
    token: {},
    apiBase: { attribute: 'api-base' },
    locale: {},
    theme: { reflect: true },
    messages: { attribute: false },
  }

  /** The token of the approval link. */
  declare token: string
  /** Where the service runs, without `/v1`. The page's own origin unless given. */
  declare apiBase: string
  /** A language tag. Without it: the element's `lang`, then the workspace's locale. */
  declare locale: string
  /** `light`, `dark` or `auto` (the system's). Without it the page's `color-scheme` counts. */
  declare theme: string | null
  /** Sentences to say in other words, whatever the language. */
  declare messages: Partial<ApprovalMessages>

  readonly #session = new ApprovalSession(this)
  #language: Language | null = null
  #isSlow = false

  constructor() {
    super()
    this.token = ''
    this.apiBase = ''
    this.locale = ''
    this.theme = null
    this.messages = {}
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { approval } = this.#session
    if (this.token !== '' && (changed.has('token') || changed.has('apiBase'))) void this.#load()
    else if (changed.has('locale') && approval !== null) void this.#speak([this.locale, this.lang, approval.locale])
  }

  protected override updated(): void {
    const { lastAnswered } = this.#session
    const receipt = lastAnswered && this.renderRoot.querySelector<HTMLElement>(`[data-request="${lastAnswered}"] .receipt`)
    if (!receipt) return
    this.#session.lastAnswered = null
    receipt.focus()
  }

  protected override render(): TemplateResult {
    const { approval, problem } = this.#session
    const language = this.#language
    if (approval !== null && language !== null) {
      const messages = { ...language.messages, ...this.messages }
      return page(viewOf(this.#session, approval, { ...language, messages }), locale => void this.#speak([locale]))
    }
    if (this.childElementCount > 0) return html`<slot></slot>`
    const isLoading = problem === null || language === null
    return html`<main class="page" aria-busy=${isLoading}>
      ${
        isLoading
          ? html`<p class="meta" role="status">${this.#isSlow ? (language?.messages.loading ?? '…') : nothing}</p>`
          : html`<p class="bad" role="alert">${problemMessage(language.messages, problem)}</p>
            <button class="button" type="button" @click=${this.#load}>${language.messages.retry}</button>`
      }
    </main>`
  }

  readonly #load = async (): Promise<void> => {
    const slow = setTimeout(() => {
      this.#isSlow = true
      this.requestUpdate()
    }, SLOW_MS)
    const own = this.locale || this.lang
    const early = own ? this.#speak([own]) : null
    await this.#session.load(approvalApi(this.apiBase, this.token))
    const { approval } = this.#session
    if (approval !== null) applyAccent(this, approval.brand.accent)
    await (early ?? this.#speak([approval?.locale ?? document.documentElement.lang]))
    clearTimeout(slow)
    if (approval !== null) await this.#takeOver(approval)
  }

  /** The creator may have begun to answer in the server's own forms. */
  async #takeOver({ items }: Approval): Promise<void> {
    const focused = this.#session.later?.adoptServerForms(this, items, this.#session)
    for (const item of items) this.#session.recheck(item)
    await this.updateComplete
    if (focused) this.renderRoot.querySelector<HTMLElement>(`#code-${focused}`)?.focus()
  }

  async #speak(wanted: readonly string[]): Promise<void> {
    this.#language = (await loadLanguage(wanted)) ?? this.#language
    this.requestUpdate()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sparkkit-approval-form': SparkkitApprovalForm
  }
}
