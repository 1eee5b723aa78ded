export const PLATFORMS = ['tiktok', 'instagram'] as const
export type Platform = (typeof PLATFORMS)[number]

/** `video` and `photo` are TikTok's, `story`, `feed` and `reel` Instagram's. */
export const MEDIA_TYPES = ['video', 'photo', 'story', 'feed', 'reel'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

/** The counters of a post at one time; a counter the source does not report is absent. Whole numbers ≥ 0. */
export const METRICS = ['views', 'likes', 'comments', 'shares', 'saves'] as const
export type Metric = (typeof METRICS)[number]
export type Metrics = { readonly [name in Metric]?: number }

/** Facts of a post that decide whether TikTok accepts it as a Spark Ad. What is not known is absent. */
export interface ContentFacts {
  readonly isPublic?: boolean
  readonly isDeleted?: boolean
  readonly durationSeconds?: number
  /** Music cleared for commercial use, or original sound. */
  readonly hasCommercialMusic?: boolean
  readonly hasBrandedContentDisclosure?: boolean
  /** A duet or stitch needs the original owner's code as well. */
  readonly isDuetOrStitch?: boolean
  /** How many other posts it mentions; more than one is refused by TikTok. */
  readonly mentionedPosts?: number
  readonly isGovernmentOrPolitical?: boolean
}

export const SPARK_STATUSES = ['none', 'queued', 'requested', 'approved', 'expired', 'withdrawn', 'rejected', 'lapsed'] as const
/** The projection of requests and codes on content that filters use. */
export type SparkStatus = (typeof SPARK_STATUSES)[number]
