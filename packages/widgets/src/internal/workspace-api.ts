import type { ContentQuery, SparkKit } from '@sparkkit/sdk'
import type { Content, ContentFacets, Me } from './api-types.ts'

export type ContentFilters = Omit<ContentQuery, 'cursor' | 'limit'>

/** What the dashboard elements ask of a workspace. Calls reject with the SDK's errors. */
export interface WorkspaceApi {
  readonly client: ApiClient
  me(): Promise<Me>
  listContent(query: ContentQuery, signal: AbortSignal): Promise<{ readonly data: readonly Content[]; readonly nextCursor: string | null }>
  countContent(query: ContentFilters, signal: AbortSignal): Promise<ContentFacets>
  revealCode(codeId: string): Promise<string>
}

/** The SDK's client, or anything that answers like it. */
export type ApiClient = Pick<SparkKit, 'me' | 'content' | 'sparkRequests' | 'approvalLinks' | 'messageTemplates' | 'sparkCodes'>

export function workspaceApi(client: ApiClient): WorkspaceApi {
  return {
    client,
    me: () => client.me(),
    listContent: (query, signal) => client.content.list(query, { signal }),
    countContent: ({ sort: _, ...filters }, signal) => client.content.facets(filters, { signal }),
    revealCode: async codeId => (await client.sparkCodes.reveal(codeId)).code,
  }
}
