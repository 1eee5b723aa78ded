import { createDraw, type Draw } from './draw.ts'
import {
  type Persona,
  type PostFlaw,
  type PostStatus,
  type SimulatedAdAccount,
  type SimulatedCode,
  type SimulatedCreator,
  type SimulatedPost,
  SimulatorError,
} from './world-types.ts'

const DAY_MS = 86_400_000
export const DEFAULT_DAYS = 30

const CAPTIONS = [
  'Three weeks with this one and I get it now',
  'Unboxing, part two',
  'My honest take after a month',
  'Get ready with me, the five minute version',
  'I did not expect this to work',
] as const

export interface NewPost {
  handle: string
  /** Default: one of its own. */
  id?: string | undefined
  caption?: string | undefined
  kind?: SimulatedPost['kind'] | undefined
  flaw?: PostFlaw | undefined
  duetOf?: string | undefined
}

/** The simulated TikTok: who is on it, what they posted, which codes there are and what is bound. Times are the simulator's clock. */
export class World {
  readonly draw: Draw
  readonly creators = new Map<string, SimulatedCreator>()
  readonly posts = new Map<string, SimulatedPost>()
  readonly adAccounts = new Map<string, SimulatedAdAccount>()
  readonly #codes = new Map<string, SimulatedCode>()
  readonly #codesOf = new Map<string, SimulatedCode[]>()
  readonly #now: () => number

  constructor({ seed, now }: { seed: number; now: () => number }) {
    this.draw = createDraw(seed)
    this.#now = now
  }

  addAdAccount(name = `Ad account ${this.adAccounts.size + 1}`): SimulatedAdAccount {
    const account = { id: this.draw.id('account', this.adAccounts.size), name, isOpen: true, bound: new Map() }
    this.adAccounts.set(account.id, account)
    return account
  }

  addCreator(handle: string, persona: Persona = 'prompt'): SimulatedCreator {
    const creator = { handle, persona, identityId: this.draw.id('identity', handle) }
    this.creators.set(handle, creator)
    return creator
  }

  addPost({ handle, id, caption, kind = 'VIDEO', flaw, duetOf }: NewPost): SimulatedPost {
    if (!this.creators.has(handle)) this.addCreator(handle)
    const number = this.posts.size
    const createdAt = this.#now() - this.draw.between([1, 90], 'age', number) * DAY_MS
    const postId = id ?? String((BigInt(Math.floor(createdAt / 1000)) << 32n) + BigInt(number + 1))
    const post: SimulatedPost = {
      id: postId,
      url: `https://www.tiktok.com/@${handle}/${kind === 'VIDEO' ? 'video' : 'photo'}/${postId}`,
      handle,
      caption: caption ?? this.draw.pick(CAPTIONS, 'caption', number),
      kind,
      durationSeconds: this.draw.between([60, 600], 'duration', number) / 10,
      createdAt,
      flaw: flaw ?? null,
      duetOf: duetOf ?? null,
      status: 'HESITATE_RECOMMEND',
    }
    this.posts.set(postId, post)
    return post
  }

  /** What the creator gets from Ad settings, Generate code. */
  generateCode(postId: string, days = DEFAULT_DAYS): SimulatedCode {
    this.post(postId)
    const versions = this.#codesOf.get(postId) ?? []
    const now = this.#now()
    const before = versions.at(-1)
    if (before) before.deletedAt ??= now
    const code: SimulatedCode = {
      code: this.#newCode(postId, versions.length),
      postId,
      startsAt: now,
      endsAt: now + days * DAY_MS,
      deletedAt: null,
    }
    this.#codes.set(code.code, code)
    this.#codesOf.set(postId, [...versions, code])
    return code
  }

  #newCode(postId: string, version: number): string {
    const halves = [0, 1].map(half => this.draw.bytes('code', postId, version, half))
    return `#${Buffer.concat(halves).toString('base64')}`
  }

  /** The same code, its window counted anew from today; also after it expired. */
  extendCode(postId: string, days = DEFAULT_DAYS): SimulatedCode {
    const code = this.currentCode(postId)
    if (!code) throw new SimulatorError(`The post ${postId} has no code to extend.`)
    code.endsAt = Math.max(code.endsAt, this.#now() + days * DAY_MS)
    return code
  }

  /** The creator deletes the code in TikTok. */
  revokeCode(postId: string): void {
    const code = this.currentCode(postId)
    if (code) code.deletedAt = this.#now()
  }

  changePost(postId: string, status: PostStatus): void {
    this.post(postId).status = status
  }

  closeAdAccount(id: string): void {
    const account = this.adAccounts.get(id)
    if (!account) throw new SimulatorError(`There is no ad account ${id}.`)
    account.isOpen = false
  }

  post(id: string): SimulatedPost {
    const post = this.posts.get(id)
    if (!post) throw new SimulatorError(`There is no post ${id}.`)
    return post
  }

  /** The code of a post that was not deleted, expired or not. */
  currentCode(postId: string): SimulatedCode | undefined {
    const code = this.#codesOf.get(postId)?.at(-1)
    return code?.deletedAt === null ? code : undefined
  }

  findCode(code: string): SimulatedCode | undefined {
    return this.#codes.get(code)
  }

  /** Everything there is, as plain data. Times are epoch milliseconds. */
  describe() {
    return {
      now: this.#now(),
      creators: [...this.creators.values()],
      posts: [...this.posts.values()],
      codes: [...this.#codes.values()],
      adAccounts: [...this.adAccounts.values()].map(({ bound, ...account }) => ({
        ...account,
        bound: [...bound].map(([postId, binding]) => ({ postId, ...binding })),
      })),
    }
  }
}
