export const EVENT_SUBJECTS = [
  'content',
  'creator',
  'approvalLink',
  'sparkRequest',
  'sparkCode',
  'flight',
  'handoff',
  'messageTemplate',
  'connection',
  'adAccount',
  'binding',
  'import',
  'webhookEndpoint',
  'replay',
  'apiKey',
  'embedToken',
  'workspace',
  'sandbox',
] as const
/** The kind of noun an event is about. */
export type EventSubjectKind = (typeof EVENT_SUBJECTS)[number]

/** The OpenAPI component that `data` of an event is. */
export type EventResource =
  | 'Content'
  | 'Creator'
  | 'ApprovalLink'
  | 'SparkRequest'
  | 'MessageTemplate'
  | 'SparkCode'
  | 'AnnouncedSparkCode'
  | 'SparkCodeGap'
  | 'Flight'
  | 'Handoff'
  | 'Connection'
  | 'AdAccount'
  | 'Binding'
  | 'Import'
  | 'WebhookEndpoint'
  | 'Replay'
  | 'ApiKey'
  | 'MadeEmbedToken'
  | 'Workspace'
  | 'SandboxClock'

export interface EventDefinition {
  readonly subject: EventSubjectKind
  readonly resource: EventResource
  /** When it is written, in one sentence. */
  readonly description: string
}

const content = { subject: 'content', resource: 'Content' } as const
const creator = { subject: 'creator', resource: 'Creator' } as const
const link = { subject: 'approvalLink', resource: 'ApprovalLink' } as const
const request = { subject: 'sparkRequest', resource: 'SparkRequest' } as const
const template = { subject: 'messageTemplate', resource: 'MessageTemplate' } as const
const code = { subject: 'sparkCode', resource: 'SparkCode' } as const
const announced = { subject: 'sparkCode', resource: 'AnnouncedSparkCode' } as const
const flight = { subject: 'flight', resource: 'Flight' } as const
const handoff = { subject: 'handoff', resource: 'Handoff' } as const
const connection = { subject: 'connection', resource: 'Connection' } as const
const adAccount = { subject: 'adAccount', resource: 'AdAccount' } as const
const binding = { subject: 'binding', resource: 'Binding' } as const
const imported = { subject: 'import', resource: 'Import' } as const
const apiKey = { subject: 'apiKey', resource: 'ApiKey' } as const
const embedToken = { subject: 'embedToken', resource: 'MadeEmbedToken' } as const
const workspace = { subject: 'workspace', resource: 'Workspace' } as const
const sandbox = { subject: 'sandbox', resource: 'SandboxClock' } as const
const endpoint = { subject: 'webhookEndpoint', resource: 'WebhookEndpoint' } as const
const replay = { subject: 'replay', resource: 'Replay' } as const

