import { setImmediate } from 'node:timers/promises'
import { changedFields } from '../../changes.ts'
import { type Ctx, domainNow, type Scope } from '../../context.ts'
import { overlapped } from '../../db/rows.ts'
import { validationProblem } from '../../http/errors.ts'
import { Problem } from '../../problem.ts'
import { noteSources } from '../thumbnails/index.ts'
import { type BatchContentResult, ContentInput } from './contract.ts'
import { KeptOut } from './kept-out.ts'
import { mergeContent, newContent, sameCounters, withHandle } from './merge.ts'
import { type ContentDraft, type Identity, normaliseContent } from './normalise.ts'
import { CreatorDirectory } from './resolve-creators.ts'
import { metricsOf, toContent } from './resource.ts'
import { SeqAllocator } from './seq-allocator.ts'
import {
  type ContentRow,
  type ContentWrites,
  findContentOfCreators,
  findExternalIds,
  findIdentities,
  identityKey,
  lockContents,
  type SnapshotRow,
  saveContent,
} from './store.ts'

/** A row that was sent: as it was understood, or why it was not. */
export type ContentItem = ContentDraft | Problem

export interface UpsertContentInput {
  /** Problems are reported, not thrown. */
  items: readonly ContentItem[]
  events: 'per_content' | 'none'
}

/** Rows that are read in one turn of the event loop. */
const TURN = 50

type RowResult = BatchContentResult['results'][number]

interface Parsed {
  index: number
  draft: ContentDraft
}

const failure = (index: number, { code, message, errors }: Problem): RowResult => ({
  index,
  status: 'failed',
  problem: { code, detail: message, ...(errors && { errors: [...errors] }) },
})

