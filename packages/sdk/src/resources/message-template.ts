import type { ApiPromise } from '../api-promise.ts'
import type { CallOptions } from '../options.ts'
import type { MessageTemplate, MessageTemplateInput } from '../types.ts'
import { Resource } from './resource.ts'

const PATH = '/v1/message-template'

/** What messages to creators are made from. */
export class MessageTemplateResource extends Resource {
  /**
   * The workspace's template, or the built-in one.
   *
   * @example
   * ```ts
   * const { template } = await client.messageTemplate.get()
   * ```
   */
  get(options?: CallOptions): ApiPromise<MessageTemplate> {
    return this.transport.request({ ...options, method: 'GET', path: PATH })
  }

  /**
   * Saves a template. It must hold `{{link}}`; `{{handle}}`, `{{brand}}`, `{{count}}` and `{{days}}` are there to use.
   *
   * @example
   * ```ts
   * await client.messageTemplate.put({ template: 'Hi {{handle}}, may we boost {{count}} of your posts? {{link}}' })
   * ```
   */
  put(input: MessageTemplateInput, options?: CallOptions): ApiPromise<MessageTemplate> {
    return this.transport.request({ ...options, method: 'PUT', path: PATH, body: input })
  }
}
