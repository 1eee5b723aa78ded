import type { ReactiveController, ReactiveElement } from 'lit'
import { SparkkitCodeCopiedEvent } from '../events/grid-events.ts'
import type { Content } from '../internal/api-types.ts'
import { copyText } from '../internal/copy.ts'
import type { WorkspaceApi } from '../internal/workspace-api.ts'

/** What became of it. `by_hand` carries the code: the browser let no script copy it. */
export type CopyOutcome =
  | { readonly kind: 'copied' }
  | { readonly kind: 'by_hand'; readonly code: string }
  | { readonly kind: 'failed'; readonly error: unknown }

const SHOWN_MS = 6000

/** Reveals a code and puts it on the clipboard, without showing it unless there is no other way. */
export class CodeCopy implements ReactiveController {
  /** The post whose code is being fetched. */
  busyId: string | null = null
  /** Shown for some seconds; a code to copy by hand stays until it is closed. */
  outcome: CopyOutcome | null = null
  readonly #host: ReactiveElement
  readonly #onError: (error: unknown) => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveElement, onError: (error: unknown) => void) {
    this.#host = host
    this.#onError = onError
    host.addController(this)
  }

  hostDisconnected(): void {
    this.close()
  }

  async copy(api: WorkspaceApi, { id, liveCodeId }: Content): Promise<void> {
    if (liveCodeId === null || this.busyId !== null) return
    this.busyId = id
    this.#host.requestUpdate()
    const revealed = api.revealCode(liveCodeId)
    try {
      const isCopied = await copyText(revealed, this.#host.renderRoot)
      this.#show(isCopied ? { kind: 'copied' } : { kind: 'by_hand', code: await revealed })
      if (isCopied) this.#host.dispatchEvent(new SparkkitCodeCopiedEvent(liveCodeId, id))
    } catch (error) {
      this.#show({ kind: 'failed', error })
      this.#onError(error)
    }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.outcome = null
    this.#host.requestUpdate()
  }

  #show(outcome: CopyOutcome): void {
    clearTimeout(this.#timer)
    this.busyId = null
    this.outcome = outcome
    if (outcome.kind !== 'by_hand') this.#timer = setTimeout(() => this.close(), SHOWN_MS)
    this.#host.requestUpdate()
  }
}
