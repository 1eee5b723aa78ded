import type { ContentQuery, SparkKit } from '@sparkkit/sdk'
import type { ApprovalMessage, Content, ContentFacets, CreateSparkRequestsResult, Me } from './api-types.ts'

export type ContentFilters = Omit<ContentQuery, 'cursor' | 'limit'>

/** What the dashboard elements ask of a workspace. Calls reject with the SDK's errors. */
export interface WorkspaceApi {
  me(): Promise<Me>
  listContent(query: ContentQuery, signal: AbortSignal): Promise<{ readonly data: readonly Content[]; readonly nextCursor: string | null }>
  countContent(query: ContentFilters, signal: AbortSignal): Promise<ContentFacets>
  createRequests(contentIds: readonly string[], askedDays: number, feeNote: string): Promise<CreateSparkRequestsResult>
  /** The approval link that a request belongs to. */
  linkOfRequest(requestId: string): Promise<string>
  message(linkId: string): Promise<ApprovalMessage>
  markSent(linkId: string, text: string): Promise<unknown>
  saveTemplate(template: string): Promise<unknown>
  revealCode(codeId: string): Promise<string>
}

/** The SDK's client, or anything that answers like it. */
export type ApiClient = Pick<SparkKit, 'me' | 'content' | 'sparkRequests' | 'approvalLinks' | 'messageTemplate' | 'sparkCodes'>

export function workspaceApi(client: ApiClient): WorkspaceApi {
  return {
    me: () => client.me(),
    listContent: (query, signal) => client.content.list(query, { signal }),
    countContent: ({ sort: _, ...filters }, signal) => client.content.facets(filters, { signal }),
    createRequests: (content, askedDays, feeNote) =>
      client.sparkRequests.create({ content: [...content], askedDays, ...(feeNote && { feeNote }) }),
    linkOfRequest: async requestId => (await client.sparkRequests.get(requestId)).approvalLinkId,
    message: linkId => client.approvalLinks.message(linkId),
    markSent: (linkId, text) => client.approvalLinks.markSent(linkId, { text }),
    saveTemplate: template => client.messageTemplate.put({ template }),
    revealCode: async codeId => (await client.sparkCodes.reveal(codeId)).code,
  }
}