function readContentItem(item: unknown, { index, now }: { index: number; now: number }): ContentItem {
  const result = ContentInput.safeParse(item)
  if (!result.success) return validationProblem(`items[${index}]`, result.error)
  try {
    return normaliseContent(result.data, now)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** Reads rows as they were sent, in the shape of ContentInput or not. Before a transaction begins: others would wait for it. */
export async function readContentItems(scope: Scope, items: readonly unknown[]): Promise<ContentItem[]> {
  const now = domainNow(scope)
  const read: ContentItem[] = []
  for (const [index, item] of items.entries()) {
    read.push(readContentItem(item, { index, now }))
    // Others have their turn: a batch in its transaction must not wait for one that is only read.
    if (read.length % TURN === 0) await setImmediate()
  }
  return read
}

/** The posts of a batch while it is worked through: what was stored, and what it becomes row by row. */
class Batch {
  readonly stored = new Map<string, ContentRow>()
  readonly current = new Map<string, ContentRow>()
  readonly newIdentities: (Identity & { contentId: string })[] = []
  /** Where the pictures of posts come from. */
  readonly pictures = new Map<string, string>()
  readonly #known: Map<string, string>
  readonly #externalIds: Map<string, string>

  constructor(known: { identities: Map<string, string>; externalIds: Map<string, string> }, rows: readonly ContentRow[]) {
    this.#known = known.identities
    this.#externalIds = known.externalIds
    for (const row of rows) this.adopt(row)
  }

  adopt(row: ContentRow): void {
    this.stored.set(row.id, row)
    this.current.set(row.id, row)
  }

  knows(draft: ContentDraft): boolean {
    return draft.identities.some(identity => this.#known.has(identityKey(identity)))
  }

  find(draft: ContentDraft): ContentRow | undefined {
    const ids = new Set(draft.identities.flatMap(identity => this.#known.get(identityKey(identity)) ?? []))
    if (ids.size > 1)
      throw new Problem('content_ambiguous', `The identities of this row belong to ${ids.size} different posts: ${[...ids].join(', ')}.`)
    const [id] = ids
    return id === undefined ? undefined : this.current.get(id)
  }

  /** Throws when another post bears the external id that this row gives to a post. */
  assertFree({ externalId }: ContentDraft, id: string | undefined): void {
    const owner = externalId === undefined ? undefined : this.#externalIds.get(externalId)
    if (owner !== undefined && owner !== id) throw new Problem('conflict', `The external id ${externalId} belongs to ${owner}.`)
  }

  put(draft: ContentDraft, row: ContentRow): void {
    if (row.externalId !== null) this.#externalIds.set(row.externalId, row.id)
    this.current.set(row.id, row)
    if (draft.thumbnailSource !== undefined) this.pictures.set(row.id, draft.thumbnailSource)
    for (const identity of draft.identities) {
      const key = identityKey(identity)
      if (this.#known.has(key)) continue
      this.#known.set(key, row.id)
      this.newIdentities.push({ ...identity, contentId: row.id })
    }
  }
}

/** A creator's new handle shows, and is found, on every post of theirs: those of this batch and those stored before. */
function renamePosts(batch: Batch, creators: CreatorDirectory, storedPosts: readonly ContentRow[]): void {
  for (const post of storedPosts) if (!batch.stored.has(post.id)) batch.adopt(post)
  for (const post of batch.current.values()) {
    const creator = creators.get(post.creatorId)
    if (creator && creator.handle !== post.creatorHandle) batch.current.set(post.id, withHandle(post, creator.handle))
  }
}

function settle(ctx: Ctx, work: { batch: Batch; creators: CreatorDirectory }, { index, draft }: Parsed): RowResult {
  const { batch, creators } = work
  const before = batch.find(draft)
  batch.assertFree(draft, before?.id)
  const creator = creators.resolve(draft)
  const after = before
    ? mergeContent(ctx, before, { draft, creator })
    : newContent(ctx, draft, creator ?? creators.stranger(draft.platform))
  batch.put(draft, after)
  const status = !before ? 'created' : after === before ? 'unchanged' : 'updated'
  return { index, status, id: after.id, ...(draft.warnings.length > 0 && { warnings: [...draft.warnings] }) }
}

/** What a batch comes to. */
async function plan(
  ctx: Ctx,
  { batch, creators, slots }: { batch: Batch; creators: CreatorDirectory; slots: SeqAllocator },
): Promise<ContentWrites> {
  const rows = [...batch.current.values()]
  const moved = rows.filter(row => batch.stored.get(row.id)?.postedAt !== row.postedAt)
  const seqs = await slots.allocate(moved.map(row => row.postedAt))
  const seqOf = new Map(moved.map((row, index) => [row.id, seqs[index] ?? row.seq]))
  const settled = rows.map(row => ({ before: batch.stored.get(row.id), after: { ...row, seq: seqOf.get(row.id) ?? row.seq } }))
  const created = settled.filter(({ before }) => !before).map(({ after }) => after)
  const changed = settled.flatMap(({ before, after }) => (before && before !== batch.current.get(before.id) ? [{ before, after }] : []))
  const snapshots: SnapshotRow[] = [...created.map(after => ({ before: undefined, after })), ...changed].flatMap(({ before, after }) =>
    after.metricsAt === null || (before && sameCounters(before, after))
      ? []
      : [{ workspaceNo: ctx.workspace.no, contentId: after.id, at: after.metricsAt, metrics: metricsOf(after) }],
  )
  const sameTags = (before: ContentRow, after: ContentRow) =>
    before.seq === after.seq && before.hashtags.join(' ') === after.hashtags.join(' ')
  return {
    newCreators: creators.created,
    changedCreators: creators.changed,
    created,
    changed,
    identities: batch.newIdentities,
    retagged: [...created.map(after => ({ before: undefined, after })), ...changed.filter(({ before, after }) => !sameTags(before, after))],
    snapshots,
  }
}

function announce(ctx: Ctx, { created, changed }: ContentWrites): void {
  for (const row of created) ctx.emit({ type: 'content.created', subjectId: row.id, data: toContent(ctx, row) })
  for (const { before, after } of changed) {
    const data = toContent(ctx, after)
    ctx.emit({ type: 'content.updated', subjectId: after.id, data, previous: changedFields(toContent(ctx, before), data) ?? {} })
  }
}

const idsOf = (rows: readonly ContentRow[]): string[] => rows.map(row => row.id)

/** Creates or updates posts; a post met again, by any of its identities, is one row. */
export async function upsertContent(ctx: Ctx, input: UpsertContentInput): Promise<BatchContentResult> {
  const rows = input.items.map((item, index) => ({ index, item }))
  const failed = rows.flatMap(({ index, item }) => (item instanceof Problem ? [failure(index, item)] : []))
  const parsed = rows.flatMap(({ index, item }) => (item instanceof Problem ? [] : [{ index, draft: item }]))
  // Two batches that meet the same new post at once would both create it.
  await ctx.dialect.lock(ctx.db, `ingest:${ctx.workspace.no}`)
  const drafts = parsed.map(({ draft }) => draft)
  const [identities, externalIds, creators, keptOut] = await Promise.all([
    findIdentities(
      ctx,
      drafts.flatMap(draft => draft.identities),
    ),
    findExternalIds(
      ctx,
      drafts.flatMap(draft => draft.externalId ?? []),
    ),
    CreatorDirectory.load(ctx, drafts),
    KeptOut.load(ctx, drafts),
  ])
  const batch = new Batch({ identities, externalIds }, await lockContents(ctx, [...new Set(identities.values())]))
  const strangers = drafts.filter(draft => !batch.knows(draft))
  const slots = new SeqAllocator(
    ctx,
    strangers.map(draft => draft.postedAt ?? ctx.now),
  )
  // Sent before the rows are settled, not after.
  await setImmediate()
  const results = parsed.map(row => {
    try {
      keptOut.assertAdmitted(row.draft)
      return settle(ctx, { batch, creators }, row)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return failure(row.index, error)
    }
  })
  const renamed = await findContentOfCreators(ctx, creators.renamed)
  renamePosts(batch, creators, await lockContents(ctx, idsOf(renamed)))
  const writes = await plan(ctx, { batch, creators, slots })
  await overlapped([
    ...saveContent(ctx, writes),
    () => noteSources(ctx, batch.pictures),
    async () => {
      if (input.events === 'per_content') announce(ctx, writes)
      await ctx.writeEvents()
    },
  ])
  return { results: [...failed, ...results].sort((a, b) => a.index - b.index) }
}
