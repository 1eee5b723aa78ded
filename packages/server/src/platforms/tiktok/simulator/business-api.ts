import { formatTiktokTime } from '../times.ts'
import type { World } from './world.ts'
import type { SimulatedAdAccount, SimulatedCode, SimulatedPost } from './world-types.ts'

/** The numbers and names TikTok answers with. */
const WORDS = {
  bad: [40_002, 'Invalid parameters'],
  forbidden: [40_001, 'No permission to operate this advertiser'],
  missing: [40_007, 'The object does not exist'],
  noToken: [40_104, 'Access token is empty'],
  badToken: [40_105, 'Access token is incorrect or has been revoked'],
  badApp: [40_101, 'Authentication values are wrong'],
  noAccount: [40_300, 'The advertiser does not exist'],
  needsOriginal: [40_002, 'original_post_auth_code is required'],
  format: [4013, 'auth_code_format_error'],
  noCode: [40_002, 'auth_code_not_found'],
  expired: [4025, 'auth_code_expired'],
  deleted: [4002, 'video_deleted'],
  unavailable: [4002, 'video_unavailable'],
  story: [4027, 'story_video_not_supported'],
  carousel_duet: [4042, 'carousel_duet_not_supported'],
  nested_duet: [900_003, 'multi_duet_stitch_refused'],
  mentions_several: [930_002, 'mention_multiple_videos'],
  against_rules: [900_012, 'illegal_item_status_error'],
} as const satisfies Record<string, readonly [number, string]>
type Word = keyof typeof WORDS

export class Refusal extends Error {
  readonly code: number

  constructor(word: Word) {
    const [code, message] = WORDS[word]
    super(message)
    this.code = code
  }
}

/** How TikTok reads a `+` in a JSON body: nobody outside knows for sure. */
export type PlusQuirk = 'escaped' | 'literal' | 'either'

export interface BusinessApiOptions {
  readonly world: World
  readonly now: () => number
  readonly app: { readonly id: string; readonly secret: string }
  readonly isToken: (token: string) => boolean
  readonly plus: PlusQuirk
  /** Whether a code can be looked at before it is bound. */
  readonly infoBeforeBind: boolean
}

export interface ApiCall {
  readonly method: string
  /** Behind the version, such as `tt_video/info/`. */
  readonly path: string
  readonly token: string | undefined
  /** Query of a GET, body of a POST. */
  readonly input: Readonly<Record<string, unknown>>
}

const CODE = /^#[A-Za-z0-9+/_-]{16,512}={0,2}$/

/** TikTok's Business API v1.3 as far as Spark Codes need it: gives `data`, or throws a {@link Refusal}. */
export class BusinessApi {
  readonly #options: BusinessApiOptions

  constructor(options: BusinessApiOptions) {
    this.#options = options
  }

  static readonly routes: Readonly<Record<string, 'GET' | 'POST'>> = {
    'oauth2/advertiser/get/': 'GET',
    'tt_video/info/': 'GET',
    'tt_video/list/': 'GET',
    'tt_video/authorize/': 'POST',
    'tt_video/unbind/': 'POST',
  }

  answer({ path, token, input }: ApiCall): unknown {
    if (!token) throw new Refusal('noToken')
    if (!this.#options.isToken(token)) throw new Refusal('badToken')
    if (path === 'oauth2/advertiser/get/') return this.#advertisers(input)
    const account = this.#account(input)
    if (path === 'tt_video/info/') return this.#info(account, input)
    if (path === 'tt_video/list/') return this.#list(account, input)
    return path === 'tt_video/authorize/' ? this.#authorize(account, input) : this.#unbind(account, input)
  }

  #advertisers({ app_id, secret }: ApiCall['input']): unknown {
    const { app, world } = this.#options
    if (app_id !== app.id || secret !== app.secret) throw new Refusal('badApp')
    const open = [...world.adAccounts.values()].filter(account => account.isOpen)
    return { list: open.map(({ id, name }) => ({ advertiser_id: id, advertiser_name: name })) }
  }

