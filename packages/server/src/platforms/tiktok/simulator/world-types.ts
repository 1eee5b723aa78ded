/** How a creator answers a message with an approval link in it. */
export const PERSONAS = ['prompt', 'slow', 'garbage', 'other_post', 'rejects', 'vanishes', 'revokes', 'deletes'] as const
export type Persona = (typeof PERSONAS)[number]

/** TikTok's words for who sees a post. */
export const POST_STATUSES = [
  'HESITATE_RECOMMEND',
  'ONLY_FRIEND_SEE',
  'ONLY_AUTHOR_SEE',
  'REVIEW_PENDING',
  'USER_DELETE',
  'AUDIT_DELETE',
  'ONLY_USER_PASS',
] as const
export type PostStatus = (typeof POST_STATUSES)[number]

/** What keeps a post from becoming a Spark Ad, beside its status. */
export const POST_FLAWS = ['story', 'carousel_duet', 'nested_duet', 'mentions_several', 'against_rules'] as const
export type PostFlaw = (typeof POST_FLAWS)[number]

export interface SimulatedCreator {
  readonly handle: string
  readonly persona: Persona
  readonly identityId: string
}

export interface SimulatedPost {
  readonly id: string
  readonly url: string
  readonly handle: string
  readonly caption: string
  readonly kind: 'VIDEO' | 'CAROUSEL'
  readonly durationSeconds: number
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly flaw: PostFlaw | null
  /** The post a duet is made of: using this one takes a code of that one as well. */
  readonly duetOf: string | null
  status: PostStatus
}

/** A Spark Code. A post has one at a time: a new one deletes the one before. */
export interface SimulatedCode {
  readonly code: string
  readonly postId: string
  readonly startsAt: number
  endsAt: number
  deletedAt: number | null
}

export interface SimulatedAdAccount {
  readonly id: string
  readonly name: string
  isOpen: boolean
  /** Post ids with the code they were bound by and when, in the order they were bound. */
  readonly bound: Map<string, { code: string; at: number }>
}

/** Asked for something the simulated TikTok does not have. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError' as const
}
