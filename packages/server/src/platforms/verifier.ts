import type { Workspace } from '../context.ts'

/** What is asked about a pasted code. */
export interface SparkCodeQuestion {
  readonly workspace: Workspace
  readonly code: string
  /** The platform's id of the post it was pasted for, where it is known. */
  readonly contentPlatformId: string | null
}

/** What TikTok says about a code. `unknown`: nobody can be asked for this workspace; asking again would not help. */
export type Verification =
  | { readonly status: 'verified'; readonly startsAt: number; readonly endsAt: number }
  | { readonly status: 'other_post' | 'expired' | 'deleted' | 'malformed' | 'unknown' }

/** The port to whoever can tell about codes. It may take its time or fail: nobody waits for it longer than a few seconds. */
export interface SparkCodeVerifier {
  verify(question: SparkCodeQuestion, signal: AbortSignal): Promise<Verification>
}

/** Asked about the codes of live workspaces only. */
export const liveOnly = (verifier: SparkCodeVerifier): SparkCodeVerifier => ({
  verify: async (question, signal) => (question.workspace.mode === 'live' ? verifier.verify(question, signal) : { status: 'unknown' }),
})
