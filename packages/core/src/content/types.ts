export const PLATFORMS = ['tiktok', 'instagram'] as const
export type Platform = (typeof PLATFORMS)[number]

/** `video` and `photo` are TikTok's, `story`, `feed` and `reel` Instagram's. */
export const MEDIA_TYPES = ['video', 'photo', 'story', 'feed', 'reel'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

/** The counters of a post at one time; a counter the source does not report is absent. Whole numbers ≥ 0. */
export const METRICS = ['views', 'likes', 'comments', 'shares', 'saves'] as const
export type Metric = (typeof METRICS)[number]
export type Metrics = { readonly [name in Metric]?: number | undefined }

/** Facts of a post that decide whether TikTok accepts it as a Spark Ad. What is not known is absent. */
export interface ContentFacts {
  readonly isPublic?: boolean | undefined
  readonly isDeleted?: boolean | undefined
  readonly durationSeconds?: number | undefined
  /** Music cleared for commercial use, or original sound. */
  readonly hasCommercialMusic?: boolean | undefined
  readonly hasBrandedContentDisclosure?: boolean | undefined
  /** A duet or stitch needs the original owner's code as well. */
  readonly isDuetOrStitch?: boolean | undefined
  /** How many other posts it mentions; more than one is refused by TikTok. */
  readonly mentionedPosts?: number | undefined
  readonly isGovernmentOrPolitical?: boolean | undefined
}

export const SPARK_STATUSES = ['none', 'queued', 'requested', 'approved', 'expired', 'withdrawn', 'rejected', 'lapsed'] as const
/** The projection of requests and codes on content that filters use. */
export type SparkStatus = (typeof SPARK_STATUSES)[number]
