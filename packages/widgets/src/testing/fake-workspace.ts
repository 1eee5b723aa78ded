import { type AccessToken, type Content, SparkKit } from '@sparkkit/sdk'

const DAY = 86_400_000
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='

const idOf = (prefix: string, place: number): string => `${prefix}_01h455vb4pex5vsknk${String(place).padStart(8, '0')}`

export function postOf(place: number, change: Partial<Content> = {}): Content {
  const postedAt = new Date(Date.now() - (place + 1) * DAY).toISOString()
  return {
    id: idOf('cnt', place),
    platform: 'tiktok',
    mediaType: 'video',
    platformId: `71956861351572${place}`,
    url: `https://www.tiktok.com/@creator${place % 5}/video/71956861351572${place}`,
    creator: { id: idOf('crt', place % 5), handle: `creator${place % 5}` },
    caption: `Post number ${place}`,
    hashtags: [],
    postedAt,
    durationSeconds: 17,
    thumbnailUrl: PIXEL,
    metrics: { views: 1_240_000 - place, likes: 88_200 },
    metricsAt: postedAt,
    eligibility: { eligible: true, reasons: [] },
    sparkStatus: 'none',
    openRequestId: null,
    liveCodeId: null,
    codeEndsAt: null,
    externalId: null,
    metadata: {},
    createdAt: postedAt,
    updatedAt: postedAt,
    ...change,
  }
}

export const asked = (place: number, sparkStatus: 'queued' | 'requested'): Content =>
  postOf(place, { sparkStatus, openRequestId: idOf('req', place) })
export const approved = (place: number, days: number): Content =>
  postOf(place, {
    sparkStatus: 'approved',
    liveCodeId: idOf('code', place),
    codeEndsAt: new Date(Date.now() + days * DAY + DAY / 2).toISOString(),
  })
export const ineligible = (place: number): Content =>
  postOf(place, {
    platform: 'instagram',
    mediaType: 'story',
    eligibility: {
      eligible: false,
      reasons: [{ code: 'story', severity: 'blocking', fixableBy: 'creator', remedy: 'Stories cannot become Spark Ads.' }],
    },
  })

export const postsOf = (count: number): Content[] => Array.from({ length: count }, (_, place) => postOf(place))

export const SECRET = '#Zx8kQ2vB7nL4mT1pR6sW9yD3fH5j='
export const LINK = 'https://lumen.example/a/7Yh2'
const TEMPLATE = 'Hi @{{handle}}! It is {{brand}}.\nSay yes or no here: {{link}}\nFor {{days}} days.'

export interface Received {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
  readonly token: string | null
}

type Script = (call: Received) => unknown | Promise<unknown>

export interface FakeWorkspace {
  readonly client: SparkKit
  readonly calls: Received[]
  to(path: string): Received[]
  /** Answers calls to a path in another way: data, a `Response`, or nothing for the usual answer. */
  script(path: string, answer: Script): void
}

