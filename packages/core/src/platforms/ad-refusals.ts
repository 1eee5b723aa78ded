/** What a refusal is about. Only one about the code or its post proves anything about the code. */
export type AdRefusalSubject = 'code' | 'post' | 'ad_account' | 'connection' | 'request' | 'platform'

/** Who can do what `action` says. */
export type AdRefusalFixer = 'creator' | 'marketer' | 'ad_manager' | 'developer' | 'nobody'

export interface AdRefusalDefinition {
  readonly about: AdRefusalSubject
  readonly fixableBy: AdRefusalFixer
  /** What to do, in one sentence. */
  readonly action: string
  /** The same call may succeed later without anybody doing anything. */
  readonly retryable: boolean
}

const define = (about: AdRefusalSubject, fixableBy: AdRefusalFixer, action: string): AdRefusalDefinition => ({
  about,
  fixableBy,
  action,
  retryable: about === 'platform',
})

/** Every reason for which an ad platform, or our look at its answer, refuses a code. */
export const AD_REFUSALS = {
  code_malformed: define('code', 'creator', 'Check that the whole code was copied, or ask the creator for a new one.'),
  code_not_found: define('code', 'creator', 'The creator deleted the code; ask for a new one.'),
  code_expired: define('code', 'creator', 'Ask the creator to extend the code in TikTok, or for a new one.'),
  code_other_post: define('code', 'creator', 'The code belongs to another post; ask the creator for the code of this one.'),
  original_code_needed: define('code', 'marketer', 'The post builds on another one; ask the owner of that post for a code as well.'),
  post_deleted: define('post', 'marketer', 'The creator deleted the post; choose another one.'),
  post_unavailable: define('post', 'marketer', 'TikTok took the post down; choose another one.'),
  post_against_rules: define('post', 'marketer', "The post breaks TikTok's community rules; choose another one."),
  post_private: define('post', 'creator', 'Ask the creator to make the post public.'),
  post_is_story: define('post', 'marketer', 'Stories cannot become Spark Ads; choose a lasting post.'),
  post_mentions_several: define('post', 'marketer', 'Posts that tag several other posts are refused; choose another one.'),
  post_carousel_duet: define('post', 'marketer', 'Duets with a photo carousel are refused; choose another post.'),
  post_nested_duet: define('post', 'marketer', 'Duets and stitches of duets and stitches are refused; choose another post.'),
  ad_account_not_found: define('ad_account', 'ad_manager', 'Check that the ad account exists and is open.'),
  not_bound: define('ad_account', 'nobody', 'The post is not in this ad account; nothing needs to be done.'),
  token_invalid: define('connection', 'ad_manager', 'Connect the ad account again: its token was revoked or is wrong.'),
  permission_missing: define(
    'connection',
    'ad_manager',
    'Grant the app the permissions to query and authorize TikTok posts of this ad account.',
  ),
  app_not_allowlisted: define('connection', 'developer', 'Ask TikTok to allow these calls for your app.'),
  app_unknown: define('connection', 'developer', "Give the app's id and secret with the connection."),
  request_rejected: define('request', 'developer', 'TikTok did not understand the call; report it with its request id.'),
  sandbox_unsupported: define('request', 'developer', "TikTok's own sandbox knows no Spark Codes; use the simulator."),
  refused: define('request', 'ad_manager', 'TikTok refused for a reason that is not known here; look into the ads manager.'),
  rate_limited: define('platform', 'nobody', 'Nothing: it is tried again at the pace TikTok allows.'),
  busy: define('platform', 'nobody', 'Nothing: another change was under way; it is tried again.'),
  platform_failed: define('platform', 'nobody', 'Nothing: TikTok had an error; it is tried again.'),
  maintenance: define('platform', 'nobody', 'Nothing: TikTok is under maintenance; it is tried again.'),
  unreachable: define('platform', 'nobody', 'Nothing: TikTok could not be reached or answered with half an answer; it is tried again.'),
  timed_out: define('platform', 'nobody', 'Nothing: TikTok did not answer in time; it is tried again.'),
  unreadable: define('platform', 'nobody', 'Nothing: TikTok answered with something else than expected; it is tried again.'),
} as const satisfies Record<string, AdRefusalDefinition>

export type AdRefusal = keyof typeof AD_REFUSALS

const definitionOf = (refusal: AdRefusal): AdRefusalDefinition => AD_REFUSALS[refusal]

/** Whether the same call may succeed later by itself. */
export const isRetryable = (refusal: AdRefusal): boolean => definitionOf(refusal).retryable

/** Whether the refusal proves something about the code: it names the code or its post. Any other one leaves open what the code is. */
export const namesTheCode = (refusal: AdRefusal): boolean => ['code', 'post'].includes(definitionOf(refusal).about)
