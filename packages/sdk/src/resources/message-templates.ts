import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { CreateMessageTemplateInput, MessageTemplate, MessageTemplatesQuery, UpdateMessageTemplateInput } from '../types.ts'
import { Resource } from './resource.ts'

/** What messages to creators are made from, by channel, language and kind. */
export class MessageTemplatesResource extends Resource {
  /**
   * Saves a template. `{{link}}` must be in it (in a comment `{{shortUrl}}`); there are also `{{handle}}`, `{{brand}}`, `{{count}}`,
   * `{{days}}`, `{{respondBy}}`, `{{shortUrl}}` and `{{shortCode}}`.
   *
   * @example
   * ```ts
   * await client.messageTemplates.create({
   *   name: 'DM in Spanish',
   *   channel: 'tiktok_dm',
   *   locale: 'es',
   *   text: '¡Hola, @{{handle}}! ¿Nos dejas usar {{count}} de tus vídeos? {{link}}',
   *   isDefault: true,
   * })
   * ```
   */
  create(input: CreateMessageTemplateInput, options?: CallOptions): ApiPromise<MessageTemplate> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/message-templates', body: input })
  }

  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { name, isDefault } of client.messageTemplates.list({ channel: 'email' })) console.log(name, isDefault)
   * ```
   */
  list(query?: MessageTemplatesQuery, options?: CallOptions): ListPromise<MessageTemplate> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/message-templates', query })
  }

  /**
   * One template.
   *
   * @example
   * ```ts
   * const { text, variables } = await client.messageTemplates.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<MessageTemplate> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/message-templates/${id}` })
  }

  /**
   * Changes what is given and leaves the rest.
   *
   * @example
   * ```ts
   * await client.messageTemplates.update(id, { isDefault: true })
   * ```
   */
  update(id: string, input: UpdateMessageTemplateInput, options?: CallOptions): ApiPromise<MessageTemplate> {
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/message-templates/${id}`, body: input })
  }

  /**
   * Messages are made from the built-in text again, where it was the default.
   *
   * @example
   * ```ts
   * await client.messageTemplates.delete(id)
   * ```
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.transport.request({ ...options, method: 'DELETE', path: path`/v1/message-templates/${id}` })
  }
}
