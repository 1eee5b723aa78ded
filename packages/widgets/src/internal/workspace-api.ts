import type { ContentQuery, SparkKit } from '@sparkkit/sdk'
import type { ApprovalMessage, Content, ContentFacets, CreateSparkRequestsResult, Me } from './api-types.ts'

export type MessageKind = ApprovalMessage['kind']
export type ContentFilters = Omit<ContentQuery, 'cursor' | 'limit'>

/** What the dashboard elements ask of a workspace. Calls reject with the SDK's errors. */
export interface WorkspaceApi {
  me(): Promise<Me>
  listContent(query: ContentQuery, signal: AbortSignal): Promise<{ readonly data: readonly Content[]; readonly nextCursor: string | null }>
  countContent(query: ContentFilters, signal: AbortSignal): Promise<ContentFacets>
  createRequests(contentIds: readonly string[], askedDays: number, feeNote: string): Promise<CreateSparkRequestsResult>
  /** The approval link that a request belongs to. */
  linkOfRequest(requestId: string): Promise<string>
  message(linkId: string, kind: MessageKind): Promise<ApprovalMessage>
  /** The message, or the reminder, went out like this. */
  markSent(linkId: string, message: ApprovalMessage, text: string): Promise<unknown>
  /** Makes this the template that such messages start from. */
  saveTemplate(template: string, message: ApprovalMessage): Promise<unknown>
  revealCode(codeId: string): Promise<string>
}

/** The SDK's client, or anything that answers like it. */
export type ApiClient = Pick<SparkKit, 'me' | 'content' | 'sparkRequests' | 'approvalLinks' | 'messageTemplates' | 'sparkCodes'>

export function workspaceApi(client: ApiClient): WorkspaceApi {
  return {
    me: () => client.me(),
    listContent: (query, signal) => client.content.list(query, { signal }),
    countContent: ({ sort: _, ...filters }, signal) => client.content.facets(filters, { signal }),
    createRequests: (content, askedDays, feeNote) =>
      client.sparkRequests.create({ content: [...content], askedDays, ...(feeNote && { feeNote }) }),
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
    revealCode: async codeId => (await client.sparkCodes.reveal(codeId)).code,
  }
}
