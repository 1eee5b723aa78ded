export interface CreatedRequests {
  results: { index: number; status: 'created' | 'failed'; id?: string; problem?: { code: string; detail: string } }[]
  approvalLinks: { id: string; url: string; requestIds: string[] }[]
}

/** The calls the seed makes, over HTTP like anybody else's. */
export interface Calls {
  ingest(rows: readonly object[]): Promise<void>
  ask(posts: readonly string[], askedDays: number): Promise<CreatedRequests>
  markSent(linkId: string): Promise<void>
  cancel(requestId: string): Promise<void>
  /** What the creator does at the link. */
  answer(token: string, verb: 'opened' | 'approve' | 'reject' | 'withdraw', body?: object): Promise<void>
  moveTo(time: number): Promise<void>
}

export type Fetch = (request: Request) => Promise<Response>

export function createCalls(fetch: Fetch, apiKey: string): Calls {
  const post = async <T>(path: string, body: object, authorization?: string): Promise<T> => {
    const response = await fetch(
      new Request(`http://localhost${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: JSON.stringify(body),
      }),
    )
    const text = await response.text()
    if (!response.ok) throw new Error(`Seeding stopped: POST ${path} answered ${response.status} ${text}`)
    return JSON.parse(text === '' ? 'null' : text)
  }
  const call = <T>(path: string, body: object): Promise<T> => post<T>(path, body, `Bearer ${apiKey}`)
  return {
    ingest: async rows => {
      const { results } = await call<{ results: { status: string; problem?: object }[] }>('/v1/content/batch', { items: rows })
      const failed = results.find(({ status }) => status === 'failed')
      if (failed) throw new Error(`Seeding stopped: a post was refused: ${JSON.stringify(failed.problem)}`)
    },
    ask: (content, askedDays) => call('/v1/spark-requests', { content, askedDays }),
    markSent: linkId => call(`/v1/approval-links/${linkId}/sent`, {}),
    cancel: requestId => call(`/v1/spark-requests/${requestId}/cancel`, {}),
    answer: (token, verb, body = {}) => post(`/v1/approvals/${token}/${verb}`, body),
    moveTo: time => call('/v1/sandbox/advance', { to: new Date(time).toISOString() }),
  }
}