  #account({ advertiser_id }: ApiCall['input']): SimulatedAdAccount {
    if (typeof advertiser_id !== 'string' || advertiser_id === '') throw new Refusal('bad')
    const account = this.#options.world.adAccounts.get(advertiser_id)
    if (!account) throw new Refusal('forbidden')
    if (!account.isOpen) throw new Refusal('noAccount')
    return account
  }

  #info({ bound }: SimulatedAdAccount, { auth_code }: ApiCall['input']): unknown {
    const code = this.#codeOf(auth_code)
    const isBound = bound.get(code.postId)?.code === code.code
    if (!isBound && !this.#options.infoBeforeBind) throw new Refusal('missing')
    if (!isBound || code.deletedAt !== null) this.#refuse(code)
    return this.#item(code)
  }

  #authorize({ bound }: SimulatedAdAccount, input: ApiCall['input']): unknown {
    const code = this.#codeOf(this.#inBody(input.auth_code))
    this.#refuse(code)
    const { duetOf } = this.#options.world.post(code.postId)
    if (duetOf !== null) {
      if (input.original_post_auth_code === undefined) throw new Refusal('needsOriginal')
      const original = this.#codeOf(this.#inBody(input.original_post_auth_code))
      this.#refuse(original)
      if (original.postId !== duetOf) throw new Refusal('noCode')
    }
    if (bound.get(code.postId)?.code !== code.code) bound.set(code.postId, { code: code.code, at: this.#options.now() })
    return {}
  }

  #unbind({ bound }: SimulatedAdAccount, { item_id }: ApiCall['input']): unknown {
    if (typeof item_id !== 'string' || item_id === '') throw new Refusal('bad')
    if (!bound.delete(item_id)) throw new Refusal('missing')
    return {}
  }

  #list({ bound }: SimulatedAdAccount, input: ApiCall['input']): unknown {
    const page = wholeNumber(input.page ?? '1', [1, Number.MAX_SAFE_INTEGER])
    const size = wholeNumber(input.page_size ?? '20', [1, 50])
    const kinds = kindsOf(input.item_types)
    const keyword = String(input.keyword ?? '').toLowerCase()
    const isId = /^\d{19,}$/.test(keyword)
    const found = [...bound.keys()].reverse().flatMap(postId => {
      const post = this.#options.world.post(postId)
      const matches = isId ? post.id === keyword : `${post.caption} ${post.id}`.toLowerCase().includes(keyword)
      const code = this.#options.world.findCode(bound.get(postId)?.code ?? '')
      return code && matches && kinds.includes(post.kind) ? [code] : []
    })
    return {
      list: found.slice((page - 1) * size, page * size).map(code => this.#item(code)),
      page_info: { page, page_size: size, total_number: found.length, total_page: Math.ceil(found.length / size) },
    }
  }

  #inBody(code: unknown): unknown {
    if (typeof code !== 'string' || this.#options.plus === 'literal') return code
    // Read as a form would: what is not escaped turns into a space.
    const text = this.#options.plus === 'escaped' ? code.replaceAll('+', ' ') : code
    return text.replaceAll('%2B', '+')
  }

  #codeOf(text: unknown): SimulatedCode {
    if (typeof text !== 'string' || text === '') throw new Refusal('bad')
    if (!CODE.test(text)) throw new Refusal('format')
    const code = this.#options.world.findCode(text)
    if (!code) throw new Refusal('noCode')
    return code
  }

  #refuse(code: SimulatedCode): void {
    const { status, flaw } = this.#options.world.post(code.postId)
    if (status === 'USER_DELETE') throw new Refusal('deleted')
    if (status === 'AUDIT_DELETE' || status === 'ONLY_USER_PASS') throw new Refusal('unavailable')
    if (flaw !== null) throw new Refusal(flaw)
    if (code.deletedAt !== null) throw new Refusal('noCode')
    if (code.endsAt <= this.#options.now()) throw new Refusal('expired')
  }

  #item(code: SimulatedCode): object {
    const { world, now } = this.#options
    const post = world.post(code.postId)
    const status = code.deletedAt !== null ? 'UNAUTHORIZED' : code.endsAt <= now() ? 'EXPIRED' : 'AUTHORIZED'
    return {
      auth_info: {
        ad_auth_status: status,
        auth_start_time: formatTiktokTime(code.startsAt),
        auth_end_time: formatTiktokTime(code.endsAt),
        invite_start_time: formatTiktokTime(code.startsAt),
      },
      item_info: itemInfo(post, code),
      user_info: { tiktok_name: post.handle, identity_id: world.creators.get(post.handle)?.identityId ?? '', identity_type: 'AUTH_CODE' },
      video_info: videoInfo(post, now()),
    }
  }
}

function wholeNumber(value: unknown, [from, to]: readonly [number, number]): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < from || number > to) throw new Refusal('bad')
  return number
}

/** A list in a query is JSON. */
function kindsOf(value: unknown): readonly unknown[] {
  if (value === undefined) return ['VIDEO', 'CAROUSEL']
  try {
    const kinds: unknown = JSON.parse(String(value))
    if (Array.isArray(kinds)) return kinds
  } catch {}
  throw new Refusal('bad')
}

function itemInfo(post: SimulatedPost, { code }: SimulatedCode): object {
  return {
    item_id: post.id,
    auth_code: code,
    item_type: post.kind,
    text: post.caption,
    status: post.status,
    anchor_list: null,
    carousel_info: post.kind === 'CAROUSEL' ? { image_info: [] } : null,
    stitch_original_item_id: '',
    duet_original_item_id: post.duetOf ?? '',
    is_multi_duet_stitch: post.flaw === 'nested_duet',
    mentioned_item_ids: [],
  }
}

/** Addresses of pictures live for an hour. */
function videoInfo(post: SimulatedPost, now: number): object | null {
  if (post.kind === 'CAROUSEL') return null
  const expires = Math.floor(now / 1000) + 3600
  return {
    duration: post.durationSeconds,
    width: 1080,
    height: 1920,
    size: Math.round(post.durationSeconds * 250_000),
    bit_rate: 2_000_000,
    signature: '',
    poster_url: `https://p16-sign.tiktokcdn.example/${post.id}.jpeg?x-expires=${expires}`,
    preview_url: `https://v16.tiktokcdn.example/${post.id}.mp4?x-expires=${expires}`,
    video_id: `v10033g50000${post.id}`,
    file_name: `${post.id}.mp4`,
    format: 'mp4',
  }
}
