import type { AdRefusal } from '@sparkkit/core'
import type { AdPlatforms, Credentials } from '../features/ad-accounts/index.ts'
import { type AdPlatform, AdPlatformError, type AuthorizedPost, type PostVisibility } from '../platforms/ad-platform.ts'

/** A code as the ad platform knows it. */
export interface FakeCode {
  readonly postId: string
  readonly startsAt: number
  readonly endsAt: number
  readonly visibility?: PostVisibility
  readonly authorization?: string
  /** What asking about it, or binding it, is refused with. */
  readonly refusal?: AdRefusal
}

type Method = keyof AdPlatform

export interface FakeCall {
  readonly method: Method
  readonly token: string
  readonly adAccountId?: string
  readonly code?: string
  readonly postId?: string
}

/** `done_unheard`: it is done, and nobody hears of it. */
export type Fault = AdRefusal | 'done_unheard'

export interface FakeAdPlatforms extends AdPlatforms {
  readonly calls: FakeCall[]
  readonly tokens: Set<string>
  /** Advertisers by id, with their names. */
  readonly advertisers: Map<string, string>
  readonly codes: Map<string, FakeCode>
  /** By advertiser: the code by which it has each post. */
  readonly bound: Map<string, Map<string, string>>
  /** Whether a code can be looked at before it is bound. */
  isInspectable: boolean
  /** The faults of the calls to come, by method, one for each call. */
  readonly faults: Partial<Record<Method, Fault[]>>
  /** Runs before a call is answered. */
  onCall: (call: FakeCall) => Promise<void>
  reset(): void
}

/** Stands in for TikTok, in memory: it keeps what is bound, and refuses or goes silent when it is told to. */
export function createFakeAdPlatforms(): FakeAdPlatforms {
  const fake: FakeAdPlatforms = {
    calls: [],
    tokens: new Set(),
    advertisers: new Map(),
    codes: new Map(),
    bound: new Map(),
    isInspectable: true,
    faults: {},
    onCall: async () => {},
    reset() {
      fake.calls.length = 0
      for (const each of [fake.tokens, fake.advertisers, fake.codes, fake.bound]) each.clear()
      fake.isInspectable = true
      for (const method of Object.keys(fake.faults)) Reflect.deleteProperty(fake.faults, method)
      fake.onCall = async () => {}
    },
    open: (_workspace, credentials) => client(fake, credentials),
  }
  return fake
}

function client(fake: FakeAdPlatforms, { token, app }: Credentials): AdPlatform {
  const boundIn = (adAccountId: string): Map<string, string> => {
    const posts = fake.bound.get(adAccountId) ?? new Map<string, string>()
    fake.bound.set(adAccountId, posts)
    return posts
  }
  /** Lets a call through, or refuses it; what it does is done in `act`. */
  const call = async <T>(made: Omit<FakeCall, 'token'>, act: () => T): Promise<T> => {
    const seen = { ...made, token }
    fake.calls.push(seen)
    await fake.onCall(seen)
    const fault = fake.faults[made.method]?.shift()
    if (fault && fault !== 'done_unheard') throw new AdPlatformError(fault)
    if (!fake.tokens.has(token)) throw new AdPlatformError('token_invalid')
    if (made.adAccountId !== undefined && !fake.advertisers.has(made.adAccountId)) throw new AdPlatformError('ad_account_not_found')
    const result = act()
    if (fault) throw new AdPlatformError('timed_out')
    return result
  }
  const postOf = (code: string): AuthorizedPost => {
    const known = fake.codes.get(code)
    if (!known) throw new AdPlatformError('code_not_found')
    if (known.refusal) throw new AdPlatformError(known.refusal)
    return shown(code, known)
  }
  return {
    listAdAccounts: () =>
      call({ method: 'listAdAccounts' }, () => {
        if (!app) throw new AdPlatformError('app_unknown')
        return [...fake.advertisers].map(([id, name]) => ({ id, name }))
      }),
    inspectCode: ({ adAccountId, code }) =>
      call({ method: 'inspectCode', adAccountId, code }, () => {
        const post = postOf(code)
        if (!fake.isInspectable && boundIn(adAccountId).get(post.postId) !== code) throw new AdPlatformError('not_bound')
        return post
      }),
    bindCode: ({ adAccountId, code }) =>
      call({ method: 'bindCode', adAccountId, code }, () => {
        const post = postOf(code)
        boundIn(adAccountId).set(post.postId, code)
        return post
      }),
    listBound: adAccountId => call({ method: 'listBound', adAccountId }, () => listed(fake, boundIn(adAccountId))),
    findBound: ({ adAccountId, postId }) =>
      call(
        { method: 'findBound', adAccountId, postId },
        () => listed(fake, boundIn(adAccountId)).find(post => post.postId === postId) ?? null,
      ),
    unbindPost: ({ adAccountId, postId }) =>
      call({ method: 'unbindPost', adAccountId, postId }, () => {
        boundIn(adAccountId).delete(postId)
      }),
  }
}

const listed = (fake: FakeAdPlatforms, bound: ReadonlyMap<string, string>): AuthorizedPost[] =>
  [...bound.values()].flatMap(code => {
    const known = fake.codes.get(code)
    return known ? [shown(code, known)] : []
  })

const shown = (code: string, { postId, startsAt, endsAt, visibility, authorization }: FakeCode): AuthorizedPost => ({
  postId,
  code,
  startsAt,
  endsAt,
  authorization: authorization ?? 'AUTHORIZED',
  visibility: visibility ?? 'public',
  kind: 'video',
  caption: null,
  posterUrl: null,
  durationSeconds: 15,
  owner: { name: null, identityId: null, identityType: null },
  references: { duetOf: null, stitchOf: null, mentions: [] },
})