/** A workspace behind the SDK's own client, so that everything but the network is real. */
export function fakeWorkspace(
  posts: readonly Content[],
  options: { scopes?: string[]; getToken?: () => Promise<AccessToken> } = {},
): FakeWorkspace {
  const calls: Received[] = []
  const scripts = new Map<string, Script>()
  const state = new Map(posts.map(post => [post.id, post]))
  const usual: Readonly<Record<string, Script>> = {
    'GET /v1/me': () => ({
      workspace: { name: 'Lumen Skincare', now: new Date().toISOString() },
      scopes: options.scopes ?? ['content:read', 'spark-requests:write', 'spark-codes:reveal'],
    }),
    'GET /v1/content': ({ query }) =>
      pageOf(
        [...state.values()].filter(post => fits(post, query)),
        query,
      ),
    'GET /v1/content/facets': ({ query }) => facetsOf([...state.values()].filter(post => fits(post, query))),
    'POST /v1/spark-requests': ({ body }) => requestsFor(state, body.content),
    'GET /v1/spark-requests/{id}': () => ({ approvalLinkId: idOf('lnk', 1) }),
    'GET /v1/approval-links/{id}/message': ({ query }) => ({
      kind: query.get('kind') ?? 'request',
      channel: 'tiktok_dm',
      locale: 'en',
      templateId: null,
      text: TEMPLATE.replace('{{handle}}', 'creator0')
        .replace('{{brand}}', 'Lumen Skincare')
        .replace('{{link}}', LINK)
        .replace('{{days}}', '30'),
      url: LINK,
      template: TEMPLATE,
      pendingRequestIds: [...state.values()].flatMap(({ openRequestId }) => openRequestId ?? []),
    }),
    'POST /v1/approval-links/{id}/sent': () => ({ requestIds: [] }),
    'POST /v1/approval-links/{id}/reminded': () => ({ requestIds: [] }),
    'POST /v1/message-templates': ({ body }) => body,
    'POST /v1/spark-codes/{id}/reveal': () => ({ code: SECRET }),
  }
  const answer = async (url: string, { method = 'GET', headers, body }: RequestInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(url)
    const call = {
      method,
      path: pathname,
      query: searchParams,
      body: JSON.parse(String(body ?? '{}')),
      token: new Headers(headers).get('authorization'),
    }
    calls.push(call)
    const route = `${method} ${pathname.replace(/\/[a-z]+_0\w{25}/, '/{id}')}`
    const data = (await scripts.get(route)?.(call)) ?? (await usual[route]?.(call))
    return data instanceof Response ? data : Response.json(data ?? { code: 'route_not_found' }, { status: data === undefined ? 404 : 200 })
  }
  return {
    client: new SparkKit({ baseUrl: 'https://sparkkit.example', token: options.getToken ?? 'token', fetch: answer, maxRetries: 0 }),
    calls,
    to: path => calls.filter(call => `${call.method} ${call.path}` === path),
    script: (path, script) => scripts.set(path, script),
  }
}

function fits(post: Content, query: URLSearchParams): boolean {
  const one = (name: string, value: string | null): boolean => !query.has(name) || query.getAll(name).includes(value ?? '')
  const isAskable = post.eligibility.eligible && post.openRequestId === null && post.liveCodeId === null
  return (
    one('platform', post.platform) &&
    one('sparkStatus', post.sparkStatus) &&
    one('creatorId', post.creator.id) &&
    one('creator', post.creator.handle) &&
    (query.get('sparkEligible') !== 'true' || isAskable) &&
    (post.metrics.views ?? 0) >= Number(query.get('minViews') ?? 0) &&
    (query.get('q') ?? '').split(' ').every(word => post.caption.toLowerCase().includes(word.replace('*', '').toLowerCase()))
  )
}

function pageOf(posts: readonly Content[], query: URLSearchParams): unknown {
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit'))
  return { data: posts.slice(from, to), nextCursor: to < posts.length ? String(to) : null }
}

function facetsOf(posts: readonly Content[]): unknown {
  const count = (value: (post: Content) => string): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const post of posts) counts[value(post)] = (counts[value(post)] ?? 0) + 1
    return counts
  }
  const askable = posts.filter(post => fits(post, new URLSearchParams({ sparkEligible: 'true' }))).length
  return {
    total: posts.length,
    platform: count(({ platform }) => platform),
    mediaType: count(({ mediaType }) => mediaType),
    sparkStatus: count(({ sparkStatus }) => sparkStatus),
    sparkEligible: { true: askable, false: posts.length - askable },
  }
}

function requestsFor(state: Map<string, Content>, content: unknown): unknown {
  const ids = Array.isArray(content) ? content.map(String) : []
  const links = new Map<string, { id: string; creatorId: string; url: string; requestIds: string[] }>()
  const results = ids.map((contentId, index) => {
    const post = state.get(contentId)
    if (post === undefined || post.caption.includes('do not contact')) {
      return { index, status: 'failed', contentId, problem: { code: 'do_not_contact', detail: 'This creator must not be contacted.' } }
    }
    const requestId = contentId.replace('cnt', 'req')
    state.set(contentId, { ...post, sparkStatus: 'queued', openRequestId: requestId })
    const link = links.get(post.creator.id) ?? {
      id: post.creator.id.replace('crt', 'lnk'),
      creatorId: post.creator.id,
      url: LINK,
      requestIds: [],
    }
    link.requestIds.push(requestId)
    links.set(post.creator.id, link)
    return { index, status: 'created', id: requestId, contentId, approvalLinkId: link.id }
  })
  return { results, approvalLinks: [...links.values()] }
}

export const refusal = (status: number, code: string, detail: string): Response =>
  Response.json({ code, status, title: detail, detail }, { status, headers: { 'content-type': 'application/problem+json' } })
