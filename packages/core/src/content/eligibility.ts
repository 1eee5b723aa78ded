import type { ContentFacts, MediaType, Platform } from './types.ts'

/** `blocking`: cannot become a Spark Ad; `warning`: may fail, or is not known; `info`: good to know. */
export type EligibilitySeverity = 'blocking' | 'warning' | 'info'

interface ReasonDefinition {
  readonly severity: EligibilitySeverity
  /** Who can change it. */
  readonly fixableBy: 'creator' | 'brand' | 'nobody'
  /** What to do, in one sentence. */
  readonly remedy: string
}

/** Every reason that speaks for or against a post as a Spark Ad. */
export const ELIGIBILITY_REASONS = {
  not_tiktok: {
    severity: 'blocking',
    fixableBy: 'creator',
    remedy: 'Spark Ads run on TikTok posts; ask the creator to post it there too.',
  },
  story: { severity: 'blocking', fixableBy: 'creator', remedy: 'Stories cannot become Spark Ads; ask the creator for a lasting post.' },
  deleted: { severity: 'blocking', fixableBy: 'nobody', remedy: 'The post is gone; choose another one.' },
  private: { severity: 'blocking', fixableBy: 'creator', remedy: 'Ask the creator to make the post public.' },
  too_long: { severity: 'blocking', fixableBy: 'nobody', remedy: 'Videos of more than ten minutes are refused; choose a shorter one.' },
  mentions_several_posts: {
    severity: 'blocking',
    fixableBy: 'nobody',
    remedy: 'Posts that tag several other posts are refused; choose another one.',
  },
  political_account: {
    severity: 'blocking',
    fixableBy: 'nobody',
    remedy: 'Accounts of governments, politicians and parties cannot be used; choose another creator.',
  },
  music_not_cleared: {
    severity: 'blocking',
    fixableBy: 'creator',
    remedy: 'The music is not cleared for ads; ask the creator for a version with commercial or original sound.',
  },
  needs_original_code: {
    severity: 'warning',
    fixableBy: 'brand',
    remedy: 'It builds on another post; ask the owner of that post for a Spark Code as well.',
  },
  disclosure_missing: {
    severity: 'warning',
    fixableBy: 'creator',
    remedy: 'Ask the creator to switch on the disclosure of commercial content in the settings of the post.',
  },
  visibility_unknown: { severity: 'warning', fixableBy: 'brand', remedy: 'Check that the post is public.' },
  duration_unknown: { severity: 'warning', fixableBy: 'brand', remedy: 'Check that the video is not longer than ten minutes.' },
  music_unknown: { severity: 'warning', fixableBy: 'brand', remedy: 'Check that the sound is original or cleared for commercial use.' },
  disclosure_unknown: { severity: 'warning', fixableBy: 'brand', remedy: 'Check that commercial content is disclosed on the post.' },
  references_unknown: { severity: 'warning', fixableBy: 'brand', remedy: 'Check whether it is a duet or stitch, or tags other posts.' },
  account_kind_unknown: {
    severity: 'info',
    fixableBy: 'brand',
    remedy: 'Accounts of governments, politicians and parties cannot be used.',
  },
} as const satisfies Record<string, ReasonDefinition>

export type EligibilityCode = keyof typeof ELIGIBILITY_REASONS

export interface EligibilityReason extends ReasonDefinition {
  readonly code: EligibilityCode
}

export interface Eligibility {
  /** True unless a blocking reason is known; what is not known is a warning. */
  readonly eligible: boolean
  /** Blocking ones first. */
  readonly reasons: readonly EligibilityReason[]
}

export interface EligibilityInput {
  readonly platform: Platform
  readonly mediaType: MediaType
  readonly facts: ContentFacts
}

const MAX_SECONDS = 600

/** May this post become a Spark Ad? Facts of the post only; open requests, live codes and the creator's wishes are looked up elsewhere. */
export function eligibilityOf({ platform, mediaType, facts }: EligibilityInput): Eligibility {
  const codes = [...placeReasons(platform, mediaType, facts), ...(platform === 'tiktok' ? tiktokReasons(mediaType, facts) : [])]
  const reasons = codes.map(code => ({ code, ...ELIGIBILITY_REASONS[code] }))
  return { eligible: !reasons.some(isBlocking), reasons: [...reasons.filter(isBlocking), ...reasons.filter(reason => !isBlocking(reason))] }
}

const isBlocking = (reason: EligibilityReason) => reason.severity === 'blocking'

function placeReasons(platform: Platform, mediaType: MediaType, facts: ContentFacts): EligibilityCode[] {
  const codes: EligibilityCode[] = []
  if (platform !== 'tiktok') codes.push('not_tiktok')
  if (mediaType === 'story') codes.push('story')
  if (facts.isDeleted === true) codes.push('deleted')
  if (facts.isPublic === false) codes.push('private')
  if (facts.isGovernmentOrPolitical === true) codes.push('political_account')
  return codes
}

function tiktokReasons(mediaType: MediaType, facts: ContentFacts): EligibilityCode[] {
  const { durationSeconds, hasCommercialMusic, hasBrandedContentDisclosure, isDuetOrStitch, mentionedPosts } = facts
  const codes: EligibilityCode[] = []
  if (durationSeconds !== undefined && durationSeconds > MAX_SECONDS) codes.push('too_long')
  if (mentionedPosts !== undefined && mentionedPosts > 1) codes.push('mentions_several_posts')
  if (hasCommercialMusic === false) codes.push('music_not_cleared')
  if (isDuetOrStitch === true || mentionedPosts === 1) codes.push('needs_original_code')
  if (hasBrandedContentDisclosure === false) codes.push('disclosure_missing')
  return [...codes, ...unknownReasons(mediaType, facts)]
}

function unknownReasons(mediaType: MediaType, facts: ContentFacts): EligibilityCode[] {
  const codes: EligibilityCode[] = []
  if (facts.isPublic === undefined && facts.isDeleted !== true) codes.push('visibility_unknown')
  if (facts.durationSeconds === undefined && mediaType === 'video') codes.push('duration_unknown')
  if (facts.hasCommercialMusic === undefined) codes.push('music_unknown')
  if (facts.hasBrandedContentDisclosure === undefined) codes.push('disclosure_unknown')
  if (facts.isDuetOrStitch === undefined && facts.mentionedPosts === undefined) codes.push('references_unknown')
  if (facts.isGovernmentOrPolitical === undefined) codes.push('account_kind_unknown')
  return codes
}
