import { setTimeout as sleep } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'
import type { AdCallOptions, AdPlatform, AuthorizedPost, CodeInAdAccount, PostInAdAccount } from '../ad-platform.ts'
import { AdPlatformError } from '../ad-platform.ts'
import { callTiktok, TIKTOK_BASE_URL, type TiktokWire } from './call.ts'
import { type ListPage, readWholeList } from './list.ts'
import { adAccountsSchema, authorizedPost, postPageSchema, postSchema } from './wire.ts'

export interface TiktokCredentials {
  readonly accessToken: string
  /** Of the app the token was given to. Only listing the ad accounts asks for it. */
  readonly app?: { readonly id: string; readonly secret: string } | undefined
}

export interface TiktokClientOptions extends Pick<TiktokWire, 'fetch' | 'limiter'> {
  readonly credentials: TiktokCredentials
  /** Default: TikTok's own. */
  readonly baseUrl?: string | undefined
  /** Wall time, epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number
  readonly sleep?: (ms: number) => Promise<void>
  /** Shared by the clients of one app: how a `+` in a body is written is learned once. */
  readonly plusForm?: PlusForm
}

/** How a `+` is written in a JSON body: TikTok's reference says `%2B`, some who call it say `+`. */
export interface PlusForm {
  escaped: boolean
}

const WITHIN_MS = 15_000
const LIST_WITHIN_MS = 120_000
const PAGE_SIZE = 50
/** A keyword of so many digits is taken for the id of a post. */
const EXACT_ID_DIGITS = 19

/** The code was refused for what it looks like: written otherwise it may be right. */
const isUnrecognised = (error: unknown): boolean =>
  error instanceof AdPlatformError && (error.reason === 'code_malformed' || error.reason === 'code_not_found')

const writePlus = (code: string, escaped: boolean): string => (escaped ? code.replaceAll('+', '%2B') : code)

/** TikTok's Business API v1.3 as an {@link AdPlatform}. Holds no state but how it writes a `+`. */
export function createTiktokClient(options: TiktokClientOptions): AdPlatform {
  const { credentials, baseUrl = TIKTOK_BASE_URL, plusForm = { escaped: true } } = options
  const wire: TiktokWire = {
    fetch: options.fetch,
    limiter: options.limiter,
    accessToken: credentials.accessToken,
    baseUrl,
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleep,
  }
  const deadlineOf = (call: AdCallOptions = {}, within = WITHIN_MS): number => wire.now() + (call.withinMs ?? within)

  async function inspect({ adAccountId, code }: CodeInAdAccount, deadline: number): Promise<AuthorizedPost> {
    const query = { advertiser_id: adAccountId, auth_code: code }
    return authorizedPost(await callTiktok(wire, { method: 'GET', path: 'tt_video/info/', query, deadline }, postSchema))
  }

  async function authorize({ adAccountId, code, originalPostCode }: CodeInAdAccount, deadline: number): Promise<void> {
    const send = (escaped: boolean): Promise<unknown> => {
      const original = originalPostCode === undefined ? {} : { original_post_auth_code: writePlus(originalPostCode, escaped) }
      const body = { advertiser_id: adAccountId, auth_code: writePlus(code, escaped), ...original }
      return callTiktok(wire, { method: 'POST', path: 'tt_video/authorize/', body, deadline }, z.unknown())
    }
    const first = plusForm.escaped
    try {
      await send(first)
    } catch (error) {
      if (!isUnrecognised(error) || !`${code}${originalPostCode ?? ''}`.includes('+')) throw error
      await send(!first)
      plusForm.escaped = !first
    }
  }

  const readPage =
    (adAccountId: string, { deadline, keyword }: { deadline: number; keyword?: string }) =>
    async (page: number): Promise<ListPage> => {
      const query = { advertiser_id: adAccountId, page, page_size: PAGE_SIZE, ...(keyword !== undefined && { keyword }) }
      const { list, page_info } = await callTiktok(wire, { method: 'GET', path: 'tt_video/list/', query, deadline }, postPageSchema)
      return { posts: list.map(authorizedPost), total: page_info?.total_number ?? null, pages: page_info?.total_page ?? null }
    }

  const listBound: AdPlatform['listBound'] = (adAccountId, call) =>
    readWholeList(readPage(adAccountId, { deadline: deadlineOf(call, LIST_WITHIN_MS) }), PAGE_SIZE)

  return {
    listBound,
    async listAdAccounts(call) {
      if (!credentials.app) throw new AdPlatformError('app_unknown')
      const query = { app_id: credentials.app.id, secret: credentials.app.secret }
      return callTiktok(wire, { method: 'GET', path: 'oauth2/advertiser/get/', query, deadline: deadlineOf(call) }, adAccountsSchema)
    },
    inspectCode: (input, call) => inspect(input, deadlineOf(call)),
    async bindCode(input, call) {
      const deadline = deadlineOf(call)
      await authorize(input, deadline)
      // The answer to a success is empty: what was bound is read back.
      return inspect(input, deadline)
    },
    async findBound({ adAccountId, postId }, call) {
      const isExact = postId.length >= EXACT_ID_DIGITS
      const posts = isExact
        ? await readWholeList(readPage(adAccountId, { deadline: deadlineOf(call), keyword: postId }), PAGE_SIZE)
        : await listBound(adAccountId, call)
      return posts.find(post => post.postId === postId) ?? null
    },
    async unbindPost({ adAccountId, postId }: PostInAdAccount, call) {
      const body = { advertiser_id: adAccountId, item_id: postId }
      try {
        await callTiktok(wire, { method: 'POST', path: 'tt_video/unbind/', body, deadline: deadlineOf(call) }, z.unknown())
      } catch (error) {
        if (!(error instanceof AdPlatformError) || error.reason !== 'not_bound') throw error
      }
    },
  }
}
