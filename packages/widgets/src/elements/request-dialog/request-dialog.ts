import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { MessageQueue } from '../../controllers/message-queue.ts'
import { SparkkitMessageCopiedEvent, SparkkitRequestEvent, SparkkitRequestedEvent } from '../../events/grid-events.ts'
import type { Content, CreateSparkRequestsResult } from '../../internal/api-types.ts'
import { describeError } from '../../internal/describe-error.ts'
import { type RequestApi, requestApi } from '../../internal/request-api.ts'
import type { WorkspaceApi } from '../../internal/workspace-api.ts'
import { base } from '../../styles/base.ts'
import { status } from '../../styles/status.ts'
import { hindrance } from '../content-grid/next-step.ts'
import type { GridStrings } from '../content-grid/strings.ts'
import { askView, postRow } from './ask-view.ts'
import { messageView } from './message-view.ts'
import { type DialogStrings, ENGLISH_DIALOG } from './strings.ts'
import { dialogStyles } from './styles.ts'

const DEFAULT_DAYS = 30

type Stage = 'closed' | 'ask' | 'messages' | 'why'

/** What the dialog needs of the element that opens it. */
export interface RequestDialogContext {
  readonly api: WorkspaceApi
  readonly strings: GridStrings
  readonly locale: string
  readonly brand: string | null
  readonly canSave: boolean
  /** Told of posts that have become something else: asked for, or their message sent. */
  onPosts(posts: readonly Content[]): void
}

/**
 * *Request Spark Code*: which posts, for how long, then a message per creator to copy. Opened by `<sparkkit-content-grid>`,
 * whose colours it takes on.
 */
export class SparkkitRequestDialog extends LitElement {
  static override styles = [base, status, dialogStyles]
  static override properties: PropertyDeclarations = { context: { attribute: false } }

  declare context: RequestDialogContext | null
  #stage: Stage = 'closed'
  #posts: readonly Content[] = []
  #refused = new Map<string, string>()
  #days = DEFAULT_DAYS
  #feeNote = ''
  #isBusy = false
  #problem: string | null = null
  #queue: MessageQueue | null = null

  constructor() {
    super()
    this.context = null
  }

  /** Asks which of these posts to request codes for, and for how long. */
  ask(posts: readonly Content[]): Promise<void> {
    this.#refused = new Map()
    this.#problem = null
    return this.#open('ask', posts)
  }

  /** Shows the message for the creator of a post that is asked for already, to send or send again. */
  async showMessage(post: Content): Promise<void> {
    const { api } = this.#given()
    const requestId = post.openRequestId ?? ''
    const kind = post.sparkStatus === 'requested' ? 'reminder' : 'request'
    this.#startQueue([{ creator: post.creator, kind, link: () => api.linkOfRequest(requestId) }])
    await this.#open('messages', [post])
  }

  /** Says why a post cannot become a Spark Ad. */
  explain(post: Content): Promise<void> {
    return this.#open('why', [post])
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed} @click=${this.#leave}><div class="sheet">${this.#content()}</div></dialog>`
  }

