import { smsSegments } from './sms.ts'

/** Ways in which a message can go out. */
export const MESSAGE_CHANNELS = ['tiktok_dm', 'instagram_dm', 'email', 'sms', 'comment'] as const
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number]

/** The first message about a request, or a later one to a creator who did not answer. */
export const MESSAGE_KINDS = ['request', 'reminder'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

export interface MessageLimit {
  readonly max: number
  /** UTF-16 units, as the fields of the apps count, or SMS that the text is split into. */
  readonly unit: 'characters' | 'segments'
}

/** How long a message may be. A comment fits where TikTok's fit, which are the shorter ones. */
export const MESSAGE_LIMITS: { readonly [channel in MessageChannel]: MessageLimit } = {
  tiktok_dm: { max: 1000, unit: 'characters' },
  instagram_dm: { max: 1000, unit: 'characters' },
  email: { max: 10_000, unit: 'characters' },
  sms: { max: 3, unit: 'segments' },
  comment: { max: 150, unit: 'characters' },
}

/** Of the subject of an e-mail, in characters. */
export const MAX_SUBJECT = 200

/** The length of a text in the unit of its channel's limit. */
export const messageLength = (channel: MessageChannel, text: string): number =>
  MESSAGE_LIMITS[channel].unit === 'segments' ? smsSegments(text) : text.length

/** A comment is read by everybody: it carries the short address, never the link itself. */
export const isPublicChannel = (channel: MessageChannel): boolean => channel === 'comment'