/** Every type of event, by its name; open to growth, names never change. */
export const EVENTS = {
  'content.created': { ...content, description: 'A post was met for the first time.' },
  'content.updated': { ...content, description: 'Facts, caption, labels or counters of a post changed.' },
  'creator.created': { ...creator, description: 'A creator was met for the first time.' },
  'creator.updated': { ...creator, description: 'The handle, contact mark or other data of a creator changed.' },
  'creator.erased': {
    ...creator,
    description:
      'Nothing names this creator any more: neither their posts, requests and codes nor earlier events. Erase what you keep too.',
  },
  'approval_link.created': { ...link, description: 'A creator got an approval link.' },
  'approval_link.revoked': { ...link, description: 'An approval link was revoked or replaced by a new one.' },
  'approval_link.short_code_renewed': { ...link, description: 'The short code of a link ran out, or was replaced; a new one works.' },
  'spark_request.created': { ...request, description: 'A Spark Code was asked for.' },
  'spark_request.sent': { ...request, description: 'The message with the link was marked as sent.' },
  'spark_request.reminder_due': {
    ...request,
    description:
      'A creator who did not answer may be reminded; `reminders` counts, three at most. Of several missed ones only the last is told.',
  },
  'spark_request.reminded': { ...request, description: 'A reminder was marked as sent.' },
  'spark_request.opened': { ...request, description: 'The creator opened the page of the request for the first time.' },
  'spark_request.approved': { ...request, description: 'The request was answered with a Spark Code.' },
  'spark_request.rejected': { ...request, description: 'The creator said no.' },
  'spark_request.cancelled': { ...request, description: 'The request was taken back.' },
  'spark_request.lapsed': { ...request, description: 'The time to respond passed without an answer; a late answer still counts.' },
  'spark_request.reopened': { ...request, description: 'An approved request is pending again because its code proved invalid.' },
  'message_template.created': { ...template, description: 'A template for messages was saved.' },
  'message_template.updated': { ...template, description: 'A template changed, or another took its place as the default.' },
  'message_template.deleted': { ...template, description: 'A template was deleted.' },
  'spark_code.received': { ...announced, description: 'A new Spark Code arrived.' },
  'spark_code.extended': { ...announced, description: 'A code got a later end; an expired one is live again.' },
  'spark_code.restored': { ...announced, description: 'A superseded or withdrawn code is live again.' },
  'spark_code.superseded': { ...announced, description: 'A newer code took the place of a live one.' },
  'spark_code.withdrawn': { ...announced, description: 'A live code was taken back.' },
  'spark_code.expiring': { ...announced, description: 'A live code ends soon; `warnedDays` names the threshold.' },
  'spark_code.gap': {
    ...code,
    resource: 'SparkCodeGap',
    description: 'The end of a live code became known to lie inside a flight; once per code, end and flight.',
  },
  'spark_code.expired': { ...announced, description: 'The window of a code ended.' },
  'spark_code.invalid': { ...announced, description: 'TikTok refused a code, or it belongs to another post.' },
  'spark_code.verified': {
    ...announced,
    description: 'TikTok confirmed a code and told its true window, which is no later than was believed.',
  },
  'spark_code.updated': { ...code, description: 'The external id or metadata of a code changed.' },
  'spark_code.used': { ...code, description: 'A code was used in an ad for the first time.' },
  'spark_code.revealed': { ...code, description: 'Someone read a code in clear.' },
  'spark_code.exported': { ...code, description: 'A code left in an export.' },
  'flight.created': { ...flight, description: 'Ad dates of a post were planned.' },
  'flight.updated': { ...flight, description: 'The dates, the time zone or the ad account of a flight changed.' },
  'flight.deleted': { ...flight, description: 'A flight was deleted.' },
  'handoff.created': { ...handoff, description: 'Codes were handed to an ad team by a link.' },
  'handoff.updated': { ...handoff, description: 'What a handoff shows, what it allows or how long it lasts changed.' },
  'handoff.opened': { ...handoff, description: 'The link of a handoff was used for the first time.' },
  'handoff.revoked': { ...handoff, description: 'A handoff was ended before its time.' },
  'connection.created': { ...connection, description: 'Ad accounts were connected.' },
  'connection.broken': { ...connection, description: 'The ad platform refuses the token of a connection; `reason` tells what to do.' },
  'connection.restored': { ...connection, description: 'A connection that was broken works again.' },
  'connection.updated': { ...connection, description: 'The name or the token of a connection was changed.' },
  'connection.deleted': { ...connection, description: 'A connection was deleted; its codes stay bound where they are.' },
  'ad_account.found': { ...adAccount, description: 'A connection reaches an ad account for the first time, or again.' },
  'ad_account.updated': { ...adAccount, description: 'The name of an ad account changed.' },
  'ad_account.vanished': { ...adAccount, description: 'A connection does not reach an ad account any more.' },
  'binding.requested': {
    ...binding,
    description: 'Somebody, or a rule of the workspace, wants a code bound to an ad account, or the binding undone; `intent` tells which.',
  },
  'binding.bound': { ...binding, description: 'A code is bound to an ad account, as read back from there.' },
  'binding.failed': { ...binding, description: 'A code cannot be bound; `reason` tells why, what to do and who can.' },
  'binding.unbound': { ...binding, description: 'A code is not bound to an ad account any more.' },
  'binding.updated': {
    ...binding,
    description: 'Something else became known about a bound code: `reason` tells what, null that it is over.',
  },
  'binding.not_rebound': {
    ...binding,
    description: 'The code that took the place of a bound one could not be bound: ads in this account end with the old code.',
  },
  'import.completed': { ...imported, description: 'An import ended, with or without rows in error.' },
  'webhook_endpoint.created': { ...endpoint, description: 'An endpoint was added.' },
  'webhook_endpoint.updated': { ...endpoint, description: 'The settings of an endpoint changed, or its secret was rotated.' },
  'webhook_endpoint.secret_revealed': { ...endpoint, description: 'Someone read the signing secret of an endpoint.' },
  'webhook_endpoint.deleted': { ...endpoint, description: 'An endpoint was deleted.' },
  'webhook_endpoint.failing': { ...endpoint, description: 'An endpoint takes nothing any more; it is disabled after five days of that.' },
  'webhook_endpoint.recovered': { ...endpoint, description: 'An endpoint that was failing took a delivery.' },
  'webhook_endpoint.test': { ...endpoint, description: 'A test event was asked for.' },
  'webhook_endpoint.disabled': {
    ...endpoint,
    description: 'An endpoint failed for five days or answered 410, and gets no more deliveries.',
  },
  'replay.completed': { ...replay, description: 'A replay ended: everything it found was handed to delivery, or its endpoint went away.' },
  'api_key.created': { ...apiKey, description: 'An API key was made.' },
  'api_key.rotated': { ...apiKey, description: 'A successor took the place of an API key, which ends at `expiresAt`.' },
  'api_key.revoked': { ...apiKey, description: 'An API key was revoked, and every embed token made with it.' },
  'embed_token.created': { ...embedToken, description: 'A token for a page was made; the event tells what it may do, never the token.' },
  'workspace.created': { ...workspace, description: 'The workspace was made.' },
  'workspace.updated': { ...workspace, description: 'Name, branding or other settings of the workspace changed.' },
  'sandbox.advanced': { ...sandbox, description: 'The clock of a sandbox was moved forward, and what fell due on the way has happened.' },
} as const satisfies Record<string, EventDefinition>

export type EventType = keyof typeof EVENTS

/** Whether `value` names a type of event. */
export function isEventType(value: string): value is EventType {
  return Object.hasOwn(EVENTS, value)
}

/** Whether `value` may stand in an endpoint's filter: a type, a family such as `spark_code.*`, or `*`. */
export function isEventFilter(value: string): boolean {
  if (value === '*' || isEventType(value)) return true
  return value.endsWith('.*') && Object.keys(EVENTS).some(type => type.startsWith(value.slice(0, -1)))
}

/** Whether one of `filters` takes an event of this type. No filters take nothing. */
export function matchesEventFilter(filters: readonly string[], type: string): boolean {
  return filters.some(filter => filter === '*' || filter === type || (filter.endsWith('.*') && type.startsWith(filter.slice(0, -1))))
}
