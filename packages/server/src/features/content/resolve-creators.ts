import type { Ctx } from '../../context.ts'
import type { ContentDraft } from './normalise.ts'
import { type CreatorRow, findCreatorsByName } from './store.ts'

/** The creators a batch meets, and which of them have to be written. */
export class CreatorDirectory {
  readonly #ctx: Ctx
  readonly #byId = new Map<string, CreatorRow>()
  readonly #byUser = new Map<string, CreatorRow>()
  readonly #byHandle = new Map<string, CreatorRow>()
  readonly #new = new Set<string>()
  readonly #changed = new Set<string>()
  readonly #renamed = new Set<string>()

  private constructor(ctx: Ctx) {
    this.#ctx = ctx
  }

  static async load(ctx: Ctx, drafts: readonly ContentDraft[]): Promise<CreatorDirectory> {
    const directory = new CreatorDirectory(ctx)
    const names = drafts.map(({ platform, creator }) => ({ platform, platformUserId: creator.platformUserId, handle: creator.handle }))
    for (const row of await findCreatorsByName(ctx, names)) directory.#learn(row)
    return directory
  }

  /** Null when the row names nobody. */
  resolve({ platform, creator }: ContentDraft): CreatorRow | null {
    const { platformUserId, handle, displayName } = creator
    if (platformUserId === undefined && handle === undefined) return null
    const found = this.#find(platform, { platformUserId, handle })
    if (!found) return this.#create(platform, creator)
    const next: CreatorRow = {
      ...found,
      platformUserId: found.platformUserId ?? platformUserId ?? null,
      handle: handle ?? found.handle,
      displayName: displayName ?? found.displayName,
    }
    const isSame = next.platformUserId === found.platformUserId && next.handle === found.handle && next.displayName === found.displayName
    return isSame ? found : this.#change({ ...next, updatedAt: this.#ctx.now })
  }

  /** Someone, for a post whose row names nobody. */
  stranger(platform: CreatorRow['platform']): CreatorRow {
    return this.#create(platform, { platformUserId: undefined, handle: undefined, displayName: undefined })
  }

  get(id: string): CreatorRow | undefined {
    return this.#byId.get(id)
  }

  /** Ids of the stored creators that got another handle. */
  get renamed(): string[] {
    return [...this.#renamed]
  }

  get created(): CreatorRow[] {
    return [...this.#new].flatMap(id => this.#byId.get(id) ?? [])
  }

  get changed(): CreatorRow[] {
    return [...this.#changed].flatMap(id => this.#byId.get(id) ?? [])
  }

  /** By platform id where the row has one; a creator known by handle only is adopted by the first row that has both. */
  #find(
    platform: string,
    { platformUserId, handle }: { platformUserId: string | undefined; handle: string | undefined },
  ): CreatorRow | undefined {
    const byHandle = handle === undefined ? undefined : this.#byHandle.get(`${platform}\0${handle}`)
    if (platformUserId === undefined) return byHandle
    return this.#byUser.get(`${platform}\0${platformUserId}`) ?? (byHandle?.platformUserId === null ? byHandle : undefined)
  }

  #create(platform: CreatorRow['platform'], creator: ContentDraft['creator']): CreatorRow {
    const { services, workspace, now } = this.#ctx
    const row: CreatorRow = {
      workspaceNo: workspace.no,
      id: services.newId('creator'),
      platform,
      platformUserId: creator.platformUserId ?? null,
      handle: creator.handle ?? null,
      displayName: creator.displayName ?? null,
      doNotContact: false,
      externalId: null,
      metadata: {},
      erasedAt: null,
      createdAt: now,
      updatedAt: now,
    }
    this.#new.add(row.id)
    return this.#learn(row)
  }

  #change(row: CreatorRow): CreatorRow {
    if (!this.#new.has(row.id)) this.#changed.add(row.id)
    if (!this.#new.has(row.id) && this.#byId.get(row.id)?.handle !== row.handle) this.#renamed.add(row.id)
    return this.#learn(row)
  }

  #learn(row: CreatorRow): CreatorRow {
    this.#byId.set(row.id, row)
    if (row.platformUserId !== null) this.#byUser.set(`${row.platform}\0${row.platformUserId}`, row)
    if (row.handle !== null) {
      const key = `${row.platform}\0${row.handle}`
      const other = this.#byHandle.get(key)
      // Of two who bore this handle, the one seen with it last.
      if (!other || other.id === row.id || other.updatedAt <= row.updatedAt) this.#byHandle.set(key, row)
    }
    return row
  }
}
