import type { GridFilters } from '../elements/content-grid/filters.ts'

/** Codes are about to be asked for: `preventDefault()` leaves it to the host. */
export class SparkkitRequestEvent extends Event {
  readonly contentIds: readonly string[]
  readonly askedDays: number

  constructor(contentIds: readonly string[], askedDays: number) {
    super('sparkkit-request', { bubbles: true, composed: true, cancelable: true })
    this.contentIds = contentIds
    this.askedDays = askedDays
  }
}

/** Requests were created. */
export class SparkkitRequestedEvent extends Event {
  readonly requestIds: readonly string[]
  readonly approvalLinkIds: readonly string[]

  constructor(requestIds: readonly string[], approvalLinkIds: readonly string[]) {
    super('sparkkit-requested', { bubbles: true, composed: true })
    this.requestIds = requestIds
    this.approvalLinkIds = approvalLinkIds
  }
}

/** The message for a creator was copied, and its requests count as sent. */
export class SparkkitMessageCopiedEvent extends Event {
  readonly approvalLinkId: string

  constructor(approvalLinkId: string) {
    super('sparkkit-message-copied', { bubbles: true, composed: true })
    this.approvalLinkId = approvalLinkId
  }
}

/** A Spark Code was revealed and copied. It names the code; the code itself is on the clipboard only. */
export class SparkkitCodeCopiedEvent extends Event {
  readonly sparkCodeId: string
  readonly contentId: string

  constructor(sparkCodeId: string, contentId: string) {
    super('sparkkit-code-copied', { bubbles: true, composed: true })
    this.sparkCodeId = sparkCodeId
    this.contentId = contentId
  }
}

export class SparkkitSelectionChangeEvent extends Event {
  readonly contentIds: readonly string[]

  constructor(contentIds: readonly string[]) {
    super('sparkkit-selection-change', { bubbles: true, composed: true })
    this.contentIds = contentIds
  }
}

export class SparkkitFilterChangeEvent extends Event {
  readonly filters: GridFilters

  constructor(filters: GridFilters) {
    super('sparkkit-filter-change', { bubbles: true, composed: true })
    this.filters = filters
  }
}

/** No token could be had, or it was refused twice. The element shows it with a way to retry unless `preventDefault()` is called. */
export class SparkkitAuthErrorEvent extends Event {
  readonly error: unknown

  constructor(error: unknown) {
    super('sparkkit-auth-error', { bubbles: true, composed: true, cancelable: true })
    this.error = error
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'sparkkit-request': SparkkitRequestEvent
    'sparkkit-requested': SparkkitRequestedEvent
    'sparkkit-message-copied': SparkkitMessageCopiedEvent
    'sparkkit-code-copied': SparkkitCodeCopiedEvent
    'sparkkit-selection-change': SparkkitSelectionChangeEvent
    'sparkkit-filter-change': SparkkitFilterChangeEvent
    'sparkkit-auth-error': SparkkitAuthErrorEvent
  }
}