  #content(): TemplateResult | typeof nothing {
    const { context } = this
    if (context === null || this.#stage === 'closed') return nothing
    const { strings, locale } = context
    const dialog = { ...ENGLISH_DIALOG, ...strings.dialog }
    if (this.#stage === 'why') return this.#why(strings, dialog)
    if (this.#stage === 'messages' && this.#queue !== null) {
      const queue = this.#queue
      const refused = this.#posts
        .flatMap(post => ({ post, reason: this.#refused.get(post.id) ?? '' }))
        .filter(({ reason }) => reason !== '')
      return messageView({
        queue,
        strings,
        dialog,
        refused,
        brand: context.brand,
        canSave: context.canSave,
        close: this.#close,
        copy: this.#copy,
      })
    }
    return askView({
      posts: this.#posts,
      refused: this.#refused,
      days: this.#days,
      feeNote: this.#feeNote,
      writeFee: text => {
        this.#feeNote = text
      },
      isBusy: this.#isBusy,
      problem: this.#problem,
      locale,
      strings,
      dialog,
      chooseDays: days => {
        this.#days = days
        this.requestUpdate()
      },
      request: () => void this.#request(),
      close: this.#close,
    })
  }

  #why(strings: GridStrings, { whyTitle }: DialogStrings): TemplateResult {
    const [post] = this.#posts
    const reasons = post?.eligibility.reasons.filter(({ severity }) => severity === 'blocking') ?? []
    return html`<h2 id="title">${whyTitle}</h2>
      <ul>
        ${post === undefined ? nothing : postRow(post, strings, null)}
      </ul>
      <ul class="reasons">
        ${reasons.map(({ remedy }) => html`<li>${remedy}</li>`)}
      </ul>
      <div class="actions"><button class="button primary" type="button" @click=${this.#close}>${strings.close}</button></div>`
  }

  async #request(): Promise<void> {
    const { api, strings, onPosts } = this.#given()
    const posts = this.#posts.filter(post => hindrance(post, strings) === null && !this.#refused.has(post.id))
    const ids = posts.map(({ id }) => id)
    if (this.#isBusy || !this.dispatchEvent(new SparkkitRequestEvent(ids, this.#days))) return
    const feeNote = this.#feeNote.trim()
    this.#set({ isBusy: true, problem: null })
    try {
      const created = await api.createRequests({ content: ids, askedDays: this.#days, ...(feeNote && { feeNote }) })
      onPosts(this.#took(posts, created))
      this.dispatchEvent(
        new SparkkitRequestedEvent(
          created.results.flatMap(({ id }) => id ?? []),
          created.approvalLinks.map(({ id }) => id),
        ),
      )
      this.#startQueue(
        created.approvalLinks.map(({ id, creatorId }) => ({ creator: creatorOf(posts, creatorId), kind: 'request', link: async () => id })),
      )
      if (created.approvalLinks.length > 0) this.#stage = 'messages'
      this.#set({ isBusy: false, problem: null })
    } catch (error) {
      this.#set({ isBusy: false, problem: describeError(error, strings) })
    }
  }

  /** The verdicts, row by row: posts now asked for, and what was refused. */
  #took(posts: readonly Content[], { results }: CreateSparkRequestsResult): Content[] {
    const asked: Content[] = []
    for (const { index, status, id, problem } of results) {
      const post = posts[index]
      if (post === undefined) continue
      if (status === 'created' && id !== undefined) asked.push({ ...post, sparkStatus: 'queued', openRequestId: id })
      else this.#refused.set(post.id, problem?.detail ?? '')
    }
    const now = new Map(asked.map(post => [post.id, post]))
    this.#posts = this.#posts.map(post => now.get(post.id) ?? post)
    return asked
  }

  #startQueue(messages: ConstructorParameters<typeof MessageQueue>[1]['messages']): void {
    const { api, onPosts } = this.#given()
    this.#queue = new MessageQueue(this, {
      api,
      messages,
      onSent: (linkId, requestIds) => {
        const sent = this.#posts.filter(post => requestIds.includes(post.openRequestId ?? '') && post.sparkStatus === 'queued')
        onPosts(sent.map(post => ({ ...post, sparkStatus: 'requested' })))
        this.dispatchEvent(new SparkkitMessageCopiedEvent(linkId))
      },
    })
    void this.#queue.load()
  }

  readonly #copy = async (): Promise<void> => {
    await this.#queue?.copy()
    if (this.#queue?.current?.state === 'copy_refused') this.renderRoot.querySelector('textarea')?.select()
  }

  async #open(stage: Stage, posts: readonly Content[]): Promise<void> {
    this.#stage = stage
    this.#posts = posts
    this.requestUpdate()
    await this.updateComplete
    const dialog = this.#dialog()
    if (dialog?.open === false) dialog.showModal()
  }

  readonly #close = (): void => this.#dialog()?.close()

  readonly #closed = (): void => {
    this.#stage = 'closed'
    this.#queue = null
    this.requestUpdate()
  }

  readonly #leave = (event: Event): void => {
    if (event.target === event.currentTarget && this.#stage !== 'messages') this.#close()
  }

  #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  #set(change: { isBusy: boolean; problem: string | null }): void {
    this.#isBusy = change.isBusy
    this.#problem = change.problem
    this.requestUpdate()
  }

  #given(): Omit<RequestDialogContext, 'api'> & { api: RequestApi } {
    if (this.context === null) throw new Error('<sparkkit-request-dialog> needs its context')
    return { ...this.context, api: requestApi(this.context.api.client) }
  }
}

const creatorOf = (posts: readonly Content[], creatorId: string): Content['creator'] =>
  posts.find(({ creator }) => creator.id === creatorId)?.creator ?? { id: creatorId, handle: null }

declare global {
  interface HTMLElementTagNameMap {
    'sparkkit-request-dialog': SparkkitRequestDialog
  }
}
