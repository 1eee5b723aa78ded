/** A code as the ad tool keeps it. */
export interface AdCode {
  readonly code: string
  /** Of the post, on its platform. */
  readonly platform: string
  readonly postId: string | null
  readonly startsAt: string
  readonly endsAt: string
  /** Your own id of the post, if you gave SparkKit one. */
  readonly reference: string | null
}

/** What is needed of an ad tool. Both calls may be made twice with the same outcome. */
export interface AdTool {
  put(id: string, code: AdCode): Promise<void>
  remove(id: string): Promise<void>
}

/** An ad tool with a REST API: `PUT` and `DELETE /spark-codes/{id}`. */
export function httpAdTool({ url, token }: { url: string; token: string }): AdTool {
  const call = async (method: string, id: string, body?: AdCode): Promise<void> => {
    const response = await fetch(`${url.replace(/\/+$/, '')}/spark-codes/${encodeURIComponent(id)}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(10_000),
      ...(body && { body: JSON.stringify(body) }),
    })
    const isGone = method === 'DELETE' && response.status === 404
    if (!response.ok && !isGone) throw new Error(`The ad tool answered ${response.status}.`)
  }
  return { put: (id, code) => call('PUT', id, code), remove: id => call('DELETE', id) }
}
