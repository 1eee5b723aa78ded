export type ApprovalAnswerEventName =
  | 'sparkkit-approve'
  | 'sparkkit-approved'
  | 'sparkkit-reject'
  | 'sparkkit-rejected'
  | 'sparkkit-withdraw'
  | 'sparkkit-withdrawn'

/**
 * A creator's answer. `sparkkit-approve`, `-reject` and `-withdraw` come before it is sent: `preventDefault()` stops it.
 * `sparkkit-approved`, `-rejected` and `-withdrawn` come once the service has it. The code itself is never in an event.
 */
export class ApprovalAnswerEvent extends Event {
  readonly requestId: string

  constructor(type: ApprovalAnswerEventName, requestId: string, init: { cancelable: boolean }) {
    super(type, { bubbles: true, composed: true, cancelable: init.cancelable })
    this.requestId = requestId
  }
}

/** The element shows its data for the first time. */
export class SparkkitReadyEvent extends Event {
  constructor() {
    super('sparkkit-ready', { bubbles: true, composed: true })
  }
}

/** A call failed. `code` is a problem code of the API, or `network`. */
export class SparkkitErrorEvent extends Event {
  readonly code: string

  constructor(code: string) {
    super('sparkkit-error', { bubbles: true, composed: true })
    this.code = code
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'sparkkit-approve': ApprovalAnswerEvent
    'sparkkit-approved': ApprovalAnswerEvent
    'sparkkit-reject': ApprovalAnswerEvent
    'sparkkit-rejected': ApprovalAnswerEvent
    'sparkkit-withdraw': ApprovalAnswerEvent
    'sparkkit-withdrawn': ApprovalAnswerEvent
    'sparkkit-ready': SparkkitReadyEvent
    'sparkkit-error': SparkkitErrorEvent
  }
}
