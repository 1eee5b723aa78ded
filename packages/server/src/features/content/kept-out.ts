import { createHmac, randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows } from '../../db/rows.ts'
import { Problem } from '../../problem.ts'
import type { ContentDraft, Identity } from './normalise.ts'
import { type CreatorRow, findErasedHashes, takeIdentities } from './store.ts'

const KEY_ID = 'erasure'

type Names = { platform: string; platformUserId: string | null | undefined; handle: string | null | undefined }

const userName = ({ platform, platformUserId }: Names): string[] => (platformUserId ? [`${platform}:user:${platformUserId}`] : [])
/** Handles pass from one person to another: one of somebody whose platform id is known says little by itself. */
const labelName = ({ platform, handle }: Names): string[] => (handle ? [`${platform}:label:${handle}`] : [])
const handleName = ({ platform, handle }: Names): string[] => (handle ? [`${platform}:handle:${handle}`] : [])
const postName = ({ platform, kind, value }: Identity): string => `${platform}:post:${kind}:${value}`

const hashUnder = (key: string, name: string): string => createHmac('sha256', key).update(name).digest('base64url')

const sealContext = (ctx: Ctx) => ({ workspaceId: ctx.workspace.id, rowId: KEY_ID, purpose: 'erasure_key' as const })

/** The workspace's own key, sealed: a new key ring must not let the erased in again. */
async function findKey(ctx: Ctx): Promise<string | undefined> {
  const { erasureKeys: t } = ctx.tables
  const [row] = await ctx.db
    .select({ sealed: t.sealed })
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), eq(t.id, KEY_ID)))
  return row && ctx.services.keyRing.open(row.sealed, sealContext(ctx))
}

async function makeKey(ctx: Ctx): Promise<string> {
  const key = randomBytes(32).toString('base64url')
  const sealed = ctx.services.keyRing.seal(key, sealContext(ctx))
  await insertRows(ctx, ctx.tables.erasureKeys, [{ workspaceNo: ctx.workspace.no, id: KEY_ID, sealed }])
  return key
}

/** Keeps of a person's names and posts keyed hashes only. Called under the ingest lock. */
export async function keepOut(ctx: Ctx, creator: CreatorRow): Promise<void> {
  const key = (await findKey(ctx)) ?? (await makeKey(ctx))
  const person = creator.platformUserId === null ? handleName(creator) : [...userName(creator), ...labelName(creator)]
  const posts = (await takeIdentities(ctx, creator.id)).map(postName)
  const rows = [...person, ...posts].map(name => ({ workspaceNo: ctx.workspace.no, hash: hashUnder(key, name) }))
  await insertRows(ctx, ctx.tables.erasedIdentities, { rows, conflict: sql`ON CONFLICT DO NOTHING` })
}

const namesOf = ({ platform, creator, identities }: ContentDraft): string[] => {
  const names: Names = { platform, ...creator }
  const label = creator.platformUserId === undefined ? labelName(names) : []
  return [...userName(names), ...handleName(names), ...label, ...identities.map(postName)]
}

/** Which rows of a batch are about people who were erased. */
export class KeptOut {
  readonly #key: string | undefined
  readonly #hashes: ReadonlySet<string>

  private constructor(key: string | undefined, hashes: ReadonlySet<string>) {
    this.#key = key
    this.#hashes = hashes
  }

  static async load(ctx: Ctx, drafts: readonly ContentDraft[]): Promise<KeptOut> {
    const key = await findKey(ctx)
    if (key === undefined) return new KeptOut(key, new Set())
    const hashes = drafts.flatMap(namesOf).map(name => hashUnder(key, name))
    return new KeptOut(key, await findErasedHashes(ctx, [...new Set(hashes)]))
  }

  /** Throws when the row names someone who was erased, or a post of theirs. */
  assertAdmitted(draft: ContentDraft): void {
    const key = this.#key
    if (key === undefined || this.#hashes.size === 0) return
    if (namesOf(draft).some(name => this.#hashes.has(hashUnder(key, name)))) throw new Problem('creator_erased')
  }
}
