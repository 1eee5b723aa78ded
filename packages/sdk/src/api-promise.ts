/** An answer with its wire side: `response` for status and headers (its body has been read), `requestId` for support. */
export type WithResponse<T> = { readonly data: T; readonly response: Response; readonly requestId: string | null }

/**
 * What every call returns: await it for the data, or ask for the response as well.
 *
 * @example
 * ```ts
 * const { data, requestId } = await client.request({ method: 'GET', path: '/v1/me' }).withResponse()
 * ```
 */
export class ApiPromise<T> extends Promise<T> {
  readonly #answer: Promise<WithResponse<T>>

  constructor(answer: Promise<WithResponse<T>>) {
    super((resolve, reject) => {
      answer.then(({ data }) => resolve(data), reject)
    })
    this.#answer = answer
  }

  /** `then`, `catch` and `finally` give plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  /** The data together with the raw response and the request id. */
  withResponse(): Promise<WithResponse<T>> {
    // A failure now belongs to the promise returned here, not to this one, which nobody may be watching.
    this.catch(() => {})
    return this.#answer
  }
}
