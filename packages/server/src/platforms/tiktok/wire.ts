import { z } from '@hono/zod-openapi'
import type { AdAccount, AuthorizedPost, PostVisibility } from '../ad-platform.ts'
import { parseTiktokTime } from './times.ts'

// Only what cannot be missing is required: TikTok leaves out, adds and renames the rest.
const text = z.string().nullish().catch(null)
const id = z.union([z.string().min(1), z.number().transform(String)])
const optionalId = id.nullish().catch(null)
const count = z.coerce.number().int().nonnegative().nullish().catch(null)

/** `data` is judged by whoever asked: a success may come with none. */
export const envelopeSchema = z.looseObject({
  code: z.union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ]),
  message: text,
  request_id: text,
  data: z.unknown().optional(),
})

export const postSchema = z.looseObject({
  auth_info: z.looseObject({ ad_auth_status: text, auth_start_time: text, auth_end_time: text, invite_start_time: text }).nullish(),
  item_info: z.looseObject({
    item_id: id,
    auth_code: text,
    item_type: text,
    text,
    status: text,
    duet_original_item_id: optionalId,
    stitch_original_item_id: optionalId,
    mentioned_item_ids: z.array(id).nullish().catch(null),
  }),
  user_info: z.looseObject({ tiktok_name: text, identity_id: optionalId, identity_type: text }).nullish(),
  video_info: z
    .looseObject({ duration: z.number().nullish().catch(null), poster_url: text })
    .nullish()
    .catch(null),
})

export const postPageSchema = z.looseObject({
  list: z.array(postSchema),
  page_info: z.looseObject({ page: count, page_size: count, total_number: count, total_page: count }).nullish().catch(null),
})

export type TiktokPost = z.output<typeof postSchema>

export const adAccountsSchema = z
  .looseObject({ list: z.array(z.looseObject({ advertiser_id: id, advertiser_name: text })) })
  .transform(({ list }): AdAccount[] => list.map(account => ({ id: account.advertiser_id, name: account.advertiser_name ?? null })))

/** Two vocabularies for one thing: the identity endpoints put `ITEM_STATUS_` or `STATUS_` before the same words. */
const VISIBILITIES = new Map<string, PostVisibility>([
  ['HESITATE_RECOMMEND', 'public'],
  ['ONLY_FRIEND_SEE', 'friends'],
  ['ONLY_AUTHOR_SEE', 'private'],
  ['REVIEW_PENDING', 'in_review'],
  ['USER_DELETE', 'deleted'],
  ['AUDIT_DELETE', 'removed'],
  ['ONLY_USER_PASS', 'removed'],
])

export const visibilityOf = (status: string | null | undefined): PostVisibility =>
  VISIBILITIES.get(status?.replace(/^(?:ITEM_)?STATUS_/, '') ?? '') ?? 'unknown'

const KINDS = new Map<string, AuthorizedPost['kind']>([
  ['VIDEO', 'video'],
  ['CAROUSEL', 'carousel'],
])

/** TikTok writes an absent post as an empty text, or as 0. */
const reference = (value: string | null | undefined): string | null => (value && value !== '0' ? value : null)

export function authorizedPost({ auth_info: auth, item_info: item, user_info: user, video_info: video }: TiktokPost): AuthorizedPost {
  return {
    postId: item.item_id,
    code: item.auth_code || null,
    startsAt: parseTiktokTime(auth?.auth_start_time),
    endsAt: parseTiktokTime(auth?.auth_end_time),
    authorization: auth?.ad_auth_status || null,
    visibility: visibilityOf(item.status),
    kind: KINDS.get(item.item_type ?? '') ?? 'unknown',
    caption: item.text ?? null,
    posterUrl: video?.poster_url || null,
    durationSeconds: video?.duration ?? null,
    owner: { name: user?.tiktok_name || null, identityId: user?.identity_id ?? null, identityType: user?.identity_type || null },
    references: {
      duetOf: reference(item.duet_original_item_id),
      stitchOf: reference(item.stitch_original_item_id),
      mentions: (item.mentioned_item_ids ?? []).filter(mentioned => reference(mentioned) !== null),
    },
  }
}

/** Numbers beyond 2^53 keep every digit, in case an id comes without its quotes. */
export function parseJson(body: Buffer): unknown {
  return JSON.parse(body.toString('utf8'), (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value,
  )
}
