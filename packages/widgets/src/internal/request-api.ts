import type { CreateSparkRequestsInput } from '@sparkkit/sdk'
import type { ApprovalMessage, CreateSparkRequestsResult } from './api-types.ts'
import type { ApiClient } from './workspace-api.ts'

export type MessageKind = ApprovalMessage['kind']

/** What asking and its messages take: loaded with the dialog, so that a grid is there sooner. */
export interface RequestApi {
  createRequests(input: CreateSparkRequestsInput): Promise<CreateSparkRequestsResult>
  /** The approval link that a request belongs to. */
  linkOfRequest(requestId: string): Promise<string>
  message(linkId: string, kind: MessageKind): Promise<ApprovalMessage>
  /** The message, or the reminder, went out like this. */
  markSent(linkId: string, message: ApprovalMessage, text: string): Promise<unknown>
  /** Makes this the template that such messages start from. */
  saveTemplate(template: string, message: ApprovalMessage): Promise<unknown>
}

export function requestApi(client: ApiClient): RequestApi {
  return {
    createRequests: input => client.sparkRequests.create(input),
    linkOfRequest: async requestId => (await client.sparkRequests.get(requestId)).approvalLinkId,
    message: (linkId, kind) => client.approvalLinks.message(linkId, { kind }),
    markSent: (linkId, { kind, channel, templateId }, text) => {
      const input = { text, channel, ...(templateId !== null && { templateId }) }
      return kind === 'reminder' ? client.approvalLinks.markReminded(linkId, input) : client.approvalLinks.markSent(linkId, input)
    },
    saveTemplate: (text, { kind, channel, locale, templateId }) =>
      templateId === null
        ? client.messageTemplates.create({ name: `${channel}, ${locale}`, kind, channel, locale, text, isDefault: true })
        : client.messageTemplates.update(templateId, { text, isDefault: true }),
  }
}
