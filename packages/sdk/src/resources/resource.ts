import type { Transport } from '../internal/transport.ts'

export abstract class Resource {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Not a field, so that a logged client shows no credential. */
  protected get transport(): Transport {
    return this.#transport
  }
}
