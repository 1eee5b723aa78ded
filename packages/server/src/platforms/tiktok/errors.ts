import type { AdRefusal } from '@sparkkit/core'

export interface TiktokErrorRow {
  /** In the envelope's `code`; null where only the name is known. */
  readonly code: number | null
  /** As it stands in the envelope's `message`. */
  readonly name: string | null
  readonly reason: AdRefusal
  readonly meaning: string
  /** Whether TikTok's help pages tell it, a copy of the API's reference, or nobody: then it is what the words suggest. */
  readonly source: 'help' | 'reference' | 'assumed'
}

const help = (code: number | null, name: string, [reason, meaning]: readonly [AdRefusal, string]): TiktokErrorRow => ({
  code,
  name,
  reason,
  meaning,
  source: 'help',
})

const reference = (codes: readonly number[], reason: AdRefusal, meaning: string): TiktokErrorRow[] =>
  codes.map(code => ({ code, name: null, reason, meaning, source: 'reference' }))

/** TikTok's errors about codes, and those of its API that such calls can meet. */
export const TIKTOK_ERRORS: readonly TiktokErrorRow[] = [
  help(4002, 'video_unavailable', ['post_unavailable', 'against the guidelines']),
  help(4002, 'video_deleted', ['post_deleted', 'the post was deleted']),
  help(null, 'auth_code_not_found', ['code_not_found', 'the code was deleted']),
  help(4013, 'auth_code_format_error', ['code_malformed', 'the code is wrong']),
  help(-500, 'call_rpc_fail', ['platform_failed', 'error inside TikTok']),
  help(-500, 'call_db_fail', ['platform_failed', 'error inside TikTok']),
  help(930002, 'mention_multiple_videos', ['post_mentions_several', 'the post tags several posts']),
  help(900012, 'illegal_item_status_error', ['post_against_rules', 'against the community rules']),
  help(4027, 'story_video_not_supported', ['post_is_story', 'the post is a story']),
  help(4042, 'carousel_duet_not_supported', ['post_carousel_duet', 'duet of a photo carousel']),
  help(4025, 'auth_code_expired', ['code_expired', 'the code expired']),
  help(900003, 'multi_duet_stitch_refus', ['post_nested_duet', 'duet or stitch of a duet or stitch; the name is cut off in what is known']),
  {
    code: 40_002,
    name: 'original_post_auth_code',
    reason: 'original_code_needed',
    meaning: 'the post builds on another one',
    source: 'assumed',
  },
  ...reference([40000, 40002], 'request_rejected', 'parameters missing or wrong'),
  ...reference([40001], 'permission_missing', 'no permission'),
  ...reference([40007], 'not_bound', 'the object does not exist'),
  ...reference([40011], 'request_rejected', 'too many ids'),
  ...reference([40008, 40009, 40014], 'sandbox_unsupported', "not supported in TikTok's sandbox"),
  ...reference([40016, 40100, 40132, 40133], 'rate_limited', 'too many calls'),
  ...reference([40050], 'busy', 'the same request is under way'),
  ...reference([40101, 40102, 40104, 40105], 'token_invalid', 'token missing, wrong, expired or revoked'),
  ...reference([40110], 'token_invalid', "invalid authorization of the app, not a creator's code"),
  ...reference([40118], 'app_not_allowlisted', 'the app is not on the allow list'),
  ...reference([40202], 'busy', 'two writes at once'),
  ...reference([40300, 40301], 'ad_account_not_found', 'the advertiser does not exist'),
  ...reference([50000, 50002, 51305], 'platform_failed', 'error inside TikTok'),
  ...reference([60001], 'maintenance', 'maintenance'),
]

const namedIn = (message: string, name: string | null): boolean => name !== null && message.toLowerCase().includes(name)

/** What an envelope that is no success means. The name in the message says more than the number; an unknown number says nothing. */
export function tiktokRefusal(code: number, message: string): { readonly reason: AdRefusal; readonly name: string | null } {
  const named = TIKTOK_ERRORS.find(row => namedIn(message, row.name))
  if (named) return { reason: named.reason, name: named.name }
  const numbered = TIKTOK_ERRORS.filter(row => row.code === code && row.source !== 'assumed')
  // 4002 stands for two names: without one, the one that claims less.
  const [row] = numbered
  if (row) return { reason: row.reason, name: numbered.length === 1 ? row.name : null }
  return { reason: code >= 50_000 && code < 60_000 ? 'platform_failed' : 'refused', name: null }
}
